import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/types.ts';
import type { Action } from '../action.ts';
import { AppError } from '../../shared/errors.ts';
import { runAction } from '../context.ts';
import type { ConsoleDeps } from '../deps.ts';
import { type AssetPaths, frame } from '../frame.ts';
import type { Feature } from '../page.ts';
import { type Actor, may } from '../permissions.ts';
import { checkInput, type Problems, problemsOf } from '../problems.ts';
import { apiPage } from './docs-page.ts';
import { actionsOf, API_BASE, openApiDocument } from './openapi.ts';
import { createRateLimit } from './rate-limit.ts';

export interface ApiOptions {
  readonly deps: ConsoleDeps;
  /** Of an OA of the installation; undefined for one that is not. Default: there is one alone. */
  readonly depsOf?: (oaId: string) => ConsoleDeps | undefined;
  readonly access: Access;
  readonly features: readonly Feature[];
  readonly assets: AssetPaths;
  /** Of every page of the console. */
  readonly pageHeaders: Readonly<Record<string, string>>;
}

/** Answers of the latest calls with an Idempotency-Key, so that a retry is told what the first call was told. */
const KEPT_ANSWERS = 1_000;
const IDEMPOTENCY_KEY = /^[\w.:-]{8,100}$/u;

/**
 * The REST API below `/console/api`: every action of the features at `/v1/<route>`, its description at `/openapi.json`,
 * and a page for people. Registered with the prefix `/console/api`.
 */
export async function apiPlugin(fastify: FastifyInstance, options: ApiOptions): Promise<void> {
  const { deps, access, features } = options;
  const waitSeconds = createRateLimit(deps.clock);
  const answers = new Map<string, unknown>();

  fastify.setErrorHandler((error, _request, reply) => sendProblem(reply, requestProblem(error) ?? problemsOf(error)));
  fastify.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, code: 'NOT_FOUND', fields: {}, summary: 'Không có địa chỉ này trong API.' }),
  );

  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<Actor | undefined> => {
    const actor = await access.actorOfKey(request);
    if (!actor) {
      void reply.header('www-authenticate', 'Bearer');
      sendProblem(reply, notSignedIn);
      return undefined;
    }
    const seconds = waitSeconds(actor.id);
    if (seconds === 0) return actor;
    void reply.header('retry-after', seconds);
    sendProblem(reply, {
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      fields: {},
      summary: 'Gọi quá nhanh: tối đa 10 lần mỗi giây.',
    });
    return undefined;
  };

  /** A key works for the OA it was made for. */
  const depsFor = ({ oaId = deps.oaId }: Actor): ConsoleDeps => {
    const found = options.depsOf ? options.depsOf(oaId) : oaId === deps.oaId ? deps : undefined;
    if (found) return found;
    throw new AppError('NOT_ALLOWED', 'This OA does not belong to the installation any more.');
  };

  const call = async (action: Action, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const actor = await admit(request, reply);
    if (!actor) return reply;
    const onceKey = onceKeyOf(request);
    const place = `${actor.id} ${action.name} ${onceKey}`;
    try {
      if (!may(actor, action.permission)) return sendProblem(reply, notAllowed(action));
      if (onceKey === null) return sendProblem(reply, badOnceKey);
      const input = checkInput(action.input, inputOf(request));
      const output = await runAction({ deps: depsFor(actor), actor, action, input, onceKey });
      if (onceKey !== undefined) keep(answers, place, output);
      return reply.headers(HEADERS).send(output ?? null);
    } catch (error) {
      const problems = problemsOf(error);
      if (problems.code === 'ALREADY_DONE' && answers.has(place)) {
        return reply.headers({ ...HEADERS, 'idempotent-replay': 'true' }).send(answers.get(place) ?? null);
      }
      if (problems.status >= 500) deps.logger.error({ err: error, action: action.name }, 'a call of the API failed');
      return sendProblem(reply, problems);
    }
  };

  for (const action of actionsOf(features)) {
    fastify.route({
      method: action.route.method,
      url: `/v1${action.route.path}`,
      handler: (request, reply) => call(action, request, reply),
    });
  }

  fastify.get('/openapi.json', async (request, reply) => {
    const signedIn = await access.actorOf(request);
    if (signedIn?.stage !== 'complete' && !(await admit(request, reply))) return reply;
    return reply.headers(HEADERS).send(openApiDocument(features, deps.publicUrl()));
  });

  fastify.get('', async (request, reply) => {
    const signedIn = await access.actorOf(request);
    if (signedIn?.stage !== 'complete') return reply.redirect('/console/dang-nhap?den=%2Fconsole%2Fapi', 303);
    const { departmentName, mode } = deps;
    const page = apiPage(features, deps.publicUrl());
    const document = frame({ page, departmentName, assets: options.assets, isDemo: mode === 'demo' });
    return reply.headers(options.pageHeaders).send(document);
  });
}

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

const notSignedIn: Problems = {
  status: 401,
  code: 'NOT_SIGNED_IN',
  fields: {},
  summary: `Thiếu khóa API còn hiệu lực. Gửi kèm "Authorization: Bearer <khóa>" đến ${API_BASE}.`,
};

const notAllowed = ({ permission }: Action): Problems => ({
  status: 403,
  code: 'NOT_ALLOWED',
  fields: {},
  summary: `Khóa API này không có quyền ${permission}.`,
});

const badOnceKey: Problems = {
  status: 400,
  code: 'INPUT_REFUSED',
  fields: { 'Idempotency-Key': 'Dài 8 đến 100 ký tự: chữ, số, dấu chấm, hai chấm, gạch.' },
  summary: 'Idempotency-Key chưa đúng.',
};

/** What Fastify itself refuses: a body that is no JSON, too large, of another type. */
function requestProblem(error: unknown): Problems | undefined {
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const summary = status === 413 ? 'Nội dung gửi lên quá lớn.' : 'Nội dung gửi lên không phải JSON đọc được.';
  return { status, code: 'INPUT_REFUSED', fields: {}, summary };
}

const sendProblem = (reply: FastifyReply, { status, code, fields, summary }: Problems): FastifyReply =>
  reply
    .code(status)
    .headers(HEADERS)
    .send({ error: { code, message: summary, fields } });

/** undefined = none was given; null = one that cannot be used. */
function onceKeyOf(request: FastifyRequest): string | undefined | null {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return undefined;
  return typeof given === 'string' && IDEMPOTENCY_KEY.test(given) ? given : null;
}

function inputOf(request: FastifyRequest): unknown {
  const { body } = request;
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body))) return body;
  return { ...(request.query as object), ...(body as object | undefined), ...(request.params as object) };
}

function keep(answers: Map<string, unknown>, place: string, output: unknown): void {
  answers.set(place, output);
  const oldest = answers.keys().next().value;
  if (answers.size > KEPT_ANSWERS && oldest !== undefined) answers.delete(oldest);
}
