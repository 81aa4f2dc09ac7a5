import type { AskStep } from '../../flow-engine/types.ts';
import { forbiddenPhrases } from '../forbidden.ts';
import type { Problem } from '../problems.ts';
import { lintText, stop, stopText, type Content, type Rule, type TextFinding } from './rule.ts';

/** Quoted words of somebody else, at least a clause long: what a cheat writes is not what we say. */
const longQuote = /["“][^"”]{25,}["”]/gu;

/** Names of buttons: "bấm "Gửi mã OTP"" asks nobody for anything. */
const quotedButton = /(?:bấm|chọn|nhấn|chạm|mục|nút|phần|dòng)(?: vào)?(?: nút| mục)? ["“][^"”]{1,60}["”]/giu;

const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?…;\n])\s+|\n+/u).filter((part) => part.trim() !== '');

const SECRET =
  '(?:mã (?:số )?OTP|OTP|mã xác (?:nhận|thực|minh)|mật khẩu|mật mã|mã PIN|số PIN|passcode|số thẻ|mã CVV|CVV|số tài khoản|ảnh (?:chụp )?(?:thẻ )?căn cước|ảnh CCCD|số căn cước|số CCCD|số định danh|ảnh thẻ)';
const TO_US =
  '(?:cho|qua|vào|tới|đến|lên) (?:em|tôi|mình|chúng tôi|trợ lý|chatbot|bot|đây|khung chat|cuộc trò chuyện|cán bộ|sở|xã|tổ|ban tổ chức|tổng đài|số này|zalo này)';
const GIVE = '(?:gửi|nhắn|đọc|chụp|cung cấp|cho|báo|điền|nhập)';

const secretRequests: readonly RegExp[] = [
  new RegExp(`cho (?:em|tôi|mình|chúng tôi|cán bộ) (?:xin|biết|hỏi|xem)(?!\\p{L})[^.;,]{0,30}${SECRET}`, 'iu'),
  new RegExp(`(?<!\\p{L})${GIVE}(?!\\p{L})[^.;,]{0,30}${SECRET}[^.;,]{0,30}${TO_US}(?!\\p{L})`, 'iu'),
  new RegExp(`(?<!\\p{L})${GIVE} ${TO_US}(?!\\p{L})[^.;,]{0,30}${SECRET}`, 'iu'),
  new RegExp(
    `(?:bác\\}?|bà con|mọi người|người dân|hãy|vui lòng|xin mời|mời bác|anh chị)(?: hãy| vui lòng)? (?:gửi|nhắn|cung cấp|đọc)(?!\\p{L})[^.;,]{0,20}${SECRET}`,
    'iu',
  ),
  new RegExp(`^[^\\p{L}]*(?:gửi|nhắn|cung cấp)(?!\\p{L})[^.;,]{0,20}${SECRET}`, 'iu'),
];

/** A sentence that forbids, or tells what others do, asks for nothing. */
const noRequest =
  /(?<!\p{L})(?:không|đừng|chớ|cấm|tuyệt đối|ai|kẻ|nó|họ|chúng|người lạ|lừa|giả|tự xưng|đòi|yêu cầu|bảo|xúi|dụ|lỡ|nếu|hay sai)(?!\p{L})/iu;

/** Cheap: almost every text holds none of these. */
const maySecret = /OTP|mật khẩu|mật mã|mã xác|PIN|passcode|thẻ|CVV|tài khoản|căn cước|CCCD|định danh/iu;

const neverAsk = 'đừng xin mã, mật khẩu, số thẻ, số căn cước hay ảnh giấy tờ; chỉ cách bà con tự làm trong ứng dụng';

function secretRequest(text: string): TextFinding[] {
  if (!maySecret.test(text)) return [];
  return sentencesOf(text).flatMap((sentence) => {
    const asked = sentence.replace(quotedButton, ' ');
    if (!secretRequests.some((pattern) => pattern.test(asked)) || noRequest.test(asked)) return [];
    return [{ problem: 'câu này xin bà con điều phải giữ kín', fix: neverAsk, quote: firstWords(sentence) }];
  });
}

const firstWords = (sentence: string): string => sentence.trim().split(/\s+/u).slice(0, 3).join(' ');

/** A number or picture that identifies somebody or opens an account. */
const secretThing = new RegExp(`(?<!\\p{L})${SECRET}(?!\\p{L})`, 'iu');
const identityPicture = /căn cước|CCCD|CMND|hộ chiếu|thẻ ngân hàng|mặt (?:trước|sau)|khuôn mặt/iu;

/** Asks whose answer is typed or sent: what they are about is what would be given. */
function secretAnswers({ flows }: Content): Problem[] {
  return flows.flatMap(({ file, flow, lineOf }) =>
    Object.entries(flow.steps).flatMap(([name, step]) => {
      if (step.type !== 'ask') return [];
      const found = [step.text, step.retry ?? ''].flatMap(sentencesOf).find((sentence) => takesSecret(step, sentence));
      if (found === undefined) return [];
      const problem = `câu hỏi "${name}" khiến bà con gửi điều phải giữ kín`;
      return [{ file, line: lineOf(['steps', name, 'text']), problem, fix: neverAsk, quote: firstWords(found) }];
    }),
  );
}

function takesSecret(step: AskStep, sentence: string): boolean {
  // What asks in so many words is reported as such.
  if (noRequest.test(sentence) || secretRequest(sentence).length > 0) return false;
  if (step.input === 'photo') return identityPicture.test(sentence);
  const typed = step.input ? ['text', 'number', 'phone'].includes(step.input) : !step.choices;
  return typed && secretThing.test(sentence);
}

function forbidden(text: string): TextFinding[] {
  const lower = text.toLowerCase();
  const possible = forbiddenPhrases.filter(({ hints }) => hints.some((hint) => lower.includes(hint)));
  if (possible.length === 0) return [];
  return sentencesOf(text).flatMap((sentence) => {
    const said = sentence.replace(longQuote, ' ');
    return possible.flatMap(({ id, pattern, unless, reason, instead }) => {
      const found = pattern.exec(said)?.[0];
      if (found === undefined || unless?.test(said)) return [];
      return [{ problem: `đừng viết "${found}": ${reason} (${id})`, fix: `viết: ${instead}`, quote: found }];
    });
  });
}

/** A mobile number: somebody's own, and published for ever. */
const mobileNumber = /(?<![\d.])(?:0|\+84)[35789]\d(?:[ .]?\d){7}(?!\d)/u;

function personalNumber(text: string): TextFinding[] {
  const [found] = mobileNumber.exec(text) ?? [];
  if (found === undefined) return [];
  const fix = 'ghi tên cơ quan hoặc tổng đài (1800…, 1900…, 1022), hoặc mời bà con nhắn GẶP NGƯỜI';
  return [{ problem: `"${found}" là số điện thoại riêng`, fix, quote: found }];
}

/** What no text to residents may hold, wherever it is written: phrases that must not be said, and requests for secrets. */
export const harmfulWords = (text: string): TextFinding[] => [...secretRequest(text), ...forbidden(text)];

/** Rules that keep residents from harm. */
export const safetyRules: readonly Rule[] = [
  stopText('secret-request', ({ text }) => secretRequest(text)),
  stop('secret-as-answer', secretAnswers),
  stopText('forbidden-phrase', ({ text }) => forbidden(text)),
  lintText('personal-number', 'error', ({ text }) => personalNumber(text)),
];
