import * as z from 'zod';
import {
  approve,
  cancel,
  DEFAULT_APPROVAL_ABOVE,
  editDraft,
  type LifecycleStep,
  newDraft,
  pause,
  resume,
  retry,
  schedule,
  sendBack,
  start,
  type StepBy,
  submit,
} from '../../broadcasts/lifecycle.ts';
import { pictureProblem } from '../../broadcasts/check-picture.ts';
import { formatPlan } from '../../broadcasts/plan-text.ts';
import { renderAnnouncement } from '../../broadcasts/render.ts';
import { readApprovalAbove } from '../../broadcasts/start-facts.ts';
import { parseVietnamTime } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import {
  type Announcement,
  ANNOUNCEMENT_STATES,
  type AnnouncementPicture,
  RECIPIENT_STATES,
} from '../../storage/announcement-ports.ts';
import { seal, unseal } from '../access/sealed.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { maskedWords } from '../masked-words.ts';
import type { Actor } from '../permissions.ts';
import { contentInput, toContent } from './content-input.ts';
import { factsNow, findFor, planOf, problemsWith, refuseUnfit, visibleTo, writesOf } from './find.ts';

const id = z.string().min(1).max(64);
/** The version the person saw. */
const version = z.coerce.number().int().min(1).optional();
const step = z.object({ id, version });
const progress = z.object(
  Object.fromEntries(RECIPIENT_STATES.map((state) => [state, z.number()])) as Record<
    (typeof RECIPIENT_STATES)[number],
    z.ZodNumber
  >,
);
const summary = z.object({
  id: z.string(),
  title: z.string(),
  category: z.string(),
  state: z.enum(ANNOUNCEMENT_STATES),
  isWaiting: z.boolean(),
  isEmergency: z.boolean(),
  version: z.number(),
  createdAt: z.number(),
  dueAt: z.number(),
  progress,
});

const summaryOf = (one: Announcement & { progress: z.input<typeof progress> }): z.input<typeof summary> => ({
  id: one.id,
  title: one.content.title,
  category: one.content.category,
  state: one.state,
  isWaiting: one.state === 'draft' && one.submittedAt !== undefined,
  isEmergency: one.content.emergency !== undefined,
  version: one.version,
  createdAt: one.createdAt,
  dueAt: one.dueAt,
  progress: one.progress,
});

/** Pages read at most to fill one: whoever turns over goes on behind them. */
const MOST_READS = 10;

export const listAnnouncements = defineAction({
  name: 'announcements.list',
  permission: 'announcements.view',
  route: { method: 'GET', path: '/announcements' },
  summary: 'Announcements, the latest first.',
  input: z.object({
    states: z.array(z.enum(ANNOUNCEMENT_STATES)).optional(),
    beforeAt: z.coerce.number().int().optional(),
    beforeId: id.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  output: z.object({
    announcements: z.array(summary),
    /** For `beforeAt` and `beforeId` of the next page; absent on the last. */
    next: z.object({ beforeAt: z.number(), beforeId: z.string() }).optional(),
  }),
  async run(context, { states, beforeAt, beforeId, limit }) {
    const { storage, oaId } = context.deps;
    const isVisible = await visibleTo(context);
    const own: z.input<typeof summary>[] = [];
    let before = beforeAt === undefined || beforeId === undefined ? undefined : { createdAt: beforeAt, id: beforeId };
    // Tips to members and messages of the command line are announcements too, with pages of their own: a page is filled
    // up behind them, for a while.
    for (let reads = 0; reads < MOST_READS; reads += 1) {
      const found = await storage.listAnnouncements({
        ...{ oaId, limit },
        ...(states === undefined ? {} : { states }),
        ...(before === undefined ? {} : { before }),
      });
      for (const one of found) {
        before = { createdAt: one.createdAt, id: one.id };
        if (one.content.ready !== undefined || !isVisible(one)) continue;
        own.push(summaryOf(one));
        if (own.length === limit) break;
      }
      if (found.length < limit && own.length < limit) return { announcements: own };
      if (own.length === limit) break;
    }
    return { announcements: own, ...(before && { next: { beforeAt: before.createdAt, beforeId: before.id } }) };
  },
});

export const showAnnouncement = defineAction({
  name: 'announcements.show',
  permission: 'announcements.view',
  route: { method: 'GET', path: '/announcements/:id' },
  summary: 'One announcement with its content, approvals and recipients by lane, state and reason.',
  input: z.object({ id }),
  output: summary.extend({
    content: z.unknown(),
    approvalsNeeded: z.number(),
    approvals: z.array(z.object({ by: z.string(), at: z.number(), note: z.string().optional() })),
    plannedRecipients: z.number().optional(),
    failureCode: z.string().optional(),
    listing: z.object({ looked: z.number(), total: z.number(), done: z.boolean() }),
    spentVnd: z.number(),
    tally: z.array(z.object({ lane: z.string(), state: z.string(), code: z.string(), count: z.number() })),
    problems: z.array(z.object({ field: z.string(), problem: z.string(), severity: z.enum(['error', 'warning']) })),
  }),
  async run(context, { id: announcementId }) {
    const { deps, at } = context;
    const found = await findFor(context, announcementId);
    const { content, approvals, approvalsNeeded, plannedRecipients, failureCode, listing, spentVnd } = found;
    const states = await deps.storage.announcementProgress({ id: announcementId });
    return {
      ...summaryOf({ ...found, progress: states }),
      content,
      approvals: [...approvals],
      approvalsNeeded,
      listing: { looked: listing.looked, total: listing.total, done: listing.done },
      spentVnd,
      ...(plannedRecipients === undefined ? {} : { plannedRecipients }),
      ...(failureCode === undefined ? {} : { failureCode }),
      tally: [...(await deps.storage.announcementTally({ id: announcementId }))],
      problems: found.state === 'draft' ? problemsWith(deps, content, at) : [],
    };
  },
});

/** A picture as it was uploaded, for the console's own form; programs send it as base64. */
const picture = z.object({ base64: z.string().max(1_500_000) }).optional();

/** How long a picture may wait in a draft: a warning of last month is no news. */
const PICTURE_LIFE_MS = 30 * 24 * 3_600_000;

function keepPicture({ deps, at }: ActionContext, base64: string, alt: string): AnnouncementPicture {
  const bytes = Buffer.from(base64, 'base64');
  const problem = pictureProblem(bytes);
  if (problem !== undefined) throw new Refusal(problem, { picture: problem });
  return { ...deps.pictures.keep(bytes), alt, expiresAt: at + PICTURE_LIFE_MS };
}

export const saveAnnouncement = defineAction({
  name: 'announcements.save',
  permission: 'announcements.write',
  route: { method: 'POST', path: '/announcements' },
  summary: 'Makes a draft, or keeps another content of the one with this id; what was approved needs approval again.',
  input: contentInput.extend({ id: id.optional(), version, picture }),
  output: z.object({ id: z.string(), version: z.number() }),
  async run(context, input) {
    const { actor, at, deps, change } = context;
    const found = input.id === undefined ? undefined : await findFor(context, input.id);
    const before = input.dropPicture === true ? undefined : found?.content.picture;
    const alt = input.pictureAlt ?? before?.alt ?? '';
    const kept = input.picture ? keepPicture(context, input.picture.base64, alt) : before && { ...before, alt };
    const content = toContent(input, kept);
    // Everything wrong is said now, beside its field; a draft may wait with a date or a picture that is over.
    const hard = problemsWith(deps, { ...content, ...(kept ? { picture: { ...kept, expiresAt: at + 1 } } : {}) }, at);
    const errors = hard.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new Refusal('Có chỗ chưa đúng. Bạn xem các dòng có dấu đỏ. Chưa lưu gì.', {
        ...Object.fromEntries(errors.toReversed().map(({ field, problem }) => [field, problem])),
      });
    }
    if (!found) {
      const draft = newDraft({ id: deps.randomId(), oaId: deps.oaId, content, by: actor.accountId, at });
      await change({
        subject: `announcement:${draft.id}`,
        detail: { title: content.title, category: content.category, lanes: content.lanes },
        writes: [{ operation: 'saveAnnouncement', args: draft }],
      });
      return { id: draft.id, version: draft.version };
    }
    const by: StepBy = {
      by: actor.accountId,
      at,
      ...(input.version === undefined ? {} : { seenVersion: input.version }),
    };
    await change({
      subject: `announcement:${found.id}`,
      detail: { title: content.title, category: content.category, lanes: content.lanes, from: found.version },
      writes: writesOf(editDraft(found, content, by)),
    });
    return { id: found.id, version: found.version + 1 };
  },
});

export const copyAnnouncement = defineAction({
  name: 'announcements.copy',
  permission: 'announcements.write',
  route: { method: 'POST', path: '/announcements/:id/copy' },
  summary: 'A new draft with the content of another one, without its hour.',
  input: z.object({ id }),
  output: z.object({ id: z.string() }),
  async run(context, { id: from }) {
    const { actor, at, deps } = context;
    const { startAt: _hour, picture: old, ...content } = (await findFor(context, from)).content;
    const fresh = old && old.expiresAt > at ? { picture: old } : {};
    const draft = newDraft({
      id: deps.randomId(),
      oaId: deps.oaId,
      content: { ...content, ...fresh },
      by: actor.accountId,
      at,
    });
    await context.change({
      subject: `announcement:${draft.id}`,
      detail: { from },
      writes: [{ operation: 'saveAnnouncement', args: draft }],
    });
    return { id: draft.id };
  },
});

const reasons = z.record(z.string(), z.number());

export const planAnnouncement = defineAction({
  name: 'announcements.plan',
  permission: 'announcements.view',
  route: { method: 'GET', path: '/announcements/:id/plan' },
  summary:
    'What sending it now would mean: people by lane, cost, who cannot be reached and why, when the last one has it.',
  input: z.object({ id }),
  output: z.object({
    sentences: z.array(z.string()),
    audience: z.number(),
    recipients: z.number(),
    costVnd: z.number(),
    startsAt: z.number(),
    lastAt: z.number(),
    direct: z.object({ total: z.number(), free: z.number(), paid: z.number(), costVnd: z.number() }),
    unreached: reasons,
    approvalsNeeded: z.number(),
  }),
  async run(context, { id: announcementId }) {
    const { deps, at } = context;
    const found = await findFor(context, announcementId);
    const plan = await planOf(deps, found.content, at);
    const facts = await factsNow(deps, found, at);
    const above = await readApprovalAbove(deps.storage, DEFAULT_APPROVAL_ABOVE);
    const needed = found.content.emergency ? 2 : facts.recipients > above ? 1 : 0;
    const { total, free, paid, costVnd } = plan.direct;
    return {
      sentences: formatPlan(plan).split('\n'),
      audience: plan.audience,
      recipients: facts.recipients,
      costVnd: plan.costVnd,
      startsAt: plan.startsAt,
      lastAt: plan.lastAt,
      direct: { total, free, paid, costVnd },
      unreached: plan.unreached,
      approvalsNeeded: needed,
    };
  },
});

/** A step of an announcement's life: found, decided, written with its line in the record. */
async function take(
  context: ActionContext,
  input: z.output<typeof step>,
  decide: (announcement: Announcement, by: StepBy) => LifecycleStep | Promise<LifecycleStep>,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<{ id: string }> {
  const { actor, at } = context;
  const found = await findFor(context, input.id);
  const by: StepBy = {
    by: actor.accountId,
    at,
    ...(input.version === undefined ? {} : { seenVersion: input.version }),
  };
  const writes = writesOf(await decide(found, by));
  await context.change({
    subject: `announcement:${found.id}`,
    detail: { version: found.version, ...detail },
    writes,
  });
  return { id: found.id };
}

const taken = z.object({ id: z.string() });

export const submitAnnouncement = defineAction({
  name: 'announcements.submit',
  permission: 'announcements.write',
  route: { method: 'POST', path: '/announcements/:id/submit' },
  summary: 'Asks for approval; a small announcement is approved with that.',
  input: step,
  output: taken,
  run: (context, input) =>
    take(context, input, async (found, by) => {
      refuseUnfit(context.deps, found.content, context.at);
      const above = await readApprovalAbove(context.deps.storage, DEFAULT_APPROVAL_ABOVE);
      return submit(found, by, await factsNow(context.deps, found, context.at), above);
    }),
});

export const approveAnnouncement = defineAction({
  name: 'announcements.approve',
  permission: 'announcements.approve',
  route: { method: 'POST', path: '/announcements/:id/approve' },
  summary: 'A second person agrees to this version. Authors cannot.',
  input: step.extend({ note: z.string().trim().max(300, { error: 'Ghi chú dài nhất 300 ký tự.' }).optional() }),
  output: taken,
  run: (context, input) =>
    take(context, input, (found, by) => {
      refuseUnfit(context.deps, found.content, context.at);
      return approve(found, { ...by, ...(input.note === undefined ? {} : { note: input.note }) });
    }),
});

export const sendBackAnnouncement = defineAction({
  name: 'announcements.send-back',
  permission: 'announcements.approve',
  route: { method: 'POST', path: '/announcements/:id/send-back' },
  summary: 'Back to its authors, without approvals.',
  input: step.extend({ why: z.string().trim().min(5, { error: 'Ghi rõ chỗ cần sửa, từ 5 ký tự.' }).max(300) }),
  output: taken,
  run: (context, input) => take(context, input, sendBack, { why: maskedWords(input.why) }),
});

export const startAnnouncement = defineAction({
  name: 'announcements.start',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/start' },
  summary: 'Begins sending now, or at its hour when it has one in the future.',
  input: step.extend({ isNow: z.coerce.boolean().optional() }),
  output: taken,
  run: (context, input) =>
    take(context, input, async (found, by) => {
      const { deps, at } = context;
      const { startAt } = found.content;
      if (startAt !== undefined && startAt > at && input.isNow !== true) return schedule(found, by, startAt);
      refuseUnfit(deps, withoutHour(found), at);
      const above = await readApprovalAbove(deps.storage, DEFAULT_APPROVAL_ABOVE);
      return start(found, by, await factsNow(deps, found, at), above);
    }),
});

/** An hour that is over stops nobody who presses "now". */
function withoutHour({ content }: Announcement): Announcement['content'] {
  const { startAt: _startAt, ...rest } = content;
  return rest;
}

export const scheduleAnnouncement = defineAction({
  name: 'announcements.schedule',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/schedule' },
  summary: 'Waits for an hour (`2026-11-23T08:00`, Viet Nam time) and begins by itself then.',
  input: step.extend({ startAt: z.string({ error: 'Chọn ngày giờ gửi.' }) }),
  output: taken,
  run: (context, input) =>
    take(context, input, (found, by) => {
      const startAt = parseVietnamTime(input.startAt);
      if (startAt === undefined) {
        throw new Refusal('Ngày giờ chưa đúng. Chọn lại, ví dụ 23/11/2026 08:00.', { startAt: 'Ngày giờ chưa đúng.' });
      }
      return schedule(found, by, startAt);
    }),
});

export const pauseAnnouncement = defineAction({
  name: 'announcements.pause',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/pause' },
  summary: 'Stops within a second; who has it has it.',
  input: step,
  output: taken,
  // However many were sent meanwhile: nobody looks at a version with the house on fire.
  run: (context, { id: announcementId }) => take(context, { id: announcementId, version: undefined }, pause),
});

export const resumeAnnouncement = defineAction({
  name: 'announcements.resume',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/resume' },
  summary: 'Goes on after a pause.',
  input: step,
  output: taken,
  run: (context, { id: announcementId }) => take(context, { id: announcementId, version: undefined }, resume),
});

export const cancelAnnouncement = defineAction({
  name: 'announcements.cancel',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/cancel' },
  summary: 'For ever: who has not got it does not get it.',
  input: step,
  output: taken,
  run: (context, { id: announcementId }) => take(context, { id: announcementId, version: undefined }, cancel),
});

export const retryAnnouncement = defineAction({
  name: 'announcements.retry',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/retry' },
  summary: 'Failed recipients whose reason may pass are tried again; those of unknown outcome when asked for.',
  input: step.extend({
    alsoUnknown: z.coerce.boolean().default(false),
    doublesConfirmed: z.coerce.boolean().default(false),
  }),
  output: taken,
  run: (context, { id: announcementId, alsoUnknown, doublesConfirmed }) =>
    take(
      context,
      { id: announcementId, version: undefined },
      async (found, by) => {
        const states = await context.deps.storage.announcementProgress({ id: announcementId });
        return retry(found, by, states, { alsoUnknown, doublesConfirmed });
      },
      { alsoUnknown },
    ),
});

async function withPicture({ deps }: ActionContext, announcement: Announcement): Promise<Announcement> {
  try {
    return await deps.zalo.withPicture(announcement);
  } catch (error) {
    throw new Refusal(`Zalo chưa nhận ảnh của thông báo (mã ${codeOf(error)}). Bạn thử lại sau ít phút.`);
  }
}

export const testAnnouncement = defineAction({
  name: 'announcements.test',
  permission: 'announcements.write',
  route: { method: 'POST', path: '/announcements/:id/test' },
  summary: 'Sends it to the Zalo account the actor has linked, and to nobody else.',
  input: z.object({ id }),
  output: z.object({ messages: z.number() }),
  async run(context, { id: announcementId }) {
    const { actor, deps } = context;
    const found = await findFor(context, announcementId);
    refuseUnfit(deps, withoutHour(found), context.at);
    const me = await deps.storage.findStaff({ oaId: deps.oaId, id: actor.accountId });
    if (me?.zaloUserId === undefined) {
      throw new Refusal('Bạn chưa nối tài khoản Zalo của mình. Mở “Tài khoản của tôi”, lấy mã và nhắn cho OA.');
    }
    const resident = await deps.storage.loadTurn({ oaId: deps.oaId, userId: me.zaloUserId });
    const catalogue = deps.catalogue();
    const ready = await withPicture(context, found);
    const messages = renderAnnouncement(
      ready.content,
      { ...(resident.resident?.address === undefined ? {} : { address: resident.resident.address }) },
      { catalogue, refuseWords: catalogue.messages.optOutFooter },
    );
    // Recorded first: a second press of the same button sends nothing.
    await context.change({ subject: `announcement:${found.id}`, detail: { version: found.version }, writes: [] });
    try {
      for (const message of messages) await deps.zalo.sendTest(me.zaloUserId, message);
    } catch (error) {
      throw new Refusal(`Zalo chưa nhận tin thử (mã ${codeOf(error)}). Bạn nhắn cho OA một tin rồi thử lại.`);
    }
    return { messages: messages.length };
  },
});

/** A commune officer sees the people of an announcement for their commune alone: a list names no commune. */
export const mayListRecipients = ({ role, communeCode }: Actor, { content }: Announcement): boolean =>
  role !== 'commune-officer' ||
  (content.audience.communes.length > 0 && content.audience.communes.every((one) => one === communeCode));

export const listRecipients = defineAction({
  name: 'announcements.recipients',
  permission: 'announcements.view',
  route: { method: 'GET', path: '/announcements/:id/recipients' },
  summary: 'People on the list by pseudonym, with lane, state and reason; a page at a time.',
  input: z.object({
    id,
    state: z.enum(RECIPIENT_STATES).optional(),
    /** `next` of the page before. */
    after: z.string().max(300).default(''),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    recipients: z.array(
      z.object({
        person: z.string(),
        lane: z.string(),
        state: z.enum(RECIPIENT_STATES),
        code: z.string(),
        at: z.number(),
      }),
    ),
    /** For `after` of the next page; absent on the last. */
    next: z.string().optional(),
  }),
  async run(context, { id: announcementId, state, after, limit }) {
    const { actor, deps } = context;
    const found = await findFor(context, announcementId);
    if (!mayListRecipients(actor, found)) {
      throw new Refusal('Danh sách từng người nhận của cả tỉnh chỉ cán bộ tỉnh xem được.');
    }
    const rows = await deps.storage.listRecipients({
      oaId: deps.oaId,
      announcementId: found.id,
      afterUserId: after === '' ? '' : (unseal(deps.keys.seal, after, found.id) ?? ''),
      limit,
      ...(state === undefined ? {} : { state }),
    });
    const last = rows.at(-1);
    return {
      recipients: rows.map((row) => ({
        person: deps.pseudonymOf(deps.oaId, row.userId).slice(0, 10),
        lane: row.lane,
        state: row.state,
        code: row.code,
        at: row.at,
      })),
      ...(last && rows.length === limit ? { next: seal(deps.keys.seal, last.userId, found.id) } : {}),
    };
  },
});
