import { fold, normalize } from '../../shared/vietnamese.ts';

/** What a member orders about the field log and the doorstep scripts in a whole message. */
export type FieldWords =
  /** `line` '' = step by step. */
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'book' }
  /** `name` '' = of the card under way. */
  | { readonly type: 'script'; readonly name: string };

const BOOK: ReadonlySet<string> = new Set([
  'so to',
  'xem so to',
  'so cua to',
  'so ghi nhan',
  'ghi nhan gan day',
  'xem ghi nhan',
  'xem ghi nhan gan day',
]);

/** "Sổ tổ" is a book; "số to" is a large number. */
const BOOK_MARKED = /(?:^|\s)(?:sổ|so)(?:\s|$)/iu;

const LOG = /^(?:(?:toi|em|bac|minh|cho toi|cho em|xin) )*ghi nhan(?: |$)/u;
const SCRIPT = /^(?:(?:xem|cho toi|cho em) )*kich ban(?: tai nha)?(?: |$)/u;

/**
 * "GHI NHẬN", "ghi nhan 5 nguoi vneid hom qua o thon 3", "SỔ TỔ", "GHI NHẬN GẦN ĐÂY", "KỊCH BẢN VNeID mức 2". What is said
 * behind keeps its marks. Undefined for anything else.
 */
export function parseFieldWords(text: string): FieldWords | undefined {
  if (text.startsWith('#')) return undefined;
  const folded = fold(text);
  if (BOOK.has(folded)) {
    const isBook = !folded.includes('so ') || BOOK_MARKED.test(normalize(text));
    return isBook ? { type: 'book' } : undefined;
  }
  const logged = LOG.exec(folded)?.[0];
  if (logged !== undefined) return { type: 'log', line: wordsAfter(text, logged) };
  const script = SCRIPT.exec(folded)?.[0];
  return script === undefined ? undefined : { type: 'script', name: wordsAfter(text, script) };
}

/** The message without as many words as `before` has, as it was typed. */
function wordsAfter(text: string, before: string): string {
  const count = before.trim().split(' ').length;
  const typed = normalize(text);
  const last = [...typed.matchAll(/[\p{L}\p{M}\p{N}]+/gu)][count - 1];
  if (last === undefined) return '';
  return typed
    .slice(last.index + last[0].length)
    .replace(/^[\s:.,-]+/u, '')
    .trim();
}
