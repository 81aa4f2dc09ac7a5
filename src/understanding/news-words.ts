import { fold, normalize } from '../shared/vietnamese.ts';
import type { AnnouncementCategory } from '../storage/announcement-ports.ts';

/** One kind of announcement, taken or refused. */
export interface NewsOrder {
  readonly on: boolean;
  readonly category: AnnouncementCategory;
}

/** What residents call the kinds, folded. */
const NAMES: Readonly<Record<AnnouncementCategory, readonly string[]>> = {
  safety: ['an toan', 'canh bao', 'an toan canh bao', 'an toan va canh bao', 'canh bao an toan', 'canh bao lua dao'],
  services: ['dich vu cong', 'dvc', 'thu tuc', 'thu tuc hanh chinh', 'dich vu'],
  training: ['lop hoc', 'hoat dong', 'lop hoc hoat dong', 'lop hoc va hoat dong', 'lop', 'tap huan', 'hoc tap'],
  news: ['khac', 'tin khac', 'tuc', 'tin tuc', 'loai khac', 'viec khac'],
};

const CATEGORY_OF = new Map(
  (Object.entries(NAMES) as [AnnouncementCategory, readonly string[]][]).flatMap(([category, names]) =>
    names.map((name) => [name, category] as const),
  ),
);

const NAME = `(?<name>${[...CATEGORY_OF.keys()].toSorted((a, b) => b.length - a.length).join('|')})`;
const KIND = '(?: (?:ve|loai))?';
const OFF = new RegExp(
  `^(?:ngung|dung|tu choi|huy|thoi|khong(?: muon)?) (?:(?:nhan|gui)(?: (?:tin|thong bao))?|tin|thong bao)${KIND} ${NAME}(?: nua)?$`,
  'u',
);
const ON = new RegExp(
  `^(?:(?:nhan|bat|dang ky(?: nhan)?|muon nhan) (?:tin|thong bao)|nhan lai(?: (?:tin|thong bao))?)${KIND} ${NAME}$`,
  'u',
);

/** With marks these are other words: "nhắn tin", "dùng", "thời". Written without marks they count. */
const MARKED: Readonly<Record<string, RegExp>> = {
  nhan: /^nh[ậa]n$/iu,
  dung: /^d[ừu]ng$/iu,
  thoi: /^th[ôo]i$/iu,
};

const isMarkedRight = (text: string): boolean =>
  (normalize(text).match(/[\p{L}\p{M}]+/gu) ?? []).every((word) => MARKED[fold(word)]?.test(word) ?? true);

/** "NGỪNG NHẬN TIN lớp học", "nhan tin dich vu cong"; `folded` is the whole message without courtesy. */
export function parseNewsOrder(text: string, folded: string): NewsOrder | undefined {
  for (const [pattern, on] of [
    [OFF, false],
    [ON, true],
  ] as const) {
    const category = CATEGORY_OF.get(pattern.exec(folded)?.groups?.['name'] ?? '');
    if (category && isMarkedRight(text)) return { on, category };
  }
  return undefined;
}
