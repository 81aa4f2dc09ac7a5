import { fold } from '../shared/vietnamese.ts';
import { ageOn, daysBetween } from './calendar.ts';
import type { ExpressionFunction } from './condition.ts';

/** What an expression comes to; undefined is nothing: equal to nothing, not true, larger and smaller than nothing. */
export type Value = string | number | boolean | undefined;

/** A function of the expressions: how many values it takes, and what it makes of them. Total. */
export interface ExpressionFunctionSpec {
  readonly min: number;
  readonly max: number;
  /** For authors: how it is written and what it gives. */
  readonly usage: string;
  readonly apply: (args: readonly Value[], today: string | undefined) => Value;
}

/** A value as text; undefined stays nothing. Numbers are written as JavaScript writes them. */
export function toText(value: Value): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** A value as a finite number; anything that is not written as one is nothing. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}(?:\.\d{1,10})?$/u.test(value)) return undefined;
  return Number(value);
}

const onText =
  (apply: (text: string, part: string) => Value) =>
  (args: readonly Value[]): Value => {
    const text = toText(args[0]);
    const part = args.length > 1 ? toText(args[1]) : '';
    return text === undefined || part === undefined ? undefined : apply(text, part);
  };

const onNumbers =
  (apply: (...numbers: number[]) => number) =>
  (args: readonly Value[]): Value => {
    const numbers = args.map(toNumber);
    return numbers.includes(undefined) ? undefined : toNumber(apply(...(numbers as number[])));
  };

/** Every function an expression may call. */
export const expressionFunctions: Readonly<Record<ExpressionFunction, ExpressionFunctionSpec>> = {
  lower: {
    min: 1,
    max: 1,
    usage: 'lower(text): the text in lower case',
    apply: onText((text) => text.toLocaleLowerCase('vi')),
  },
  folded: {
    min: 1,
    max: 1,
    usage: 'folded(text): lower case, without marks and punctuation',
    apply: onText((text) => fold(text)),
  },
  contains: {
    min: 2,
    max: 2,
    usage: 'contains(text, part): true when part stands in text',
    apply: onText((text, part) => text.includes(part)),
  },
  starts: {
    min: 2,
    max: 2,
    usage: 'starts(text, part): true when text begins with part',
    apply: onText((text, part) => text.startsWith(part)),
  },
  length: { min: 1, max: 1, usage: 'length(text): its characters', apply: onText((text) => text.length) },
  min: { min: 1, max: 5, usage: 'min(a, b, …): the smallest of 1-5 numbers', apply: onNumbers(Math.min) },
  max: { min: 1, max: 5, usage: 'max(a, b, …): the largest of 1-5 numbers', apply: onNumbers(Math.max) },
  round: { min: 1, max: 1, usage: 'round(number): the nearest whole number', apply: onNumbers(Math.round) },
  today: {
    min: 0,
    max: 0,
    usage: 'today(): the day in Viet Nam as YYYY-MM-DD',
    apply: (_args, today) => today,
  },
  days: {
    min: 2,
    max: 2,
    usage: 'days(a, b): days from day a to day b, negative when b is earlier',
    apply: onText((from, to) => daysBetween(from, to)),
  },
  age: {
    min: 1,
    max: 1,
    usage: 'age(day): whole years from that day until today',
    apply: ([day], today) => (today === undefined ? undefined : ageOn(String(day), today)),
  },
};
