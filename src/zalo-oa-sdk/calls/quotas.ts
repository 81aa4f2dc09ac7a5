import * as z from 'zod';
import type { OaCall } from '../oa-call.ts';
import { amount, defined, readData } from '../reply-shapes.ts';
import type { QuotaType } from './group-types.ts';
import { requireText } from './request-checks.ts';
import type { OneOf } from './list-arguments.ts';
import { looseText } from './loose-fields.ts';

/** What may still be sent to one user, and when they last did something with the OA (epoch ms). */
export interface UserQuota {
  readonly lastInteractionAtMs?: number;
  /** Free answers within 48 hours; no longer counted since 2026, when Zalo may leave it out. */
  readonly consultation?: { readonly remain?: number; readonly total?: number };
  readonly promotion?: {
    readonly dailyRemain?: number;
    readonly dailyTotal?: number;
    readonly monthlyRemain?: number;
    readonly monthlyTotal?: number;
  };
}

/** What an allowance is for: consultations or transactions. */
export type MessageProductType = 'cs' | 'transaction';

/** Which allowances to list. `owner` is who paid: the OA itself, or the app for all OAs it serves. */
export interface QuotaFilter {
  readonly owner: 'OA' | 'APP';
  readonly productType?: MessageProductType;
  readonly quotaType?: QuotaType;
}

/** One allowance of messages. `validThrough` is Zalo's date text. */
export interface MessageQuota {
  readonly assetId?: string;
  readonly productType?: OneOf<MessageProductType>;
  readonly quotaType?: OneOf<QuotaType>;
  readonly validThrough?: string;
  readonly total?: number;
  readonly remain?: number;
}

/** Allowances of messages. Source: pages "Kiểm tra hạn mức ...", 2026-11. */
export interface QuotaCalls {
  /** What one user can still be sent. `POST /v3.0/oa/quota/message` with `user_id`. */
  ofUser(oaId: string, userId: string): Promise<UserQuota>;
  /** The allowances of the OA or the app. `POST /v3.0/oa/quota/message` with `quota_owner`. */
  list(oaId: string, filter: QuotaFilter): Promise<readonly MessageQuota[]>;
}

const PATH = '/v3.0/oa/quota/message';

const optionalAmount = amount.optional().catch(undefined);

const userQuota = z
  .object({
    last_interaction: optionalAmount,
    cs_reply: z.object({ remain: optionalAmount, total: optionalAmount }).optional().catch(undefined),
    promotion: z
      .object({
        daily_remain: optionalAmount,
        daily_total: optionalAmount,
        monthly_remain: optionalAmount,
        monthly_total: optionalAmount,
      })
      .optional()
      .catch(undefined),
  })
  .refine((data) => Object.values(data).some((value) => value !== undefined));

const quotaList = z.array(
  z
    .object({
      asset_id: looseText,
      product_type: looseText,
      quota_type: looseText,
      valid_through: looseText,
      total: optionalAmount,
      remain: optionalAmount,
    })
    .transform(
      (quota): MessageQuota =>
        defined({
          assetId: quota.asset_id,
          productType: quota.product_type,
          quotaType: quota.quota_type,
          validThrough: quota.valid_through,
          total: quota.total,
          remain: quota.remain,
        }) as MessageQuota,
    ),
);

/** {@link QuotaCalls} over an authenticated call. */
export function createQuotaCalls(call: OaCall): QuotaCalls {
  const ask = (oaId: string, json: object) => call(oaId, { host: 'api', method: 'POST', path: PATH, json });
  return {
    async ofUser(oaId, userId) {
      const body = await ask(oaId, { user_id: requireText('userId', userId) });
      const { last_interaction, cs_reply, promotion } = readData(userQuota, body, `POST ${PATH}`);
      return defined({
        lastInteractionAtMs: last_interaction,
        consultation: cs_reply && defined({ remain: cs_reply.remain, total: cs_reply.total }),
        promotion:
          promotion &&
          defined({
            dailyRemain: promotion.daily_remain,
            dailyTotal: promotion.daily_total,
            monthlyRemain: promotion.monthly_remain,
            monthlyTotal: promotion.monthly_total,
          }),
      }) as UserQuota;
    },

    async list(oaId, filter) {
      const json = defined({
        quota_owner: filter.owner,
        product_type: filter.productType,
        quota_type: filter.quotaType,
      });
      return readData(quotaList, await ask(oaId, json), `POST ${PATH}`);
    },
  };
}
