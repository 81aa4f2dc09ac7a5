import type { ErasureMark } from '../erasure-ports.ts';
import type { Storage } from '../ports.ts';

/** What a copy of a database says about itself. */
export interface DatabaseFacts {
  readonly schema: number;
  /** Id of the OA, or `demo`; undefined for a database nobody has used yet. */
  readonly owner: string | undefined;
}

/** A database that can be copied while a server uses it. */
export interface DatabaseSource {
  /** Name of the copy in a backup; tells which kind of database it is of. */
  readonly fileName: string;
  /** Writes the database as it is at this moment into the new file `to`. Throws STORAGE_FAILED or BACKUP_TOOL. */
  copyTo(to: string): Promise<DatabaseFacts>;
}

/** A database that a copy takes the place of. Nothing of it changes before `takePlace`. */
export interface DatabaseTarget {
  /** Name of the copy in the backup. */
  readonly fileName: string;
  /** Where it is, in words for people, without a secret. */
  readonly place: string;
  /** Whether there is a database already, which only `--replace` puts aside. Throws DATABASE_IN_USE when others use it. */
  isThere(): Promise<boolean>;
  /** Erasures that the one there still tells, however damaged the rest is. */
  erasures(): Promise<readonly ErasureMark[]>;
  /** Brings the unsealed copy `file` beside the one there, untouched and readable; its schema. */
  load(file: string): Promise<number>;
  /** The loaded copy as a store, migrated to this version. Whoever opens it closes it before `takePlace`. */
  open(): Promise<Storage>;
  /**
   * The loaded copy becomes the database. The former one goes into the folder `aside`, or is kept under its name where the
   * database is no file: that name, if so.
   */
  takePlace(aside: string): Promise<string | undefined>;
  /** Removes what was loaded and did not take the place. */
  discard(): Promise<void>;
}
