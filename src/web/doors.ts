import { once } from 'node:events';
import { createServer, type ListenOptions, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

export interface DoorOptions {
  /** 0 = any that is free. */
  readonly port: number;
  readonly host: string;
  /** Connections that may wait at each door. */
  readonly backlog: number;
}

/** The open port of a server. */
export interface Doors {
  /** As Fastify tells it, e.g. `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Opens to nobody any more, and resolves when the last request under way is answered. */
  close(): Promise<void>;
}

/**
 * Sockets that listen on the one port. Node takes one new connection from each in a turn of its event loop (libuv 1.52),
 * and under load a turn takes 10 ms and more: 1,000 residents who wrote at once, each on a new connection, waited up to
 * 19 s behind a single one although everything else was done at once; with 16, up to 4.8 s (measured 2026-11-22 on two cores
 * with a load of 10 and 15). An idle door costs nothing but a file handle.
 */
const DOORS = 64;

/** After its last answer a connection stays open so long for the next request, ms; Node adds a second. */
const KEEP_WHILE_CLOSING_MS = 1;

/**
 * Opens the port with several listening sockets (SO_REUSEPORT, Linux); elsewhere, and on the name `localhost`, with one.
 * Throws EADDRINUSE when another process has the port, whether it shares it or not.
 */
export async function openDoors(server: FastifyInstance, options: DoorOptions): Promise<Doors> {
  // A connection whose request is under way when the port closes would otherwise stay open for all of its idle time.
  server.addHook('preClose', async () => void (server.server.keepAliveTimeout = KEEP_WHILE_CLOSING_MS));
  if (process.platform !== 'linux' || options.host === 'localhost') {
    return { address: await server.listen({ ...options }), close: () => server.close() };
  }
  const shared = { ...options, port: await portOfOurOwn(options), reusePort: true };
  const doors: Server[] = [];
  let closed: Promise<unknown>[] = [];
  server.addHook('preClose', async () => {
    closed = doors.map((door) => new Promise((resolve) => door.close(resolve)));
  });
  const address = await server.listen(shared);
  while (doors.length < DOORS - 1) {
    // As Node's HTTP server opens its own.
    const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      server.server.emit('connection', socket);
    });
    doors.push(door);
    await listen(door, shared);
  }
  return {
    address,
    async close() {
      await server.close();
      await Promise.all(closed);
    },
  };
}

/** A port that is shared is not refused to a second server: so it is asked for alone first. */
async function portOfOurOwn({ port, host }: DoorOptions): Promise<number> {
  const alone = createServer();
  await listen(alone, { port, host });
  const taken = alone.address();
  await new Promise((resolve) => alone.close(resolve));
  return taken !== null && typeof taken === 'object' ? taken.port : port;
}

async function listen(server: Server, options: ListenOptions): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(options);
  await listening;
}
