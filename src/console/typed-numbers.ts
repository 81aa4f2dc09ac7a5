/** Points, commas and spaces between groups of three digits, as Vietnamese write ten thousand: `10.000`. */
const GROUPS = /^\d{1,3}(?:[.,\s\u00a0]\d{3})+$/u;

/** A whole number as people type it: `10.000` and `10 000` are ten thousand. NaN for what is no number; other types as they are. */
export const wholeTyped = (typed: unknown): unknown => {
  if (typeof typed !== 'string') return typed;
  const text = typed.trim();
  if (text === '') return Number.NaN;
  return Number(GROUPS.test(text) ? text.replaceAll(/\D/gu, '') : text);
};
