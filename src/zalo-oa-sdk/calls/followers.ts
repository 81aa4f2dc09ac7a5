import * as z from 'zod';
import { ZaloMessageError } from '../errors.ts';
import { dataQuery, type OaCall } from '../oa-call.ts';
import { amount, defined, idText, readData } from '../reply-shapes.ts';
import { requireText, requireWithin } from './request-checks.ts';
import { toZaloUser, userDetail, type ZaloUser } from './user-detail.ts';

/** Most followers one `getfollowers` call gives. Source: v2 pages "Truy xuất ...", 2025-08. */
export const FOLLOWERS_PER_CALL = 50;

/** Which followers to list. */
export interface FollowerQuery {
  /** Position of the first follower, default 0. */
  readonly offset?: number;
  /** 1 to {@link FOLLOWERS_PER_CALL}, default the most. */
  readonly count?: number;
  /** Only followers with this tag. */
  readonly tagName?: string;
}

/** A page of followers. */
export interface FollowerPage {
  readonly userIds: readonly string[];
  /** How many there are in all. */
  readonly total?: number;
}

/** What v2 can store about a follower. At least one field. */
export interface FollowerInfo {
  readonly name?: string;
  /** Digits in international form, `84912345678`. */
  readonly phone?: string;
  readonly address?: string;
  /** Zalo's own number of the province. */
  readonly cityId?: number;
  /** Zalo's own number of the district. */
  readonly districtId?: number;
}

/**
 * The v2 calls for followers. Zalo closed the first three to business OAs on 2024-06-01 and documents them as valid for
 * state agencies; `deleteInfo` is for every OA. `client.users` chooses between these and v3 by itself.
 */
export interface FollowerCalls {
  /**
   * `GET /v2.0/oa/getfollowers`. Throws `ZaloMessageError` on an offset below 0 or a count outside 1 to 50.
   * Source: v2 pages "Truy xuất ...", 2025-08.
   */
  list(oaId: string, query?: FollowerQuery): Promise<FollowerPage>;
  /**
   * `GET /v2.0/oa/getprofile`; -213 when the user does not follow. Source: v2 pages "Truy xuất ...", 2025-08.
   */
  profile(oaId: string, userId: string): Promise<ZaloUser>;
  /**
   * `POST /v2.0/oa/updatefollowerinfo`. Fields left out are not sent. Throws `ZaloMessageError` when there is none.
   * Source: v2 documentation of the call, 2025-08.
   */
  updateInfo(oaId: string, userId: string, info: FollowerInfo): Promise<void>;
  /**
   * `POST /v2.0/oa/deletefollowerinfo`: erases what the OA has stored about a user, for instance after the event
   * `user_withdraw`. The user's Zalo account is not touched. All OA types. Source: documentation of the call, 2026-09.
   */
  deleteInfo(oaId: string, userId: string): Promise<void>;
}

const page = z.object({
  total: amount.optional().catch(undefined),
  followers: z.array(z.object({ user_id: idText })),
});

/** {@link FollowerCalls} over an authenticated call. */
export function createFollowerCalls(call: OaCall): FollowerCalls {
  return {
    async list(oaId, query = {}) {
      const offset = requireWithin('offset', query.offset ?? 0, { min: 0, max: Number.MAX_SAFE_INTEGER });
      const count = requireWithin('count', query.count ?? FOLLOWERS_PER_CALL, { min: 1, max: FOLLOWERS_PER_CALL });
      const tagName = query.tagName === undefined ? undefined : requireText('tagName', query.tagName);
      const path = '/v2.0/oa/getfollowers';
      const input = defined({ offset, count, tag_name: tagName });
      const body = await call(oaId, { host: 'api', method: 'GET', path, query: dataQuery(input) });
      const { total, followers } = readData(page, body, `GET ${path}`);
      const userIds = followers.map((follower) => follower.user_id);
      return total === undefined ? { userIds } : { userIds, total };
    },
    async profile(oaId, userId) {
      const path = '/v2.0/oa/getprofile';
      const query = dataQuery({ user_id: requireText('userId', userId) });
      return toZaloUser(
        readData(userDetail, await call(oaId, { host: 'api', method: 'GET', path, query }), `GET ${path}`),
      );
    },
    async updateInfo(oaId, userId, info) {
      const { name, phone, address, cityId, districtId } = info;
      const fields = defined({ name, phone, address, city_id: cityId, district_id: districtId });
      if (Object.keys(fields).length === 0) {
        throw new ZaloMessageError('info', 'has no field; expected at least one to update.');
      }
      const json = { user_id: requireText('userId', userId), ...fields };
      await call(oaId, { host: 'api', method: 'POST', path: '/v2.0/oa/updatefollowerinfo', json });
    },
    async deleteInfo(oaId, userId) {
      const json = { user_id: requireText('userId', userId) };
      await call(oaId, { host: 'api', method: 'POST', path: '/v2.0/oa/deletefollowerinfo', json });
    },
  };
}
