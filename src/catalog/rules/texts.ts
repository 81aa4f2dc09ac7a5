import type { LocatedText } from '../card-body.ts';
import type { CardFile } from '../card-file.ts';
import type { FlowFile } from '../flow-file.ts';
import { forbiddenPhrases } from '../forbidden.ts';
import type { Problem } from '../problems.ts';

/** A file's texts, and the placeholders they may use. */
export interface TextFile {
  readonly file: string;
  readonly texts: readonly LocatedText[];
  readonly placeholders: ReadonlySet<string>;
}

const addresses = ['bác', 'Bác'] as const;

/** Quoted words of somebody else, at least a clause long: what a cheat writes is not what we say. */
const longQuote = /["“][^"”]{25,}["”]/gu;

/** Names of buttons: "bấm "Gửi mã OTP"" asks nobody for anything. */
const quotedButton = /(?:bấm|chọn|nhấn|chạm|mục|nút|phần|dòng)(?: vào)?(?: nút| mục)? ["“][^"”]{1,60}["”]/giu;

const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?…;\n])\s+|\n+/u).filter((part) => part.trim() !== '');

const SECRET =
  '(?:mã (?:số )?OTP|OTP|mật khẩu|mã PIN|số PIN|passcode|số thẻ|mã CVV|CVV|số tài khoản|ảnh (?:thẻ )?căn cước|ảnh CCCD|số căn cước|số CCCD|ảnh thẻ)';
const TO_US = '(?:cho|qua|vào|tới|đến|lên) (?:em|tôi|mình|chúng tôi|trợ lý|chatbot|bot|đây|khung chat|cuộc trò chuyện)';
const GIVE = '(?:gửi|nhắn|đọc|chụp|cung cấp|cho|báo|điền|nhập)';

const secretRequests: readonly RegExp[] = [
  new RegExp(`cho (?:em|tôi|mình|chúng tôi|cán bộ) (?:xin|biết|hỏi|xem)(?!\\p{L})[^.;,]{0,30}${SECRET}`, 'iu'),
  new RegExp(`(?<!\\p{L})${GIVE}(?!\\p{L})[^.;,]{0,30}${SECRET}[^.;,]{0,30}${TO_US}(?!\\p{L})`, 'iu'),
  new RegExp(`(?<!\\p{L})${GIVE} ${TO_US}(?!\\p{L})[^.;,]{0,30}${SECRET}`, 'iu'),
  new RegExp(
    `(?:bác\\}?|hãy|vui lòng|xin mời|mời bác|anh chị)(?: hãy| vui lòng)? (?:gửi|nhắn|cung cấp|đọc)(?!\\p{L})[^.;,]{0,20}${SECRET}`,
    'iu',
  ),
  new RegExp(`^[^\\p{L}]*(?:gửi|nhắn|cung cấp)(?!\\p{L})[^.;,]{0,20}${SECRET}`, 'iu'),
];

/** A sentence that forbids, or tells what others do, asks for nothing. */
const noRequest =
  /(?<!\p{L})(?:không|đừng|chớ|cấm|tuyệt đối|ai|kẻ|nó|họ|chúng|người lạ|lừa|giả|tự xưng|đòi|yêu cầu|bảo|xúi|dụ|lỡ|nếu|hay sai)(?!\p{L})/iu;

const shortLink =
  /(?<![\w.-])(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|cutt\.ly|rebrand\.ly|s\.id|shorturl\.at|by\.com\.vn|bom\.so|rb\.gy|zalo\.me\/s|zalo\.me\/g|forms\.gle|me-qr\.com)\/[\w-]/iu;

/** True for an address that hides where it leads. */
export function isShortLink(address: string): boolean {
  return shortLink.test(address);
}

function linkProblem(text: string): Pick<Problem, 'problem' | 'fix'> | undefined {
  if (isShortLink(text)) {
    return { problem: 'a short link hides where it leads', fix: 'write the full official address' };
  }
  if (/http:\/\//iu.test(text)) {
    return { problem: 'an address begins with http://', fix: 'write the https:// address' };
  }
  return undefined;
}

function sentenceProblems(sentence: string): Pick<Problem, 'problem' | 'fix'>[] {
  const problems: Pick<Problem, 'problem' | 'fix'>[] = [];
  const asked = sentence.replace(quotedButton, ' ');
  if (secretRequests.some((pattern) => pattern.test(asked)) && !noRequest.test(asked)) {
    const fix = 'never ask for codes, passwords, numbers or pictures of cards; say what to do in the app instead';
    problems.push({ problem: 'asks residents for a secret', fix });
  }
  const said = sentence.replace(longQuote, ' ');
  for (const { id, pattern, unless, reason, instead } of forbiddenPhrases) {
    const found = pattern.exec(said)?.[0];
    if (found === undefined || unless?.test(said)) continue;
    problems.push({ problem: `"${found}" must not be said (${id}: ${reason})`, fix: `write: ${instead}` });
  }
  return problems;
}

function unknownPlaceholders(text: string, known: ReadonlySet<string>): Pick<Problem, 'problem' | 'fix'>[] {
  return [...text.matchAll(/\{(?<name>[^{}]*)\}/gu)].flatMap(({ groups }) => {
    const name = groups?.['name'] ?? '';
    if (known.has(name)) return [];
    const fix = `use only: ${[...known].map((one) => `{${one}}`).join(', ')}`;
    return [{ problem: `nothing is ever put in place of {${name}}`, fix }];
  });
}

/** Rules on what is said: addresses, requests for secrets, forbidden phrases, placeholders. */
export function checkTexts(files: readonly TextFile[]): Problem[] {
  return files.flatMap(({ file, texts, placeholders }) =>
    texts.flatMap(({ text, line }) => {
      const link = linkProblem(text);
      const found = [
        ...(link ? [link] : []),
        ...sentencesOf(text).flatMap(sentenceProblems),
        ...unknownPlaceholders(text, placeholders),
      ];
      return found.map((one) => ({ file, line, ...one }));
    }),
  );
}

/** Rules on link buttons: the full official address, encrypted. */
export function checkLinks(cards: readonly CardFile[], flows: readonly FlowFile[]): Problem[] {
  const problems: Problem[] = [];
  const check = (file: string, line: number, url: string): void => {
    const known = linkProblem(url);
    if (known) problems.push({ file, line, ...known });
    else if (!URL.canParse(url) || !url.startsWith('https://')) {
      problems.push({
        file,
        line,
        problem: `"${url}" is not a web address`,
        fix: 'write the full address with https://',
      });
    }
  };
  for (const { file, card, lineOf } of cards) {
    for (const [index, { url }] of (card.links ?? []).entries()) check(file, lineOf(['links', index, 'url']), url);
  }
  for (const { file, flow, lineOf } of flows) {
    for (const [name, step] of Object.entries(flow.steps)) {
      if (step.type !== 'say') continue;
      for (const [i, { url }] of (step.links ?? []).entries())
        check(file, lineOf(['steps', name, 'links', i, 'url']), url);
    }
  }
  return problems;
}

/** Placeholders a card may use. */
export const cardPlaceholders: ReadonlySet<string> = new Set(addresses);

/** Placeholders flows may use: what any flow saves, because called flows share their caller's variables. */
export function flowPlaceholders(flows: readonly FlowFile[]): ReadonlySet<string> {
  const saved = flows.flatMap(({ flow }) =>
    Object.values(flow.steps).flatMap((step) => {
      if (step.type === 'set') return [step.var];
      return step.type === 'ask' && step.save !== undefined ? [step.save] : [];
    }),
  );
  return new Set([...addresses, ...saved]);
}
