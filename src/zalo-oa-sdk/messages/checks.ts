import { ZaloMessageError } from '../errors.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** The value itself when it has a visible character; else throws `ZaloMessageError` naming `field`. */
export function nonEmpty(field: string, value: string): string {
  // callers in plain JavaScript, or with JSON they trust, reach this with undefined
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new ZaloMessageError(field, 'is empty; expected at least one visible character.');
}

/** The value itself when it is visible and at most `limit` UTF-16 units; else throws `ZaloMessageError`. */
export function checkedText(field: string, value: string, limit: number): string {
  nonEmpty(field, value);
  if (value.length <= limit) return value;
  throw new ZaloMessageError(
    field,
    `is ${value.length} characters long; expected at most ${limit}. Shorten it or split the message.`,
    { limit, actual: value.length },
  );
}

/** Throws `ZaloMessageError` unless a list has 1 to `limit` entries. `remedy` is a sentence: what to do about it. */
export function checkCount(field: string, actual: number, limit: number, remedy: string): void {
  if (actual >= 1 && actual <= limit) return;
  throw new ZaloMessageError(field, `has ${actual} entries; expected 1 to ${limit}. ${remedy}`, { limit, actual });
}

/** The address itself when it is absolute, http or https and free of spaces; else throws `ZaloMessageError`. */
export function checkedUrl(field: string, url: string): string {
  nonEmpty(field, url);
  // URL.canParse alone repairs 'https:a' and spaces; Zalo gets the text as it is
  if (/^https?:\/\/\S+$/i.test(url) && URL.canParse(url)) return url;
  throw new ZaloMessageError(
    field,
    `is not a web address (${url.length} characters); expected one that starts with https:// and has no spaces.`,
  );
}

/** The number itself when it is 3 to 15 digits, no plus sign or spaces; else throws `ZaloMessageError`. */
export function checkedPhone(field: string, phone: string): string {
  nonEmpty(field, phone);
  if (/^\d{3,15}$/.test(phone)) return phone;
  throw new ZaloMessageError(
    field,
    `is not a phone number (${phone.length} characters); expected 3 to 15 digits such as 84912345678, without + or spaces.`,
    { limit: MESSAGE_LIMITS.phoneDigitCount, actual: phone.length },
  );
}

/** The length itself when it is a whole number of pixels from 1; else throws `ZaloMessageError`. */
export function checkedPixels(field: string, pixels: number): number {
  if (Number.isSafeInteger(pixels) && pixels >= 1) return pixels;
  throw new ZaloMessageError(field, `is ${pixels}; expected a whole number of pixels, 1 or more.`);
}
