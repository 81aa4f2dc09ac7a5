import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../shared/errors.ts';
import { html } from '../shared/html.ts';
import type { SignInDesk } from './access/sign-in-desk.ts';
import { signInRoutes } from './access/sign-in.ts';
import type { Access, SignedIn } from './access/types.ts';
import { apiPlugin } from './api/plugin.ts';
import { serveAssets } from './assets.ts';
import { runAction } from './context.ts';
import type { ConsoleDeps } from './deps.ts';
import { type AssetPaths, frame, type FrameOptions } from './frame.ts';
import { readFields } from './fields.ts';
import { createPageContext } from './page-context.ts';
import type { ConsoleForm, ConsolePage, Feature, FormState, NavEntry, PageBody, Reply } from './page.ts';
import { type Actor, may, type Permission } from './permissions.ts';
import { checkInput, problemsOf } from './problems.ts';
import { createLostForms, type LostForm, type LostForms, RESUME_PATH } from './lost-forms.ts';
import { createRepeats, type Repeats } from './repeats.ts';
import { emptyState } from './table-parts.ts';
import { createWaitingCounts } from './waiting-counts.ts';

export interface ConsoleOptions {
  /** Of the first OA: what there is before somebody is known. */
  readonly deps: ConsoleDeps;
  /** Of an OA of the installation; undefined for one that is not. Default: there is one alone. */
  readonly depsOf?: (oaId: string) => ConsoleDeps | undefined;
  readonly access: Access;
  /** Lets people in. Without one there are no sign-in pages. */
  readonly desk?: SignInDesk;
  readonly features: readonly Feature[];
  /** Signs the cookies. */
  readonly cookieSecret: string;
}

/** Nothing from elsewhere, nothing inline, no frame around it. */
const SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Largest upload: 5 MB; a list of a whole province's members is below 1 MB. */
const UPLOAD_BYTES = 5_000_000;
const NOTICE_COOKIE = 'thong_bao';

/** Where somebody goes who is not all the way in. */
const STAGE_PATHS = {
  'second-factor': '/console/xac-thuc',
  'set-up-second-factor': '/console/thiet-lap-xac-thuc',
  'change-password': '/console/doi-mat-khau',
} as const;

/** Registers parsers, assets and every page and form of the features, below `/console`. */
export async function consoleRoutes(fastify: FastifyInstance, options: ConsoleOptions): Promise<void> {
  await fastify.register(cookie, { secret: options.cookieSecret });
  await fastify.register(formbody, { bodyLimit: 1_000_000 });
  await fastify.register(multipart, { limits: { fileSize: UPLOAD_BYTES, files: 5, fields: 200, parts: 205 } });
  const assets = serveAssets(fastify);
  const { desk } = options;
  if (desk) await signInRoutes(fastify, { ...options, desk, assets, pageHeaders });
  await fastify.register(apiPlugin, { ...options, assets, pageHeaders, prefix: '/api' });
  const repeats = createRepeats();
  const nav = options.features.flatMap((feature) => feature.nav);
  const lost = createLostForms(options.deps.clock, () => options.deps.randomId());
  const parts: Parts = { ...options, assets, nav, repeats, lost, rooms: new WeakMap(), waiting: undefined };
  fastify.get(`${RESUME_PATH}/:id`, (request, reply) => serveLostForm(parts, request, reply));
  for (const { pages, forms } of options.features) {
    for (const page of pages) {
      fastify.get(withoutEndSlash(page.path), (request, reply) => servePage(parts, page, request, reply));
    }
    for (const form of forms) {
      fastify.post(withoutEndSlash(form.path), (request, reply) => serveForm(parts, form, request, reply));
    }
  }
  fastify.setNotFoundHandler(async (request, reply) => {
    const signedIn = await options.access.actorOf(request);
    if (signedIn?.stage !== 'complete') return reply.redirect('/console/dang-nhap', 303);
    return sendPage(parts, signedIn, request, reply, missingPage);
  });
  fastify.setErrorHandler(async (error, request, reply) => {
    const problems = problemsOf(error);
    const status = (error as { statusCode?: number }).statusCode ?? problems.status;
    if (status >= 500) options.deps.logger.error({ err: error }, 'a page of the console failed');
    const summary = status === 413 ? 'Tệp quá lớn: tối đa 5 MB. Chữ gõ vào: tối đa 1 MB.' : problems.summary;
    const page = troublePage(summary, status);
    return sendPage(parts, undefined, request, reply, page);
  });
}

const withoutEndSlash = (path: string): string => (path === '/' ? '' : path);

interface Parts extends ConsoleOptions {
  readonly assets: AssetPaths;
  readonly nav: readonly NavEntry[];
  readonly repeats: Repeats;
  readonly lost: LostForms;
  /** Of who is signed in; undefined before. */
  readonly waiting: ReturnType<typeof createWaitingCounts> | undefined;
  /** The same parts as each OA has them. */
  readonly rooms: WeakMap<ConsoleDeps, Parts>;
}

/** The parts of the OA that somebody works for. Throws NOT_ALLOWED for one that left the installation meanwhile. */
function partsFor(parts: Parts, { actor }: SignedIn): Parts {
  const isOnly = actor.oaId === undefined || actor.oaId === parts.deps.oaId;
  const deps = isOnly && !parts.depsOf ? parts.deps : parts.depsOf?.(actor.oaId ?? parts.deps.oaId);
  if (!deps) throw new AppError('NOT_ALLOWED', 'This OA does not belong to the installation any more.');
  const known = parts.rooms.get(deps) ?? { ...parts, deps, waiting: createWaitingCounts(deps) };
  parts.rooms.set(deps, known);
  return known;
}

const missingPage: PageBody = {
  title: 'Không có trang này',
  body: emptyState(
    'Địa chỉ này không có nội dung.',
    'Có thể đường dẫn đã cũ. Bạn chọn lại trong danh sách các mục.',
    html`<p><a class="button plain" href="/console">Về trang đầu</a></p>`,
  ),
  status: 404,
};

const troublePage = (summary: string, status: number): PageBody => ({
  title: 'Chưa làm được',
  body: html`<div class="note bad" role="alert"><p>${summary}</p></div><p><a class="button plain" href="/console">Về trang đầu</a></p>`,
  status,
});

const forbiddenPage: PageBody = {
  title: 'Không có quyền xem',
  body: emptyState(
    'Tài khoản của bạn không được mở trang này.',
    'Nếu cần cho công việc, bạn đề nghị người quản trị của tỉnh cấp quyền.',
    html`<p><a class="button plain" href="/console">Về trang đầu</a></p>`,
  ),
  status: 403,
};

/** Who is all the way in and has the permission; everybody else has been answered. */
async function admit(
  parts: Parts,
  permission: Permission,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn | undefined> {
  const signedIn = await parts.access.actorOf(request);
  if (!signedIn) {
    const next = request.method === 'GET' ? `?den=${encodeURIComponent(request.url)}` : '';
    void reply.redirect(`/console/dang-nhap${next}`, 303);
    return undefined;
  }
  if (signedIn.stage !== 'complete') {
    void reply.redirect(STAGE_PATHS[signedIn.stage], 303);
    return undefined;
  }
  if (!may(signedIn.actor, permission)) {
    await sendPage(parts, signedIn, request, reply, forbiddenPage);
    return undefined;
  }
  return signedIn;
}

async function servePage(
  all: Parts,
  page: ConsolePage,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const signedIn = await admit(all, page.permission, request, reply);
  if (!signedIn) return reply;
  const parts = partsFor(all, signedIn);
  try {
    return await send(parts, signedIn, request, reply, await render(parts, signedIn, page, request, reply));
  } catch (error) {
    return sendTrouble(parts, signedIn, request, reply, error);
  }
}

async function render(
  parts: Parts,
  signedIn: SignedIn,
  page: ConsolePage,
  request: FastifyRequest,
  reply: FastifyReply,
  state?: FormState,
  input: unknown = { ...(request.query as object), ...(request.params as object) },
): Promise<Reply> {
  const context = createPageContext({
    deps: parts.deps,
    actor: signedIn.actor,
    csrfToken: parts.access.csrfToken(signedIn),
    state,
    notice: takeNotice(request, reply),
  });
  return page.render(context, checkInput(page.input, input));
}

async function serveForm(
  all: Parts,
  form: ConsoleForm,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (await keepLostForm(all, form, request, reply)) return reply;
  const signedIn = await admit(all, form.action.permission, request, reply);
  if (!signedIn) return reply;
  const parts = partsFor(all, signedIn);
  const { fields, csrf, onceKey } = await readFields(request);
  const again = async (problems: Pick<FormState, 'problems' | 'summary'>, status: number): Promise<FastifyReply> => {
    const state: FormState = { path: pathOf(request), fields, ...problems };
    const shown = await render(parts, signedIn, form.on, request, reply, state);
    return send(parts, signedIn, request, reply, 'body' in shown ? { ...shown, status } : shown);
  };
  try {
    if (!parts.access.isCsrfValid(signedIn, csrf, request)) {
      return await again({ problems: {}, summary: 'Phiên làm việc đã đổi. Bạn bấm lại lần nữa.' }, 403);
    }
    const given = form.read ? form.read(fields) : plainTexts(fields.texts);
    const input = checkInput(form.action.input, { ...(given as object), ...(request.params as object) });
    const output = await runAction({ ...parts, actor: signedIn.actor, action: form.action, input, onceKey });
    const done = form.done(output as never, input as never);
    if ('to' in done) parts.repeats.remember(onceKey, done);
    return await send(parts, signedIn, request, reply, done);
  } catch (error) {
    const first = parts.repeats.find(onceKey);
    // Whatever the second press stumbles over, the first one did it: its page says so.
    if (first) return send(parts, signedIn, request, reply, first);
    const problems = problemsOf(error);
    if (problems.status >= 500) parts.deps.logger.error({ err: error, action: form.action.name }, 'an action failed');
    try {
      return await again({ problems: problems.fields, summary: problems.summary }, problems.status);
    } catch (second) {
      return sendTrouble(parts, signedIn, request, reply, second);
    }
  }
}

/**
 * A form of a session that has run out: what was typed waits for its owner, who signs in and finds it on the page. True
 * when this was one, and the browser is on its way.
 */
async function keepLostForm(
  { access, lost, deps }: Parts,
  form: ConsoleForm,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  // A preview that asks while somebody types is no form.
  const owner = request.headers['hx-request'] === undefined ? await access.endedOwnerOf(request) : undefined;
  if (!owner) return false;
  const { fields, csrf } = await readFields(request);
  // The token of the old session: another site must not lay a filled-in form before somebody who signs in.
  if (!access.isCsrfValid(owner, csrf, request)) return false;
  const id = lost.keep({
    ...{ accountId: owner.accountId, formPath: form.path, path: pathOf(request), texts: fields.texts },
    params: { ...(request.query as object), ...(request.params as object) },
    hadFiles: Object.keys(fields.files).length > 0,
  });
  if (id === undefined) deps.logger.warn({ form: form.path }, 'a form of an ended session was too big to keep');
  const next = id === undefined ? '' : `?den=${encodeURIComponent(`/console${RESUME_PATH}/${id}`)}`;
  void reply.redirect(`/console/dang-nhap${next}`, 303);
  return true;
}

const RESUMED =
  'Phiên làm việc đã hết trước khi gửi, nên chưa có gì được lưu. Những gì bạn viết vẫn còn: xem lại rồi bấm lần nữa.';

/** Shows a form that waited for its owner, as it was typed. */
async function serveLostForm(all: Parts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const signedIn = await admit(all, 'self', request, reply);
  if (!signedIn) return reply;
  const parts = partsFor(all, signedIn);
  const { id = '' } = request.params as { id?: string };
  const found: LostForm | undefined = parts.lost.find(id, signedIn.actor.accountId);
  const form = parts.features.flatMap(({ forms }) => forms).find(({ path }) => path === found?.formPath);
  if (!found || !form) return reply.redirect('/console', 303);
  if (!may(signedIn.actor, form.action.permission) || !may(signedIn.actor, form.on.permission)) {
    return sendPage(parts, signedIn, request, reply, forbiddenPage);
  }
  const { path, texts, params, hadFiles } = found;
  const summary = hadFiles ? `${RESUMED} Tệp thì phải chọn lại.` : RESUMED;
  const state: FormState = { path, fields: { texts, files: {} }, problems: {}, summary };
  try {
    const shown = await render(parts, signedIn, form.on, request, reply, state, params);
    return await send(parts, signedIn, request, reply, shown, path);
  } catch (error) {
    return sendTrouble(parts, signedIn, request, reply, error);
  }
}

function plainTexts(texts: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const entries = Object.entries(texts).map(([name, values]) => [name, values.at(-1) ?? ''] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function sendTrouble(
  parts: Parts,
  signedIn: SignedIn,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<FastifyReply> {
  const { summary, status } = problemsOf(error);
  if (status >= 500) parts.deps.logger.error({ err: error, path: request.routeOptions.url }, 'a page failed');
  return sendPage(parts, signedIn, request, reply, status === 404 ? missingPage : troublePage(summary, status));
}

function send(
  parts: Parts,
  signedIn: SignedIn,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Reply,
  path = pathOf(request),
): Promise<FastifyReply> | FastifyReply {
  if ('to' in answer) {
    if (answer.notice !== undefined) {
      void reply.setCookie(NOTICE_COOKIE, encodeURIComponent(answer.notice), cookieOptions(parts));
    }
    return reply.redirect(answer.to, 303);
  }
  if ('bytes' in answer) {
    return reply
      .headers({
        'content-type': answer.type,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ...(answer.fileName === undefined
          ? {}
          : { 'content-disposition': `attachment; filename="${answer.fileName.replaceAll(/[^\w.-]/gu, '-')}"` }),
      })
      .send(answer.bytes);
  }
  return sendPage(parts, signedIn, request, reply, answer, path);
}

const cookieOptions = (parts: Parts) =>
  ({
    path: '/console',
    httpOnly: true,
    sameSite: 'strict',
    secure: parts.deps.publicUrl()?.startsWith('https:') ?? false,
    maxAge: 60,
    signed: true,
  }) as const;

function takeNotice(request: FastifyRequest, reply: FastifyReply): string | undefined {
  const raw = request.cookies[NOTICE_COOKIE];
  if (raw === undefined) return undefined;
  void reply.clearCookie(NOTICE_COOKIE, { path: '/console' });
  const { valid, value } = request.unsignCookie(raw);
  if (!valid || value === null) return undefined;
  const notice = decodeURIComponent(value);
  notices.set(request, notice);
  return notice;
}

/** Headers of every page: kept nowhere, framed nowhere, told nowhere. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'content-security-policy': SECURITY_POLICY,
  // `no-referrer` would make browsers hide the origin of our own forms too.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  // Browsers heed it over https alone, so the demo on this machine goes on as it is.
  'strict-transport-security': 'max-age=31536000',
} as const;

async function sendPage(
  all: Parts,
  signedIn: SignedIn | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  page: PageBody,
  path = pathOf(request),
): Promise<FastifyReply> {
  const actor = signedIn?.actor;
  const parts = signedIn?.stage === 'complete' ? partsFor(all, signedIn) : all;
  const { deps, access, assets } = parts;
  const signOut =
    signedIn &&
    html`<form method="post" action="/console/dang-xuat"><input type="hidden" name="_csrf" value="${access.csrfToken(signedIn)}"><button type="submit" class="button plain">Đăng xuất</button></form>`;
  const document = frame({
    page,
    departmentName: deps.departmentName,
    assets,
    isDemo: deps.mode === 'demo',
    path,
    ...(actor ? { actor, nav: visible(parts.nav, actor), waiting: (await parts.waiting?.(actor)) ?? {}, signOut } : {}),
    ...(signedIn ? oaParts(parts, signedIn) : {}),
    ...(notices.get(request) === undefined ? {} : { notice: notices.get(request) as string }),
  });
  return reply
    .code(page.status ?? 200)
    .headers(pageHeaders)
    .send(document);
}

/** The OA worked for, where there are several, and the others for who may work for them. */
function oaParts({ deps, access }: Parts, signedIn: SignedIn): Pick<FrameOptions, 'oa'> {
  const list = deps.oas.list();
  const current = list.find(({ oaId }) => oaId === deps.oaId);
  if (list.length < 2 || !current) return {};
  const { actor } = signedIn;
  return { oa: { current, ...(actor.everyOa === true ? { choices: list, csrf: access.csrfToken(signedIn) } : {}) } };
}

/** Path below `/console`. */
const pathOf = (request: FastifyRequest): string => (request.url.split('?')[0] ?? '').replace(/^\/console/u, '') || '/';

const visible = (nav: readonly NavEntry[], actor: Actor): readonly NavEntry[] =>
  nav.filter(({ permission }) => may(actor, permission));

/** The notice of a request, read once and shown by the frame. */
const notices = new WeakMap<FastifyRequest, string>();
