import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from '../../shared/redis-url.ts';
import { type Commands, SCRIPTS } from './scripts.ts';

/** How long a connection may take, ms. */
export const CONNECT_TIMEOUT_MS = 2_000;
/** How long a command may take, ms; Redis answers in under 1. */
export const COMMAND_TIMEOUT_MS = 500;
/** Longest wait between two tries to connect, ms: what keeps a recovery short. */
const MOST_BACKOFF_MS = 1_000;

/** A number from 0 (included) to 1 (not included). */
export type Random = () => number;

/** 50, 100, 200, … 1,000 ms, less up to half of it by chance: replicas must not all knock at once. */
export const backoffMs = (tries: number, random: Random): number =>
  Math.ceil(Math.min(MOST_BACKOFF_MS, 50 * 2 ** Math.min(tries - 1, 10)) * (1 - random() / 2));

/** A connection, or a Cluster's connections, as far as this room uses it. */
export interface Client extends Commands {
  readonly status: string;
  on(event: 'ready' | 'close' | 'end' | 'error' | 'message', listener: (...args: never[]) => void): unknown;
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  /** Drops the connection; with `true` a new one is made. */
  disconnect(reconnect?: boolean): void;
}

/**
 * A client that never queues what it cannot send: while Redis is away a command fails at once. Connects by itself, again
 * and again, for ever. With `listens`, the one command that may wait for a connection is a subscription.
 */
export function createClient(target: RedisTarget, random: Random, listens: boolean): Client {
  const retryStrategy = (tries: number): number => backoffMs(tries, random);
  const common = {
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(listens ? {} : { commandTimeout: COMMAND_TIMEOUT_MS }),
    maxRetriesPerRequest: listens ? null : 0,
    autoResendUnfulfilledCommands: false,
    keepAlive: 5_000,
    connectionName: listens ? 'tro-ly-so-listens' : 'tro-ly-so',
    scripts: SCRIPTS,
    // After a fail-over the old master takes no writes: find the new one.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    ...(target.isTls ? { tls: {} } : {}),
    ...(target.username === undefined ? {} : { username: target.username }),
    ...(target.password === undefined ? {} : { password: target.password }),
  } satisfies RedisOptions;
  const [{ host, port }] = target.nodes;
  const queues = { enableOfflineQueue: listens };
  if (target.kind === 'single') {
    return new Redis({ ...common, ...queues, retryStrategy, host, port, db: target.database }) as unknown as Client;
  }
  if (target.kind === 'sentinel') {
    return new Redis({
      ...{ ...common, ...queues, retryStrategy, db: target.database, sentinels: [...target.nodes] },
      ...(target.masterName === undefined ? {} : { name: target.masterName }),
      ...(target.sentinelUsername === undefined ? {} : { sentinelUsername: target.sentinelUsername }),
      ...(target.sentinelPassword === undefined ? {} : { sentinelPassword: target.sentinelPassword }),
      sentinelRetryStrategy: retryStrategy,
      sentinelReconnectStrategy: retryStrategy,
      sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
      enableTLSForSentinelMode: target.isTls,
      // A Sentinel tells at once of a new master, though the old one still holds the connection.
      failoverDetector: true,
    }) as unknown as Client;
  }
  const { scripts, ...redisOptions } = common;
  return new Cluster([...target.nodes], {
    ...queues,
    scripts,
    redisOptions,
    clusterRetryStrategy: retryStrategy,
    clusterNodeRetryStrategy: retryStrategy,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
    slotsRefreshInterval: 5_000,
    maxRedirections: 4,
    // Certificates and names of the nodes are told as the cluster knows them.
    dnsLookup: (address, callback) => callback(null, address),
  }) as unknown as Client;
}
