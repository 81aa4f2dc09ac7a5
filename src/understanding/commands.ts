import { fold, normalize } from '../shared/vietnamese.ts';
import type { AnnouncementCategory } from '../storage/announcement-ports.ts';
import { parseNewsOrder } from './news-words.ts';

/** What a resident can order at any moment, by whole message. */
export type Command =
  | { readonly type: 'menu' | 'stop' | 'person' | 'erase' | 'privacy' | 'stop-counting' | 'news' }
  /** Without a category: announcements of every kind. */
  | { readonly type: 'unsubscribe' | 'subscribe'; readonly category?: AnnouncementCategory }
  | { readonly type: 'consent'; readonly choice: 'yes' | 'no' }
  | { readonly type: 'team'; readonly code: string };

type Plain = Exclude<Command, { type: 'team' | 'consent' }>['type'];

/** Whole messages, folded. Courtesy words around them are cut before the comparison. */
const WORDS: Readonly<Record<Plain, readonly string[]>> = {
  menu: [
    'menu',
    'danh muc',
    'bat dau',
    'bat dau lai',
    've dau',
    'quay lai dau',
    'tro ve',
    'trang chu',
    'muc luc',
    'huong dan',
    'tro giup',
    'help',
    'xem menu',
    've danh muc',
    've menu',
  ],
  stop: [
    'dung',
    'dung lai',
    'dung huong dan',
    'thoat',
    'thoi',
    'huy',
    'stop',
    'khong lam nua',
    'thoi khong lam nua',
    'ket thuc',
  ],
  unsubscribe: [
    'dung tin',
    'dung nhan tin',
    'tu choi nhan tin',
    'ngung nhan tin',
    'khong nhan tin nua',
    'dung thong bao',
    'tu choi thong bao',
    'huy nhan tin',
    'khong nhan thong bao',
    'ngung gui tin',
    'dung gui tin',
    'ngung tat ca',
    'ngung tat ca tin',
    'ngung nhan tat ca',
    'ngung nhan tin tat ca',
    'ngung nhan tat ca tin',
    'dung nhan tat ca',
    'tu choi tat ca tin',
    'khong nhan tin nao',
    'khong nhan tin nao nua',
  ],
  subscribe: [
    'nhan tin',
    'nhan lai tin',
    'nhan thong bao',
    'bat thong bao',
    'dang ky nhan tin',
    'nhan tat ca tin',
    'nhan tin tat ca',
    'nhan lai tat ca',
    'nhan lai tat ca tin',
  ],
  news: ['tin dang nhan', 'xem tin dang nhan', 'loai tin', 'cac loai tin', 'chon loai tin', 'doi loai tin'],
  person: [
    'gap nguoi',
    'gap nguoi ho tro',
    'gap nguoi that',
    'gap can bo',
    'gap nhan vien',
    'noi chuyen voi nguoi',
    'noi chuyen voi nguoi that',
    'can nguoi ho tro',
    'can nguoi giup',
    'can gap nguoi',
    'cho gap nguoi',
    'cho gap can bo',
    'nguoi that',
    'gap tu van vien',
    'muon gap nguoi',
    'muon gap can bo',
  ],
  erase: [
    'xoa du lieu',
    'xoa du lieu cua toi',
    'xoa het du lieu',
    'xoa het du lieu cua toi',
    'xoa thong tin cua toi',
    'xoa du lieu ca nhan',
  ],
  privacy: ['quyen rieng tu', 'chinh sach rieng tu', 'bao mat thong tin', 'du lieu cua toi'],
  'stop-counting': ['ngung dem', 'dung dem', 'ngung luu', 'rut dong y', 'khong dem nua', 'thoi dem'],
};

/** "dung" without marks is the command; "đúng", "dùng", "đứng" are other words and must not stop anything. */
const MARKED: Readonly<Record<string, RegExp>> = {
  dung: /^d(?:ừ|u)ng$/iu,
  huy: /^(?:hủy|huỷ|huy)$/iu,
  thoi: /^(?:thôi|thoi)$/iu,
};

const COURTESY_BEFORE =
  /^(?:(?:cho|giup|xin|em oi|ad oi|admin oi|em|toi|bac|minh|con|chau|co|chu|hay|lam on|vui long) )+/u;
const COURTESY_AFTER = /(?: (?:di|nhe|nha|a|giup|voi|em|em oi|di em|cai|nao|duoc khong))+$/u;

const YES = new Set(['dong y', 'toi dong y', 'bac dong y', 'dong y cho dem', 'dong y dem']);
const NO = new Set(['khong dong y', 'ko dong y', 'k dong y', 'toi khong dong y', 'khong cho dem']);

const BY_WORDS = new Map<string, Plain>(
  (Object.entries(WORDS) as [Plain, readonly string[]][]).flatMap(([type, words]) =>
    words.map((word): [string, Plain] => [word, type]),
  ),
);

/** `TO LN03`, `tổ ln-03`, `#to LN03`, `mã tổ LN03`: the code as typed, upper case, letters and digits only. */
const TEAM = /^#?(?:ma )?to (?:so )?(?:ma )?([a-z0-9][a-z0-9 ]{1,19})$/u;

/**
 * The command in a message, or undefined. `TO` without something that looks like a code (a digit in it) is ordinary
 * text: "to tien dien" asks about a bill.
 */
export function parseCommand(text: string): Command | undefined {
  const folded = fold(text);
  if (YES.has(folded)) return { type: 'consent', choice: 'yes' };
  if (NO.has(folded)) return { type: 'consent', choice: 'no' };
  const team = TEAM.exec(folded)?.[1]?.replaceAll(' ', '');
  if (team !== undefined && /\d/u.test(team) && team.length <= 12) return { type: 'team', code: team.toUpperCase() };
  if (folded === 'to') return { type: 'team', code: '' };
  const bare = folded.replace(COURTESY_BEFORE, '').replace(COURTESY_AFTER, '');
  for (const candidate of [folded, bare]) {
    const type = BY_WORDS.get(candidate);
    if (type === undefined) continue;
    const marked = MARKED[candidate];
    if (marked && !wordsOf(text).some((word) => fold(word) === candidate && marked.test(word))) continue;
    return { type };
  }
  const news = parseNewsOrder(text, folded) ?? parseNewsOrder(text, bare);
  return news && { type: news.on ? 'subscribe' : 'unsubscribe', category: news.category };
}

function wordsOf(text: string): readonly string[] {
  return normalize(text).match(/[\p{L}\p{M}]+/gu) ?? [];
}
