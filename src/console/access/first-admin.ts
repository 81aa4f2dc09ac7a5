import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { Storage } from '../../storage/ports.ts';
import type { StaffAccount } from '../../storage/staff-ports.ts';
import { AppError } from '../../shared/errors.ts';
import { passwordProblem } from './password-rules.ts';
import { hashPassword } from './passwords.ts';

/** Login of the first administrator. */
export const FIRST_LOGIN = 'admin';

export interface FirstAdminOptions {
  readonly storage: Storage;
  readonly oaId: string;
  readonly mode: 'demo' | 'production';
  readonly clock: Clock;
  /** CONSOLE_ADMIN_PASSWORD of the environment. */
  readonly givenPassword: string | undefined;
  /** Default: `randomInt` of Node. */
  randomBelow?(below: number): number;
}

/**
 * Makes the first administrator where there is no account at all: with the password of the environment, in the demo else
 * with one made up, which is returned to be printed once. Production without a password makes nobody (undefined).
 * Throws CONFIG_INVALID for a password of the environment that is too weak.
 */
export async function ensureFirstAdmin(
  options: FirstAdminOptions,
): Promise<{ readonly login: string; readonly password?: string } | undefined> {
  const { storage, oaId, mode, clock, givenPassword } = options;
  if ((await storage.listStaff({ oaId })).length > 0) return undefined;
  if (givenPassword === undefined && mode === 'production') return undefined;
  const problem = givenPassword === undefined ? undefined : passwordProblem(givenPassword, FIRST_LOGIN);
  if (problem !== undefined) {
    throw new AppError(
      'CONFIG_INVALID',
      `CONSOLE_ADMIN_PASSWORD cannot be used: ${problem} Expected at least 12 characters, not a common password, without "${FIRST_LOGIN}".`,
    );
  }
  const password = givenPassword ?? readablePassword(options.randomBelow);
  const account = await newAccount({
    ...{ oaId, login: FIRST_LOGIN, name: 'Quản trị viên', role: 'admin', createdAt: clock.now() },
    everyOa: true,
    password,
    mustChangePassword: false,
  });
  const { id } = account;
  const { isRepeat } = await storage.staffChange({
    ...{ oaId, at: clock.now(), actor: 'system', action: 'accounts.add', subject: `account:${id}` },
    detail: JSON.stringify({ login: account.login, role: account.role }),
    // Two servers that start together make one.
    onceKey: 'first-admin',
    writes: [{ operation: 'addStaff', args: account }],
  });
  if (isRepeat) return undefined;
  return { login: account.login, ...(givenPassword === undefined ? { password } : {}) };
}

/** An account as it begins, with its password hashed. */
export async function newAccount(
  given: Pick<
    StaffAccount,
    'oaId' | 'login' | 'name' | 'role' | 'communeCode' | 'createdAt' | 'mustChangePassword' | 'everyOa'
  > & {
    readonly password: string;
  },
): Promise<StaffAccount> {
  const { password, ...account } = given;
  const passwordHash = await hashPassword(password);
  return { ...account, id: randomBytes(9).toString('base64url'), passwordHash, recoveryHashes: [], failures: 0 };
}

const BEGINNINGS = ['b', 'c', 'd', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v'];
const VOWELS = ['a', 'e', 'i', 'o', 'u'];
const GROUPS = 4;

/** A password to read out or print, `koma-tulu-heno-bisa-7294`: 62 bits, without signs that are mistaken for others. */
export function readablePassword(randomBelow: (below: number) => number = randomInt): string {
  const one = (of: readonly string[]): string => of[randomBelow(of.length)] ?? '';
  const word = (): string => one(BEGINNINGS) + one(VOWELS) + one(BEGINNINGS) + one(VOWELS);
  const groups = Array.from({ length: GROUPS }, word);
  return [...groups, String(1000 + randomBelow(9000))].join('-');
}
