import { createServer, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import { type Doors, openDoors } from '../../../src/web/doors.ts';
import { createServer as createWebServer } from '../../../src/web/server.ts';

const LOCAL = { port: 0, host: '127.0.0.1', backlog: 4_096 };
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(options: Partial<typeof LOCAL> = {}) {
  const server = createWebServer(silentLogger);
  const answer = Promise.withResolvers<void>();
  server.get('/', async () => 'hier');
  server.get('/slow', async () => {
    await answer.promise;
    return 'spät';
  });
  const doors: Doors = await openDoors(server, { ...LOCAL, ...options });
  const isClosed = { value: false };
  const close = async () => {
    if (isClosed.value) return;
    isClosed.value = true;
    await doors.close();
  };
  closers.push(close);
  return { server, url: doors.address, port: Number(new URL(doors.address).port), answer, close };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the port', () => {
  test('takes in a crowd of new connections within a few turns of the event loop', async () => {
    const { server, port } = await open();
    let takenIn = 0;
    server.server.on('connection', () => (takenIn += 1));
    const sockets = Array.from({ length: 160 }, () => connect(port, '127.0.0.1'));
    closers.push(() => sockets.forEach((socket: Socket) => void socket.destroy()));
    let turns = 0;
    for (; takenIn < sockets.length && turns < 1_000; turns += 1) await nextTurn();
    // One a turn would be 160.
    expect(turns).toBeLessThan(80);
  });

  test('answers whichever of its sockets a connection came to', async () => {
    const { url } = await open();
    const texts = await Promise.all(
      Array.from({ length: 100 }, async () => (await fetch(url, { headers: { connection: 'close' } })).text()),
    );
    expect(new Set(texts)).toEqual(new Set(['hier']));
  });

  test('refuses new connections while it closes, and is closed when the last request under way is answered', async () => {
    const { url, port, answer, close } = await open();
    await Promise.all(Array.from({ length: 60 }, async () => (await fetch(url)).text()));
    const slow = Array.from({ length: 30 }, async () => (await fetch(`${url}/slow`)).text());
    await fetch(url);
    let isClosed = false;
    const closing = close().then(() => (isClosed = true));
    await expect
      .poll(
        () =>
          new Promise((resolve) =>
            connect(port, '127.0.0.1')
              .on('connect', () => resolve('open'))
              .on('error', ({ code }: NodeJS.ErrnoException) => resolve(code)),
          ),
      )
      .toBe('ECONNREFUSED');
    expect(isClosed).toBe(false);
    answer.resolve();
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['spät']));
    await closing;
  });

  test('is refused to a second server, and to one whose port another program has', async () => {
    const { port } = await open();
    await expect(open({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const other = createServer();
    await new Promise<void>((resolve) => other.listen({ port: 0, host: '127.0.0.1' }, resolve));
    closers.push(() => other.close());
    const taken = (other.address() as { port: number }).port;
    await expect(open({ port: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
