import pg from 'pg';

/** A connection must stand within this many ms. */
export const CONNECT_MS = 5_000;

/**
 * A connection for one purpose, beside the pool and not made yet: locks, signs of life and copies must not wait behind
 * work. `name` is how `pg_stat_activity` shows it; `more` goes over the rest. A line that breaks fails its statements;
 * its own event does not end the process.
 */
export function createOwnLine(url: string, name: string, more: pg.ClientConfig = {}): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: name,
    ...more,
  });
  client.on('error', () => undefined);
  return client;
}
