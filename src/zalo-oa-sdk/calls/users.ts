import * as z from 'zod';
import { createApiChoice } from '../api-choice.ts';
import { ZaloMessageError } from '../errors.ts';
import { dataQuery, type OaCall } from '../oa-call.ts';
import { amount, defined, idText, readData, withoutResult } from '../reply-shapes.ts';
import type { FollowerCalls } from './followers.ts';
import { requireBirthDate, requireText } from './request-checks.ts';
import {
  type CustomInfoOptions,
  customInfo,
  customInfoBody,
  toCustomInfo,
  type UserCustomInfo,
  type UserCustomInfoUpdate,
} from './user-custom-info.ts';
import { toZaloUser, userDetail, type ZaloUser } from './user-detail.ts';
import {
  checkV2Filter,
  type UserListFilter,
  type UserListQuery,
  type UserPage,
  type UserWalkOptions,
  v3ListInput,
  walkUsers,
} from './user-list.ts';

/** What to change about a user; at least one field. v2 (state agencies) knows `sharedInfo` without `birthDate` alone. */
export interface UserUpdate {
  readonly alias?: string;
  readonly externalId?: string;
  readonly sharedInfo?: {
    readonly name?: string;
    /** Digits in international form, `84912345678`. */
    readonly phone?: string;
    readonly address?: string;
    /** Zalo's own number of the province. */
    readonly cityId?: number;
    /** Zalo's own number of the district. */
    readonly districtId?: number;
    /** `dd/MM/yyyy`, from 01/01/1970 on. */
    readonly birthDate?: string;
  };
}

/**
 * The users of an OA, whichever generation of the API serves it: v3 first, v2 after a -235, remembered per OA for the
 * life of the client. That v3 answers a state agency with -235 here is inferred from the message API; the v2 calls can
 * be made directly by `client.followers`.
 */
export interface UserCalls {
  /**
   * One page of user ids. `GET /v3.0/oa/user/getlist` or `GET /v2.0/oa/getfollowers`.
   *
   * Throws `ZaloMessageError` on an offset or count outside its limits, an impossible period, and a filter that v2 does
   * not know when v2 serves the OA. Source: pages "Truy xuất ...", 2026-09.
   */
  list(oaId: string, query?: UserListQuery): Promise<UserPage>;
  /**
   * Every user id that matches, one page of 50 at a time and only as fast as they are taken. On v3 a list of more than
   * 10,000 ends in `ZaloListLimitError`, after the 10,000. A user who comes or goes meanwhile may be missed or given
   * twice. Errors of {@link UserCalls.list} end the walk; `options.offset` goes on from there.
   */
  all(oaId: string, filter?: UserListFilter, options?: UserWalkOptions): AsyncGenerator<string, void, undefined>;
  /**
   * One user. `GET /v3.0/oa/user/detail` or `GET /v2.0/oa/getprofile`; -213 for someone who neither follows nor has
   * interacted. Source: pages "Truy xuất ...", 2026-09.
   */
  detail(oaId: string, userId: string): Promise<ZaloUser>;
  /**
   * Changes what the OA has stored. `POST /v3.0/oa/user/update` or `POST /v2.0/oa/updatefollowerinfo`.
   *
   * Throws `ZaloMessageError` when there is nothing to change, on a wrong date, and on a field that v2 does not know
   * when v2 serves the OA. Source: documentation of `user/update`, 2026-09.
   */
  update(oaId: string, userId: string, update: UserUpdate): Promise<void>;
  /**
   * The fields the OA has defined for its users. `GET` (or `POST`) `/v3.0/oa/user/detail/custominfo`; v3 alone. Needs
   * the permission for custom user information. Source: documentation of the call, 2026-09.
   */
  customInfo(oaId: string, userId: string, options?: CustomInfoOptions): Promise<UserCustomInfo>;
  /**
   * Stores such fields. `POST /v3.0/oa/user/update/custominfo`; v3 alone. Throws `ZaloMessageError` when there is
   * nothing to store or on a wrong date. Source: documentation of the call, 2026-09.
   */
  updateCustomInfo(oaId: string, userId: string, update: UserCustomInfoUpdate): Promise<void>;
}

const page = z.object({
  total: amount.optional().catch(undefined),
  users: z.array(z.object({ user_id: idText })),
});

/** {@link UserCalls} over an authenticated call and the v2 calls. A restart costs one -235 per state agency. */
export function createUserCalls(call: OaCall, followers: FollowerCalls): UserCalls {
  const choice = createApiChoice();

  async function listV3(oaId: string, query: UserListQuery): Promise<UserPage> {
    const path = '/v3.0/oa/user/getlist';
    const body = await call(oaId, { host: 'api', method: 'GET', path, query: dataQuery(v3ListInput(query)) });
    const { total, users } = readData(page, body, `GET ${path}`);
    return { ...defined({ total }), userIds: users.map((user) => user.user_id), api: 'v3' };
  }

  async function listV2(oaId: string, query: UserListQuery): Promise<UserPage> {
    checkV2Filter(query);
    const { offset, count, tagName } = query;
    return { ...(await followers.list(oaId, defined({ offset, count, tagName }))), api: 'v2' };
  }

  async function detailV3(oaId: string, userId: string): Promise<ZaloUser> {
    const path = '/v3.0/oa/user/detail';
    const query = dataQuery({ user_id: requireText('userId', userId) });
    return toZaloUser(
      readData(userDetail, await call(oaId, { host: 'api', method: 'GET', path, query }), `GET ${path}`),
    );
  }

  async function list(oaId: string, query: UserListQuery = {}): Promise<UserPage> {
    return choice.run(oaId, (api) => (api === 'v3' ? listV3(oaId, query) : listV2(oaId, query)));
  }

  return {
    list,
    all: (oaId, filter = {}, options = {}) => walkUsers((query) => list(oaId, query), filter, options),
    detail: (oaId, userId) =>
      choice.run(oaId, (api) => (api === 'v3' ? detailV3(oaId, userId) : followers.profile(oaId, userId))),
    async update(oaId, userId, update) {
      const json = updateBody(userId, update);
      await choice.run(oaId, async (api) => {
        if (api === 'v3') await call(oaId, { host: 'api', method: 'POST', path: '/v3.0/oa/user/update', json });
        else await followers.updateInfo(oaId, userId, v2Info(update));
      });
    },
    async customInfo(oaId, userId, options = {}) {
      const { fields, method = 'GET' } = options;
      const path = '/v3.0/oa/user/detail/custominfo';
      const input = defined({ user_id: requireText('userId', userId), fields_to_export: fields });
      const carried = method === 'GET' ? { query: dataQuery(input) } : { json: input };
      const body = await call(oaId, { host: 'api', method, path, ...carried });
      // every field may be missing, the object around them may not
      if (body['data'] === undefined || body['data'] === null) throw withoutResult(`${method} ${path}`, 'data');
      return toCustomInfo(readData(customInfo, body, `${method} ${path}`));
    },
    async updateCustomInfo(oaId, userId, update) {
      const json = customInfoBody(userId, update);
      await call(oaId, { host: 'api', method: 'POST', path: '/v3.0/oa/user/update/custominfo', json });
    },
  };
}

function updateBody(userId: string, { alias, externalId, sharedInfo }: UserUpdate): object {
  const shared = sharedInfo
    ? defined({
        name: sharedInfo.name,
        phone: sharedInfo.phone,
        address: sharedInfo.address,
        city_id: sharedInfo.cityId,
        district_id: sharedInfo.districtId,
        user_dob:
          sharedInfo.birthDate === undefined
            ? undefined
            : requireBirthDate('sharedInfo.birthDate', sharedInfo.birthDate),
      })
    : {};
  const fields = {
    ...(Object.keys(shared).length === 0 ? {} : { shared_info: shared }),
    ...defined({ user_alias: alias, user_external_id: externalId }),
  };
  if (Object.keys(fields).length === 0) {
    throw new ZaloMessageError('update', 'has no field; expected at least one to change.');
  }
  return { user_id: requireText('userId', userId), ...fields };
}

function v2Info({ alias, externalId, sharedInfo = {} }: UserUpdate): Parameters<FollowerCalls['updateInfo']>[2] {
  const { birthDate, ...info } = sharedInfo;
  const unknown = Object.entries({ alias, externalId, 'sharedInfo.birthDate': birthDate }).find(
    ([, value]) => value !== undefined,
  );
  if (!unknown) return info;
  throw new ZaloMessageError(unknown[0], 'is not known to the v2 API, which serves this OA. Leave it out.');
}
