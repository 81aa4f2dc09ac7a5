import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { AppError } from './shared/errors.ts';
import { endpointProblem, type LlmEndpoint } from './shared/llm-endpoint.ts';
import { parseRedisUrl, type RedisTarget } from './shared/redis-url.ts';
import { parseShare, type SlotShare } from './shared/slots.ts';

/** What can be made again at any time is kept here between two starts; where it cannot be written, nothing is. */
export const CACHE_DIR = join(dirname(fileURLToPath(import.meta.url)), '../node_modules/.cache/tro-ly-so');

/** Where `content/` and `flows/` lie: the root of the repository. */
export const ROOT_DIR = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Version of the product, as package.json says it. */
export function productVersion(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT_DIR, 'package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}

/** The emulator's OA in demo mode; the `bot` command finds the demo's rows by it. */
export const DEMO_OA_ID = '2468013579246801357';

/**
 * One setting of the environment. The guard test keeps `.env.example` equal to this schema.
 * Defaults and units stand in the descriptions.
 */
const text = (description: string) => z.string().trim().min(1).optional().describe(description);

const whole = (min: number, max: number, fallback: number, description: string) =>
  z.coerce
    .number({ error: `expected a whole number from ${min} to ${max}` })
    .int()
    .min(min)
    .max(max)
    .default(fallback)
    .describe(description);

/** Names of networks that the server knows: of this machine, of this wire, of private networks. */
const PROXY_NAMES: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isProxyAddress(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (more.length > 0) return false;
  if (bits === undefined) return PROXY_NAMES.has(text) || isIP(text) !== 0;
  return /^\d{1,3}$/u.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1);
}

const withoutEndSlash = (value: string): string => value.replace(/\/+$/u, '');

const url = (fallback: string, description: string) =>
  z
    .url({ protocol: /^https?$/u, error: 'expected an address that starts with https:// or http://' })
    .default(fallback)
    .transform(withoutEndSlash)
    .describe(description);

/** Every environment variable the product reads; the only reader of the environment is `readConfig`. */
export const environmentSchema = z.object({
  PORT: whole(0, 65_535, 3000, 'Port to listen on; 0 picks a free one'),
  HOST: text('Address to listen on; default 0.0.0.0 with Zalo credentials, always 127.0.0.1 in demo mode'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line to print'),
  DATA_DIR: z
    .string()
    .trim()
    .min(1)
    .default('./data')
    .describe('Folder of the embedded database; one server per folder'),
  FILES_DIR: text(
    'Folder of pictures and photos that several servers share, with DATABASE_URL alone; default DATA_DIR',
  ),
  DATABASE_URL: z
    .string()
    .trim()
    .regex(/^postgres(?:ql)?:\/\/[^/]/u, { error: 'expected postgres://user:password@host:5432/database' })
    .optional()
    .describe('postgres://… to keep everything in PostgreSQL 14 or later; empty = the embedded database in DATA_DIR'),
  REDIS_URL: z
    .string()
    .trim()
    .superRefine((value, context) => {
      const read = parseRedisUrl(value);
      if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem });
    })
    .optional()
    .describe('redis://… (or Sentinel, Cluster) to coordinate several replicas; empty = one replica by itself'),
  RESIDENT_SHARE: z
    .string()
    .trim()
    .transform((value, context) => {
      const share = parseShare(value);
      if (share) return share;
      context.addIssue({ code: 'custom', message: 'expected which of how many parts, such as 1/2 and 2/2' });
      return z.NEVER;
    })
    .optional()
    .describe(
      'Which part of the residents a proxy that deals posts out by resident sends here, as 1/2; empty = anybody, any server',
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https$/u, error: 'expected the public address of this server, https://…' })
    .transform(withoutEndSlash)
    .optional()
    .describe('Public https address of this server, for links in messages'),
  TRUSTED_PROXIES: z
    .string()
    .trim()
    .transform((value) => value.split(/[\s,]+/u).filter((one) => one !== ''))
    .superRefine((list, context) => {
      const bad = list.find((one) => !isProxyAddress(one));
      if (bad === undefined) return;
      const message = `"${bad}" is no address, network (10.0.0.0/8) or name (loopback, linklocal, uniquelocal)`;
      context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('Addresses of the reverse proxies in front, whose X-Forwarded-For is believed; empty = nobody is'),
  ZALO_APP_ID: text('Id of the app at developers.zalo.me'),
  ZALO_APP_SECRET: text('Secret key of the app'),
  ZALO_OA_ID: text('Id of the Official Account'),
  ZALO_OA_SECRET: text('OA secret key from the Webhook page of the app; signs every webhook'),
  ZALO_REFRESH_TOKEN: text('First refresh token of the OA; a stored newer one wins'),
  ZALO_ACCESS_TOKEN: text('First access token of the OA; a stored newer one wins'),
  ZALO_API_URL: url('https://openapi.zalo.me', 'Zalo Open API'),
  ZALO_OAUTH_URL: url('https://oauth.zaloapp.com', 'Zalo OAuth'),
  ZALO_CALLS_PER_MINUTE: z.coerce
    .number({ error: 'expected a whole number from 0 to 1000000' })
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe(
      "Calls a minute Zalo allows the app, over all servers; 0 = no limit. Default 4000 at Zalo's own address, else none",
    ),
  CONSOLE_ADMIN_PASSWORD: text('Password of the first console administrator'),
  PSEUDONYM_KEY: z
    .string()
    .min(16, { error: 'expected at least 16 characters' })
    .optional()
    .describe('Key of the pseudonyms in engagement records; made once and kept in DATA_DIR when empty'),
  RETENTION_DAYS: whole(3, 3650, 365, 'Days that engagement by pseudonym and failed work are kept'),
  BACKUP_PASSPHRASE: z
    .string()
    .min(12, { error: 'expected at least 12 characters' })
    .optional()
    .describe('Passphrase that encrypts backups; needed again to restore them'),
  CATCH_UP_HOURS: whole(
    0,
    24,
    24,
    'Hours back in which messages missed while Zalo could not reach the server are still answered; 0 = never',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/u, error: 'expected an address that starts with https:// or http://' })
    .transform(withoutEndSlash)
    .optional()
    .describe('OpenTelemetry collector (OTLP over HTTP) that takes traces; empty = none are made'),
  TZ: z
    .string()
    .trim()
    .min(1)
    .default('Asia/Ho_Chi_Minh')
    .describe('Time zone of the process; days are always counted in Viet Nam time'),
  DEPARTMENT_NAME: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .default('Sở Khoa học và Công nghệ')
    .describe('Name of the department of the province, as reports are addressed'),
  LLM_BASE_URL: z
    .string()
    .trim()
    .superRefine((value, context) => {
      const problem = endpointProblem(value);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .transform(withoutEndSlash)
    .optional()
    .describe('OpenAI-compatible endpoint, https or a private address; empty = no language model is ever asked'),
  LLM_MODEL: text('Model at that endpoint; needed with LLM_BASE_URL'),
  LLM_API_KEY: text('Key for that endpoint, where it asks for one'),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Credentials of one OA. */
export interface OaCredentials {
  readonly appId: string;
  readonly appSecret: string;
  readonly oaId: string;
  readonly oaSecret: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
}

export interface Config {
  readonly mode: 'demo' | 'production';
  readonly port: number;
  readonly host: string;
  readonly logLevel: Environment['LOG_LEVEL'];
  /** Of this server alone: spool, keys, list of erasures, the embedded database. */
  readonly dataDir: string;
  /** Pictures of announcements and photos of the field log: the same folder on every server. `dataDir` unless set. */
  readonly filesDir: string;
  /** PostgreSQL in place of the embedded database; carries a password, so it is never logged. */
  readonly databaseUrl?: string;
  /** Where replicas coordinate; carries a password, so it is never logged. Absent = nothing of Redis is loaded. */
  readonly redis?: RedisTarget;
  /** The part of the residents whose posts a proxy sends to this server; absent = anybody's. */
  readonly residentShare?: SlotShare;
  readonly publicUrl?: string;
  /** Proxies whose X-Forwarded-For is believed; empty = the address of the connection counts. */
  readonly trustedProxies: readonly string[];
  /** Absent in demo mode, where the emulator makes its own. */
  readonly oa?: OaCredentials;
  readonly zaloApiUrl: string;
  readonly zaloOauthUrl: string;
  /** Calls a minute of the app, over all its OAs and servers; absent = nobody counts them. */
  readonly zaloCallsPerMinute?: number;
  readonly pseudonymKey?: string;
  /** Password of the first administrator of the console. Absent: the demo makes one up, production has nobody. */
  readonly consoleAdminPassword?: string;
  readonly retentionDays: number;
  /** Absent = backups are not encrypted. */
  readonly backupPassphrase?: string;
  /** Missed messages older than this stay unanswered, ms; 0 = nobody looks for any. */
  readonly catchUpMs: number;
  /** Where traces go, without `/v1/traces`; absent = none are made. */
  readonly tracesUrl?: string;
  /** The department that reports go to. */
  readonly departmentName: string;
  /** Absent = no language model is ever asked, and nothing of one is loaded. */
  readonly llm?: LlmEndpoint;
}

const CREDENTIALS = ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET'] as const;

/**
 * Reads and checks the environment. All four of ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_ID, ZALO_OA_SECRET select
 * production; none of them selects demo mode.
 * LLM_BASE_URL and LLM_MODEL together switch the optional language model on.
 * Throws CONFIG_INVALID, CONFIG_MISSING_SECRET, CONFIG_DEMO_REFUSED or CONFIG_LLM_INCOMPLETE, each
 * naming the variable.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>> = process.env): Config {
  const filled = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(filled);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AppError(
      'CONFIG_INVALID',
      `The environment is not usable: ${problems}. See .env.example for every variable.`,
    );
  }
  const env = parsed.data;
  const oa = readCredentials(env);
  if (!oa) refuseDemo(env);
  const llm = readLlmEndpoint(env);
  const redis = env.REDIS_URL === undefined ? undefined : parseRedisUrl(env.REDIS_URL);
  return {
    mode: oa ? 'production' : 'demo',
    port: env.PORT,
    host: oa ? (env.HOST ?? '0.0.0.0') : '127.0.0.1',
    logLevel: env.LOG_LEVEL,
    dataDir: env.DATA_DIR,
    filesDir: filesDirOf(env),
    ...(env.DATABASE_URL === undefined ? {} : { databaseUrl: env.DATABASE_URL }),
    ...(redis && !('problem' in redis) ? { redis } : {}),
    ...(env.RESIDENT_SHARE === undefined ? {} : { residentShare: env.RESIDENT_SHARE }),
    ...(env.PUBLIC_URL === undefined ? {} : { publicUrl: env.PUBLIC_URL }),
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    ...(oa ? { oa } : {}),
    zaloApiUrl: env.ZALO_API_URL,
    zaloOauthUrl: env.ZALO_OAUTH_URL,
    ...(oa ? callLimitOf(env) : {}),
    ...(env.PSEUDONYM_KEY === undefined ? {} : { pseudonymKey: env.PSEUDONYM_KEY }),
    ...(env.CONSOLE_ADMIN_PASSWORD === undefined ? {} : { consoleAdminPassword: env.CONSOLE_ADMIN_PASSWORD }),
    retentionDays: env.RETENTION_DAYS,
    ...(env.BACKUP_PASSPHRASE === undefined ? {} : { backupPassphrase: env.BACKUP_PASSPHRASE }),
    catchUpMs: env.CATCH_UP_HOURS * 3_600_000,
    ...(env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { tracesUrl: env.OTEL_EXPORTER_OTLP_ENDPOINT }),
    departmentName: env.DEPARTMENT_NAME,
    ...(llm ? { llm } : {}),
  };
}

/** One server keeps everything in one folder, so that one backup has everything. */
function filesDirOf({ DATA_DIR, FILES_DIR, DATABASE_URL }: Environment): string {
  if (FILES_DIR === undefined || DATABASE_URL !== undefined) return FILES_DIR ?? DATA_DIR;
  throw new AppError(
    'CONFIG_INVALID',
    'FILES_DIR is set, but DATABASE_URL is not. It is for several servers on one PostgreSQL; a server by itself keeps its files in DATA_DIR. Remove FILES_DIR, or set DATABASE_URL.',
  );
}

/** Zalo's limit of an app (page "Giới hạn tốc độ gọi API", 2026-11). */
const ZALO_LIMIT_PER_MINUTE = 4_000;

/** An emulator or a fake at another address has limits of its own, or none; so has the demo's. */
function callLimitOf(env: Environment): Pick<Config, 'zaloCallsPerMinute'> {
  const isZalo = new URL(env.ZALO_API_URL).hostname === 'openapi.zalo.me';
  const limit = env.ZALO_CALLS_PER_MINUTE ?? (isZalo ? ZALO_LIMIT_PER_MINUTE : 0);
  return limit === 0 ? {} : { zaloCallsPerMinute: limit };
}

function readLlmEndpoint({ LLM_BASE_URL, LLM_MODEL, LLM_API_KEY }: Environment): LlmEndpoint | undefined {
  if (LLM_BASE_URL !== undefined && LLM_MODEL !== undefined) {
    return {
      baseUrl: LLM_BASE_URL,
      model: LLM_MODEL,
      ...(LLM_API_KEY === undefined ? {} : { apiKey: LLM_API_KEY }),
    };
  }
  if (LLM_BASE_URL === undefined && LLM_MODEL === undefined && LLM_API_KEY === undefined) return undefined;
  const given = Object.entries({ LLM_BASE_URL, LLM_MODEL, LLM_API_KEY }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const missing = ['LLM_BASE_URL', 'LLM_MODEL'].filter((name) => !given.includes(name));
  throw new AppError(
    'CONFIG_LLM_INCOMPLETE',
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set, but ${given.join(' and ')} ${given.length === 1 ? 'is' : 'are'}. ` +
      'Set LLM_BASE_URL and LLM_MODEL (and LLM_API_KEY where the endpoint asks for a key), or none of them: the bot works without a language model.',
  );
}

function readCredentials(env: Environment): OaCredentials | undefined {
  const missing = CREDENTIALS.filter((name) => env[name] === undefined);
  if (missing.length === CREDENTIALS.length) return undefined;
  const [appId, appSecret, oaId, oaSecret] = CREDENTIALS.map((name) => env[name]);
  if (!appId || !appSecret || !oaId || !oaSecret) {
    throw new AppError(
      'CONFIG_MISSING_SECRET',
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set, but ${CREDENTIALS.filter((name) => !missing.includes(name)).join(', ')} ${CREDENTIALS.length - missing.length === 1 ? 'is' : 'are'}. ` +
        'Set all four to serve a real OA (README, "Connect a real OA"), or none of them for the demo.',
    );
  }
  return {
    appId,
    appSecret,
    oaId,
    oaSecret,
    ...(env.ZALO_ACCESS_TOKEN === undefined ? {} : { accessToken: env.ZALO_ACCESS_TOKEN }),
    ...(env.ZALO_REFRESH_TOKEN === undefined ? {} : { refreshToken: env.ZALO_REFRESH_TOKEN }),
  };
}

function refuseDemo(env: Environment): void {
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL', 'ZALO_ACCESS_TOKEN', 'ZALO_REFRESH_TOKEN'] as const) {
    if (env[name] === undefined) continue;
    throw new AppError(
      'CONFIG_DEMO_REFUSED',
      `${name} is set, but ${CREDENTIALS.join(', ')} are not. Without them the demo would start, and it must never run on a real installation: set the four credentials, or remove ${name}.`,
    );
  }
}

/** Life of an access token given by hand, whose age nobody knows: the full 25 h; Zalo's -220 corrects it. */
const GIVEN_TOKEN_LIFE_MS = 25 * 3_600_000;

/**
 * The environment's tokens as the store keeps them. A refresh token alone makes a pair that is expired already, so the
 * first send renews it.
 */
export function givenTokens(
  { oaId, accessToken, refreshToken }: OaCredentials,
  now: number,
): { readonly oaId: string; readonly accessToken: string; readonly refreshToken?: string; readonly expiresAt: number } {
  return {
    oaId,
    accessToken: accessToken ?? 'none-yet',
    expiresAt: accessToken === undefined ? 0 : now + GIVEN_TOKEN_LIFE_MS,
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
}

/** What of a configuration must never be printed. */
export const secretsOf = ({
  oa,
  pseudonymKey,
  consoleAdminPassword,
  backupPassphrase,
  llm,
}: Config): (string | undefined)[] => [
  ...[oa?.appSecret, oa?.oaSecret, oa?.accessToken, oa?.refreshToken],
  ...[pseudonymKey, consoleAdminPassword, backupPassphrase, llm?.apiKey],
];
