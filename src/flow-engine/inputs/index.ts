import { normalize } from '../../shared/vietnamese.ts';
import { coreOf } from '../match.ts';
import { maxSavedCharacters } from '../state.ts';
import { engineTexts } from '../texts.ts';
import type { AskInput } from '../types.ts';
import { readDateInput } from './date.ts';
import { readMoneyInput, readNumberInput } from './number.ts';
import { maskPhonesIn, readPhoneInput } from './phone.ts';
import type { InputRules, Reading } from './reading.ts';

export type { InputRules, Reading } from './reading.ts';

/** `text`: any words, phone numbers masked; `min` and `max` count their characters. */
function readTextInput(text: string, rules: InputRules): Reading {
  const said = normalize(text);
  if (said === '') return undefined;
  const { length } = said;
  if (typeof rules.min === 'number' && length < rules.min) return { kind: 'refused', why: engineTexts.tooShort };
  if (typeof rules.max === 'number' && length > rules.max) {
    return { kind: 'refused', why: engineTexts.tooLong.replace('{max}', () => String(rules.max)) };
  }
  return { kind: 'value', value: maskPhonesIn(said).slice(0, maxSavedCharacters).toWellFormed() };
}

/** Reads a typed answer; inputs that are not typed (choice, photo, location) and places are read elsewhere. */
export function readInput(input: AskInput, text: string, rules: InputRules, today: string | undefined): Reading {
  switch (input) {
    case 'text':
      return readTextInput(text, rules);
    case 'number':
      return readNumberInput(text, rules);
    case 'money':
      return readMoneyInput(text, rules);
    case 'date':
      return readDateInput(text, rules, today);
    case 'phone':
      return readPhoneInput(text);
    default:
      return undefined;
  }
}

/** Before the question after an answer nobody understood, where the author wrote no `retry`. */
export const retryTexts: Readonly<Record<AskInput, string>> = {
  choice: engineTexts.retry,
  text: engineTexts.retryText,
  number: engineTexts.retryNumber,
  money: engineTexts.retryMoney,
  date: engineTexts.retryDate,
  phone: engineTexts.retryPhone,
  place: engineTexts.retryPlace,
  photo: engineTexts.retryPhoto,
  location: engineTexts.retryLocation,
};

const NO_ANSWER: ReadonlySet<string> = new Set(
  (
    'bo qua, cho qua, qua cau khac, khong biet, khong nho, khong nho nua, khong ro, khong co, khong biet nua, chua biet, ' +
    'chua ro, chua nho, quen, quen roi, quen mat, khong muon noi, khong noi, khong tra loi, khong gui, khong gui duoc, ' +
    'khong chup duoc, khong biet gui, khong biet chup, khong biet lam, chiu, thoi, de sau, luc khac'
  ).split(', '),
);

const SKIPPED: ReadonlySet<string> = new Set(
  'bo qua, cho qua, qua cau khac, khong muon noi, khong noi, khong tra loi, khong can ghi'.split(', '),
);

/** True for "bỏ qua": never an answer, not even to a question that takes any words. */
export function skips(text: string): boolean {
  return SKIPPED.has(coreOf(text));
}

/** True for "bỏ qua", "không nhớ": whoever says so has answered, and must not be asked a second time. */
export function declines(text: string): boolean {
  return NO_ANSWER.has(coreOf(text));
}
