import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what systems give to outgoing connections (Linux: 32,768 on), and still so for the bus of a Redis Cluster, at the
 * port and 10,000: a port that the system had picked was taken by somebody's connection before its server began to listen.
 */
const FIRST = 12_000;
const END = 22_000;
const TRIES = 100;

/** A port on which nobody listens, on any address. The bot gets it by `PORT`, so that it keeps it over restarts. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, END);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port was found in ${TRIES} tries between ${FIRST} and ${END}`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
