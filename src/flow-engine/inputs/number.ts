import { engineTexts } from '../texts.ts';
import type { InputRules, Reading } from './reading.ts';
import { isNumberWord, numberText, readNumber, type ReadNumber } from './vietnamese-number.ts';
import { wordsOf, withoutAround, type Word } from './words.ts';

const limitOf = (limit: number | string | undefined): number | undefined =>
  typeof limit === 'number' && Number.isFinite(limit) ? limit : undefined;

/** Why a number is out of range, as a kind sentence; undefined when it is not. */
export function rangeProblem(value: number, rules: InputRules, shown: (value: number) => string): string | undefined {
  const [min, max] = [limitOf(rules.min), limitOf(rules.max)];
  if (min !== undefined && value < min) return engineTexts.tooSmall.replace('{min}', () => shown(min));
  if (max !== undefined && value > max) return engineTexts.tooLarge.replace('{max}', () => shown(max));
  return undefined;
}

/** The words without the unit at their end. */
function withoutUnit(words: readonly Word[], unit: string | undefined): readonly Word[] {
  const parts = wordsOf(unit ?? '').map(({ folded }) => folded);
  const end = words.slice(-parts.length).map(({ folded }) => folded);
  return parts.length > 0 && end.join(' ') === parts.join(' ') ? words.slice(0, -parts.length) : words;
}

/** "-5" and "10-12" are not one number of things. */
const isRange = (text: string): boolean => /(?:^|\s)[-–−]\s*\d|\d\s*[-–−~/]\s*\d/u.test(text);

/** A lone "không" says no, not zero. */
function readAmount(words: readonly Word[], isMoney: boolean, half = 0): ReadNumber | undefined {
  if (words.length === 1 && words[0]?.folded === 'khong') return undefined;
  const read = readNumber(words, isMoney);
  return read && { ...read, value: read.value + half };
}

/** `number`: digits or words, with the unit and polite words around. "khoảng mười hai con ạ" is 12. */
export function readNumberInput(text: string, rules: InputRules): Reading {
  if (isRange(text)) return undefined;
  const said = withoutAround(wordsOf(text), isNumberWord);
  // "3 mẫu rưỡi": the half stands behind the unit.
  const hasHalf = said.length > 1 && said.at(-1)?.folded === 'ruoi' && readNumber(said) === undefined;
  const counted = withoutUnit(hasHalf ? said.slice(0, -1) : said, rules.unit);
  const read = readAmount(withoutAround(counted, isNumberWord), false, hasHalf ? 0.5 : 0);
  if (!read) return undefined;
  const shown = (value: number): string => numberText(value) + (rules.unit === undefined ? '' : ` ${rules.unit}`);
  const why = rangeProblem(read.value, rules, shown);
  if (why !== undefined) return { kind: 'refused', why };
  return { kind: 'value', value: String(read.value), text: shown(read.value) };
}

const CURRENCY: ReadonlySet<string> = new Set(['d', 'dong', 'vnd', 'viet']);

const moneyText = (value: number): string => `${numberText(value)} đồng`;

/**
 * `money`: whole đồng. "1tr5", "500k", "2 triệu rưỡi", "1.500.000đ", "năm trăm nghìn". A bare number below one thousand
 * could be đồng, nghìn or triệu, so it is asked back.
 */
export function readMoneyInput(text: string, rules: InputRules): Reading {
  if (isRange(text)) return undefined;
  const isMoneyWord = (word: Word): boolean => isNumberWord(word) || CURRENCY.has(word.folded);
  let words = withoutAround(wordsOf(text), isMoneyWord);
  let named = false;
  while (words.length > 1 && CURRENCY.has(words.at(-1)?.folded ?? '')) {
    words = words.slice(0, -1);
    named = true;
  }
  const read = readAmount(words, true);
  if (!read) return undefined;
  const value = Math.round(read.value);
  if (!read.scaled && !named && read.value !== 0 && read.value < 1000) {
    return { kind: 'refused', why: engineTexts.moneyUnclear.replace('{number}', () => numberText(read.value)) };
  }
  const why = rangeProblem(value, rules, moneyText);
  return why === undefined ? { kind: 'value', value: String(value), text: moneyText(value) } : { kind: 'refused', why };
}
