import { dataQuery, type OaCall } from '../oa-call.ts';
import { readData, withoutResult } from '../reply-shapes.ts';
import { type ConversationItem, conversationPage, toConversationItem } from './conversation-items.ts';
import { requireText, requireWithin } from './request-checks.ts';

/** Most messages one conversation call gives. Source: pages "Truy xuất ...", 2026-09. */
export const MESSAGES_PER_CALL = 10;

/** A page of messages. */
export interface ConversationQuery {
  /** Position of the first message, default 0: the newest. */
  readonly offset?: number;
  /** 1 to {@link MESSAGES_PER_CALL}, default the most. */
  readonly count?: number;
}

/** How to walk through a conversation. */
export interface ConversationWalkOptions {
  /** Where to begin, default 0: the newest message. */
  readonly offset?: number;
  /** Awaited before each further page, to spread the calls over time. Pages are read one at a time in any case. */
  readonly betweenPages?: () => Promise<void>;
}

/** What was said between an OA and its users. On v2 for every OA type; needs the permission to manage messages. */
export interface ConversationCalls {
  /**
   * The newest messages over all users, one entry a message. `GET /v2.0/oa/listrecentchat`. Throws `ZaloMessageError`
   * on an offset below 0 or a count outside 1 to 10. Source: pages "Truy xuất ..." and a public capture of 2025-10.
   */
  recent(oaId: string, query?: ConversationQuery): Promise<readonly ConversationItem[]>;
  /**
   * Messages with one user, newest first. `GET /v2.0/oa/conversation`. Throws `ZaloMessageError` as
   * {@link ConversationCalls.recent} does. Source: pages "Truy xuất ..." and a public capture of 2025-10.
   */
  withUser(oaId: string, userId: string, query?: ConversationQuery): Promise<readonly ConversationItem[]>;
  /**
   * The whole conversation with one user, newest first, one page of 10 at a time and only as fast as it is taken. A
   * message that a newer one moved to the next page is given once. Throws `ZaloTransportError` (`ZALO_BAD_ANSWER`) when
   * Zalo gives the same full page twice, so that the walk cannot go round for ever.
   */
  history(
    oaId: string,
    userId: string,
    options?: ConversationWalkOptions,
  ): AsyncGenerator<ConversationItem, void, undefined>;
}

const RECENT_PATH = '/v2.0/oa/listrecentchat';
const CONVERSATION_PATH = '/v2.0/oa/conversation';

/** {@link ConversationCalls} over an authenticated call. */
export function createConversationCalls(call: OaCall): ConversationCalls {
  async function read(oaId: string, path: string, who: object, query: ConversationQuery): Promise<ConversationItem[]> {
    const offset = requireWithin('offset', query.offset ?? 0, { min: 0, max: Number.MAX_SAFE_INTEGER });
    const count = requireWithin('count', query.count ?? MESSAGES_PER_CALL, { min: 1, max: MESSAGES_PER_CALL });
    const body = await call(oaId, { host: 'api', method: 'GET', path, query: dataQuery({ ...who, offset, count }) });
    return readData(conversationPage, body, `GET ${path}`).map(toConversationItem);
  }

  async function withUser(oaId: string, userId: string, query: ConversationQuery = {}): Promise<ConversationItem[]> {
    return read(oaId, CONVERSATION_PATH, { user_id: requireText('userId', userId) }, query);
  }

  async function* history(
    oaId: string,
    userId: string,
    options: ConversationWalkOptions = {},
  ): AsyncGenerator<ConversationItem, void, undefined> {
    const given = new Set<string>();
    let previous = '';
    for (let offset = options.offset ?? 0; ; offset += MESSAGES_PER_CALL) {
      const items = await withUser(oaId, userId, { offset });
      for (const item of items) {
        if (item.messageId !== undefined && given.has(item.messageId)) continue;
        if (item.messageId !== undefined) given.add(item.messageId);
        yield item;
      }
      if (items.length < MESSAGES_PER_CALL) return;
      const current = JSON.stringify(items.map((item) => item.raw));
      if (current === previous) throw withoutResult(`GET ${CONVERSATION_PATH}`, 'a page other than the one before');
      previous = current;
      await options.betweenPages?.();
    }
  }

  return { recent: async (oaId, query = {}) => read(oaId, RECENT_PATH, {}, query), withUser, history };
}
