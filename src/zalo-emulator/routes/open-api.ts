import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import { withoutTokens } from '../call-log.ts';
import type { Emulator } from '../emulator.ts';
import type { Fault, FaultTarget } from '../fault-switches.ts';
import { parseDataQuery, parseLenientJson } from '../lenient-json.ts';
import type { OaRequest, OaRoute } from '../oa-route.ts';
import { createRateWindow } from '../rate-window.ts';
import type { RateWindow } from '../rate-window.ts';
import { playFault } from './play-fault.ts';

/** The largest upload Zalo takes is 5 MB; a little more must arrive so that the answer can be -210. */
const UPLOAD_BODY_LIMIT_BYTES = 12 * 1024 * 1024;

const overRate = Symbol('over the rate limit');
const startedAt = Symbol('started at');

/** What the gate knows about a route before its body is read. */
interface Gate {
  readonly target: FaultTarget;
  readonly rate: RateWindow;
  /** Puts a refusal of the gate into the codes of the route's host. */
  readonly asRefusal: (refusal: ApiAnswer) => ApiAnswer;
}

type GatedRequest = FastifyRequest & { [overRate]?: boolean; [startedAt]?: number };

/**
 * The OA API: business errors are HTTP 200, unknown paths 404.
 *
 * The gate before every call, in this order: rate limit and `rateStorm` (-32), `slowNetwork`, token, the other faults,
 * then the route's own answer. Every call is recorded, the refused ones too.
 */
export async function openApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { inner, options } = emulator;
  const { settings, now } = options;
  const appGate: Gate = { target: 'other', rate: inner.rate, asRefusal: (refusal) => refusal };

  function gateOf(request: FastifyRequest): Gate {
    const { config } = request.routeOptions;
    return 'gate' in config ? (config.gate as Gate) : appGate;
  }

  // Clients of other teams send JSON with every kind of content type, or none.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parseLenientJson(String(body)));
  });
  fastify.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, settings.jsonContentTypeRequired ? undefined : parseLenientJson(String(body)));
  });
  const largestUploadBytes = Math.max(
    UPLOAD_BODY_LIMIT_BYTES,
    ...inner.routes.map((route) => route.bodyLimitBytes ?? 0),
  );
  fastify.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: largestUploadBytes },
    (_request, body, done) => done(null, body),
  );

  fastify.addHook('onRequest', (request: GatedRequest, reply, done) => {
    request[startedAt] = now();
    const { rate, target } = gateOf(request);
    const { limit, remain, exceeded } = rate.count();
    const isRefused = inner.faults.takeStorm(target) || exceeded;
    request[overRate] = isRefused;
    reply.header('X-RateLimit-Limit', String(limit)).header('X-RateLimit-Remain', isRefused ? '0' : String(remain));
    done();
  });

  // A body that cannot be read is a bad parameter to Zalo, not an HTTP error.
  fastify.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if ((error.statusCode ?? 500) >= 500) throw error;
    finish(request, reply, refuseField(settings.invalidFieldCode, 'body'));
  });

  function note(request: GatedRequest, status: number, answer: unknown, fault?: Fault): void {
    inner.calls.record({
      id: options.newId('call'),
      atMs: request[startedAt] ?? now(),
      durationMs: now() - (request[startedAt] ?? now()),
      method: request.method,
      path: withoutTokens(request.url.slice(fastify.prefix.length)),
      requestBody: Buffer.isBuffer(request.body) ? `<${request.body.length} bytes>` : request.body,
      status,
      answer,
      ...(fault === undefined ? {} : { fault: fault.kind }),
    });
  }

  function finish(request: GatedRequest, reply: FastifyReply, answer: ApiAnswer, status = 200): FastifyReply {
    note(request, status, answer);
    // The string spares Fastify the search for a serializer.
    return reply.code(status).header('content-type', settings.answerContentType).send(JSON.stringify(answer));
  }

  function finishWithFault(request: GatedRequest, reply: FastifyReply, fault: Fault): FastifyReply {
    const played = playFault(emulator, request, reply, fault);
    note(request, played.status, played.answer, fault);
    return reply;
  }

  function finishUnknown(request: GatedRequest, reply: FastifyReply): FastifyReply {
    return finish(request, reply, { error: 404, message: 'Not found' }, settings.unknownPathStatus);
  }

  /** The refusal for a bad token, if any; also tells a token in a v3 query string, which Zalo answers with 404. */
  function checkToken(request: FastifyRequest): ApiAnswer | 'unknown path' | undefined {
    const token = header(request, 'access_token');
    const inQuery = token === undefined && new URL(request.url, 'http://oa').searchParams.has('access_token');
    if (inQuery && request.url.includes('/v3.0/')) return 'unknown path';
    const code = inner.tokenDesk.check(token);
    if (code !== 0) return refuse(code);
    const proof = header(request, 'appsecret_proof');
    return proof !== undefined && !inner.tokenDesk.provesAppSecret(token ?? '', proof) ? refuse(-242) : undefined;
  }

  function pass(
    route: OaRoute,
    { target, asRefusal }: Gate,
    request: GatedRequest,
    reply: FastifyReply,
  ): FastifyReply | Promise<FastifyReply> {
    const refusal = checkToken(request);
    if (refusal === 'unknown path') return finishUnknown(request, reply);
    if (refusal !== undefined) return finish(request, reply, asRefusal(refusal));
    const fault = inner.faults.take(target);
    if (fault !== undefined && !fault.delivered) return finishWithFault(request, reply, fault);
    const result = route.answer(toOaRequest(request));
    const conclude = (answer: ApiAnswer) =>
      fault === undefined ? finish(request, reply, answer) : finishWithFault(request, reply, fault);
    return result instanceof Promise ? result.then(conclude) : conclude(result);
  }

  function enter(
    request: GatedRequest,
    reply: FastifyReply,
    gate: Gate,
    go: () => FastifyReply | Promise<FastifyReply>,
  ): FastifyReply | Promise<FastifyReply> {
    if (request[overRate] === true) return finish(request, reply, gate.asRefusal(refuse(-32)));
    const delayMs = inner.faults.takeDelayMs(gate.target);
    if (delayMs === 0) return go();
    return new Promise<void>((resolve) => void options.schedule(resolve, delayMs)).then(go);
  }

  const groupRates = new Map<string, RateWindow>();
  function rateOf({ rateGroup }: OaRoute): RateWindow {
    if (rateGroup === undefined) return inner.rate;
    const rate = groupRates.get(rateGroup) ?? createRateWindow(options.rateLimitPerMinute, now);
    groupRates.set(rateGroup, rate);
    return rate;
  }

  for (const route of inner.routes) {
    const gate: Gate = {
      target: route.isSend === true ? 'send' : 'other',
      rate: rateOf(route),
      asRefusal: (refusal) => route.refuseAccess?.(refusal) ?? refusal,
    };
    fastify.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: false,
      ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
      config: { gate },
      handler: (request, reply) => enter(request, reply, gate, () => pass(route, gate, request, reply)),
    });
  }

  for (const pattern of ['/v2.0/*', '/v3.0/*']) {
    fastify.all(pattern, (request, reply) => enter(request, reply, appGate, () => finishUnknown(request, reply)));
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Query keys are read only by the calls that have some: building them for every send would cost more than the send. */
function toOaRequest(request: FastifyRequest): OaRequest {
  let query: URLSearchParams | undefined;
  const readQuery = (): URLSearchParams => {
    const question = request.url.indexOf('?');
    query ??= new URLSearchParams(question === -1 ? '' : request.url.slice(question));
    return query;
  };
  return {
    body: request.body,
    get query() {
      return readQuery();
    },
    get data() {
      return parseDataQuery(readQuery().get('data'));
    },
    contentType: header(request, 'content-type') ?? '',
    header: (name) => header(request, name),
  };
}
