import { fold } from '../../shared/vietnamese.ts';

/** What is said about help from a person in a whole message. */
export type HelpWords = 'mine' | 'helped' | 'cancel';

const WORDS: ReadonlyMap<string, HelpWords> = new Map([
  ...[
    'viec dang nhan',
    'viec toi nhan',
    'viec toi dang nhan',
    'xem viec dang nhan',
    'viec da nhan',
    'da giup xong',
  ].map((words): [string, HelpWords] => [words, 'mine']),
  ...['da xong', 'da duoc giup', 'toi da duoc giup'].map((words): [string, HelpWords] => [words, 'helped']),
  ...['thoi khong can nua', 'khong can nua', 'khong can giup nua', 'thoi khong can giup nua', 'huy yeu cau'].map(
    (words): [string, HelpWords] => [words, 'cancel'],
  ),
]);

const AROUND = /^(?:(?:da|vang|em oi|toi|bac) )+(?=\S+ \S)|(?: (?:a|nhe|nha|em|roi|em oi|roi a))+$/gu;

/**
 * "VIỆC ĐANG NHẬN" of a member, "ĐÃ XONG" and "Thôi không cần nữa" of a resident; undefined for anything else. The last two
 * mean help only while a request is under way: elsewhere they are words like others.
 */
export function parseHelpWords(text: string): HelpWords | undefined {
  if (text.startsWith('#')) return undefined;
  const folded = fold(text);
  return WORDS.get(folded) ?? WORDS.get(folded.replace(AROUND, ''));
}
