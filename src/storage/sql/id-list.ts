/** A list of ids as a statement takes it. */
export interface IdList {
  /** `?, ?, ?, ?` */
  readonly marks: string;
  /** The ids, the last of them repeated. */
  readonly values: readonly number[];
}

/**
 * As many marks as ids, rounded up to a power of two: a statement that is asked with any number of ids has few texts, so
 * that a connection prepares each of them once and keeps it. `ids` has at least one.
 */
export function idList(ids: readonly number[]): IdList {
  const size = 2 ** Math.ceil(Math.log2(ids.length));
  const values = Array.from({ length: size }, (_, index) => ids[Math.min(index, ids.length - 1)] ?? 0);
  return { marks: values.map(() => '?').join(', '), values };
}
