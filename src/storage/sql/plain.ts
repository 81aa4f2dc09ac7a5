import type { Queried } from './query.ts';

/**
 * Operations that still work on a SQLite connection directly, among those in generator form. They run on SQLite alone:
 * on PostgreSQL there is no such connection to give them.
 */
export function plainly<T extends object>(operations: T): Queried<T> {
  const entries = Object.entries(operations as Record<string, (...args: unknown[]) => unknown>);
  return Object.fromEntries(
    entries.map(([name, operation]) => [
      name,
      function* (...args: unknown[]) {
        yield* [];
        return operation(...args);
      },
    ]),
  ) as Queried<T>;
}
