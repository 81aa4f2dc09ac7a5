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
    const fix = `make two sentences of it, of at most ${limits.sentenceSyllables} syllables each`;
    const quote = sentence.trim().split(/\s+/u).slice(0, 3).join(' ');
    return [{ problem: `a sentence has ${count} syllables`, fix, quote }];
  });
}

function hardToRead({ texts }: Content): Finding[] {
  return texts.flatMap(({ file, kind, texts }) => {
    if (kind === 'messages') return [];
    const read = texts.filter((one) => isForResidents(one) && one.part !== 'title');
    const { level, syllablesPerSentence, hardPercent } = readingLevel(read.map(({ text }) => text));
    if (level <= limits.readingLevel) return [];
    const hard = [...new Set(read.flatMap(({ text }) => hardWordsOf(text)))].slice(0, 5);
    const problem = `reading level ${level.toFixed(0)} (limit ${limits.readingLevel}): ${syllablesPerSentence.toFixed(0)} syllables a sentence, ${hardPercent.toFixed(0)} % hard words`;
    const fix = `write shorter sentences${hard.length > 0 ? `, and everyday words for: ${hard.join(', ')}` : ''}`;
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
    problem: `"${word}" is stiff or foreign`,
    fix: `write: ${plainWords.get(word.toLowerCase()) ?? 'the everyday word'}`,
    quote: word,
  }));
}

const vietnameseLetter = /[àáảãạăắằẳẵặâấầẩẫậèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵđ]/iu;

function withoutMarks({ text }: LocatedText): TextFinding[] {
  return sentencesOf(text).flatMap((sentence) => {
    if (vietnameseLetter.test(sentence)) return [];
    const words = sentence.match(/(?<![\w./])[a-z]{1,7}(?![\w./])/giu) ?? [];
    if (words.length < 4) return [];
    return [{ problem: 'a sentence without diacritics', fix: 'write it with full diacritics', quote: words[0] ?? '' }];
  });
}

function oddQuotes({ text }: LocatedText): TextFinding[] {
  const straight = text.match(/"/gu)?.length ?? 0;
  const opened = text.match(/“/gu)?.length ?? 0;
  const closed = text.match(/”/gu)?.length ?? 0;
  if (straight % 2 === 0 && opened === closed) return [];
  return [{ problem: 'a quotation mark without its partner', fix: 'close the quotation, or remove the mark' }];
}

function oddBrackets({ text }: LocatedText): TextFinding[] {
  let open = 0;
  for (const sign of text.match(/[()]/gu) ?? []) {
    open += sign === '(' ? 1 : -1;
    if (open < 0) break;
  }
  return open === 0 ? [] : [{ problem: 'a bracket without its partner', fix: 'close the bracket, or remove it' }];
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
    problem: `"${found}" is said to everybody, also to who chose another form of address`,
    fix: `write {${found}}`,
  })),
  pattern('all-capitals', 'warning', /(?:(?<!\p{L})\p{Lu}{2,}(?!\p{L})[ ,]*){5,}/u, (found) => ({
    problem: `"${found}" is shouted`,
    fix: 'write it in ordinary letters; only orders such as XÓA DỮ LIỆU stand in capitals',
  })),
  pattern('space-before-punctuation', 'warning', /(?<=[\p{L}\p{N}}]) +[,.;:!?](?![\p{L}\p{N}.])/u, (_found, word) => ({
    problem: `a space stands before the sign in "${word}"`,
    fix: 'write the sign right behind the word',
  })),
  pattern(
    'space-after-punctuation',
    'warning',
    /[,;!?](?<=\p{L}.)(?=\p{L})|[.:](?<=\p{Ll}\p{Ll}.)(?=\p{Lu}\p{Ll})/u,
    (_found, word) => ({ problem: `a space is missing in "${word}"`, fix: 'write a space behind the sign' }),
  ),
  pattern('repeated-punctuation', 'warning', /[!?,;:]{2,}|(?<!\.)\.{2}(?!\.)|\.{4,}/u, (found) => ({
    problem: `"${found}" repeats a sign`,
    fix: 'write it once (three dots are one sign)',
  })),
  pattern('double-space', 'warning', /(?<=\S) {2,}(?=\S)/u, (_found, word) => ({
    problem: `two spaces stand together in "${word}"`,
    fix: 'write one',
  })),
  lintText('unbalanced-quotes', 'warning', oddQuotes),
  lintText('unbalanced-brackets', 'warning', oddBrackets),
  pattern('tone-mark-place', 'warning', newStyleTone, (_found, word) => ({
    problem: `the tone of "${word}" stands on the last vowel`,
    fix: 'put it on the first: hòa, khỏe, thủy',
  })),
];
