import type { LocatedText } from '../card-body.ts';
import { limits } from '../limits.ts';
import { plainWords } from '../plain-words.ts';
import { countSyllables, hardWordsOf, readingLevel, sentencesOf } from '../reading.ts';
import { lint, lintText, type Content, type Finding, type Rule, type TextFinding } from './rule.ts';

/** Team members read the doorstep script; every other part is for residents. */
const isForResidents = ({ part }: LocatedText): boolean => part !== 'doorstep';

/** The run of letters and signs in which something was found, for the author to recognise it. */
function wordAt(text: string, from: number, length: number): string {
  const start = text.slice(0, from).search(/\S*$/u);
  const end = from + length + text.slice(from + length).search(/\s|$/u);
  return text.slice(start, end);
}

/** A rule of the words themselves: the first match of `pattern`, if any, with the word it stands in. */
function pattern(
  id: string,
  severity: Rule['severity'],
  match: RegExp,
  tell: (found: string, word: string) => Omit<TextFinding, 'quote'>,
): Rule {
  return lintText(id, severity, ({ text }) => {
    const found = match.exec(text);
    if (!found) return [];
    const word = wordAt(text, found.index, found[0].length);
    return [{ ...tell(found[0].trim(), word.trim()), quote: word.trim() === '' ? found[0] : word }];
  });
}

function longSentences(text: LocatedText): TextFinding[] {
  // A syllable and its space are two characters: most texts are too short to count.
  if (!isForResidents(text) || text.text.length < 2 * limits.sentenceSyllables) return [];
  return sentencesOf(text.text).flatMap((sentence) => {
    const count = countSyllables(sentence);
    if (count <= limits.sentenceSyllables) return [];
    const fix = `cắt làm hai câu, mỗi câu nhiều nhất ${limits.sentenceSyllables} tiếng`;
    const quote = sentence.trim().split(/\s+/u).slice(0, 3).join(' ');
    return [{ problem: `câu này dài ${count} tiếng`, fix, quote }];
  });
}

function hardToRead({ texts }: Content): Finding[] {
  return texts.flatMap(({ file, kind, texts }) => {
    if (kind === 'messages') return [];
    const read = texts.filter((one) => isForResidents(one) && one.part !== 'title');
    const { level, syllablesPerSentence, hardPercent } = readingLevel(read.map(({ text }) => text));
    if (level <= limits.readingLevel) return [];
    const hard = [...new Set(read.flatMap(({ text }) => hardWordsOf(text)))].slice(0, 5);
    const problem = `bài khó đọc: mức ${level.toFixed(0)}, nhiều nhất nên là ${limits.readingLevel} (mỗi câu ${syllablesPerSentence.toFixed(0)} tiếng, ${hardPercent.toFixed(0)} % là từ khó)`;
    const fix = `viết câu ngắn hơn${hard.length > 0 ? `; nói dễ hiểu hơn chỗ: ${hard.join(', ')}` : ''}`;
    return [{ file, line: read[0]?.line ?? 1, problem, fix }];
  });
}

const byLength = [...plainWords.keys()].toSorted((a, b) => b.length - a.length).join('|');
const stiff = new RegExp(`(?<![\\p{L}\\p{N}./-])(?:${byLength})(?![\\p{L}\\p{N}/-]|\\.\\p{L})`, 'giu');
/** Product names that hold one of the words. */
const names = /App Store|Google Play/gu;
const quoted = /["“][^"”]*["”]/gu;

function stiffWords(text: LocatedText): TextFinding[] {
  if (!isForResidents(text)) return [];
  // The name of a button is what it is.
  const own = text.text.replace(quoted, ' ').replace(names, ' ');
  return [...own.matchAll(stiff)].map(([word]) => ({
    problem: `"${word}" là chữ cứng hoặc chữ nước ngoài`,
    fix: `viết: ${plainWords.get(word.toLowerCase()) ?? 'chữ thường ngày'}`,
    quote: word,
  }));
}

const vietnameseLetter = /[àáảãạăắằẳẵặâấầẩẫậèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵđ]/iu;

function withoutMarks({ text }: LocatedText): TextFinding[] {
  return sentencesOf(text).flatMap((sentence) => {
    if (vietnameseLetter.test(sentence)) return [];
    const words = sentence.match(/(?<![\w./])[a-z]{1,7}(?![\w./])/giu) ?? [];
    if (words.length < 4) return [];
    return [{ problem: 'câu này chưa có dấu', fix: 'viết lại cho đủ dấu', quote: words[0] ?? '' }];
  });
}

function oddQuotes({ text }: LocatedText): TextFinding[] {
  const straight = text.match(/"/gu)?.length ?? 0;
  const opened = text.match(/“/gu)?.length ?? 0;
  const closed = text.match(/”/gu)?.length ?? 0;
  if (straight % 2 === 0 && opened === closed) return [];
  return [{ problem: 'dấu ngoặc kép thiếu dấu đi cặp', fix: 'thêm dấu còn thiếu, hoặc bỏ dấu thừa' }];
}

function oddBrackets({ text }: LocatedText): TextFinding[] {
  let open = 0;
  for (const sign of text.match(/[()]/gu) ?? []) {
    open += sign === '(' ? 1 : -1;
    if (open < 0) break;
  }
  return open === 0
    ? []
    : [{ problem: 'dấu ngoặc tròn thiếu dấu đi cặp', fix: 'thêm dấu còn thiếu, hoặc bỏ dấu thừa' }];
}

/** House style puts the tone on the first vowel: hòa, khỏe, thủy. One style, so that search and eyes find the same word. */
const newStyleTone = /(?:o[àáảãạèéẻẽẹ]|(?<![Qq])u[ỳýỷỹỵ])(?!\p{L})/u;

/** Rules on how things are said. */
export const styleRules: readonly Rule[] = [
  lintText('sentence-too-long', 'warning', longSentences),
  lint('reading-level', 'warning', hardToRead),
  lintText('plain-words', 'warning', stiffWords),
  lintText('no-diacritics', 'error', withoutMarks),
  pattern('fixed-address', 'error', /(?<![{\p{L}])[Bb]ác(?![\p{L}}])/u, (found) => ({
    problem: `viết "${found}" thì người chọn cách xưng hô khác cũng bị gọi như vậy`,
    fix: `viết {${found}}`,
  })),
  pattern('all-capitals', 'warning', /(?:(?<!\p{L})\p{Lu}{2,}(?!\p{L})[ ,]*){5,}/u, (found) => ({
    problem: `"${found}" toàn chữ in hoa, đọc như quát`,
    fix: 'viết chữ thường; chỉ lệnh như XÓA DỮ LIỆU mới viết hoa hết',
  })),
  pattern('space-before-punctuation', 'warning', /(?<=[\p{L}\p{N}}]) +[,.;:!?](?![\p{L}\p{N}.])/u, (_found, word) => ({
    problem: `thừa dấu cách trước dấu câu ở "${word}"`,
    fix: 'viết dấu câu sát chữ đứng trước',
  })),
  pattern(
    'space-after-punctuation',
    'warning',
    /[,;!?](?<=\p{L}.)(?=\p{L})|[.:](?<=\p{Ll}\p{Ll}.)(?=\p{Lu}\p{Ll})/u,
    (_found, word) => ({ problem: `thiếu dấu cách sau dấu câu ở "${word}"`, fix: 'thêm một dấu cách sau dấu câu' }),
  ),
  pattern('repeated-punctuation', 'warning', /[!?,;:]{2,}|(?<!\.)\.{2}(?!\.)|\.{4,}/u, (found) => ({
    problem: `"${found}" lặp dấu câu`,
    fix: 'viết một dấu thôi (ba chấm tính là một dấu)',
  })),
  pattern('double-space', 'warning', /(?<=\S) {2,}(?=\S)/u, (_found, word) => ({
    problem: `thừa dấu cách ở "${word}"`,
    fix: 'giữ một dấu cách',
  })),
  lintText('unbalanced-quotes', 'warning', oddQuotes),
  lintText('unbalanced-brackets', 'warning', oddBrackets),
  pattern('tone-mark-place', 'warning', newStyleTone, (_found, word) => ({
    problem: `dấu của "${word}" đặt ở nguyên âm sau`,
    fix: 'đặt dấu ở nguyên âm đầu, như: hòa, khỏe, thủy',
  })),
];
