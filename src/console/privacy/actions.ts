import * as z from 'zod';
import { addressOf } from '../../flow-engine/addresses.ts';
import { parseVietnamTime, vietnamDay } from '../../shared/clock.ts';
import { PRIVACY_KINDS, PRIVACY_WAYS, type PrivacyPatch, type PrivacyRequest } from '../../storage/privacy-ports.ts';
import type { ResidentPatch } from '../../storage/ports.ts';
import { makeCode } from '../../teams/codes.ts';
import { EXTENSION_DAYS, daysAfter, newPrivacyRequest, privacyCodeHash } from '../../teams/privacy-requests.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { maskedWords } from '../masked-words.ts';

const shape = z.object({
  id: z.string(),
  kind: z.enum(PRIVACY_KINDS),
  via: z.enum(PRIVACY_WAYS),
  hasAccount: z.boolean(),
  version: z.number(),
  receivedAt: z.number(),
  replyDueAt: z.number(),
  dueAt: z.number(),
  extendedAt: z.number().optional(),
  repliedAt: z.number().optional(),
  closedAt: z.number().optional(),
  outcome: z.enum(['done', 'refused', 'withdrawn']).optional(),
});

/** A request as staff see it: never the account's id. */
function shown({ userId, oaId: _oaId, closedBy: _closedBy, ...rest }: PrivacyRequest): z.input<typeof shape> {
  return { ...rest, hasAccount: userId !== undefined };
}

const id = z.string().min(1).max(20);

async function find(context: ActionContext, requestId: string): Promise<PrivacyRequest> {
  const { deps } = context;
  const found = await deps.storage.findPrivacyRequest({ oaId: deps.oaId, id: requestId.toUpperCase() });
  if (!found) throw new Refusal('Không có yêu cầu mang số này.');
  return found;
}

function accountOf(request: PrivacyRequest): string {
  if (request.userId === undefined) {
    throw new Refusal('Yêu cầu này không gắn với tài khoản nào, hoặc dữ liệu đã xóa rồi.');
  }
  return request.userId;
}

export const listPrivacy = defineAction({
  name: 'privacy.list',
  permission: 'privacy.work',
  route: { method: 'GET', path: '/privacy-requests' },
  summary: 'Requests about personal data: open ones by due date, or closed ones.',
  input: z.object({ state: z.enum(['open', 'closed']).default('open') }),
  output: z.object({
    requests: z.array(shape),
    /** Erasures the machine did at once in the last 30 days, by way. */
    erasures: z.array(z.object({ via: z.string(), count: z.number() })),
  }),
  async run({ deps, at }, { state }) {
    const isOpen = state === 'open';
    const requests = await deps.storage.listPrivacyRequests({ oaId: deps.oaId, isOpen, limit: 200 });
    const erasures = await deps.storage.countErasures({ oaId: deps.oaId, since: at - 30 * 86_400_000 });
    return { requests: requests.map(shown), erasures: [...erasures] };
  },
});

export const showPrivacy = defineAction({
  name: 'privacy.show',
  permission: 'privacy.work',
  route: { method: 'GET', path: '/privacy-requests/:id' },
  summary: 'One request about personal data.',
  input: z.object({ id }),
  output: shape,
  run: async (context, { id: requestId }) => shown(await find(context, requestId)),
});

/** Whole Vietnamese days alone: nobody notes the minute of a letter. */
const receivedOn = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/u, { error: 'Chọn ngày nhận.' })
  .optional();

export const addPrivacy = defineAction({
  name: 'privacy.add',
  permission: 'privacy.work',
  route: { method: 'POST', path: '/privacy-requests' },
  summary:
    'Notes a request that came by phone, on paper or at the counter. `code`: what the resident reads from the chat.',
  input: z.object({
    kind: z.enum(PRIVACY_KINDS, { error: 'Chọn điều người dân yêu cầu.' }),
    via: z.enum(['counter', 'phone', 'paper'], { error: 'Chọn cách yêu cầu đến.' }),
    receivedOn,
    code: z
      .string()
      .transform((value) => value.replaceAll(/\D/gu, ''))
      .refine((value) => value === '' || value.length === 8, { error: 'Mã gồm 8 chữ số.' })
      .optional(),
  }),
  output: z.object({ id: z.string() }),
  async run(context, input) {
    const { deps, at } = context;
    const code = input.code ?? '';
    const account =
      code === ''
        ? undefined
        : await deps.storage.findPrivacyCode({ oaId: deps.oaId, codeHash: privacyCodeHash(deps.oaId, code), at });
    if (code !== '' && !account) {
      throw new Refusal('Mã này không đúng hoặc đã hết hạn.', {
        code: 'Nhờ người dân mở Zalo, nhắn QUYỀN RIÊNG TƯ, bấm “Mã để gặp cán bộ” và đọc lại mã mới.',
      });
    }
    const day = input.receivedOn ?? vietnamDay(at);
    const receivedAt = Math.min(at, parseVietnamTime(`${day}T08:00`) ?? at);
    if (day > vietnamDay(at))
      throw new Refusal('Ngày nhận ở tương lai.', { receivedOn: 'Chọn hôm nay hoặc ngày trước.' });
    const request = newPrivacyRequest({
      oaId: deps.oaId,
      id: await freeId(context),
      kind: input.kind,
      via: input.via,
      receivedAt,
      ...(account ? { userId: account.userId } : {}),
    });
    await context.change({
      subject: `privacy:${request.id}`,
      detail: { kind: request.kind, via: request.via, hasAccount: account !== undefined },
      writes: [{ operation: 'addPrivacyRequest', args: request }],
    });
    return { id: request.id };
  },
});

/** A number below `below` from a random text: short ids need no more than to differ. */
function randomBelow(random: string, below: number): number {
  let sum = 0;
  for (const sign of random) sum = (sum * 31 + sign.charCodeAt(0)) % 1_000_003;
  return sum % below;
}

/** A number that no request has: a taken one would lead to somebody else's. */
async function freeId({ deps }: ActionContext): Promise<string> {
  for (let tries = 0; tries < 20; tries += 1) {
    const requestId = makeCode((below) => randomBelow(deps.randomId(), below), 6);
    if (!(await deps.storage.findPrivacyRequest({ oaId: deps.oaId, id: requestId }))) return requestId;
  }
  throw new Refusal('Chưa đặt được số cho yêu cầu. Bạn bấm lại lần nữa.');
}

async function patch(
  context: ActionContext,
  request: PrivacyRequest,
  change: PrivacyPatch,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<{ id: string }> {
  await context.change({
    subject: `privacy:${request.id}`,
    detail: { ...change, ...detail },
    writes: [
      {
        operation: 'changePrivacyRequest',
        args: { oaId: request.oaId, id: request.id, expectedVersion: request.version, patch: change },
      },
    ],
  });
  return { id: request.id };
}

const done = z.object({ id: z.string() });

function refuseClosed(request: PrivacyRequest): void {
  if (request.closedAt !== undefined) throw new Refusal('Yêu cầu này đã khép lại rồi.');
}

export const replyPrivacy = defineAction({
  name: 'privacy.replied',
  permission: 'privacy.work',
  route: { method: 'POST', path: '/privacy-requests/:id/replied' },
  summary: 'Notes that the resident was answered (due within two working days).',
  input: z.object({ id }),
  output: done,
  async run(context, { id: requestId }) {
    const request = await find(context, requestId);
    refuseClosed(request);
    if (request.repliedAt !== undefined) throw new Refusal('Đã ghi là trả lời rồi.');
    return patch(context, request, { repliedAt: context.at });
  },
});

export const extendPrivacy = defineAction({
  name: 'privacy.extend',
  permission: 'privacy.work',
  route: { method: 'POST', path: '/privacy-requests/:id/extend' },
  summary: `Extends the due date once by ${EXTENSION_DAYS} days; the resident has to be told why.`,
  input: z.object({ id, why: z.string().trim().min(10, { error: 'Ghi lý do, từ 10 ký tự.' }).max(300) }),
  output: done,
  async run(context, { id: requestId, why }) {
    const request = await find(context, requestId);
    refuseClosed(request);
    if (request.extendedAt !== undefined) throw new Refusal('Chỉ được gia hạn một lần.');
    const dueAt = daysAfter(request.dueAt, EXTENSION_DAYS);
    return patch(context, request, { extendedAt: context.at, dueAt }, { why: maskedWords(why) });
  },
});

export const closePrivacy = defineAction({
  name: 'privacy.close',
  permission: 'privacy.work',
  route: { method: 'POST', path: '/privacy-requests/:id/close' },
  summary: 'Closes a request with its outcome; a refusal needs its reason.',
  input: z.object({
    id,
    outcome: z.enum(['done', 'refused', 'withdrawn'], { error: 'Chọn kết quả.' }),
    why: z.string().trim().max(300, { error: 'Dài nhất 300 ký tự.' }).default(''),
  }),
  output: done,
  async run(context, { id: requestId, outcome, why }) {
    const request = await find(context, requestId);
    refuseClosed(request);
    if (outcome === 'refused' && why.length < 10) {
      throw new Refusal('Từ chối thì phải ghi lý do.', { why: 'Ghi căn cứ từ chối, từ 10 ký tự, không ghi tên ai.' });
    }
    return patch(
      context,
      request,
      {
        closedAt: context.at,
        closedBy: context.actor.accountId,
        outcome,
        ...(request.repliedAt === undefined ? { repliedAt: context.at } : {}),
      },
      why === '' ? {} : { why: maskedWords(why) },
    );
  },
});

const section = z.object({
  name: z.string(),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
});

export const seePersonalData = defineAction({
  name: 'privacy.data',
  permission: 'privacy.work',
  route: { method: 'GET', path: '/privacy-requests/:id/data' },
  summary: 'Everything kept of the person behind a request. Every look is recorded.',
  input: z.object({ id }),
  output: z.object({ sections: z.array(section) }),
  async run(context, { id: requestId }) {
    const { deps } = context;
    const request = await find(context, requestId);
    const userId = accountOf(request);
    const pseudonym = deps.pseudonymOf(deps.oaId, userId);
    await context.change({ subject: `privacy:${request.id}`, detail: { looked: true }, writes: [] });
    const sections = await deps.storage.readPersonalData({ oaId: deps.oaId, userId, pseudonym });
    return { sections: sections.map(({ name, rows }) => ({ name, rows: rows.map((row) => ({ ...row })) })) };
  },
});

export const correctPersonalData = defineAction({
  name: 'privacy.correct',
  permission: 'privacy.work',
  route: { method: 'POST', path: '/privacy-requests/:id/correct' },
  summary: 'Puts the form of address, commune or team of the person behind a request right; an empty field stays.',
  input: z.object({
    id,
    address: z.string().trim().max(20).optional(),
    communeCode: z.string().trim().optional(),
    teamCode: z.string().trim().optional(),
  }),
  output: done,
  async run(context, input) {
    const { deps, at } = context;
    const request = await find(context, input.id);
    refuseClosed(request);
    const userId = accountOf(request);
    const change: { -readonly [K in keyof ResidentPatch]: ResidentPatch[K] } = {};
    if (input.address) {
      const address = addressOf(input.address);
      if (address === undefined)
        throw new Refusal('Chưa có cách xưng hô này.', { address: 'Ví dụ: bác, cô, chú, anh, chị.' });
      change.address = address;
    }
    if (input.communeCode) {
      if (!deps.places.commune(input.communeCode))
        throw new Refusal('Không có xã mang mã này.', { communeCode: 'Mã xã gồm 5 chữ số.' });
      change.communeCode = input.communeCode;
    }
    if (input.teamCode) {
      const code = input.teamCode.toUpperCase();
      const team = await deps.storage.findTeam({ oaId: deps.oaId, code });
      if (!team) throw new Refusal('Không có tổ mang mã này.', { teamCode: 'Xem mã trong mục Tổ.' });
      change.teamCode = code;
      change.teamAt = at;
    }
    if (Object.keys(change).length === 0) throw new Refusal('Chưa có gì để sửa.', { address: 'Điền ít nhất một ô.' });
    await context.change({
      subject: `privacy:${request.id}`,
      detail: { corrected: Object.keys(change) },
      writes: [{ operation: 'correctResident', args: { oaId: deps.oaId, userId, patch: change, at } }],
    });
    return { id: request.id };
  },
});

export const erasePersonalData = defineAction({
  name: 'privacy.erase',
  permission: 'privacy.work',
  route: { method: 'POST', path: '/privacy-requests/:id/erase' },
  summary: 'Erases everything kept of the person behind a request and closes it. Cannot be undone. `confirm`: XÓA.',
  input: z.object({ id, confirm: z.string().trim().default('') }),
  output: done,
  async run(context, { id: requestId, confirm }) {
    const { deps, at } = context;
    const request = await find(context, requestId);
    refuseClosed(request);
    const userId = accountOf(request);
    if (confirm.normalize('NFC').toUpperCase() !== 'XÓA') {
      throw new Refusal('Chưa xóa gì.', { confirm: 'Gõ chữ XÓA để chắc chắn.' });
    }
    const pseudonym = deps.pseudonymOf(deps.oaId, userId);
    await context.change({
      subject: `privacy:${request.id}`,
      detail: { erased: true },
      writes: [
        {
          operation: 'changePrivacyRequest',
          args: {
            oaId: deps.oaId,
            id: request.id,
            expectedVersion: request.version,
            patch: {
              closedAt: at,
              closedBy: context.actor.accountId,
              outcome: 'done',
              repliedAt: request.repliedAt ?? at,
            },
          },
        },
        { operation: 'eraseResident', args: { oaId: deps.oaId, userId, pseudonym, at, via: 'privacy-desk' } },
      ],
    });
    // What was erased leaves the disk too, not only the tables.
    await deps.storage.checkpoint();
    return { id: request.id };
  },
});
