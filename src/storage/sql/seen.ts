import type { Operation } from './query.ts';

/** The keys of events seen within the dedupe time. */
export interface SeenKeys {
  /** Keeps a key of eight bytes and numbers its event, larger than every number before; undefined = seen before. */
  take(key: Buffer, at: number): Operation<number | undefined>;
  /** Removes some of the keys older than that; how many. */
  purge(before: number): Operation<number>;
}
