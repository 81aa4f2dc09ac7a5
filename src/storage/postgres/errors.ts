import { AppError, codeOf } from '../../shared/errors.ts';

/** Tries of a call that lost against others; the last wait is half a second. */
const MAX_TRIES = 12;

/** Codes of PostgreSQL that say: do it again from the start (serialization failure, deadlock). */
const AGAIN: ReadonlySet<string> = new Set(['40001', '40P01']);

/**
 * Whether a call that failed for the `tries`th time may succeed the next time. A key that is there already may have come
 * from a call at the same moment; looked at once more, it is either seen or a mistake.
 */
export const isWorthRepeating = (error: unknown, tries: number): boolean =>
  AGAIN.has(codeOf(error)) ? tries < MAX_TRIES : codeOf(error) === '23505' && tries < 3;

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
