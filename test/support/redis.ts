import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from './free-port.ts';
import { programOf } from './program-of.ts';

/** Why no test can use Redis here: what to install. Undefined where it can. */
export function whyNoRedis(): string | undefined {
  if (programOf('redis-server') !== undefined) return undefined;
  return 'skipped: install redis-server (apt-get install redis-server)';
}

/** The same for Sentinel, which is the server's own program under another name. */
export function whyNoSentinel(): string | undefined {
  return programOf('redis-sentinel') === undefined
    ? 'skipped: install redis-sentinel (apt-get install redis-sentinel)'
    : undefined;
}

/** The same for what makes a Cluster of servers. */
export function whyNoCluster(): string | undefined {
  return programOf('redis-cli') === undefined
    ? 'skipped: install redis-tools (apt-get install redis-tools)'
    : undefined;
}

/** A server of ours on a port of this machine; it can be killed, frozen and started again. */
export interface RedisServer {
  readonly port: number;
  /** With a password that must show up nowhere. */
  readonly url: string;
  /** Starts it again on its port, with what it had on disk. Resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** A command by the server's own protocol, without a client of ours. */
  command(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

export const TEST_PASSWORD = 'geheim-der-tests';

interface ServerSettings {
  readonly program?: 'redis-server' | 'redis-sentinel';
  /** Lines of its configuration file. */
  readonly lines?: readonly string[];
  readonly hasPassword?: boolean;
}

/** Starts a server of the machine's own binary; it ends with this process, however that ends, and its folder with it. */
export async function startRedis(settings: ServerSettings = {}): Promise<RedisServer> {
  const { program = 'redis-server', lines = [], hasPassword = true } = settings;
  const binary = programOf(program);
  if (binary === undefined) throw new Error(whyNoRedis() ?? whyNoSentinel());
  const dir = mkdtempSync(path.join(tmpdir(), 'tro-ly-so-redis-'));
  const port = await findFreePort();
  const file = path.join(dir, 'redis.conf');
  const secret = hasPassword ? [`requirepass ${TEST_PASSWORD}`, `masterauth ${TEST_PASSWORD}`] : [];
  const own = ['bind 127.0.0.1', `port ${port}`, `dir ${dir}`, 'save ""', 'logfile log', ...secret, ...lines];
  writeFileSync(file, `${own.join('\n')}\n`);
  let server: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();

  const command = (...words: string[]): Promise<string> => say(port, hasPassword ? TEST_PASSWORD : undefined, words);

  const start = async (): Promise<void> => {
    const started = spawn(binary, [file], { cwd: dir, stdio: 'ignore', detached: true });
    server = started;
    gone = new Promise((resolve) => started.once('exit', () => resolve()));
    started.unref();
    const watch = `while kill -0 ${process.pid} 2>/dev/null && kill -0 ${started.pid} 2>/dev/null; do sleep 1; done; kill -9 ${started.pid} 2>/dev/null; kill -0 ${process.pid} 2>/dev/null || rm -rf '${dir}'`;
    spawn('sh', ['-c', watch], { detached: true, stdio: 'ignore' }).unref();
    for (let tries = 0; ; tries++) {
      const answer = await command('PING').catch(() => '');
      if (answer.startsWith('+PONG')) return;
      if (tries > 400) throw new Error(`${program} on port ${port} did not answer within 10 s: ${answer}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const kill = async (): Promise<void> => {
    // Waited for, so it counts as work under way.
    server?.ref();
    server?.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    port,
    url: `redis://${hasPassword ? `:${TEST_PASSWORD}@` : ''}127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    command,
    async stop() {
      await kill();
      execFileSync('rm', ['-rf', dir]);
    },
  };
}

/** Three masters without replicas. */
export async function startRedisCluster(): Promise<{ readonly nodes: readonly RedisServer[]; readonly url: string }> {
  const lines = ['cluster-enabled yes', 'cluster-node-timeout 2000', 'cluster-config-file nodes.conf'];
  const nodes = [await startRedis({ lines }), await startRedis({ lines }), await startRedis({ lines })];
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const args = ['-a', TEST_PASSWORD, '--no-auth-warning', '--cluster', 'create', ...addresses, '--cluster-yes'];
  execFileSync(programOf('redis-cli') ?? '', args, { stdio: 'ignore', timeout: 60_000 });
  return { nodes, url: `redis+cluster://:${TEST_PASSWORD}@${addresses.join(',')}` };
}

/** A master, a replica of it, and three Sentinels that make the replica the master one second after the master is gone. */
export async function startSentinels() {
  const master = await startRedis();
  const replica = await startRedis({ lines: [`replicaof 127.0.0.1 ${master.port}`] });
  const lines = [
    `sentinel monitor mymaster 127.0.0.1 ${master.port} 2`,
    `sentinel auth-pass mymaster ${TEST_PASSWORD}`,
    'sentinel down-after-milliseconds mymaster 1000',
    'sentinel failover-timeout mymaster 4000',
  ];
  const settings = { program: 'redis-sentinel', lines, hasPassword: false } as const;
  const sentinels = [await startRedis(settings), await startRedis(settings), await startRedis(settings)];
  // A fail-over needs the replica in sync, and Sentinels that know of it and of each other: any of them may be elected, and
  // from a master that is gone none learns of a replica any more.
  const knows = async (): Promise<boolean> => {
    const isInSync = (await replica.command('INFO', 'replication')).includes('master_link_status:up');
    const answers = await Promise.all(sentinels.map((one) => one.command('SENTINEL', 'MASTER', 'mymaster')));
    const count = (words: string, name: string): string | undefined =>
      new RegExp(`${name}\\r\\n\\$\\d+\\r\\n(\\d+)`, 'u').exec(words)?.[1];
    return (
      isInSync &&
      answers.every((words) => count(words, 'num-slaves') === '1' && count(words, 'num-other-sentinels') === '2')
    );
  };
  for (let tries = 0; !(await knows()); tries++) {
    if (tries > 200) throw new Error('The Sentinels did not find each other and the replica within 20 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return {
    ...{ master, replica, sentinels, url: `redis+sentinel://:${TEST_PASSWORD}@${hosts}/mymaster` },
    stop: async (): Promise<void> => {
      for (const server of [...sentinels, replica, master]) await server.stop();
    },
  };
}

/** One command over a connection of its own; the reply as the server wrote it. */
function say(port: number, password: string | undefined, words: readonly string[]): Promise<string> {
  const line = (parts: readonly string[]): string =>
    `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`;
  const login = password === undefined ? '' : line(['AUTH', password]);
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    socket.setTimeout(1_000, () => socket.destroy(new Error(`Redis on port ${port} is silent`)));
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('utf8');
    });
    socket.once('end', () => resolve(login === '' ? answer : answer.replace(/^\+OK\r\n/u, '')));
    socket.end(`${login}${line(words)}${line(['QUIT'])}`);
  });
}
