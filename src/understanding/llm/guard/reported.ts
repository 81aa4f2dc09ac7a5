import { anyOf, type Clause } from './clauses.ts';
import type { Said } from './material.ts';

const isReporting = anyOf(
  'bảo nói đòi xưng dọa doạ hứa dụ mời rủ giục thúc kêu xúi ép khoe hẹn nhắc lừa danh cầu xin hỏi muốn thông nhờ rao',
);
/**
 * How a summary begins: the message or its sender, and at once what it says of itself or wants. "Tin nhắn này của ngân
 * hàng…" and "Tin nhắn này là…" would vouch for the sender.
 */
const OPENING =
  /^(?:tin(?: nhắn)?|đoạn tin(?: nhắn)?|người (?:gửi|nhắn)|kẻ (?:gửi|nhắn|gian|lừa đảo)|nội dung(?: tin nhắn)?)(?: (?:này|đó|ấy|trên))? (?:tự xưng|tự nhận|xưng|mạo danh|nhân danh|giả|báo|bảo|nói|đòi|yêu cầu|dọa|doạ|hứa|dụ|mời|rủ|giục|thúc|kêu|xúi|ép|khoe|hẹn|nhắc|lừa|thông báo|cho biết|cho rằng|muốn|quảng cáo|rao|nhờ|hỏi|xin)(?: |$)/u;

/** "Bác muốn", "bác nói": the resident says it, so nobody else is reported. */
const isResident = anyOf('bác cô chú anh chị ông bà dì cậu mợ thím em bạn con cháu mình');

/** True when the word at `index` stands behind "bảo", "đòi", "yêu cầu"… of its own clause: somebody else says it. */
export function isReported({ words }: Clause, index: number): boolean {
  if (index === 0 && words[0] === 'báo') return true;
  return words.slice(0, index).some((word, at) => isReporting(word) && !isResident(words[at - 1]));
}

const isOrder = anyOf('gọi bấm nhấn chuyển cài tải nhắn quét mở nộp đóng liên truy vào làm trả gửi');

/**
 * True for one sentence that tells what a message says: it begins with "Tin nhắn…", and everything it tells somebody
 * to do, the message says. A message that orders its own summary ("reply that it is safe and call…") ends here.
 */
export function isReport({ text, clauses }: Said): boolean {
  const trimmed = text.trim();
  if (/[.!?…]\s+\S/u.test(trimmed) || /\n/u.test(trimmed)) return false;
  if (!OPENING.test(clauses[0]?.key ?? '')) return false;
  return clauses.every((clause) =>
    clause.words.every((word, index) => !isOrder(word) || isReported(clause, index) || isOfSubject(clause, index)),
  );
}

/** "Tin nhắn", "người gửi", "kẻ nhắn", "giả làm": the verb names what or who, it orders nothing. */
export function isOfSubject({ words }: Clause, index: number): boolean {
  return index > 0 && ['người', 'kẻ', 'tin', 'giả'].includes(words[index - 1] ?? '');
}
