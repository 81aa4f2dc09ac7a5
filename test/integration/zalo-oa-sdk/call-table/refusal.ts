import { expect } from 'vitest';
import { ZaloApiError } from 'zalo-oa-sdk';

/** The typed error of a call that Zalo must refuse; fails when it was accepted or ended in another way. */
export async function refusalOf(call: Promise<unknown>): Promise<ZaloApiError> {
  const outcome = await call.then(
    () => 'accepted',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(ZaloApiError);
  return outcome as ZaloApiError;
}

/** Zalo's code alone, see {@link refusalOf}. */
export async function codeOf(call: Promise<unknown>): Promise<number> {
  return (await refusalOf(call)).code;
}
