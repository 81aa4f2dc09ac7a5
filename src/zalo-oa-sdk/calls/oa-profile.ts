import * as z from 'zod';
import type { OaCall } from '../oa-call.ts';
import { amount, defined, idText, optionalText, readData } from '../reply-shapes.ts';

/**
 * An OA's own profile. `oaType`: 2 business, 4 state agency. The package fields are given for businesses only; the
 * dates are `dd/MM/yyyy` without a time zone.
 */
export interface OaProfile {
  readonly oaId: string;
  readonly name?: string;
  readonly description?: string;
  readonly alias?: string;
  readonly oaType?: number;
  readonly isVerified?: boolean;
  readonly category?: string;
  readonly followerCount?: number;
  readonly avatarUrl?: string;
  readonly coverUrl?: string;
  readonly packageName?: string;
  readonly packageValidThrough?: string;
  readonly packageAutoRenewDate?: string;
  /** The Zalo Cloud Account that pays for billed messages, as Zalo names it. */
  readonly linkedZca?: string;
}

/** What an OA can ask about itself. */
export interface OaProfileCalls {
  /** `GET /v2.0/oa/getoa`, page "Truy xuất thông tin của Zalo Official Account". */
  getOa(oaId: string): Promise<OaProfile>;
}

const profile = z.object({
  oaid: idText.optional(),
  oa_id: idText.optional(),
  name: optionalText,
  description: optionalText,
  oa_alias: optionalText,
  oa_type: amount.optional(),
  is_verified: z.boolean().optional(),
  cate_name: optionalText,
  num_follower: amount.optional(),
  avatar: optionalText,
  cover: optionalText,
  package_name: optionalText,
  package_valid_through_date: optionalText,
  package_auto_renew_date: optionalText,
  linked_ZCA: idText.optional().catch(undefined),
});

/** {@link OaProfileCalls} over an authenticated call. */
export function createOaProfileCalls(call: OaCall): OaProfileCalls {
  return {
    async getOa(oaId) {
      const path = '/v2.0/oa/getoa';
      const data = readData(profile, await call(oaId, { host: 'api', method: 'GET', path }), `GET ${path}`);
      return defined({
        oaId: data.oaid ?? data.oa_id ?? oaId,
        name: data.name,
        description: data.description,
        alias: data.oa_alias,
        oaType: data.oa_type,
        isVerified: data.is_verified,
        category: data.cate_name,
        followerCount: data.num_follower,
        avatarUrl: data.avatar,
        coverUrl: data.cover,
        packageName: data.package_name,
        packageValidThrough: data.package_valid_through_date,
        packageAutoRenewDate: data.package_auto_renew_date,
        linkedZca: data.linked_ZCA,
      }) as OaProfile;
    },
  };
}
