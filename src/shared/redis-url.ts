/** One address of a Redis server or Sentinel. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is. Carries passwords: never logged, never in an error. */
export interface RedisTarget {
  /** `single` one server; `sentinel` the master that Sentinels name; `cluster` a Redis Cluster. */
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server, the Sentinels, or some nodes of the cluster; at least one. */
  readonly nodes: readonly [RedisNode, ...RedisNode[]];
  readonly isTls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** Number of the database; 0 in a cluster. */
  readonly database: number;
  /** `sentinel` only: name of the group of master and replicas. */
  readonly masterName?: string;
  /** `sentinel` only: for the Sentinels themselves. */
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
}

const KINDS: Readonly<Record<string, readonly [RedisTarget['kind'], boolean]>> = {
  redis: ['single', false],
  rediss: ['single', true],
  'redis+sentinel': ['sentinel', false],
  'rediss+sentinel': ['sentinel', true],
  'redis+cluster': ['cluster', false],
  'rediss+cluster': ['cluster', true],
};

const FORMS =
  'expected redis://user:password@host:6379/0, redis+sentinel://host1:26379,host2:26379/master-name or redis+cluster://host1:6379,host2:6379 (rediss… for TLS)';

/** What was wrong, in words that quote nothing of the value: it may hold a password. */
export interface RedisUrlProblem {
  readonly problem: string;
}

/**
 * Reads `REDIS_URL`. Forms: `redis://[user:password@]host[:6379][/database]`;
 * `redis+sentinel://[user:password@]host1[:26379],host2…/master-name[?db=0&sentinelUsername=…&sentinelPassword=…]`;
 * `redis+cluster://[user:password@]host1[:6379],host2…`; each with `rediss` for TLS. User, password and options are
 * percent-encoded where they hold `@ : / ? # %`.
 */
export function parseRedisUrl(value: string): RedisTarget | RedisUrlProblem {
  const parts = /^([a-z+]+):\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/u.exec(value);
  const [kind, isTls] = KINDS[parts?.[1] ?? ''] ?? [];
  if (!parts || kind === undefined || isTls === undefined) return { problem: FORMS };
  const nodes = (parts[3] ?? '').split(',').map((node) => readNode(node, kind === 'sentinel' ? 26_379 : 6_379));
  const [first, ...others] = nodes;
  if (!first || !nodes.every((node) => node !== undefined)) {
    return { problem: 'expected host or host:port, port 1 to 65535, several with a comma between them' };
  }
  if (kind === 'single' && others.length > 0) {
    return { problem: 'expected one host; several need redis+sentinel:// or redis+cluster://' };
  }
  const login = readLogin(parts[2]);
  const path = decode(parts[4] ?? '');
  const options = new URLSearchParams(parts[5] ?? '');
  const unknown = [...options.keys()].filter((key) => !(OPTIONS[kind] ?? []).includes(key));
  if (login === undefined || path === undefined) return { problem: 'expected user and password percent-encoded' };
  if (unknown.length > 0) return { problem: `expected no option but ${OPTIONS[kind].join(', ') || 'none'} after "?"` };
  const database = kind === 'single' ? path : (options.get('db') ?? '');
  if (!/^\d{0,4}$/u.test(database)) return { problem: 'expected the number of a database (0 to 9999) after the host' };
  if (kind === 'sentinel' && !/^[\w.-]+$/u.test(path)) {
    return {
      problem: 'expected the name of the master group after the Sentinels, redis+sentinel://host:26379/mymaster',
    };
  }
  if (kind === 'cluster' && path !== '') return { problem: 'expected no database: a cluster has number 0 only' };
  return {
    kind,
    nodes: [first, ...others.filter((node) => node !== undefined)],
    isTls,
    database: Number(database),
    ...login,
    ...(kind === 'sentinel' ? { masterName: path } : {}),
    ...optionOf(options, 'sentinelUsername'),
    ...optionOf(options, 'sentinelPassword'),
  };
}

const OPTIONS: Readonly<Record<RedisTarget['kind'], readonly string[]>> = {
  single: [],
  sentinel: ['db', 'sentinelUsername', 'sentinelPassword'],
  cluster: [],
};

function optionOf<Name extends string>(options: URLSearchParams, name: Name): { readonly [K in Name]?: string } {
  const value = options.get(name);
  return value === null || value === '' ? {} : ({ [name]: value } as { readonly [K in Name]?: string });
}

function readNode(text: string, defaultPort: number): RedisNode | undefined {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/u.exec(text) ?? [];
  const host = bracketed ?? plain;
  const number = port === undefined ? defaultPort : Number(port);
  return host === undefined || number < 1 || number > 65_535 ? undefined : { host, port: number };
}

function readLogin(text: string | undefined): { readonly username?: string; readonly password?: string } | undefined {
  if (text === undefined) return {};
  const colon = text.indexOf(':');
  const username = decode(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? '' : decode(text.slice(colon + 1));
  if (username === undefined || password === undefined) return undefined;
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
