import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Emulator } from '../emulator.ts';
import type { OaRequest, OaRoute } from '../oa-route.ts';
import { playFault } from './play-fault.ts';

/** The largest upload Zalo takes is 5 MB; a little more must arrive so that the answer can be -210. */
const UPLOAD_BODY_LIMIT_BYTES = 12 * 1024 * 1024;

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The OA API under `/v2.0` and `/v3.0`: business errors are HTTP 200, unknown paths 404. */
export async function openApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { inner, options } = emulator;
  const { settings } = options;

  fastify.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: UPLOAD_BODY_LIMIT_BYTES },
    (_request, body, done) => done(null, body),
  );

  fastify.addHook('onRequest', async (_request, reply) => {
    const { limit, remain, exceeded } = inner.rate.count();
    reply.headers({ 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remain': String(remain) });
    return exceeded ? reply.send(refuse(-32)) : undefined;
  });

  // A body Fastify cannot parse is a bad parameter to Zalo, not an HTTP error.
  fastify.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    if ((error.statusCode ?? 500) >= 500) throw error;
    return reply.code(200).send(refuseField(settings.invalidFieldCode, 'body'));
  });

  /** The refusal for a bad token, if any; also answers 404 for a token in a v3 query string, as Zalo does. */
  function checkToken(request: FastifyRequest): ApiAnswer | 'unknown path' | undefined {
    const token = header(request, 'access_token');
    const inQuery = token === undefined && new URL(request.url, 'http://oa').searchParams.has('access_token');
    if (inQuery && request.url.includes('/v3.0/')) return 'unknown path';
    const code = inner.tokenDesk.check(token);
    if (code !== 0) return refuse(code);
    const proof = header(request, 'appsecret_proof');
    return proof !== undefined && !inner.tokenDesk.provesAppSecret(token ?? '', proof) ? refuse(-242) : undefined;
  }

  function unknownPath(reply: FastifyReply): FastifyReply {
    return reply.code(settings.unknownPathStatus).send({ error: 404, message: 'Not found' });
  }

  async function answer(route: OaRoute, request: FastifyRequest, reply: FastifyReply) {
    const refusal = checkToken(request);
    if (refusal === 'unknown path') return unknownPath(reply);
    if (refusal !== undefined) return refusal;
    const fault = route.isSend === true ? inner.faults.take('send') : undefined;
    if (fault !== undefined && !fault.delivered) return playFault(emulator, request, reply, fault);
    const result = await route.answer(toOaRequest(request));
    return fault === undefined ? result : playFault(emulator, request, reply, fault);
  }

  for (const route of inner.routes) {
    fastify.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: false,
      handler: (request, reply) => answer(route, request, reply),
    });
  }

  for (const pattern of ['/v2.0/*', '/v3.0/*']) fastify.all(pattern, async (_request, reply) => unknownPath(reply));
}

function toOaRequest(request: FastifyRequest): OaRequest {
  const question = request.url.indexOf('?');
  const query = new URLSearchParams(question === -1 ? '' : request.url.slice(question));
  return { body: request.body, query, data: jsonOf(query.get('data')), contentType: header(request, 'content-type') ?? '' };
}

function jsonOf(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
