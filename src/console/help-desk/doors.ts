import type { ConversationItem } from 'zalo-oa-sdk';
import type { QueuedEvent, Turns } from '../../conversation/turns.ts';
import type { Answers } from '../../delivery/answers.ts';
import { maskSecrets } from '../../shared/secrets.ts';

/** One message of a resident's chat, read live; kept nowhere. */
export interface RecentMessage {
  /** Epoch ms; absent where Zalo does not say. */
  readonly at?: number;
  readonly from: 'oa' | 'resident';
  /** Masked; for anything but words, what it is in brackets. */
  readonly text: string;
}

/** What the help desk needs of the running server beside the store. */
export interface HelpDeskDoors {
  /** A message that was committed to the outbox goes out now, after what the resident is being told already. */
  deliver(userId: string, message: { readonly id: number; readonly body: string }): void;
  /** An event that was accepted with a change is handled now. */
  queue(event: QueuedEvent): void;
  /** The latest messages with a resident, the oldest first; at most 10, Zalo's page. Throws the SDK's errors. */
  recentMessages(userId: string): Promise<readonly RecentMessage[]>;
}

export interface DoorsOptions {
  readonly oaId: string;
  readonly now: () => number;
  readonly answers: Pick<Answers, 'deliver'>;
  readonly turns: Pick<Turns, 'add'>;
  /** `conversations.withUser` of the SDK's client. */
  withUser(oaId: string, userId: string): Promise<readonly ConversationItem[]>;
}

/** The doors over the parts that `app.ts` has put together. */
export const createHelpDeskDoors = ({ oaId, now, answers, turns, withUser }: DoorsOptions): HelpDeskDoors => ({
  deliver: (userId, message) => answers.deliver(oaId, userId, [message], false, now()),
  queue: (event) => turns.add(event),
  recentMessages: async (userId) => (await withUser(oaId, userId)).map(toRecent).toReversed(),
});

/** What a kind of message is called where it has no words. */
const KINDS: Readonly<Record<string, string>> = {
  voice: '[tin thoại]',
  photo: '[ảnh]',
  GIF: '[ảnh động]',
  link: '[liên kết]',
  links: '[danh sách]',
  sticker: '[nhãn dán]',
  location: '[vị trí]',
};

/** Payloads of our buttons come back as the resident's words; nobody of the staff can read them. */
const isOrder = (text: string): boolean => /^#[a-z-]+(?::|$)/u.test(text);

function toRecent({ from, sentAtMs, type, text = '' }: ConversationItem): RecentMessage {
  const words = isOrder(text) ? '[bấm nút]' : maskSecrets(text).text;
  return {
    from: from === 'oa' ? 'oa' : 'resident',
    text: words.trim() === '' ? (KINDS[type] ?? '[tin khác]') : words,
    ...(sentAtMs === undefined ? {} : { at: sentAtMs }),
  };
}
