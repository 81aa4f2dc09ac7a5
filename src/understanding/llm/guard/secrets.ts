import { anyOf, indexesOf, isDenied, type Clause } from './clauses.ts';
import type { Said, Source } from './material.ts';
import { isOfSubject, isReported } from './reported.ts';

/** What nobody may be asked for, in every spelling people use; over folded words. */
const SECRET =
  / (?:otp|o t p|mat khau|password|passcode|pin|cvv|cvc|stk|ma (?:xac (?:nhan|thuc|minh)|bao mat|kich hoat|bi mat|dang nhap|giao dich|so bi mat|sms|vua|may|\d so|sau so)|so (?:the|tai khoan|can cuoc|cccd|cmnd|dinh danh)|(?:anh|hinh|chup|mat truoc|mat sau)(?: \S+){0,2} (?:can cuoc|cccd|cmnd|the|khuon mat|giay to)|day so|van tay) /u;
const isGiving = anyOf('gửi gởi đọc nhắn đưa cung chuyển báo nói chụp trả khai cấp');
/** "Chuyển tiền" hands over no secret. */
const isMoney = anyOf('tiền khoản');
const isWanting = anyOf('cần xin muốn chờ đợi hỏi đòi');
const isEntering = anyOf('nhập gõ điền ghi viết đánh bấm');
const isJoining = anyOf('hay hoặc cũng');
/** The bot, the chat, "here": nothing is ever handed over there. */
const TO_US =
  / (?:cho|toi|den|ve|qua|voi|giup) (?:chung )?(?:em|toi|minh|tro ly|ben em|day|ho tro vien|nhan vien|can bo|tong dai) | (?:vao|o|duoi|tai|len) (?:day|duoi|khung|chat|zalo|tin nhan nay|cuoc tro chuyen) | xuong day | duoi day | ngay day /u;

/** True when every giving verb is denied: "đừng gửi", "không đọc hay gửi", "đừng chụp thẻ gửi cho ai". */
function areDenied(clause: Clause, given: readonly number[]): boolean {
  const [first = 0] = given;
  const toAnybody = / cho (?:ai|bat ky|nguoi la|nguoi khac) /u.test(clause.folded);
  return given.every(
    (index) =>
      isDenied(clause, index) ||
      (index > first && isDenied(clause, first) && (toAnybody || isJoining(clause.words[index - 1]))),
  );
}

function isForbidden(clause: Clause, source: Source): boolean {
  const handed = indexesOf(clause, isGiving).filter((index) => !isOfSubject(clause, index));
  const entered = indexesOf(clause, isEntering).filter((index) => !isDenied(clause, index));
  if (TO_US.test(clause.folded) && (!areDenied(clause, handed) || entered.length > 0)) return true;

  const secret = SECRET.exec(clause.folded)?.[0];
  if (secret === undefined) return false;
  if (clause.question || / (?:la gi|bao nhieu|la may) /u.test(clause.folded)) return true;
  const isTold = (index: number): boolean => source.use === 'summarise' && isReported(clause, index);
  const given = handed.filter((index) => !isMoney(clause.words[index + 1]));
  if (!areDenied(clause, given) && !given.every(isTold)) return true;
  // "Đòi mã OTP": the wanting word is itself the report.
  if (indexesOf(clause, isWanting).some((index) => !isDenied(clause, index) && !isTold(index + 1))) return true;
  const isAsked = source.use === 'rephrase' || entered.some((index) => !isTold(index));
  return isAsked && !source.folded.includes(secret);
}

/**
 * True when the text asks for a code, a password, a card, account or identity number, or asks to hand anything over in
 * this chat. "Đừng đọc mã OTP cho ai" is no request, and neither is a clause that a card says word for word.
 */
export function asksForSecrets({ clauses }: Said, source: Source): boolean {
  return clauses.some((clause) => !source.clauses.has(clause.key) && isForbidden(clause, source));
}
