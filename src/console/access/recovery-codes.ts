import { randomInt } from 'node:crypto';
import { type ConsoleKeys, hashCode } from './keys.ts';

/** Codes given out at a time. */
const COUNT = 8;
/** Without letters and digits that look alike on paper. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 10;

/** Eight codes for the day the telephone is lost, `ABCDE-FGHJK`; each is worth 49 bits and is used once. */
export function newRecoveryCodes(randomBelow: (below: number) => number = randomInt): readonly string[] {
  return Array.from({ length: COUNT }, () => {
    const signs = Array.from({ length: LENGTH }, () => SIGNS[randomBelow(SIGNS.length)]).join('');
    return `${signs.slice(0, LENGTH / 2)}-${signs.slice(LENGTH / 2)}`;
  });
}

/** Whether something typed has the form of a recovery code, whatever its case and dashes. */
export const looksLikeRecoveryCode = (typed: string): boolean => plain(typed).length === LENGTH;

const plain = (typed: string): string => typed.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');

/** As the store keeps a code. */
export const recoveryHash = (keys: ConsoleKeys, accountId: string, code: string): string =>
  hashCode(keys, 'recovery', accountId, plain(code));
