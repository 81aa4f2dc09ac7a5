import type { Word } from './words.ts';

const DIGITS: Readonly<Record<string, number>> = {
  khong: 0,
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  nham: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
};

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  nghin: 1e3,
  ngan: 1e3,
  ngin: 1e3,
  tr: 1e6,
  trieu: 1e6,
  cu: 1e6,
  ty: 1e9,
  ti: 1e9,
};

const OTHERS: ReadonlySet<string> = new Set(['tram', 'muoi', 'chuc', 'linh', 'le', 'ruoi', 'nua']);

/** The words as they are written with marks: "bà", "tầm", "nắm" are other words than "ba", "tám", "năm". */
const MARKED: ReadonlySet<string> = new Set(
  (
    'không một mốt hai ba bốn tư năm lăm nhăm sáu bảy bẩy tám chín mười mươi trăm chục linh lẻ rưỡi rưởi nửa ' +
    'nghìn ngàn triệu củ tỷ tỉ'
  ).split(' '),
);

/** True for a number in digits and for a word that is part of a number. */
export function isNumberWord({ typed, folded }: Word): boolean {
  if (/^\d/u.test(typed)) return true;
  if (/\P{ASCII}/u.test(typed) && !MARKED.has(typed)) return false;
  return Object.hasOwn(DIGITS, folded) || Object.hasOwn(SCALES, folded) || OTHERS.has(folded);
}

/**
 * A number in digits as Vietnamese people write it: `1.500.000`, `1,5`, `1.5`, `1.500,75`. Groups of three digits behind
 * one separator are thousands, because nobody types three decimals; `0,500` is a half. Undefined beyond 15 digits.
 */
export function parseDigits(text: string): number | undefined {
  // A phone number or code is no quantity.
  if (text.replace(/\D/gu, '').length > 15 || /^0\d{2,}/u.test(text)) return undefined;
  if (/^\d+$/u.test(text)) return Number(text);
  const grouped = /^([1-9]\d{0,2})([.,])(\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,3}))?$/u.exec(text);
  if (grouped) {
    const [, lead = '', , groups = '', decimals = ''] = grouped;
    return Number(`${lead}${groups.replace(/\D/gu, '')}.${decimals || '0'}`);
  }
  const plain = /^(\d+)[.,](\d{1,3})$/u.exec(text);
  return plain ? Number(`${plain[1]}.${plain[2]}`) : undefined;
}

/** What was read, and whether a word such as "nghìn" or "triệu" said how large it is. */
export interface ReadNumber {
  readonly value: number;
  readonly scaled: boolean;
}

/** One letter a word: digit, closing digit ("lăm", "mốt", "tư"), number in digits, hundred, tens, linh, half. */
function roleOf({ typed, folded }: Word): string {
  if (/^\d/u.test(folded)) return 'N';
  if (folded === 'lam' || folded === 'nham' || folded === 'tu' || typed === 'mốt') return 'c';
  if (Object.hasOwn(DIGITS, folded)) return 'd';
  return { tram: 'T', muoi: 'M', chuc: 'M', linh: 'L', le: 'L', ruoi: 'R', nua: 'H' }[folded] ?? '?';
}

const valueOf = (word: Word | undefined): number | undefined => {
  if (!word) return undefined;
  return /^\d/u.test(word.folded) ? parseDigits(word.folded) : DIGITS[word.folded];
};

/**
 * Below one thousand: "hai trăm ba mươi lăm", "trăm rưỡi", "linh năm", "hai lăm", or any number in digits. "hai trăm ba"
 * is 230: a lone digit behind the hundreds counts tens.
 */
const SMALL =
  /^(?:(?<hundreds>[dcN])?(?<hundred>T))?(?:L(?<single>[dcN])|(?<tens>[dcN])?(?<ten>M)(?<ones>[dcN])?|(?<short>[dc])(?<closing>c)|(?<lone>[dcN])|(?<half>R))?$/du;

function readSmall(words: readonly Word[]): number | undefined {
  const match = SMALL.exec(words.map(roleOf).join(''));
  if (!match || words.length === 0) return undefined;
  const found = match.groups ?? {};
  const at = (name: string): number | undefined => valueOf(words[match.indices?.groups?.[name]?.[0] ?? -1]);
  const named = ['hundreds', 'tens', 'ones', 'short', 'closing', 'single'].filter((name) => found[name] !== undefined);
  if (named.some((name) => !Number.isInteger(at(name)) || (at(name) ?? 0) > 9)) return undefined;
  const hundreds = found['hundred'] ? (at('hundreds') ?? 1) * 100 : 0;
  if (found['half']) return found['hundred'] ? hundreds + 50 : undefined;
  if (found['single']) return hundreds + (at('single') ?? 0);
  if (found['ten']) return hundreds + (at('tens') ?? 1) * 10 + (at('ones') ?? 0);
  if (found['short']) return hundreds + (at('short') ?? 0) * 10 + (at('closing') ?? 0);
  if (!found['lone']) return hundreds;
  const lone = at('lone');
  if (lone === undefined || !found['hundred']) return lone;
  if (!Number.isInteger(lone) || lone > 99) return undefined;
  return hundreds + (lone < 10 ? lone * 10 : lone);
}

/**
 * What stands behind the last scale: "1tr5" and "1tr250" are parts of it. In amounts of money, and in digits, a rest of
 * two places is a part too ("1 triệu hai lăm"); elsewhere it counts as it is ("một nghìn hai mươi").
 */
function tailValue(words: readonly Word[], scale: number, isMoney: boolean): number | undefined {
  if (words.length === 1 && words[0]?.folded === 'ruoi') return scale / 2;
  const value = readSmall(words);
  if (value === undefined || !Number.isInteger(value) || value >= 1000) return undefined;
  // "hai nghìn không trăm hai mươi lăm", "một nghìn linh năm": spelled out.
  if (['khong', 'linh', 'le'].includes(words[0]?.folded ?? '') || value === 0) return value;
  if (value < 10) return (value * scale) / 10;
  if (value >= 100) return (value * scale) / 1000;
  return isMoney || /^\d/u.test(words[0]?.folded ?? '') ? (value * scale) / 100 : value;
}

/**
 * The number that these words are, all of them: "12", "1tr5" (1,500,000), "500k", "2 triệu rưỡi", "một trăm linh năm",
 * "mười hai", "nửa triệu". Undefined when they are anything else, or could be two numbers ("hai ba").
 */
export function readNumber(words: readonly Word[], isMoney = false): ReadNumber | undefined {
  if (words.length === 0 || words.length > 16 || !words.every(isNumberWord)) return undefined;
  let total = 0;
  let lastScale: number | undefined;
  let waiting: Word[] = [];
  for (const word of words) {
    const scale = Object.hasOwn(SCALES, word.folded) ? SCALES[word.folded] : undefined;
    if (scale === undefined) {
      waiting.push(word);
      continue;
    }
    const isHalf = waiting.length === 1 && waiting[0]?.folded === 'nua';
    const count = isHalf ? 0.5 : readSmall(waiting);
    if (count === undefined || (lastScale !== undefined && scale >= lastScale)) return undefined;
    total += count * scale;
    lastScale = scale;
    waiting = [];
  }
  const rest = lastScale === undefined ? readSmall(waiting) : 0;
  const tail = lastScale === undefined || waiting.length === 0 ? rest : tailValue(waiting, lastScale, isMoney);
  if (tail === undefined || total + tail > 1e15) return undefined;
  return { value: Number((total + tail).toFixed(3)), scaled: lastScale !== undefined };
}

/** `1.500.000`, `2,5`: as Vietnamese people read numbers. */
export function numberText(value: number): string {
  const [whole = '0', decimals] = String(Math.abs(Number(value.toFixed(3)))).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+(?!\d))/gu, '.');
  return `${value < 0 ? '-' : ''}${grouped}${decimals === undefined ? '' : `,${decimals}`}`;
}
