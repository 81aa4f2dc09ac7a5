/**
 * Something was put together with a setting that cannot work: thrown while constructing, never later. `option` names
 * the setting, `limit` and `actual` are there where it is a number out of bounds, both in the unit of the option's
 * name. The value of a secret is never in the error.
 */
export class ZaloSetupError extends Error {
  override readonly name = 'ZaloSetupError';
  readonly code = 'ZALO_BAD_SETUP';
  readonly option: string;
  readonly limit?: number;
  readonly actual?: number;

  constructor(option: string, problem: string, size?: { readonly limit: number; readonly actual: number }) {
    super(`ZALO_BAD_SETUP: ${option} ${problem}`);
    this.option = option;
    if (size) {
      this.limit = size.limit;
      this.actual = size.actual;
    }
  }
}

/** Throws {@link ZaloSetupError} unless `actual` is a whole number of at least `limit`. */
export function checkWholeNumber(option: string, actual: number, limit: number): void {
  if (Number.isSafeInteger(actual) && actual >= limit) return;
  throw new ZaloSetupError(option, `is ${actual}; expected a whole number of at least ${limit}. Correct the setting.`, {
    limit,
    actual,
  });
}
