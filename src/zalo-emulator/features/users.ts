import type { ApiAnswer } from '../api-answers.ts';
import type { Feature, OaRequest, OaRoute } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { refuseForType } from './known-users.ts';
import type { ResidentProfiles } from './resident-profiles.ts';
import type { TagBook } from './tags.ts';
import { readCustomInfo, updateCustomInfo } from './user-custom-info.ts';
import { forgetUser, readFollower, readUser, updateFollower, updateUser } from './user-detail.ts';
import { listFollowers, listUsers } from './user-list.ts';

/**
 * The people an OA knows: `user/*` of v3 for a business OA, the follower calls of v2 for a state agency. Which of the two
 * sets is closed for whom is a setting: Zalo closed v2 for business OAs on 2024-06-01; v3 on a state agency is untested.
 *
 * Source: Zalo docs, "Truy xuất danh sách người dùng", "Truy xuất chi tiết người dùng" and their siblings.
 */
export function createUsers(parts: EmulatorParts, profiles: ResidentProfiles, tags: TagBook): Feature {
  const { settings } = parts.options;

  function route(method: OaRoute['method'], path: string, answer: (request: OaRequest) => ApiAnswer): OaRoute {
    const [closedType, code] = path.startsWith('/v3.0/')
      ? ([4, settings.v3UsersOnStateAgencyCode] as const)
      : ([2, settings.v2FollowersOnBusinessCode] as const);
    return { method, path, answer: (request) => refuseForType(parts, closedType, code) ?? answer(request) };
  }

  return {
    key: 'users',
    routes: [
      route('GET', '/v3.0/oa/user/getlist', ({ data }) => listUsers(parts, tags, data)),
      route('GET', '/v3.0/oa/user/detail', ({ data }) => readUser(parts, profiles, tags, data)),
      route('POST', '/v3.0/oa/user/update', ({ body }) => updateUser(parts, profiles, body)),
      route('GET', '/v3.0/oa/user/detail/custominfo', ({ data }) => readCustomInfo(parts, profiles, data)),
      route('POST', '/v3.0/oa/user/detail/custominfo', ({ body }) => readCustomInfo(parts, profiles, body)),
      route('POST', '/v3.0/oa/user/update/custominfo', ({ body }) => updateCustomInfo(parts, profiles, body)),
      route('GET', '/v2.0/oa/getfollowers', ({ data }) => listFollowers(parts, tags, data)),
      route('GET', '/v2.0/oa/getprofile', ({ data }) => readFollower(parts, profiles, tags, data)),
      route('POST', '/v2.0/oa/updatefollowerinfo', ({ body }) => updateFollower(parts, profiles, body)),
      {
        method: 'POST',
        path: '/v2.0/oa/deletefollowerinfo',
        answer: ({ body }) =>
          refuseForType(parts, 2, settings.deleteInfoOnBusinessCode) ?? forgetUser(parts, profiles, body),
      },
    ],
    dump: () => profiles.dump(),
    load: (state) => profiles.load(state),
  };
}
