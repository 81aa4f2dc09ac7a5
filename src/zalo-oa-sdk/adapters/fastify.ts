import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type BodyReading, readBody } from './read-body.ts';
import { DEFAULT_BODY_TIMEOUT_MS, settle, type WebhookHandling } from './settle.ts';

export type { WebhookHandling } from './settle.ts';

/** Settings of {@link zaloWebhookPlugin}. */
export interface ZaloWebhookPluginOptions extends WebhookHandling {
  /** Route of the webhook, such as `/webhook/zalo`; the address saved in the developer console ends with it. */
  readonly path: string;
}

/**
 * A Fastify 5 plugin with one route, `POST path`. Register it without `fastify-plugin`: its parser, which keeps the
 * raw bytes of every content type, then stays in its own scope and the rest of the application parses as before.
 *
 * ```ts
 * await app.register(zaloWebhookPlugin, { path: '/webhook/zalo', receiver, onEvent: (result) => inbox.store(result) });
 * ```
 *
 * Answers 200 when `onEvent` is done and to the console's probe; 400, 401, 403, 408, 413 and 503 with
 * `{"error":{"code","message"}}` as `WEBHOOK_REFUSALS` says. Another method or path gets Fastify's 404, a content type
 * that is not one its 415. Hooks of the parent scope run first; none of them may consume the body.
 */
export async function zaloWebhookPlugin(fastify: FastifyInstance, options: ZaloWebhookPluginOptions): Promise<void> {
  const limits = {
    maxBytes: options.receiver.maxBodyBytes,
    timeoutMs: options.bodyTimeoutMs ?? DEFAULT_BODY_TIMEOUT_MS,
  };
  fastify.removeAllContentTypeParsers();
  // Zalo's own type by name, because Fastify finds it faster; any other, because only the signature counts
  for (const type of ['application/json', '*']) {
    fastify.addContentTypeParser(type, (request: FastifyRequest, payload: IncomingMessage) =>
      readBody(payload, request.headers['content-length'], limits),
    );
  }

  fastify.post(options.path, async (request, reply) => {
    // Fastify calls no parser for a request without a body
    const reading = (request.body as BodyReading | undefined) ?? { bytes: Buffer.alloc(0) };
    const { status, body, mustClose } = await settle(options, reading, request.headers);
    if (mustClose) reply.header('connection', 'close');
    return reply.code(status).type('application/json; charset=utf-8').send(body);
  });
}
