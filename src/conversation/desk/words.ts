import { fold } from '../../shared/vietnamese.ts';
import { readCode } from '../../teams/codes.ts';
import { wordsAfter } from '../team-words.ts';

/** What somebody of a team orders about lessons, questions and tips in a whole message. */
export type DeskWords =
  | { readonly type: 'lessons' | 'learnt' | 'tips' | 'tips-off' | 'tips-on' }
  /** `text` '' = it comes with the next message. */
  | { readonly type: 'ask'; readonly text: string }
  /** `text` '' = the newest. */
  | { readonly type: 'practice'; readonly text: string }
  /** A certificate's code, or what was typed for one. */
  | { readonly type: 'check'; readonly code: string | undefined };

const WHOLE: Readonly<Record<'lessons' | 'learnt' | 'tips' | 'tips-off' | 'tips-on', readonly string[]>> = {
  lessons: ['bai hoc', 'xem bai hoc', 'bai hoc cua toi', 'cac bai hoc', 'hoc bai'],
  learnt: ['ai da hoc', 'xem ai da hoc', 'ai da hoc xong', 'ai hoc roi'],
  tips: ['meo', 'xem meo', 'meo thang nay', 'meo cua thang'],
  'tips-off': ['ngung nhan meo', 'dung nhan meo', 'thoi nhan meo', 'tu choi nhan meo', 'khong nhan meo nua'],
  'tips-on': ['nhan meo', 'nhan lai meo', 'bat meo'],
};

const BY_WORDS = new Map(
  (Object.entries(WHOLE) as [keyof typeof WHOLE, readonly string[]][]).flatMap(([type, words]) =>
    words.map((word) => [word, type] as const),
  ),
);

const POLITE = '(?:(?:xin|cho|toi|em|bac|minh|tui|muon|duoc) )*';
const ASK = new RegExp(`^${POLITE}hoi (?:tuyen|cap) tren(?: |$)`, 'u');
const PRACTICE = new RegExp(`^${POLITE}(?:(?:xem|tim) )?kinh nghiem(?: |$)`, 'u');
const CHECK = /^(?:kiem tra|tra|xem) (?:ma )?giay(?: (?:ghi nhan|chung nhan))?(?: ma)?(?: |$)/u;

/**
 * "BÀI HỌC", "AI ĐÃ HỌC", "HỎI TUYẾN TRÊN thẻ hết hạn thì sao", "KINH NGHIỆM quét mã", "NGỪNG NHẬN MẸO", "KIỂM TRA GIẤY
 * 7K3A-S9Q2". What is said behind keeps its marks. Undefined for anything else.
 */
export function parseDeskWords(text: string): DeskWords | undefined {
  if (text.startsWith('#')) return undefined;
  const folded = fold(text);
  const whole = BY_WORDS.get(folded);
  if (whole) return { type: whole };
  const asked = ASK.exec(folded)?.[0];
  if (asked !== undefined) return { type: 'ask', text: wordsAfter(text, asked) };
  const practice = PRACTICE.exec(folded)?.[0];
  if (practice !== undefined) return { type: 'practice', text: wordsAfter(text, practice) };
  const checked = CHECK.exec(folded)?.[0];
  if (checked === undefined) return undefined;
  const typed = wordsAfter(text, checked);
  const read = /\d/u.test(typed) ? readCode(typed) : undefined;
  // "Kiểm tra giấy khai sinh" is a question.
  return read && { type: 'check', code: 'code' in read ? read.code : undefined };
}
