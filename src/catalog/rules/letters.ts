import type { Problem } from '../problems.ts';
import type { SourceFile } from '../sources.ts';
import { lint, type Rule } from './rule.ts';

/** Zero-width and other letters nobody sees; the no-break space is one, because searches miss words around it. */
const invisible = /[\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/u;

/** Cyrillic and Greek letters that look like Latin ones. */
const lookalike = /[\u0370-\u03ff\u0400-\u04ff]/u;

/** Lines of a file that match, with the column of the match. */
function lines(
  { file, text }: { readonly file: string; readonly text: string },
  find: (line: string) => number,
  problem: string,
  fix: string,
): Problem[] {
  return text.split('\n').flatMap((line, index) => {
    const at = find(line);
    return at < 0 ? [] : [{ file, line: index + 1, column: at + 1, problem, fix }];
  });
}

/** What stands on disk, with the line ends of Unix. */
const onDisk = ({ file, text, raw }: SourceFile): { file: string; text: string } => ({
  file,
  text: (raw ?? text).replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n'),
});

const notComposed = (line: string): number => {
  if (line.normalize('NFC') === line) return -1;
  return Math.max(0, line.search(/\p{M}/u) - 1);
};

function search(pattern: RegExp, problem: string, fix: string): NonNullable<Rule['check']> {
  return ({ sources }) =>
    sources
      .filter(written)
      .flatMap((source) =>
        pattern.test(source.text) ? lines(source, (line) => line.search(pattern), problem, fix) : [],
      );
}

/** Files authors write words in; the lists beside them are tables. */
const written = ({ file }: SourceFile): boolean => /\.(?:md|ya?ml)$/u.test(file);

/** Rules on the letters of whole files. */
export const letterRules: readonly Rule[] = [
  lint('unicode-not-nfc', 'error', ({ sources }) =>
    sources.filter(written).flatMap((source) => {
      // Only a file that was changed on reading can hold letters in pieces.
      if (source.raw === undefined) return [];
      const fix = 'gõ lại bằng bộ gõ Unicode dựng sẵn, hoặc lưu tệp dạng NFC';
      return lines(onDisk(source), notComposed, 'chữ và dấu đang lưu rời nhau (NFD)', fix);
    }),
  ),
  lint('invisible-character', 'error', search(invisible, 'có ký tự ẩn, mắt không thấy', 'xóa đoạn này rồi gõ lại')),
  lint(
    'lookalike-letter',
    'error',
    search(lookalike, 'có chữ Nga hoặc Hy Lạp trông giống chữ Việt', 'xóa từ này rồi gõ lại'),
  ),
  lint('trailing-space', 'warning', search(/[ \t]+$/mu, 'thừa dấu cách ở cuối dòng', 'xóa dấu cách đó')),
  lint('tab', 'warning', search(/\t/u, 'có dấu Tab', 'thay bằng dấu cách')),
];
