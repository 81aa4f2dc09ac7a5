import { vietnamDay, vietnamTime } from '../../shared/clock.ts';
import type { DeskDeed, DeskEvent, DeskOutcome, DeskSend } from '../../storage/desk-ports.ts';

/** How a case ended, as staff choose and read it. */
export const OUTCOME_NAMES: Readonly<Record<DeskOutcome, string>> = {
  solved: 'Đã giúp được',
  unreached: 'Không liên lạc được',
  elsewhere: 'Đã chỉ sang nơi khác',
  'not-needed': 'Người dân không cần nữa',
};

/** What became of the message. */
export const SEND_NAMES: Readonly<Record<DeskSend, string>> = {
  pending: 'đang chờ gửi',
  sending: 'đang gửi',
  sent: 'Zalo đã nhận',
  failed: 'GỬI KHÔNG ĐƯỢC',
  unknown: 'chưa rõ đã đến chưa',
};

const DEEDS: Readonly<Record<DeskDeed, string>> = {
  held: 'nhận trả lời',
  'taken-over': 'lấy từ đồng nghiệp',
  released: 'trả lại để người khác làm',
  answered: 'trả lời',
  looked: 'xem tin gần đây',
  handed: 'chuyển cho tổ',
  closed: 'khép lại',
  reopened: 'mở lại',
  returned: 'trả lại cho trợ lý',
};

/** One line of the history: who did what. */
export function deedWords({ deed, detail, send }: DeskEvent): string {
  const name = DEEDS[deed];
  if (deed === 'answered') return `${name} (${detail} ký tự${send === undefined ? '' : `, ${SEND_NAMES[send]}`})`;
  if (deed === 'closed') return `${name}: ${OUTCOME_NAMES[detail as DeskOutcome] ?? detail}`;
  return detail === '' ? name : `${name} ${detail}`;
}

/** `9:02`, and with the day where it is another than today. */
export function clockWords(at: number, now: number): string {
  const [day = '', time = ''] = vietnamTime(at).split(' ');
  const short = time.replace(/^0/u, '');
  return vietnamDay(at) === vietnamDay(now) ? short : `${short} ngày ${day.slice(0, 5)}`;
}

/** "Chị Hạnh đang trả lời từ 9:02". */
export const holdingWords = (name: string, since: number, now: number): string =>
  `${name} đang trả lời từ ${clockWords(since, now)}`;
