import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleDeps } from '../deps.ts';
import { type AssetPaths, frame } from '../frame.ts';
import { readFields, type SentForm } from '../fields.ts';
import type { FormState, PageBody } from '../page.ts';
import { setSessionCookie } from './access.ts';
import { isOwnOrigin } from './csrf.ts';
import { hashesWaiting } from './passwords.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import {
  newPasswordPage,
  recoveryCodesPage,
  secondFactorPage,
  setUpPage,
  type SignInForm,
  signInPage,
} from './sign-in-pages.ts';
import type { Access, SignedIn, SignInStage } from './types.ts';

export interface SignInOptions {
  readonly deps: ConsoleDeps;
  readonly access: Access;
  readonly desk: SignInDesk;
  readonly assets: AssetPaths;
  /** Of every page of the console. */
  readonly pageHeaders: Readonly<Record<string, string>>;
}

/** Page of each stage, below `/console`. */
export const STAGE_PAGES: Readonly<Record<Exclude<SignInStage, 'complete'>, `/${string}`>> = {
  'second-factor': '/xac-thuc',
  'set-up-second-factor': '/thiet-lap-xac-thuc',
  'change-password': '/doi-mat-khau',
};

/** The same for an unknown login, a wrong password, a disabled and a locked account. */
const REFUSED =
  'Không đăng nhập được. Tên đăng nhập hoặc mật khẩu chưa đúng, hoặc tài khoản đang tạm khóa. Sai 5 lần liên tiếp thì phải đợi ít nhất 15 phút.';
const WRONG_CODE =
  'Mã chưa đúng hoặc đã dùng rồi. Bạn đợi ứng dụng hiện mã mới rồi nhập lại. Sai nhiều lần thì tài khoản tạm khóa.';
const STALE = 'Phiên làm việc đã đổi. Bạn bấm lại lần nữa.';
/** Sign-ins waiting for their hash; more are a flood, and each would hold a connection. */
const MAX_WAITING = 50;

interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly form: SentForm;
  readonly signedIn: SignedIn;
}

/** The way in and out, below `/console`. Needs the parsers of cookies and forms of the routes it is registered in. */
export async function signInRoutes(fastify: FastifyInstance, options: SignInOptions): Promise<void> {
  const { deps, access, desk } = options;

  const show = (reply: FastifyReply, page: PageBody, status = page.status ?? 200): FastifyReply => {
    const { departmentName, mode } = deps;
    const document = frame({ page, departmentName, assets: options.assets, isDemo: mode === 'demo' });
    return reply.code(status).headers(options.pageHeaders).send(document);
  };

  const onward = (reply: FastifyReply, sessionId: string, next: string): FastifyReply => {
    setSessionCookie(reply, sessionId, deps.publicUrl());
    return reply.redirect(next, 303);
  };

  const hasAccounts = async (): Promise<boolean> => (await deps.storage.listStaff({ oaId: deps.oaId })).length > 0;

  const formOf = (next: string, signedIn?: SignedIn, state?: FormState): SignInForm => ({
    next,
    csrfToken: signedIn ? access.csrfToken(signedIn) : '',
    state,
  });

  /** The page of one stage, and its form; whoever is elsewhere is sent there. */
  const stage = (
    at: Exclude<SignInStage, 'complete'>,
    page: (form: SignInForm, signedIn: SignedIn, sent?: SentForm) => Promise<PageBody>,
    take: (visit: Visit) => Promise<FastifyReply | FormState>,
  ): void => {
    const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | undefined> => {
      const signedIn = await access.actorOf(request);
      if (signedIn?.stage === at) return signedIn;
      const next = nextOf(request);
      void reply.redirect(signedIn ? pageOf(signedIn.stage, next) : withNext('/console/dang-nhap', next), 303);
      return undefined;
    };
    fastify.get(STAGE_PAGES[at], async (request, reply) => {
      const signedIn = await admit(request, reply);
      return signedIn ? show(reply, await page(formOf(nextOf(request), signedIn), signedIn)) : reply;
    });
    fastify.post(STAGE_PAGES[at], async (request, reply) => {
      const signedIn = await admit(request, reply);
      if (!signedIn) return reply;
      const form = await readFields(request);
      const isOurs = access.isCsrfValid(signedIn, form.csrf, request);
      const answer = isOurs ? await take({ request, reply, form, signedIn }) : stateOf(form, {}, STALE);
      if (!('problems' in answer)) return answer;
      return show(reply, await page(formOf(nextIn(form), signedIn, answer), signedIn, form), isOurs ? 400 : 403);
    });
  };

  fastify.get('/dang-nhap', async (request, reply) => {
    const signedIn = await access.actorOf(request);
    const next = nextOf(request);
    if (signedIn) return reply.redirect(pageOf(signedIn.stage, next), 303);
    return show(reply, signInPage(formOf(next), await hasAccounts()));
  });

  fastify.post('/dang-nhap', async (request, reply) => {
    const form = await readFields(request);
    const next = nextIn(form);
    const again = (summary: string, status: number): FastifyReply =>
      show(reply, signInPage(formOf(next, undefined, stateOf(form, {}, summary)), true), status);
    if (!isOwnOrigin(request, deps.publicUrl())) return again(STALE, 403);
    if (hashesWaiting() > MAX_WAITING)
      return again('Đang có quá nhiều người đăng nhập. Bạn thử lại sau một phút.', 429);
    const entered = await desk.enter(textOf(form, 'login'), textOf(form, 'password'));
    if (!entered)
      return (await hasAccounts()) ? again(REFUSED, 401) : show(reply, signInPage(formOf(next), false), 401);
    // The cookie is not in this request yet, so the first page finds out where this browser has to go on.
    return onward(reply, entered.sessionId, withNext('/console/xac-thuc', next));
  });

  stage(
    'second-factor',
    async (form) => secondFactorPage(form),
    async ({ reply, form, signedIn }) => {
      const proved = await desk.prove(signedIn, textOf(form, 'code'));
      return proved ? onward(reply, proved.sessionId, nextIn(form)) : stateOf(form, { code: WRONG_CODE });
    },
  );

  stage(
    'set-up-second-factor',
    async (form, signedIn, sent) =>
      setUpPage(form, await desk.offerKey(signedIn, sent && textOf(sent, 'khoa')), deps.mode === 'demo'),
    async ({ reply, form, signedIn }) => {
      const next = nextIn(form);
      if (textOf(form, 'de-sau') !== '') {
        const skipped = await desk.putOff(signedIn);
        return skipped ? onward(reply, skipped.sessionId, next) : stateOf(form, {}, STALE);
      }
      const done = await desk.setUp(signedIn, textOf(form, 'khoa'), textOf(form, 'code'));
      if (!done) return stateOf(form, { code: WRONG_CODE });
      setSessionCookie(reply, done.sessionId, deps.publicUrl());
      return show(reply, recoveryCodesPage(done.codes, next));
    },
  );

  stage(
    'change-password',
    async (form) => newPasswordPage(form),
    async ({ reply, form, signedIn }) => {
      const password = textOf(form, 'password');
      if (password !== textOf(form, 'again')) return stateOf(form, { again: 'Hai lần nhập chưa giống nhau.' });
      const { problem } = await desk.renewPassword(signedIn, password);
      return problem === undefined ? reply.redirect(nextIn(form), 303) : stateOf(form, { password: problem });
    },
  );

  fastify.post('/dang-xuat', async (request, reply) => {
    const signedIn = await access.actorOf(request);
    if (signedIn) {
      const { csrf } = await readFields(request);
      if (!access.isCsrfValid(signedIn, csrf, request)) return reply.redirect('/console', 303);
      await desk.leave(signedIn);
    }
    setSessionCookie(reply, null, deps.publicUrl());
    return reply.redirect('/console/dang-nhap', 303);
  });
}

const textOf = ({ fields }: SentForm, name: string): string => fields.texts[name]?.at(-1) ?? '';

/** A form that comes back; no password or code is shown again. */
function stateOf({ fields }: SentForm, problems: FormState['problems'], summary = ''): FormState {
  const { login = [] } = fields.texts;
  return { path: '', fields: { texts: { login }, files: {} }, problems, summary };
}

/** Only into the console itself: an address somebody put into a link must not lead elsewhere after sign-in. */
function safeNext(given: unknown): string {
  if (typeof given !== 'string' || !/^\/console(?:[/?][\w\-./?=&%:+]*)?$/u.test(given)) return '/console';
  return given;
}

const nextOf = (request: FastifyRequest): string => safeNext((request.query as Record<string, unknown>)['den']);
const nextIn = (form: SentForm): string => safeNext(textOf(form, 'den'));

const withNext = (path: string, next: string): string =>
  next === '/console' ? path : `${path}?den=${encodeURIComponent(next)}`;

const pageOf = (stage: SignInStage, next: string): string =>
  stage === 'complete' ? next : withNext(`/console${STAGE_PAGES[stage]}`, next);
