import type { TemplateCalls, TemplateData } from 'zalo-oa-sdk';
import { ZaloApiError } from 'zalo-oa-sdk';
import * as z from 'zod';
import { classify, defaultRetryPolicy } from '../../delivery/outcomes.ts';
import { isQuiet, nextAllowed, type QuietHours } from '../../delivery/quiet-hours.ts';
import type { Clock } from '../../shared/clock.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Metrics } from '../../shared/metrics.ts';
import { neutralText } from '../../delivery/neutral-text.ts';
import type {
  Announcement,
  AnnouncementCategory,
  AnnouncementRecipient,
  RecipientState,
} from '../../storage/announcement-ports.ts';
import type { ZbsDetail, ZbsJob } from '../../storage/lane-ports.ts';
import type { Storage } from '../../storage/ports.ts';
import { PLAN_SETTING_KEYS } from '../plan-settings.ts';
import { nextDay, ZALO_HOURS } from './hours.ts';
import { ACTING, keepJob, type LaneStepper, settleLane } from './step.ts';

/**
 * Paid template messages (ZBS, formerly ZNS) to people the other lanes do not reach. The product keeps no phone numbers for
 * this and takes none: it sends by the user id the OA knows, which Zalo allows for some templates and refuses for others
 * with -249; then the lane ends, says so, and nobody is charged. Off unless the settings name a template and its price.
 */
export interface ZbsSettings {
  /** Id of the template that Zalo approved. */
  readonly templateId: string;
  /** VND for one message, as Zalo prices the template: the setting of the plan (`PLAN_SETTING_KEYS.zbsMessageVnd`). */
  readonly priceVnd: number;
  /**
   * Value of each parameter of the template: any text, with `{tiêu đề}`, `{nội dung}` (the first 200 characters),
   * `{liên kết}` (page of the announcement) and `{ngày}` (`22/11/2026`) filled in.
   */
  readonly fields: Readonly<Record<string, string>>;
}

/** Key of `readMeta`/`writeMeta`: `{"templateId","fields"}` as JSON; absent, or without a price, the lane is off. */
export const ZBS_SETTINGS_KEY = 'zbs-template';

const settingsSchema = z.strictObject({
  templateId: z.string().regex(/^\d{1,20}$/u),
  fields: z.record(z.string().regex(/^[\w-]{1,60}$/u), z.string().min(1).max(400)),
});

/**
 * The settings of this installation; undefined = the lane is off. Throws INPUT_REFUSED naming the field for a template that
 * cannot be used: money must not go out by a slip.
 */
export async function readZbsSettings(storage: Pick<Storage, 'readMeta'>): Promise<ZbsSettings | undefined> {
  const template = parseZbsTemplate(await storage.readMeta({ key: ZBS_SETTINGS_KEY }));
  const priceVnd = Number(await storage.readMeta({ key: PLAN_SETTING_KEYS.zbsMessageVnd }));
  return template && Number.isInteger(priceVnd) && priceVnd > 0 ? { ...template, priceVnd } : undefined;
}

/** The template as set, for whoever sets it too. Throws as `readZbsSettings` does. */
export function parseZbsTemplate(json: string | undefined): Omit<ZbsSettings, 'priceVnd'> | undefined {
  if (json === undefined || json.trim() === '') return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    raw = undefined;
  }
  const parsed = settingsSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || 'the whole value';
  throw new AppError(
    'INPUT_REFUSED',
    `The setting ${ZBS_SETTINGS_KEY} cannot be used: ${field} is not as expected. Expected templateId (digits) and fields (text by parameter). Set it again.`,
  );
}

export interface ZbsLaneOptions {
  readonly storage: Pick<
    Storage,
    'saveLaneJob' | 'moveRecipients' | 'listRecipients' | 'announcementTally' | 'loadTurn' | 'listRefusedCategories'
  >;
  readonly templates: Pick<TemplateCalls, 'sendToUser'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  quietHours(): Promise<QuietHours>;
  /** Page of the announcement; undefined where this server has no public address. */
  pageOf(announcementId: string): string | undefined;
  /** Messages a second at most. Default 5. */
  readonly perSecond?: number;
}

const ROUND_MS = 1_000;
const AGAIN_MS = 5_000;
/** A call answers or times out in 10 s; whoever is `sending` longer than this is nobody's any more. */
const CLAIM_MS = 2 * 60_000;
const TEXT_LENGTH = 200;
const NIGHT: ReadonlySet<number> = new Set([-133, -234]);
const OUT_OF_QUOTA: ReadonlySet<number> = new Set([-144, -147, -211]);
/** The template itself is refused: the same for everybody. */
const OF_TEMPLATE: ReadonlySet<number> = new Set([-109, -131, -249]);

/** The first state of the lane; without settings it is off, and says so. */
export const newZbsJob = (
  of: { readonly oaId: string; readonly announcementId: string; readonly settings: ZbsSettings | undefined },
  now: number,
): ZbsJob => ({
  oaId: of.oaId,
  announcementId: of.announcementId,
  lane: 'zbs',
  version: 0,
  state: of.settings ? 'sending' : 'off',
  dueAt: now,
  code: of.settings ? '' : 'ZBS_OFF',
  meaning: of.settings ? '' : 'No template and price are set',
  startedAt: now,
  updatedAt: now,
  detail: {
    templateId: of.settings?.templateId ?? '',
    priceVnd: of.settings?.priceVnd ?? 0,
    fields: of.settings?.fields ?? {},
    afterUserId: '',
  },
});

/**
 * A failed lane from where it stood; failed recipients come back by `retryRecipients` beside it. Undefined when it did not
 * fail, or when no usable template was set as it began.
 */
export function retryZbs(job: ZbsJob, now: number): ZbsJob | undefined {
  if (job.state !== 'failed' || job.detail.templateId === '') return undefined;
  const again = { state: 'sending', code: '', meaning: '', dueAt: now, updatedAt: now } as const;
  return { ...job, ...again, detail: { ...job.detail, afterUserId: '' } };
}

/** What stops the whole lane, and until when; undefined = this concerns one person. */
type Halt = { readonly until?: number; readonly code: string; readonly meaning: string };

export function createZbsLane(options: ZbsLaneOptions): LaneStepper<ZbsJob> {
  const { storage, templates, clock, logger, metrics } = options;
  const perSecond = options.perSecond ?? 5;

  const next = (
    job: ZbsJob,
    changes: Partial<Pick<ZbsJob, 'state' | 'code' | 'meaning'>> & { readonly dueAt?: number },
    detail: Partial<ZbsDetail> = {},
  ): Promise<ZbsJob> => {
    const { dueAt: _before, ...rest } = job;
    return keepJob(storage, { ...rest, ...changes, updatedAt: clock.now(), detail: { ...job.detail, ...detail } });
  };

  const move = async (
    { oaId, announcementId, userId }: AnnouncementRecipient,
    from: RecipientState,
    to: RecipientState,
    code = '',
  ): Promise<boolean> => {
    const at = clock.now();
    const args = { oaId, announcementId, lane: 'zbs', from: [from], userIds: [userId], to, code, at } as const;
    return (await storage.moveRecipients(args)).moved === 1;
  };

  /** What one call came to for the lane; the person is settled. */
  const send = async (
    job: ZbsJob,
    one: AnnouncementRecipient,
    category: AnnouncementCategory,
    templateData: TemplateData,
  ): Promise<Halt | undefined> => {
    const refusal = await refusalOf(one, category);
    if (refusal !== undefined) {
      await move(one, 'pending', 'skipped', refusal);
      return undefined;
    }
    if (!(await move(one, 'pending', 'sending'))) return undefined;
    try {
      await templates.sendToUser(job.oaId, { userId: one.userId, templateId: job.detail.templateId, templateData });
      await move(one, 'sending', 'sent');
      metrics.sends.inc({ lane: 'zbs', result: 'sent' });
      return undefined;
    } catch (error) {
      return refused(one, error);
    }
  };

  /** Whoever refused since the plan is not written to, least of all for money. */
  const refusalOf = async (one: AnnouncementRecipient, category: AnnouncementCategory): Promise<string | undefined> => {
    const { resident } = await storage.loadTurn(one);
    if (resident === undefined) return 'ERASED';
    if (resident.optOutAt !== undefined) return 'OPTED_OUT';
    return (await storage.listRefusedCategories(one)).includes(category) ? 'REFUSED_CATEGORY' : undefined;
  };

  const refused = async (one: AnnouncementRecipient, error: unknown): Promise<Halt | undefined> => {
    const now = clock.now();
    const halt = haltOf(error, now);
    const outcome = classify({ error, attempts: one.attempts + 1, createdAt: now, at: now }, defaultRetryPolicy);
    const code = outcome.state === 'sent' ? '' : outcome.code;
    if (error instanceof ZaloApiError) metrics.zaloErrors.inc({ code });
    metrics.sends.inc({ lane: 'zbs', result: outcome.state === 'pending' || halt ? 'retried' : outcome.state });
    if (halt) {
      await move(one, 'sending', 'pending');
      return halt;
    }
    if (outcome.state === 'pending') {
      await move(one, 'sending', 'pending');
      return { until: outcome.dueAt, code, meaning: '' };
    }
    await move(one, 'sending', outcome.state === 'unknown' ? 'unknown' : 'failed', code);
    return undefined;
  };

  /** Calls of a process that is gone: nobody knows whether they arrived, and nobody is charged twice. */
  const sweep = async ({ oaId, announcementId }: ZbsJob): Promise<void> => {
    const sending = await storage.listRecipients({
      oaId,
      announcementId,
      state: 'sending',
      lane: 'zbs',
      afterUserId: '',
      limit: 100,
    });
    for (const one of sending) {
      if (clock.now() - one.at >= CLAIM_MS) await move(one, 'sending', 'unknown', 'PROCESS_ENDED');
    }
  };

  /** How many more messages the money allows; Infinity without a bound. */
  const affordable = async (
    { announcementId, detail }: ZbsJob,
    { content, spentVnd }: Announcement,
  ): Promise<number> => {
    if (content.budgetVnd === undefined) return Infinity;
    const tally = await storage.announcementTally({ id: announcementId });
    const charged = tally
      .filter(({ lane, state }) => lane === 'zbs' && (state === 'sent' || state === 'unknown' || state === 'sending'))
      .reduce((sum, { count }) => sum + count, 0);
    return Math.floor((content.budgetVnd - spentVnd) / detail.priceVnd) - charged;
  };

  const sendSome = async (job: ZbsJob, announcement: Announcement): Promise<void> => {
    const { oaId, announcementId, detail } = job;
    await sweep(job);
    const now = clock.now();
    const hours = announcement.content.emergency ? ZALO_HOURS : await options.quietHours();
    const allowedAt = Math.max(nextAllowed(now, hours), nextAllowed(now, ZALO_HOURS));
    if (allowedAt > now) return void (await next(job, { state: 'waiting', dueAt: allowedAt, code: 'OUTSIDE_HOURS' }));
    const room = await affordable(job, announcement);
    if (room <= 0)
      return endWith(job, announcement, { state: 'done', to: 'skipped', code: 'OVER_BUDGET', meaning: '' });
    const page = await storage.listRecipients({
      oaId,
      announcementId,
      state: 'pending',
      lane: 'zbs',
      afterUserId: detail.afterUserId,
      limit: Math.min(perSecond, room),
    });
    const last = page.at(-1);
    if (!last) return endOfRound(job, announcement);
    const data = templateData(job, announcement);
    // Claimed on disk: the announcement was not stopped in this very moment.
    const claimed = await keepJob(storage, { ...job, state: 'sending', code: '', meaning: '' }, ACTING);
    for (const one of page) {
      const halt = await send(claimed, one, announcement.content.category, data);
      if (!halt) continue;
      logger.warn({ announcementId, code: halt.code }, 'template messages stopped');
      if (halt.until === undefined) {
        return endWith(claimed, announcement, {
          state: 'failed',
          to: 'failed',
          code: halt.code,
          meaning: halt.meaning,
        });
      }
      const { until: dueAt, code, meaning } = halt;
      return void (await next(claimed, { state: 'waiting', dueAt, code, meaning }, { afterUserId: '' }));
    }
    await next(claimed, { dueAt: clock.now() + ROUND_MS }, { afterUserId: last.userId });
  };

  const templateData = ({ announcementId, detail, startedAt }: ZbsJob, { content }: Announcement): TemplateData => {
    const values: Readonly<Record<string, string>> = {
      'tiêu đề': neutralText(content.title),
      'nội dung': neutralText(content.text).replaceAll(/\s+/gu, ' ').slice(0, TEXT_LENGTH),
      'liên kết': options.pageOf(announcementId) ?? '',
      ngày: vietnamDay(startedAt).split('-').toReversed().join('/'),
    };
    const fill = (pattern: string): string =>
      pattern.replace(/\{([^{}]+)\}/gu, (whole, name: string) => values[name.normalize('NFC')] ?? whole);
    return Object.fromEntries(Object.entries(detail.fields).map(([name, pattern]) => [name, fill(pattern)]));
  };

  const endOfRound = async (job: ZbsJob, { listing }: Announcement): Promise<void> => {
    const now = clock.now();
    if (job.detail.afterUserId !== '') return void (await next(job, { dueAt: now }, { afterUserId: '' }));
    const sending = await storage.listRecipients({
      oaId: job.oaId,
      announcementId: job.announcementId,
      state: 'sending',
      lane: 'zbs',
      afterUserId: '',
      limit: 1,
    });
    if (!listing.done || sending.length > 0) return void (await next(job, { dueAt: now + AGAIN_MS }));
    await next(job, { state: 'done' });
  };

  /** Nobody further is sent to: whoever is left is settled with the reason, page by page. */
  const endWith = async (
    job: ZbsJob,
    announcement: Announcement,
    end: {
      readonly state: ZbsJob['state'];
      readonly to: RecipientState;
      readonly code: string;
      readonly meaning: string;
    },
  ): Promise<void> => {
    const { state, to, code, meaning } = end;
    const at = clock.now();
    const isThrough = await settleLane(storage, announcement, { lane: 'zbs', from: ['pending'], to, code, at });
    await next(job, { state, code, meaning, ...(isThrough ? {} : { dueAt: at + AGAIN_MS }) });
  };

  return {
    async step(job, announcement) {
      if (announcement.state === 'cancelled') return void (await next(job, { state: 'cancelled' }));
      if (announcement.state === 'paused') return;
      const { code, meaning, state } = job;
      if (state === 'sending' || state === 'waiting') return sendSome(job, announcement);
      if (state === 'off') return endWith(job, announcement, { state, to: 'skipped', code, meaning });
      if (state === 'failed') return endWith(job, announcement, { state, to: 'failed', code, meaning });
      // Out of money: those listed since are not sent to either.
      if (state === 'done') return endWith(job, announcement, { state, to: 'skipped', code, meaning });
      await next(job, {});
    },
  };
}

/** Whether an answer of Zalo concerns the lane: the night, an allowance, the template, the account. */
function haltOf(error: unknown, now: number): Halt | undefined {
  if (!(error instanceof ZaloApiError)) return undefined;
  const { code, meaning, advice } = error;
  const about = { code: String(code), meaning };
  if (NIGHT.has(code)) {
    const later = isQuiet(now, ZALO_HOURS) ? nextAllowed(now, ZALO_HOURS) : now + 10 * 60_000;
    return { ...about, until: later };
  }
  if (OUT_OF_QUOTA.has(code)) return { ...about, until: nextDay(now) };
  if (OF_TEMPLATE.has(code) || advice === 'stop') return about;
  return undefined;
}
