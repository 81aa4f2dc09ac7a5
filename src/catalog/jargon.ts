/** A word that people who are new to this do not know. */
export interface Term {
  readonly term: string;
  /** With the flag `g`. */
  readonly pattern: RegExp;
  /** Parts of which one is in every text that can match: trying a pattern is dear. */
  readonly hints: readonly string[];
  /** A gloss that fits behind it in brackets. */
  readonly gloss: string;
}

const term = (name: string, gloss: string, source: string = name, ...hints: readonly string[]): Term => ({
  term: name,
  gloss,
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'gu'),
  hints: hints.length > 0 ? hints : [name],
});

/**
 * Words whose first mention in a card needs a gloss. Not here, because residents of this channel meet them every day:
 * QR, VNeID, Zalo, Facebook, SIM, chip, Wi-Fi, link, App Store, CH Play.
 */
export const jargon: readonly Term[] = [
  term('OTP', 'dãy số máy nhắn về', '(?:[Mm]ã )?OTP|Smart OTP'),
  term('PIN', 'mật mã bằng số', '(?:[Mm]ã |[Ss]ố )?PIN'),
  term('CVV', '3 số ở mặt sau thẻ', '(?:[Mm]ã )?CV[VC]2?', 'CV'),
  term('eKYC', 'quét căn cước và khuôn mặt để nhận ra mình', 'e-?KYC', 'KYC'),
  term('NFC', 'áp thẻ vào lưng máy để đọc chip'),
  term('CCCD', 'thẻ căn cước', 'CCCD|CMND', 'CCCD', 'CMND'),
  term('sinh trắc học', 'quét khuôn mặt, vân tay', '[Ss]inh trắc học', 'inh trắc học'),
  term('PDF', 'tệp giấy tờ trên điện thoại', '(?:[Tt]ệp )?PDF'),
  term('GPS', 'định vị'),
  term('Bluetooth', 'nối hai máy gần nhau không dây'),
  term('APK', 'tệp cài ứng dụng ngoài cửa hàng', 'APK|apk', 'APK', 'apk'),
  term('3G/4G', 'mạng của SIM', '[345]G', '3G', '4G', '5G'),
  term('cookie', 'dấu trang mạng ghi trong máy', '[Cc]ookies?', 'ookie'),
  term('trình duyệt', 'ứng dụng để xem trang mạng', '[Tt]rình duyệt', 'rình duyệt'),
  term('captcha', 'hình thử xem có phải người thật', '[Cc]aptcha', 'aptcha'),
  term('livestream', 'quay hình phát ngay trên mạng', '[Ll]ivestream', 'ivestream'),
  term('voucher', 'phiếu giảm giá', '[Vv]oucher', 'oucher'),
  term('COD', 'trả tiền khi nhận hàng', '(?:ship )?COD'),
  term('AI', 'máy tính bắt chước người', 'AI|[Tt]rí tuệ nhân tạo', 'AI', 'rí tuệ nhân tạo'),
  term('deepfake', 'hình giả, tiếng giả do máy làm', '[Dd]eepfake', 'eepfake'),
];

const GLOSS_BEHIND = /^["”]?\s*(?:\([^)]{4,}\)|là \p{L}|nghĩa là |tức là |hay còn gọi là )/u;
const GLOSS_BEFORE = /(?:gọi là|còn gọi|tên là|\()\s*["“]?$/u;

/** Where `term` is first used without being explained anywhere in `texts`; undefined when it is explained or not used. */
export function unexplained(term: Term, texts: readonly string[]): { index: number; words: string } | undefined {
  let first: { index: number; words: string } | undefined;
  for (const [index, text] of texts.entries()) {
    if (!term.hints.some((hint) => text.includes(hint))) continue;
    for (const match of text.matchAll(term.pattern)) {
      const [words] = match;
      first ??= { index, words };
      const before = text.slice(0, match.index);
      if (GLOSS_BEHIND.test(text.slice(match.index + words.length)) || GLOSS_BEFORE.test(before)) return undefined;
    }
  }
  return first;
}
