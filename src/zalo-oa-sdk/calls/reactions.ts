import { ZaloMessageError } from '../errors.ts';
import type { OaCall } from '../oa-call.ts';
import { requireText } from './request-checks.ts';

/**
 * The icons an OA can put on a message, and `remove`, which takes the OA's icons off. Zalo names them by these codes
 * alone; the English names are ours. Source: page "Thả biểu tượng cảm xúc", 2026-11.
 */
export const REACTIONS = {
  haha: ':>',
  sad: '--b',
  cry: ':-((',
  like: '/-strong',
  heart: '/-heart',
  angry: ':-h',
  wow: ':o',
  remove: '/-remove',
} as const;

/** A code of {@link REACTIONS}. */
export type ReactionIcon = (typeof REACTIONS)[keyof typeof REACTIONS];

/** Most reactions one message can carry; Zalo counts them, so this is for information. Source: as {@link REACTIONS}. */
export const REACTIONS_PER_MESSAGE = 50;

/** Reactions to messages of users. On v2 for every OA type, business OAs too. */
export interface ReactionCalls {
  /**
   * Puts an icon on a message of a user, or with `REACTIONS.remove` takes the OA's icons off: a sign of "read" that is
   * no message and costs none. `POST /v2.0/oa/message` with `sender_action`. At most 50 on one message, which Zalo
   * enforces. Throws `ZaloMessageError` on an empty id or an icon that is none of {@link REACTIONS}.
   */
  react(oaId: string, userId: string, messageId: string, icon: ReactionIcon): Promise<void>;
}

const ICONS: readonly string[] = Object.values(REACTIONS);

/** {@link ReactionCalls} over an authenticated call. */
export function createReactionCalls(call: OaCall): ReactionCalls {
  return {
    async react(oaId, userId, messageId, icon) {
      const json = {
        recipient: { user_id: requireText('userId', userId) },
        sender_action: { react_icon: checkedIcon(icon), react_message_id: requireText('messageId', messageId) },
      };
      await call(oaId, { host: 'api', method: 'POST', path: '/v2.0/oa/message', json });
    },
  };
}

function checkedIcon(icon: string): string {
  if (ICONS.includes(icon)) return icon;
  throw new ZaloMessageError('icon', `is not one of Zalo's; expected a value of REACTIONS: ${ICONS.join(' ')}.`);
}
