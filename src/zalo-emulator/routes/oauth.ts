import type { FastifyInstance } from 'fastify';
import type { Emulator } from '../emulator.ts';
import { playFault } from './play-fault.ts';

/** `POST /v4/oa/access_token`, form-urlencoded with the `secret_key` header. */
export async function oauthRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { settings } = emulator.options;
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });

  fastify.addHook('onRequest', async (_request, reply) => {
    const { limit, remain } = emulator.inner.rate.read();
    reply.headers({ 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remain': String(remain) });
  });

  fastify.post('/v4/oa/access_token', async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const secretKey = request.headers['secret_key'];
    const fault = emulator.inner.faults.take('token');
    if (fault !== undefined && !fault.delivered) return playFault(emulator, request, reply, fault);
    const answer = emulator.inner.tokenDesk.exchange(form, typeof secretKey === 'string' ? secretKey : undefined);
    if (fault !== undefined) return playFault(emulator, request, reply, fault);
    if ('error' in answer) reply.code(settings.oauthErrorStatus);
    return answer;
  });

  fastify.all('/v4/*', async (_request, reply) => reply.code(settings.unknownPathStatus).send({ error: 404 }));
}
