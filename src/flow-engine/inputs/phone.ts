import { engineTexts } from '../texts.ts';
import type { Reading } from './reading.ts';

/**
 * Mobile numbers have ten digits and begin with 03, 05, 07, 08 or 09, land lines with 02 (10 or 11 digits). Which of
 * the prefixes behind those are given out changes from year to year, so they are not looked at: a number refused wrongly
 * stops somebody, one taken wrongly is only shown masked. Compared with libphonenumber 1.13.16 on 2026-11-22.
 */
const MOBILE = /^0[35789]\d{8}$/u;
const LAND_LINE = /^02\d{8,9}$/u;

const RUN = /\+?\d(?:[ .()-]{0,2}\d){6,14}/gu;

/** `0912***678`: enough to recognise one's own number, too little to call it. */
export function maskPhone(digits: string): string {
  return `${digits.slice(0, 4)}***${digits.slice(-3)}`;
}

const digitsOf = (run: string): string => run.replace(/\D/gu, '').replace(/^(?:00)?84(?=\d{9,10}$)/u, '0');

const isPhone = (digits: string): boolean => MOBILE.test(digits) || LAND_LINE.test(digits);

/**
 * The one Vietnamese number in a text, its digits with a 0 in front; undefined for none or several. For a number that is
 * asked for and kept for a purpose of its own; walks never see more than its masked form.
 */
export function phoneIn(text: string): string | undefined {
  const found = new Set((text.slice(0, 300).match(RUN) ?? []).map(digitsOf).filter(isPhone));
  return found.size === 1 ? [...found][0] : undefined;
}

/** Every phone number in free words in its masked form: words are kept for the walk, numbers of people are not. */
export function maskPhonesIn(text: string): string {
  return text.replace(RUN, (run) => {
    const digits = digitsOf(run);
    return isPhone(digits) ? maskPhone(digits) : run;
  });
}

/**
 * `phone`: one Vietnamese number somewhere in the text, also as `+84…`. Only its masked form leaves this function.
 * Another number of digits, or several numbers, are told so.
 */
export function readPhoneInput(text: string): Reading {
  const runs = text.slice(0, 300).match(RUN) ?? [];
  const [run] = runs;
  if (run === undefined) return /\d{4}/u.test(text) ? { kind: 'refused', why: engineTexts.badPhone } : undefined;
  const digits = digitsOf(run);
  if (!isPhone(digits) || runs.length > 1) return { kind: 'refused', why: engineTexts.badPhone };
  return { kind: 'value', value: maskPhone(digits) };
}
