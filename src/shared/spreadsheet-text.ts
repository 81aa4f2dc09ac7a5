/**
 * Texts in files that people open in a spreadsheet. A spreadsheet runs what begins with `=`, `+`, `-` or `@`, some also
 * after blanks and with the wide signs of East Asian keyboards (OWASP, "CSV Injection", read on 2026-11-22).
 */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** The text, with an apostrophe in front where a spreadsheet would run it as a formula. */
export const harmlessText = (text: string): string => (RUNS.test(text) ? `'${text}` : text);

/** One cell of a CSV file: quoted where it must be, and never a formula. Numbers stay numbers. */
export const csvCell = (value: string | number): string => {
  const safe = typeof value === 'string' ? harmlessText(value) : String(value);
  return /[",\r\n;\t]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
