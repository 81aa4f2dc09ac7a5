import * as z from 'zod';
import type { OaCall } from '../oa-call.ts';
import { readData } from '../reply-shapes.ts';
import { requireText } from './request-checks.ts';

/** Tags ("nhãn") on users. On v2 for every OA type. Zalo reports each change as an event too (`add_user_to_tag`). */
export interface TagCalls {
  /** The names of the OA's tags. `GET /v2.0/oa/tag/gettagsofoa`. Source: tag pages, 2026-09. */
  list(oaId: string): Promise<readonly string[]>;
  /**
   * Puts a tag on a user, and creates it when the OA has none of that name. `POST /v2.0/oa/tag/tagfollower`.
   * Source: tag pages, 2026-09. Throws `ZaloMessageError` on an empty id or name.
   */
  add(oaId: string, userId: string, tagName: string): Promise<void>;
  /**
   * Takes a tag off a user; the tag itself stays. `POST /v2.0/oa/tag/rmfollowerfromtag`. Source: tag pages, 2026-09.
   * Throws `ZaloMessageError` on an empty id or name.
   */
  remove(oaId: string, userId: string, tagName: string): Promise<void>;
  /**
   * Deletes a tag, from every user at once. `POST /v2.0/oa/tag/rmtag`. Source: tag pages, 2026-09. Throws
   * `ZaloMessageError` on an empty name.
   */
  deleteTag(oaId: string, tagName: string): Promise<void>;
}

/** {@link TagCalls} over an authenticated call. */
export function createTagCalls(call: OaCall): TagCalls {
  async function post(oaId: string, name: string, json: object): Promise<void> {
    await call(oaId, { host: 'api', method: 'POST', path: `/v2.0/oa/tag/${name}`, json });
  }
  function pair(userId: string, tagName: string): object {
    return { user_id: requireText('userId', userId), tag_name: requireText('tagName', tagName) };
  }
  return {
    async list(oaId) {
      const path = '/v2.0/oa/tag/gettagsofoa';
      return readData(z.array(z.string()), await call(oaId, { host: 'api', method: 'GET', path }), `GET ${path}`);
    },
    add: async (oaId, userId, tagName) => post(oaId, 'tagfollower', pair(userId, tagName)),
    remove: async (oaId, userId, tagName) => post(oaId, 'rmfollowerfromtag', pair(userId, tagName)),
    deleteTag: async (oaId, tagName) => post(oaId, 'rmtag', { tag_name: requireText('tagName', tagName) }),
  };
}
