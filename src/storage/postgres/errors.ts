import { AppError, codeOf } from '../../shared/errors.ts';

/** A key that is there already: the row of somebody who came first may not have been seen. */
const TAKEN = '23505';

/** Codes of PostgreSQL that say: do it again from the start (serialization failure, deadlock, a key taken meanwhile). */
const AGAIN: ReadonlySet<string> = new Set(['40001', '40P01', TAKEN]);

export const isTaken = (error: unknown): boolean => codeOf(error) === TAKEN;

export const isWorthRepeating = (error: unknown): boolean => AGAIN.has(codeOf(error));

/** A statement prepared before a migration changed its table. Its connection is of no use any more. */
export const isStalePlan = (error: unknown): boolean =>
  codeOf(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');

/** Codes of states in which the server said no to one statement; anything else leaves the connection in doubt. */
export const isAnswer = (error: unknown): boolean => /^(?!08|57P)[0-9A-Z]{5}$/u.test(codeOf(error));

/** Where the database is, without its user and password. */
export function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'the address in DATABASE_URL';
  }
}

/** PostgreSQL quotes values in `detail` and keys of rows; only its own sentence is passed on. */
export function toStorageError(what: string, cause: unknown): AppError {
  // Raised on purpose by an operation, in words of its own.
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  const code = codeOf(cause);
  return new AppError('STORAGE_FAILED', `${what}: ${reason}${code === '' ? '' : ` (${code})`}.`);
}
