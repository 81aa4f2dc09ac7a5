import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Emulator } from '../emulator.ts';

/** Proxies and browsers drop silent streams; a comment line keeps them open. */
const KEEP_ALIVE_MS = 15_000;

/** What one page may leave unread: seconds of a busy OA. A page that is slower would fill the memory. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;

/**
 * `GET /api/live`: Server-Sent Events, one JSON `LiveUpdate` a message. The page reloads its history on reconnect; a page
 * that leaves more than 8 MiB unread is cut off, to reconnect and reload.
 */
export async function liveRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const streams = new Set<PassThrough>();

  const keepAlive = setInterval(() => {
    for (const stream of streams) stream.write(':\n\n');
  }, KEEP_ALIVE_MS);
  keepAlive.unref();

  // Before the server stops listening: an open stream would otherwise hold the shutdown.
  fastify.addHook('preClose', async () => {
    clearInterval(keepAlive);
    for (const stream of streams) stream.end();
  });

  fastify.get('/api/live', async (request, reply) => {
    const stream = new PassThrough();
    const unsubscribe = emulator.subscribe((update) => {
      stream.write(`data: ${JSON.stringify(update)}\n\n`);
      if (stream.writableLength + stream.readableLength > MAX_UNREAD_BYTES) cutOff();
    });
    streams.add(stream);
    const end = () => {
      unsubscribe();
      streams.delete(stream);
      stream.end();
    };
    const cutOff = () => {
      unsubscribe();
      streams.delete(stream);
      // an orderly end would wait until the page has read everything
      reply.raw.destroy();
      stream.destroy();
    };
    request.raw.once('close', end);
    reply.raw.once('close', end);
    stream.write('retry: 1000\n\n');
    return reply
      .headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      .send(stream);
  });
}
