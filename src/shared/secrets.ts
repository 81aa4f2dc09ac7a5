/**
 * Finds what nobody may store: one-time codes, passwords, card, account and identity numbers. Runs before anything is
 * written to disk or log. Prefers masking too much to too little, but leaves amounts, dates, phone numbers of callers
 * and list numbers alone, because residents ask about them.
 */

export type SecretKind = 'otp' | 'password' | 'card' | 'identity' | 'account';

export interface Masked {
  /** The text with every secret replaced by `[đã che]`. */
  readonly text: string;
  /** What was found, without repeats, in order of appearance. */
  readonly kinds: readonly SecretKind[];
}

const MASK = '[đã che]';

/** True for a text in which a secret was masked. */
export const hasMaskedSecret = (text: string): boolean => text.includes(MASK);

/** Digits with the separators people type inside numbers. */
const digits = (min: number, max: number): string => `\\d(?:[ .\\-]?\\d){${min - 1},${max - 1}}`;

const NOT_AMOUNT =
  '(?![ ]?(?:đ|d|vnd|vnđ|đồng|dong|k|tr|triệu|trieu|nghìn|nghin|ngàn|ngan|tỷ|ty|tỉ|củ|cu|%)(?![\\p{L}\\p{N}]))';
const WORD_START = '(?<![\\p{L}\\p{N}])';
const WORD_END = '(?![\\p{L}\\p{N}])';
const JOIN =
  '(?:\\s*(?:là|la|của|cua|em|tôi|toi|mình|minh|bác|bac|con|nó|no|đây|day|số|so|mới|moi|gửi|gui|về|ve|nhận|nhan|được|duoc|:|=|-|,|\\())*\\s*';

const OTP_WORD =
  '(?:otp|mã xác (?:nhận|thực|minh)|ma xac (?:nhan|thuc|minh)|mã bảo mật|ma bao mat|mã kích hoạt|ma kich hoat|smart ?otp|mã pin|ma pin|pin|passcode|cvv2?|cvc|mã số bí mật|ma so bi mat)';
const PASSWORD_WORD = '(?:mật khẩu|mat khau|matkhau|password|passwd|pass|mk|mậtkhẩu)';
const IDENTITY_WORD =
  '(?:cccd|cmnd|cmt|căn cước(?: công dân)?|can cuoc(?: cong dan)?|chứng minh(?: thư| nhân dân)?|chung minh(?: thu| nhan dan)?|số định danh(?: cá nhân)?|so dinh danh(?: ca nhan)?|mã số thuế|hộ chiếu|ho chieu)';
const ACCOUNT_WORD =
  '(?:stk|số tài khoản|so tai khoan|tài khoản|tai khoan|tk|số thẻ|so the|thẻ|the|ngân hàng|ngan hang|vietcombank|vcb|vietinbank|bidv|agribank|techcombank|tcb|mbbank|mb|acb|sacombank|vpbank|tpbank|vib|hdbank|shb|ocb|msb|seabank|lpbank|eximbank|scb|ncb|kienlongbank|bac a bank|nam a bank|pvcombank|abbank|vietbank|baoviet bank)';

const rule = (source: string): RegExp => new RegExp(source, 'giu');

interface Rule {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
  /** Tells a hit from a look-alike. Default: always a hit. */
  readonly isSecret?: (secret: string) => boolean;
}

/** Named group `secret` is what gets masked. Order matters: the most specific first. */
const RULES: readonly Rule[] = [
  {
    kind: 'password',
    pattern: rule(
      `${WORD_START}${PASSWORD_WORD}${WORD_END}\\s*(?:[:=]|là\\s|la\\s|mới là\\s|moi la\\s|của (?:em|tôi|mình|bác|con) là\\s|cua (?:em|toi|minh|bac|con) la\\s)\\s*["“']?(?<secret>[^\\s"”',;]{3,64})`,
    ),
    isSecret: looksLikePassword,
  },
  {
    kind: 'password',
    pattern: rule(`${WORD_START}${PASSWORD_WORD}\\s+(?<secret>(?=[^\\s]*\\d)(?=[^\\s]*[^\\d\\s])[^\\s,;]{6,64})`),
  },
  {
    // Sixty digits at once: whoever writes more writes no card number, and looking for one in all of it takes for ever.
    kind: 'card',
    pattern: rule(`(?<![\\d.])(?<secret>\\d(?:[ .\\-]?\\d){12,59})(?!\\d)${NOT_AMOUNT}`),
    isSecret: holdsCardNumber,
  },
  {
    kind: 'otp',
    pattern: rule(`${WORD_START}${OTP_WORD}${WORD_END}${JOIN}(?<secret>${digits(3, 8)})(?!\\d)${NOT_AMOUNT}`),
  },
  {
    kind: 'otp',
    pattern: rule(
      `(?<!\\d)(?<secret>\\d(?:[ \\-]?\\d){3,7})(?!\\d)\\s*(?:là|la|is)\\s*(?:your\\s*)?(?:mã|ma|code|otp)`,
    ),
  },
  {
    // The notices of banks put the purpose and the customer between the word and its code.
    kind: 'otp',
    pattern: rule(
      `${WORD_START}${OTP_WORD}${WORD_END}[^\\n]{0,80}?(?:${WORD_START}(?:là|la|is)${WORD_END}|[:=])\\s*["“']?(?<secret>${digits(4, 8)})(?![ .\\-]?\\d)${NOT_AMOUNT}`,
    ),
    isSecret: (secret) => !isPhoneNumber(secret),
  },
  {
    kind: 'password',
    pattern: rule(
      `${WORD_START}${PASSWORD_WORD}${WORD_END}[^\\n]{0,60}?(?:${WORD_START}(?:là|la|is)${WORD_END}|[:=])\\s*["“']?(?<secret>(?=[^\\s"”',;]*\\d)[^\\s"”',;]{4,64})(?![^\\s"”',;]| \\d)`,
    ),
    isSecret: (secret) => !isPhoneNumber(secret) && !isAddress(secret),
  },
  { kind: 'otp', pattern: rule(`(?<!\\d)(?<secret>(?:g-)?\\d{4,8})(?!\\d)\\s*(?:la|là)?\\s*(?:mã|ma)?\\s*otp`) },
  {
    kind: 'identity',
    pattern: rule(
      `${WORD_START}${IDENTITY_WORD}${WORD_END}${JOIN}(?<secret>(?:[a-z]\\d{7}|${digits(9, 12)}))(?!\\d)${NOT_AMOUNT}`,
    ),
  },
  { kind: 'identity', pattern: rule(`(?<![\\d.,])(?<secret>0(?:[ .\\-]?\\d){11})(?![\\d])${NOT_AMOUNT}`) },
  {
    kind: 'account',
    pattern: rule(
      `${WORD_START}${ACCOUNT_WORD}${WORD_END}${JOIN}(?:${ACCOUNT_WORD}\\s*)?${JOIN}(?<secret>${digits(6, 19)})(?!\\d)${NOT_AMOUNT}`,
    ),
    isSecret: (secret) => !isHotline(secret),
  },
  {
    kind: 'account',
    pattern: rule(`(?<![\\d.,])(?<secret>${digits(8, 16)})(?!\\d)\\s*[,(\\-]?\\s*${ACCOUNT_WORD}${WORD_END}`),
    isSecret: (secret) => !isPhoneNumber(secret),
  },
  { kind: 'account', pattern: rule('(?<![\\d.,+])(?<secret>\\d{13,19})(?!\\d)') },
];

function onlyDigits(text: string): string {
  return text.replace(/\D/gu, '');
}

function looksLikePassword(secret: string): boolean {
  return !/^(?:gì|gi|sao|bao|đâu|dau|không|khong|ko|cái|cai|chỗ|cho|nào|nao|của|cua|mới|moi|cũ|cu|phải|phai|một|mot|chìa|thông|số|so|đúng|sai|quan|do|để|de)$/iu.test(
    secret,
  );
}

function isPhoneNumber(secret: string): boolean {
  return /^(?:0|84)\d{9}$/u.test(onlyDigits(secret)) || isHotline(secret);
}

/** An address of the web, which a scam shows and must be seen: `//host/path`, `https://host`, `host.top/path`. */
function isAddress(secret: string): boolean {
  return /^(?:\w+:)?\/\/|^[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}(?:[/?#:]|$)/u.test(secret);
}

function isHotline(secret: string): boolean {
  return /^1[89]00\d{4,6}$/u.test(onlyDigits(secret));
}

/** True when some groups of a run of digits are a card number: people type the expiry date or the CVV right behind it. */
function holdsCardNumber(run: string): boolean {
  const groups = run.split(/[ .-]/u);
  return groups.some((_group, from) =>
    groups.some((_last, to) => to >= from && isCardNumber(groups.slice(from, to + 1).join(''))),
  );
}

/** 13–19 digits with a payment card's first digit and a right Luhn check (ISO/IEC 7812). */
function isCardNumber(number: string): boolean {
  if (!/^[2-69]\d{12,18}$/u.test(number)) return false;
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    let digit = Number(number[number.length - 1 - i]);
    if (i % 2 === 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum % 10 === 0;
}

const MAYBE_SECRET = /\d{3}|\d[ .-]\d|m[ậa]t ?kh[ẩa]u|pass|mk/iu;

/** Masks every secret in `text`. Total; idempotent; a text without digits or password words is returned as it is. */
export function maskSecrets(input: string): Masked {
  const text = input.normalize('NFC');
  if (!MAYBE_SECRET.test(text)) return { text, kinds: [] };
  const kinds: SecretKind[] = [];
  // One secret can hide the next from the rules, so they run until nothing is found; every round shortens the text's digits.
  for (let before = '', masked = text; ; ) {
    before = masked;
    masked = maskOnce(before, kinds);
    if (masked === before) return { text: masked, kinds };
  }
}

function maskOnce(text: string, kinds: SecretKind[]): string {
  let masked = text;
  for (const { kind, pattern, isSecret } of RULES) {
    masked = masked.replace(pattern, (...args) => {
      const { secret } = args.at(-1) as { secret: string };
      const whole = args[0] as string;
      if (secret.includes('[đã')) return whole;
      if (isSecret && !isSecret(secret)) return whole;
      if (!kinds.includes(kind)) kinds.push(kind);
      // The secret stands at the end behind its word ("password: password"), or in front of it.
      const at = whole.endsWith(secret) ? whole.length - secret.length : whole.indexOf(secret);
      return whole.slice(0, at) + MASK + whole.slice(at + secret.length);
    });
  }
  return masked;
}
