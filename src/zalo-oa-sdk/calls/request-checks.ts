import { ZaloMessageError } from '../errors.ts';

/** The text itself when it has a visible character; else `ZaloMessageError`. For ids, names and tokens. */
export { nonEmpty as requireText } from '../messages/checks.ts';

/** The number itself when it is whole and within both bounds; else `ZaloMessageError` with the bound it breaks. */
export function requireWithin(
  field: string,
  value: number,
  bounds: { readonly min: number; readonly max: number },
): number {
  const { min, max } = bounds;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const upTo =
    max === Number.MAX_SAFE_INTEGER ? `a whole number of at least ${min}` : `a whole number, ${min} to ${max}`;
  throw new ZaloMessageError(field, `is ${value}; expected ${upTo}.`, {
    limit: value < min ? min : max,
    actual: value,
  });
}

/** True when year, month and day name a day of the calendar: 31 February does not. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const DAY_MONTH_YEAR = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/**
 * A birth date as Zalo takes it: `dd/MM/yyyy`, not before 01/01/1970. Else `ZaloMessageError`, without the date itself.
 * Source: documentation of `user/update`, 2026-09.
 */
export function requireBirthDate(field: string, value: string): string {
  const [day = 0, month = 0, year = 0] = DAY_MONTH_YEAR.exec(value)?.slice(1).map(Number) ?? [];
  if (!isCalendarDay(year, month, day)) {
    throw new ZaloMessageError(field, 'is not a date; expected dd/MM/yyyy such as 31/12/1999.');
  }
  if (year >= 1970) return value;
  throw new ZaloMessageError(field, 'is before 1970; Zalo takes dates from 01/01/1970 on. Leave the field out.', {
    limit: 1970,
    actual: year,
  });
}
