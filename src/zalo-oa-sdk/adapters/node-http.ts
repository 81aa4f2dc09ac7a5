import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BodyReading, readBody } from './read-body.ts';
import { DEFAULT_BODY_TIMEOUT_MS, settle, type WebhookHandling } from './settle.ts';

export type { WebhookHandling } from './settle.ts';

/** Settings of {@link createWebhookListener}. */
export interface WebhookListenerOptions extends WebhookHandling {
  /** Answer only this path; without it every path, as under a router that has chosen already. */
  readonly path?: string;
}

/** A listener for `node:http`, and with `next` a handler for Express and its relatives. Never throws. */
export type WebhookListener = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void;

/**
 * A request listener for `node:http`, or a handler for Express and its relatives.
 *
 * ```ts
 * createServer(createWebhookListener({ path: '/webhook/zalo', receiver, onEvent })).listen(3000);
 * app.post('/webhook/zalo', createWebhookListener({ receiver, onEvent })); // before express.json()
 * ```
 *
 * Answers like the Fastify plugin. Another path gets 404 and another method 405, unless there is a `next` to pass the
 * request to. The raw bytes are needed: they are taken from the stream, or from `request.rawBody` or `request.body`
 * where something before has put a Buffer there (`express.raw()`, function platforms). A body that was parsed before
 * cannot be checked and gets 500 `ZALO_WEBHOOK_BODY_NOT_BYTES`.
 */
export function createWebhookListener(options: WebhookListenerOptions): WebhookListener {
  const limits = {
    maxBytes: options.receiver.maxBodyBytes,
    timeoutMs: options.bodyTimeoutMs ?? DEFAULT_BODY_TIMEOUT_MS,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reading = keptBody(request) ?? (await readBody(request, request.headers['content-length'], limits));
    const { status, body, mustClose } = await settle(options, reading, request.headers);
    send(response, status, body, mustClose ? { connection: 'close' } : {});
  }

  return (request, response, next) => {
    const isElsewhere = options.path !== undefined && pathOf(request) !== options.path;
    if (!isElsewhere && request.method === 'POST') void answer(request, response);
    else if (next) next();
    else if (isElsewhere) send(response, 404, '{"error":{"code":"NOT_FOUND","message":"Nothing is here."}}');
    else {
      const body = '{"error":{"code":"METHOD_NOT_ALLOWED","message":"Expected POST."}}';
      send(response, 405, body, { allow: 'POST' });
    }
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** The body when it is no longer in the stream. */
function keptBody(request: IncomingMessage & { rawBody?: unknown; body?: unknown }): BodyReading | undefined {
  const kept = [request.rawBody, request.body].find((value) => Buffer.isBuffer(value));
  if (kept) return { bytes: kept };
  const isGone = request.readableEnded || (request.readableDidRead && !request.destroyed);
  return isGone ? { refused: 'ZALO_WEBHOOK_BODY_NOT_BYTES' } : undefined;
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body);
}
