import { expect } from 'vitest';
import { ZaloMessageError } from 'zalo-oa-sdk';

/** What a refusal must say, word for word. `limit` and `actual` must be absent when they are not named. */
export interface Refusal {
  readonly field: string;
  readonly problem: string;
  readonly limit?: number;
  readonly actual?: number;
}

/** Fails unless `build` throws exactly this `ZaloMessageError`. */
export function expectRefusal(build: () => unknown, { field, problem, ...size }: Refusal): void {
  const error = problemOf(build);
  const fields = Object.fromEntries(Object.entries(error));
  expect(fields).toEqual({ name: 'ZaloMessageError', code: 'ZALO_MESSAGE_INVALID', field, ...size });
  expect(error.message).toBe(`ZALO_MESSAGE_INVALID: ${field} ${problem}`);
}

/** The `ZaloMessageError` that `build` throws; fails when it throws another error or none. */
export function problemOf(build: () => unknown): ZaloMessageError {
  try {
    build();
  } catch (error) {
    if (error instanceof ZaloMessageError) return error;
    throw error;
  }
  throw new Error('expected a ZaloMessageError, nothing was thrown');
}

/** The refusal of a text that is one longer than its limit. */
export const tooLong = (field: string, limit: number, actual = limit + 1): Refusal => ({
  field,
  problem: `is ${actual} characters long; expected at most ${limit}. Shorten it or split the message.`,
  limit,
  actual,
});

/** The refusal of a text without a visible character. */
export const empty = (field: string): Refusal => ({
  field,
  problem: 'is empty; expected at least one visible character.',
});

/** The refusal of something that is not an http(s) address. */
export const noAddress = (field: string, length: number): Refusal => ({
  field,
  problem: `is not a web address (${length} characters); expected one that starts with https:// and has no spaces.`,
});

/** The refusal of something that is not a phone number. */
export const noPhone = (field: string, actual: number): Refusal => ({
  field,
  problem: `is not a phone number (${actual} characters); expected 3 to 15 digits such as 84912345678, without + or spaces.`,
  limit: 15,
  actual,
});

/** Values that no address field takes, though some of them pass lenient URL parsers. */
export const NOT_ADDRESSES = [
  'dichvucong.gov.vn',
  '/duong-dan',
  'javascript:alert(1)',
  'ftp://example.vn/a',
  'https:example.vn',
  'https:/example.vn',
  'https://',
  'https://[',
  ' https://example.vn',
  'https://example.vn ',
  'https://example.vn/a b',
  'https://example.vn/\na',
  'xhttps://example.vn',
] as const;

/** Values that no phone field takes. */
export const NOT_PHONES = [
  '84',
  '8491234567890123',
  '+84912345678',
  '84 912',
  '84912a',
  'a84912',
  '٨٤٩١٢',
  '8',
] as const;
