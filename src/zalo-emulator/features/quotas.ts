import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { readFields, zaloId } from './field-reading.ts';
import { findKnownUser, refuseForType } from './known-users.ts';
import { endOfVietnamMonth, vietnamMonth } from './vietnam-time.ts';

/** What a message outside the free 48 hours takes from: an allowance (`quota` of the answer), money, or nothing. */
export type Charge =
  | { readonly ok: true; readonly quota?: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusal: ApiAnswer };

/** Counts what the OA may still send beyond its free messages. */
export interface Allowances {
  /**
   * Takes one consultation outside 48 h: from the package's monthly `sub_quota`, then `reward_quota`, then
   * `purchase_quota`, then from the Zalo Cloud Account (no `quota` in the answer; -320 none linked, -321 too little).
   */
  chargeConsultation(): Charge;
  /** Takes the price of a template message from bought template messages, else from the account. */
  chargeTemplate(priceVnd: number): Charge;
}

/** How many broadcasts one follower got; see `createBroadcasts`. */
export interface BroadcastCounts {
  countsOf(residentId: string): { readonly today: number; readonly thisMonth: number };
}

const userShape = z.object({ user_id: zaloId });
const ownerShape = z.object({
  quota_owner: z.enum(['OA', 'APP', 'App']),
  product_type: z.enum(['cs', 'transaction']).optional(),
  quota_type: z.enum(['sub_quota', 'purchase_quota', 'reward_quota']).optional(),
});
const v2Shape = z.object({
  user_id: zaloId.optional(),
  message_id: zaloId.optional(),
  type: z.enum(['reply', 'promotion']).default('promotion'),
});

const poolNames = ['sub_quota', 'reward_quota', 'purchase_quota', 'template'] as const;
type PoolName = (typeof poolNames)[number];

const stateShape = z.object({ month: z.int(), used: z.record(z.enum(poolNames), z.int().nonnegative()) });

const nothingUsed: Readonly<Record<PoolName, number>> = {
  sub_quota: 0,
  reward_quota: 0,
  purchase_quota: 0,
  template: 0,
};

/** The free answers within 48 h are unlimited since 2026-01-01; the field stays frozen at its last total. */
export const FROZEN_REPLY_TOTAL = 8;

/** Both forms of `POST /v3.0/oa/quota/message`, `POST /v2.0/oa/quota/message`, and the counting behind them. */
export function createQuotas(parts: EmulatorParts, broadcasts: BroadcastCounts): Feature & Allowances {
  const { options, account, book } = parts;
  const { settings, now } = options;
  let month = vietnamMonth(now());
  let used: Record<PoolName, number> = { ...nothingUsed };

  const totalOf = (pool: PoolName): number =>
    ({
      sub_quota: settings.subQuotaPerMonth,
      reward_quota: settings.rewardQuotaTotal,
      purchase_quota: settings.purchaseQuotaTotal,
      template: settings.templatePurchaseQuota,
    })[pool];

  function leftIn(pool: PoolName): number {
    const current = vietnamMonth(now());
    // only the package's own allowance begins anew each month
    if (current !== month) used = { ...used, sub_quota: 0 };
    month = current;
    return Math.max(0, totalOf(pool) - used[pool]);
  }

  function takeFrom(pool: PoolName): Readonly<Record<string, string>> {
    const left = leftIn(pool) - 1;
    used = { ...used, [pool]: used[pool] + 1 };
    const type = pool === 'template' ? 'purchase_quota' : pool;
    const amounts = { quota_type: type, remain: String(left), total: String(totalOf(pool)) };
    return type === 'sub_quota'
      ? { ...amounts, expired_date: endOfVietnamMonth(now()) }
      : { ...amounts, owner_type: 'OA', owner_id: options.oaId };
  }

  function pay(priceVnd: number): Charge {
    const { zcaBalanceVnd } = account.get();
    if (zcaBalanceVnd === undefined) return { ok: false, refusal: refuse(-320) };
    if (zcaBalanceVnd < priceVnd) return { ok: false, refusal: refuse(-321) };
    if (priceVnd > 0) account.update({ zcaBalanceVnd: zcaBalanceVnd - priceVnd });
    return { ok: true };
  }

  function quotaOfUser(body: unknown): ApiAnswer {
    const read = readFields(settings, userShape, body);
    if (!read.ok) return read.refusal;
    const known = findKnownUser(parts, read.value.user_id);
    if (!known.ok) return known.refusal;
    const { id, lastInteractionAtMs } = known.resident;
    return accept({
      last_interaction: String(lastInteractionAtMs ?? ''),
      cs_reply: { remain: FROZEN_REPLY_TOTAL, total: FROZEN_REPLY_TOTAL },
      promotion: promotionOf(id),
    });
  }

  function promotionOf(residentId: string) {
    const { today, thisMonth } = broadcasts.countsOf(residentId);
    const { broadcastsPerDay, broadcastsPerMonth } = settings;
    return {
      daily_remain: Math.max(0, broadcastsPerDay - today),
      daily_total: broadcastsPerDay,
      monthly_remain: Math.max(0, broadcastsPerMonth - thisMonth),
      monthly_total: broadcastsPerMonth,
    };
  }

  function quotaOfOwner(body: unknown): ApiAnswer {
    const read = readFields(settings, ownerShape, body);
    if (!read.ok) return read.refusal;
    const { quota_owner: owner, product_type: productType, quota_type: quotaType } = read.value;
    const rows = poolNames
      .filter((pool) => owner === 'OA' && totalOf(pool) > 0)
      .map((pool) => ({
        asset_id: `asset-${pool}`,
        product_type: pool === 'template' ? 'transaction' : 'cs',
        quota_type: pool === 'template' ? 'purchase_quota' : pool,
        valid_through: endOfVietnamMonth(now()),
        total: totalOf(pool),
        remain: leftIn(pool),
      }));
    return accept(
      rows.filter(
        (row) =>
          (productType === undefined || row.product_type === productType) &&
          (quotaType === undefined || row.quota_type === quotaType),
      ),
    );
  }

  /**
   * Three questions: no body = the package's messages (`active`), a message id = the free answers to it, a user id = the
   * user's. Source: official Java and .NET SDKs and NukeViet CMS for the bodies, a published walk-through for `active`.
   */
  function quotaV2(body: unknown): ApiAnswer {
    const read = readFields(settings, v2Shape, body ?? {});
    if (!read.ok) return read.refusal;
    const { user_id: userId, message_id: messageId, type } = read.value;
    const reply = accept({ type: 'reply', remain: FROZEN_REPLY_TOTAL, total: FROZEN_REPLY_TOTAL });
    if (messageId !== undefined) {
      const isKnown = book.findMessage(messageId) !== undefined;
      return isKnown ? reply : refuseField(settings.invalidFieldCode, 'message_id');
    }
    if (userId === undefined) {
      return accept({ type: 'active', remain: leftIn('sub_quota'), total: totalOf('sub_quota') });
    }
    const known = findKnownUser(parts, userId);
    if (!known.ok) return known.refusal;
    if (type === 'reply') return reply;
    const { monthly_remain: remain, monthly_total: total } = promotionOf(known.resident.id);
    return accept({ type, remain, total });
  }

  function hasOwner(body: unknown): boolean {
    return typeof body === 'object' && body !== null && 'quota_owner' in body;
  }

  return {
    key: 'quotas',
    routes: [
      {
        method: 'POST',
        path: '/v3.0/oa/quota/message',
        answer: ({ body }) =>
          refuseForType(parts, 4, settings.v3QuotaOnStateAgencyCode) ??
          (hasOwner(body) ? quotaOfOwner(body) : quotaOfUser(body)),
      },
      {
        method: 'POST',
        path: '/v2.0/oa/quota/message',
        answer: ({ body }) => refuseForType(parts, 2, settings.v2QuotaOnBusinessCode) ?? quotaV2(body),
      },
    ],
    chargeConsultation() {
      if (account.get().type === 4 && !settings.chargesStateAgency) return { ok: true };
      const pool = (['sub_quota', 'reward_quota', 'purchase_quota'] as const).find((name) => leftIn(name) > 0);
      return pool === undefined ? pay(settings.consultationPriceVnd) : { ok: true, quota: takeFrom(pool) };
    },
    chargeTemplate: (priceVnd) => (leftIn('template') > 0 ? { ok: true, quota: takeFrom('template') } : pay(priceVnd)),
    dump: () => ({ month, used }),
    load(state) {
      const saved = stateShape.parse(state);
      month = saved.month;
      used = { ...nothingUsed, ...saved.used };
    },
  };
}
