/**
 * How hard a Vietnamese text is to read, for people who read slowly. Vietnamese writes a space between syllables, so
 * syllables can be counted and words cannot; what makes a text hard is a long sentence and bookish (mostly
 * Sino-Vietnamese or technical) words. The measure adds the two, as the Gunning fog index does for English:
 *
 *     reading level = mean syllables of a sentence + percentage of syllables that belong to hard words
 *
 * It ranks our own texts; it is no school grade. Calibrated on the shipped cards, 2026-11-22: see docs/lint-rules.md.
 */

const SENTENCE_END = /(?<=[.!?…;:])\s+|\n+/u;
const SYLLABLE = /[\p{L}\p{N}{}]+(?:[.,/-][\p{L}\p{N}]+)*/gu;

/** Sentences as breath units: a colon or semicolon is a pause as a full stop is. */
export function sentencesOf(text: string): string[] {
  return text.split(SENTENCE_END).filter((part) => part.trim() !== '');
}

/** Syllables: runs of letters, a number or an address counts as one. */
export function countSyllables(text: string): number {
  return text.match(SYLLABLE)?.length ?? 0;
}

/** Words a farmer of seventy does not use: offices, law, technology. Everyday words that are Sino-Vietnamese are missing. */
const HARD_WORDS = [
  'thẩm quyền, thủ tục hành chính, căn cứ, quy định, quy trình, phối hợp, triển khai, thực hiện, tiến hành, thụ lý',
  'cơ sở dữ liệu, dữ liệu, hệ thống, xác thực, xác minh, kích hoạt, định danh, sinh trắc học, truy cập, trình duyệt',
  'cung cấp, tiếp nhận, giải quyết, khiếu nại, tố cáo, tố giác, trách nhiệm, pháp luật, nghĩa vụ, hiệu lực, điều kiện',
  'đối tượng, cá nhân, tổ chức, doanh nghiệp, chính sách, bảo mật, thông tin, tính năng, chức năng, giao diện',
  'thao tác, thiết lập, cấu hình, phiên bản, nền tảng, ứng dụng tích hợp, tích hợp, liên kết, đồng bộ, tài nguyên',
  'trực tuyến, điện tử, số hóa, chuyển đổi số, hạ tầng, giao dịch, thanh toán, hạn mức, đối soát, chứng thực, công chứng',
  'phê duyệt, ban hành, sửa đổi, bổ sung, hợp lệ, hợp pháp, đính kèm, trích lục, chứng nhận, giám sát, quản lý',
  'đảm bảo, bảo đảm, tăng cường, nâng cao, hiệu quả, phục vụ, hỗ trợ kỹ thuật, kỹ thuật, tham mưu, kiến nghị',
].flatMap((line) => line.split(', '));

const HARD = new RegExp(
  `(?<!\\p{L})(?:${HARD_WORDS.toSorted((a, b) => b.length - a.length).join('|')})(?!\\p{L})`,
  'giu',
);

/** Names of offices and apps are what they are: nobody can write them more simply. */
const NAMES =
  /Trung tâm Phục vụ hành chính công|Cổng Dịch vụ công(?: quốc gia)?|Tổ công nghệ số(?: cộng đồng)?|Công an xã, phường|"[^"]{1,60}"/gu;

/** The hard words of a text, in the order they stand, names and quoted buttons left out. */
export function hardWordsOf(text: string): string[] {
  return text.replace(NAMES, ' ').match(HARD) ?? [];
}

/** What the measure is made of. */
export interface ReadingLevel {
  readonly level: number;
  readonly syllablesPerSentence: number;
  /** 0-100. */
  readonly hardPercent: number;
}

/** The reading level of several texts together; 0 for no text. */
export function readingLevel(texts: readonly string[]): ReadingLevel {
  let sentences = 0;
  let syllables = 0;
  let hard = 0;
  for (const text of texts) {
    sentences += sentencesOf(text).length;
    syllables += countSyllables(text);
    for (const word of hardWordsOf(text)) hard += word.split(' ').length;
  }
  if (sentences === 0 || syllables === 0) return { level: 0, syllablesPerSentence: 0, hardPercent: 0 };
  const syllablesPerSentence = syllables / sentences;
  const hardPercent = (100 * hard) / syllables;
  return { level: syllablesPerSentence + hardPercent, syllablesPerSentence, hardPercent };
}
