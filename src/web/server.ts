import Fastify, { type FastifyInstance } from 'fastify';
import { AppError } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';

/**
 * The HTTP server with its time-outs and its one error body, `{"error":{"code","message"}}`. Routes are registered by
 * the caller. Requests are not logged: at 1,000 webhooks a second the metrics say more. `trustedProxies`: whose word on the
 * visitor's address is believed; nobody's by default, because anybody can write that header.
 */
export function createServer(logger: Logger, trustedProxies: readonly string[] = []): FastifyInstance {
  const fastify = Fastify({
    // Off: Fastify would make a child logger for every request, a tenth of the cost of a webhook (measured 2026-11-22).
    logger: false,
    // Zalo gives up after 2 s; a client that trickles its request longer than this is not Zalo.
    requestTimeout: 10_000,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    // Longer than the usual 60 s of a reverse proxy, so that the proxy closes first and loses no request.
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // While closing, what still comes on an open connection is served, and told that the connection ends: Zalo promises
    // no second try for a post that was answered 503.
    return503OnClosing: false,
  });
  fastify.setNotFoundHandler((request, reply) => {
    const error = new AppError('NOT_FOUND', `Nothing lives at ${request.method} ${request.url.split('?')[0]}.`);
    return reply.code(error.httpStatus).send({ error: { code: error.code, message: error.message } });
  });
  fastify.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) logger.error({ err: { name: error.name, stack: error.stack } }, 'a request failed');
    return reply
      .code(status)
      .send({ error: { code: 'INTERNAL', message: status === 500 ? 'Something went wrong here.' : error.message } });
  });
  return fastify;
}
