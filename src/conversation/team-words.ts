import { fold, normalize } from '../shared/vietnamese.ts';
import { readCode, type ReadCode } from '../teams/codes.ts';

/** What is ordered about one's team in a whole message. */
export type TeamWords =
  | { readonly type: 'join'; readonly read: ReadCode | undefined; readonly typed: string }
  | { readonly type: 'leave' | 'mine' }
  | { readonly type: 'results'; readonly of: 'team' | 'commune' }
  /** `name` '' = it is missing. */
  | { readonly type: 'invite'; readonly name: string };

const MINE: ReadonlySet<string> = new Set([
  'to cua toi',
  'to cua bac',
  'to cua em',
  'to cua minh',
  'to cua tui',
  'to toi',
  'to em',
  'xem to',
  'xem to cua toi',
  'thanh vien to',
]);
const RESULTS =
  /^(?:(?:xem|cho toi|cho em|toi xem|em xem) )*ket qua (?:cua )?(to|xa|phuong|xa phuong)(?: (?:toi|em|minh|cua (?:toi|em|minh)|thang nay|nay))*$/u;
const LEAVE: ReadonlySet<string> = new Set([
  'roi to',
  'xin roi to',
  'roi khoi to',
  'ra khoi to',
  'toi muon roi to',
  'toi roi to',
  'xin ra khoi to',
  'thoi lam to',
]);

const POLITE = '(?:(?:xin|cho|toi|em|bac|minh|tui|chau|muon|duoc) )*';
const INVITE = new RegExp(`^${POLITE}moi vao to(?: |$)`, 'u');
const JOIN = new RegExp(`^${POLITE}(?:vao|gia nhap|tham gia) to(?: voi)?(?: ma(?: moi)?(?: so)?)?(?: la)?(?: |$)`, 'u');

/**
 * "VÀO TỔ 7K3A-S9Q2" (pasted with spaces, in small letters, without marks), "MỜI VÀO TỔ <họ tên>", "RỜI TỔ", "TỔ CỦA TÔI", "KẾT QUẢ TỔ", "KẾT QUẢ XÃ".
 * Undefined for anything else: "vào tổ để làm gì" is a question, because nothing in it looks like a code.
 */
export function parseTeamWords(text: string): TeamWords | undefined {
  const folded = fold(text);
  if (MINE.has(folded)) return { type: 'mine' };
  if (LEAVE.has(folded)) return { type: 'leave' };
  const results = RESULTS.exec(folded)?.[1];
  if (results !== undefined) return { type: 'results', of: results === 'to' ? 'team' : 'commune' };
  const invited = INVITE.exec(folded)?.[0];
  if (invited !== undefined) return { type: 'invite', name: wordsAfter(text, invited) };
  const joined = JOIN.exec(folded)?.[0];
  if (joined === undefined) return undefined;
  const typed = wordsAfter(text, joined);
  if (typed === '') return { type: 'join', read: undefined, typed };
  const read = readCode(typed);
  // A code of ours has a digit; O and I may stand for one. A lone word of that length was meant as one as well.
  const looksLikeCode = /\d/u.test(typed) || (read !== undefined && !/\s/u.test(typed));
  return looksLikeCode && typed.length <= MAX_TYPED ? { type: 'join', read, typed } : undefined;
}

const MAX_TYPED = 40;

/** The message without as many words as `before` has, as it was typed. */
export function wordsAfter(text: string, before: string): string {
  const count = before.trim().split(' ').length;
  // Folding parts words at every sign, so the words are counted the same way here.
  const words = normalize(text).matchAll(/[\p{L}\p{M}\p{N}]+/gu);
  const last = [...words][count - 1];
  return last === undefined
    ? ''
    : normalize(text)
        .slice(last.index + last[0].length)
        .replace(/^[^\p{L}\p{N}]+/u, '')
        .trim();
}
