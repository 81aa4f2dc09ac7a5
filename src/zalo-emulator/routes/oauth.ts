import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../api-answers.ts';
import type { Emulator } from '../emulator.ts';
import { withoutTokens } from '../call-log.ts';
import { playFault } from './play-fault.ts';

const tokenPath = '/v4/oa/access_token';

const hidden = '<hidden>';

/** Form fields and answer keys the call log may show as they are. */
const harmless = new Set([
  ...['app_id', 'grant_type', 'expires_in', 'refresh_token_expires_in'],
  ...['error', 'error_name', 'error_reason', 'error_description', 'ref_doc', 'message'],
]);

function withoutSecrets(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, harmless.has(key) ? value : hidden]));
}

/** `POST /v4/oa/access_token`, form-urlencoded with the `secret_key` header; a body of another kind has no fields. */
export async function oauthRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { inner, options } = emulator;
  const { settings, now } = options;

  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });
  fastify.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined));

  fastify.addHook('onRequest', async (_request, reply) => {
    const { limit, remain } = inner.rate.read();
    reply.headers({ 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remain': String(remain) });
  });

  function note(request: FastifyRequest, form: URLSearchParams, atMs: number, outcome: object): void {
    inner.calls.record({
      id: options.newId('call'),
      atMs,
      durationMs: now() - atMs,
      method: request.method,
      path: withoutTokens(request.url.slice(fastify.prefix.length)),
      requestBody: withoutSecrets(form),
      status: 200,
      answer: undefined,
      ...outcome,
    });
  }

  async function exchange(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const atMs = now();
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const secretKey = request.headers['secret_key'];
    if (inner.faults.takeStorm('token')) {
      const answer = refuse(-32);
      note(request, form, atMs, { answer, fault: 'rateStorm' });
      return answer;
    }
    const delayMs = inner.faults.takeDelayMs('token');
    if (delayMs > 0) await new Promise<void>((resolve) => void options.schedule(resolve, delayMs));
    const fault = inner.faults.take('token');
    const answer =
      fault === undefined || fault.delivered
        ? inner.tokenDesk.exchange(form, typeof secretKey === 'string' ? secretKey : undefined)
        : undefined;
    if (answer === undefined || fault !== undefined) {
      if (fault !== undefined) {
        note(request, form, atMs, { ...playFault(emulator, request, reply, fault), fault: fault.kind });
      }
      return reply;
    }
    const status = 'error' in answer ? settings.oauthErrorStatus : 200;
    note(request, form, atMs, { status, answer: withoutSecrets(Object.entries(answer)) });
    return reply.code(status).send(answer);
  }

  const refuseUnknown = (reply: FastifyReply) => reply.code(settings.unknownPathStatus).send({ error: 404 });

  fastify.post(tokenPath, exchange);

  fastify.all('/v4/*', async (_request, reply) => refuseUnknown(reply));

  // A body that cannot be read (its content type is malformed, it is too large) has no fields: no error of HTTP.
  fastify.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    if ((error.statusCode ?? 500) >= 500) throw error;
    return request.routeOptions.url?.endsWith(tokenPath) === true ? exchange(request, reply) : refuseUnknown(reply);
  });
}
