import type { GroupMention } from './group-model.ts';

/** A text as the group sees it, and whom it calls on. */
export interface MentionedText {
  readonly text: string;
  readonly mentions: readonly GroupMention[];
}

const EVERYONE = '@Tất cả';

/**
 * Finds `[@<user_id>]` and `[@<group_id>]` (everybody) in what the OA sends, and writes names in their place. An id that
 * is neither this group nor a member stays as it was typed. It makes no difference who wrote the marks: a bot that
 * passes on a resident's text with `[@...]` in it calls on people too, exactly as at Zalo.
 *
 * Source: Zalo docs, "Gửi tin nhóm - mention".
 */
export function readMentions(
  text: string,
  groupId: string,
  nameOf: (residentId: string) => string | undefined,
): MentionedText {
  if (!text.includes('[@')) return { text, mentions: [] };
  const mentions: GroupMention[] = [];
  let shown = '';
  let readTo = 0;
  for (const match of text.matchAll(/\[@([^\]\s]+)\]/g)) {
    const id = match[1] ?? '';
    const name = id === groupId ? undefined : nameOf(id);
    if (id !== groupId && name === undefined) continue;
    shown += text.slice(readTo, match.index);
    const label = name === undefined ? EVERYONE : `@${name}`;
    const place = { offset: shown.length, length: label.length };
    mentions.push(name === undefined ? { kind: 'everyone', ...place } : { kind: 'member', residentId: id, ...place });
    shown += label;
    readTo = match.index + match[0].length;
  }
  return { text: shown + text.slice(readTo), mentions };
}
