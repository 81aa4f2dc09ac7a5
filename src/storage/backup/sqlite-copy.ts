import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE, openSqliteStorage } from '../sqlite/open.ts';
import { erasuresOf, inspectDatabase, snapshotDatabase } from '../sqlite/snapshot.ts';
import type { DatabaseSource, DatabaseTarget } from './copies.ts';

/** The embedded database of a data folder, to be copied. */
export const sqliteSource = (dataDir: string): DatabaseSource => ({
  fileName: DATABASE_FILE,
  copyTo: async (to) => snapshotDatabase(dataDir, to),
});

/** The embedded database of a data folder, to be replaced by the copy that lies in the folder `stage` below it. */
export function sqliteTarget(dataDir: string, stage: string): DatabaseTarget {
  const live = join(dataDir, DATABASE_FILE);
  return {
    fileName: DATABASE_FILE,
    place: dataDir,
    isThere: async () => existsSync(live),
    erasures: async () => erasuresOf(live),
    load: async (file) => inspectDatabase(file).schema,
    open: () => openSqliteStorage(stage),
    async takePlace(aside) {
      const former = [live, `${live}-wal`, `${live}-shm`].filter((file) => existsSync(file));
      if (former.length > 0) mkdirSync(aside, { recursive: true, mode: 0o700 });
      for (const file of former) {
        const kept = join(aside, file.slice(dataDir.length + 1));
        // It stays in its place until the other one takes it in one step: an empty one must never be made there.
        if (file === live) copyAside(file, kept);
        else renameSync(file, kept);
      }
      renameSync(join(stage, DATABASE_FILE), live);
      // Told with the other files of the folder.
      return undefined;
    },
    // It goes with the folder.
    discard: async () => undefined,
  };
}

/** A second name costs nothing; where the file system knows none, it is a copy. */
function copyAside(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
