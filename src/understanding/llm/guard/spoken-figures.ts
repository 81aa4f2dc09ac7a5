import { anyOf, type Clause, type WordTest } from './clauses.ts';
import type { Said, Source } from './material.ts';

const NUMBERS =
  'một hai ba bốn tư năm lăm sáu bảy bẩy tám chín mười mươi mốt trăm nghìn ngàn triệu tỷ tỉ chục linh lẻ nửa rưỡi vài';
const isNumber = anyOf(NUMBERS);
const isDigit = anyOf(`không ${NUMBERS}`);
const isScale = anyOf('trăm nghìn ngàn triệu chục mươi mười');
const isUnit = anyOf('ngày giờ phút tháng tuần tuổi đồng phần hôm bữa đêm năm');
const isYear = anyOf('năm');
/** Typed without marks these are other, frequent words ("sau", "tam", "nam"). */
const AMBIGUOUS = new Set('tu nam sau bay tam ti le ba hai ngan tram chuc'.split(' '));
const SPOKEN_TELEPHONE_WORDS = 4;

const startsNumber = (word: string | undefined): boolean =>
  isNumber(word) && !(AMBIGUOUS.has(word ?? '') && word !== 'ba' && word !== 'hai');

/** Every amount, span of time or long row of digits that a clause says in words, as its own words. */
function spokenIn({ words }: Clause): string[][] {
  const found: string[][] = [];
  for (let at = 0; at < words.length; at++) {
    if (!startsNumber(words[at])) continue;
    let end = at;
    while (end < words.length && startsNumber(words[end])) end += 1;
    const run = words.slice(at, end);
    const named = isUnit(words[end]);
    const years = run.length > 1 && isYear(run.at(-1));
    if (named || years || run.some(isScale)) found.push(words.slice(at, named ? end + 1 : end));
    at = end;
  }
  for (let at = 0; at < words.length; at++) {
    let end = at;
    while (end < words.length && isDigit(words[end])) end += 1;
    if (end - at >= SPOKEN_TELEPHONE_WORDS) found.push(words.slice(at, end));
    at = Math.max(at, end);
  }
  return found;
}

/** True when the text says a sum, a span of time or a telephone number in words that the cards do not say. */
export function hasForeignSpokenNumber({ clauses }: Said, { words: known }: Source): boolean {
  return clauses.flatMap(spokenIn).some((words) => !known.includes(` ${words.join(' ')} `));
}

interface Phrase {
  readonly text: string;
  readonly words: readonly WordTest[];
}

const phrases = (list: string): readonly Phrase[] =>
  list.split(', ').map((phrase) => ({ text: ` ${phrase} `, words: phrase.split(' ').map(anyOf) }));

const DEADLINES = phrases(
  'hôm nay, ngày mai, ngày kia, tối nay, chiều nay, sáng mai, trưa mai, chiều mai, tối mai, tuần này, tuần sau, ' +
    'tuần tới, tháng này, tháng sau, tháng tới, cuối tuần, cuối tháng, cuối năm, đầu tháng, thứ hai, thứ ba, thứ tư, ' +
    'thứ năm, thứ sáu, thứ bảy, chủ nhật, hạn chót, hạn cuối, hạn nộp, hết hạn, quá hạn, trước ngày, tức khắc, lập tức',
);
const FEES = phrases(
  'miễn phí, phí, lệ phí, đặt cọc, tiền cọc, tiền phạt, tiền công, hoa hồng, không mất tiền, không tốn tiền, ' +
    'không mất đồng, bồi dưỡng, trả công, giảm giá',
);

const says = ({ words }: Clause, { words: wanted }: Phrase): boolean =>
  words.some((_word, at) => wanted.every((isPart, offset) => isPart(words[at + offset])));

const foreignPhrase = ({ clauses }: Said, { words: known }: Source, list: readonly Phrase[]): boolean =>
  list.some((phrase) => !known.includes(phrase.text) && clauses.some((clause) => says(clause, phrase)));

/** True when the text names a day or a deadline in words that the cards do not name. */
export const hasForeignDeadline = (said: Said, source: Source): boolean => foreignPhrase(said, source, DEADLINES);

/** True when the text speaks of a fee, or of there being none, and the cards do not. */
export const hasForeignFee = (said: Said, source: Source): boolean => foreignPhrase(said, source, FEES);
