import { defaultQuietHours, type QuietHours, readAnnouncementHours } from '../delivery/quiet-hours.ts';
import { ANNOUNCEMENT_RATE_KEY } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { ZALO_CALLS_PER_MINUTE } from './plan-timing.ts';
import { PAID_MESSAGE_VND } from './reach.ts';

/** What the province sets about reaching people; prices and caps change with Zalo's packages. */
export interface PlanSettings {
  /** Direct messages a second. Default 40: 2,400 of the 4,000 calls a minute, so that answers keep the rest. */
  readonly perSecond: number;
  /** When announcements may go out. Default 07:00–21:00. */
  readonly quietHours: QuietHours;
  /** Price of a message between 48 hours and 7 days, VND. Default 55. */
  readonly paidMessageVnd: number;
  /** Price of a ZBS template message, VND; undefined = not set, and then nobody can say what that lane costs. */
  readonly zbsMessageVnd?: number;
  /** How long Zalo takes to look at an article, ms. Default 24 hours, the cautious end: 30 minutes were reported too. */
  readonly articleReviewMs: number;
  /** Articles a month the package lets a follower have. Default 1: what the smallest package had in 2023. */
  readonly articlesPerMonth: number;
}

export const defaultPlanSettings: PlanSettings = {
  perSecond: 40,
  quietHours: defaultQuietHours,
  paidMessageVnd: PAID_MESSAGE_VND,
  articleReviewMs: 24 * 3_600_000,
  articlesPerMonth: 1,
};

/** Keys of `readMeta`/`writeMeta` under which the console keeps them; a missing or unusable one means the default. */
export const PLAN_SETTING_KEYS = {
  /** A number, or `none` for no limit but Zalo's. */
  perSecond: ANNOUNCEMENT_RATE_KEY,
  paidMessageVnd: 'announcement-paid-message-vnd',
  zbsMessageVnd: 'announcement-zbs-message-vnd',
  articleReviewHours: 'announcement-article-review-hours',
  articlesPerMonth: 'announcement-articles-per-month',
} as const;

/** The settings of this installation. */
export async function readPlanSettings(
  storage: Pick<Storage, 'readMeta'>,
  fallbackHours: QuietHours = defaultQuietHours,
): Promise<PlanSettings> {
  const read = async (key: string): Promise<number | undefined> => {
    const text = await storage.readMeta({ key });
    if (text === 'none') return ZALO_CALLS_PER_MINUTE / 60;
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const quietHours = await readAnnouncementHours(storage, fallbackHours);
  const perSecond = await read(PLAN_SETTING_KEYS.perSecond);
  const reviewHours = await read(PLAN_SETTING_KEYS.articleReviewHours);
  const zbsMessageVnd = await read(PLAN_SETTING_KEYS.zbsMessageVnd);
  return {
    quietHours,
    perSecond: perSecond === undefined || perSecond === 0 ? defaultPlanSettings.perSecond : perSecond,
    paidMessageVnd: (await read(PLAN_SETTING_KEYS.paidMessageVnd)) ?? defaultPlanSettings.paidMessageVnd,
    articleReviewMs: reviewHours === undefined ? defaultPlanSettings.articleReviewMs : reviewHours * 3_600_000,
    articlesPerMonth: (await read(PLAN_SETTING_KEYS.articlesPerMonth)) ?? defaultPlanSettings.articlesPerMonth,
    ...(zbsMessageVnd === undefined ? {} : { zbsMessageVnd }),
  };
}
