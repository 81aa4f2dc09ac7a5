import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pictureTypeOf } from './check-picture.ts';

/** Folder below `DATA_DIR`. */
const FOLDER = 'announcement-pictures';
/** Names it gave itself, and no way out of the folder. */
const NAME = /^[0-9a-f]{32}\.(?:jpg|png)$/u;

/** Zalo forgets an uploaded picture after 7 days (fact sheet, section 8): used up to an hour before. */
export const UPLOADED_LIFE_MS = (7 * 24 - 1) * 3_600_000;

/** Pictures of announcements, kept for the preview, for articles and for another upload. */
export interface PictureStore {
  /** Keeps it under a name made of its bytes. Throws TypeError for what is neither jpg nor png. */
  keep(bytes: Buffer): { readonly file: string; readonly mime: 'image/jpeg' | 'image/png' };
  /** Undefined when it is gone. */
  read(file: string): Buffer | undefined;
  /** Size in bytes; undefined when it is gone. */
  sizeOf(file: string): number | undefined;
  /** Removes those that `named` does not name and that are older than a day at `now`, epoch ms. How many. */
  sweep(named: ReadonlySet<string>, now: number): number;
}

/** A picture is kept before the announcement that names it. */
const UNNAMED_LIFE_MS = 24 * 3_600_000;

/** The pictures of announcements below `filesDir`, which several servers may share. */
export function createPictureStore(filesDir: string): PictureStore {
  const folder = path.join(filesDir, FOLDER);
  const placeOf = (file: string): string | undefined => (NAME.test(file) ? path.join(folder, file) : undefined);
  const unlessGone = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };
  return {
    keep(bytes) {
      const mime = pictureTypeOf(bytes);
      if (!mime) throw new TypeError('a picture of an announcement must be jpg or png');
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
      const file = `${hash}.${mime === 'image/png' ? 'png' : 'jpg'}`;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const draft = path.join(folder, `${file}.${process.pid}.draft`);
      writeFileSync(draft, bytes, { mode: 0o600 });
      renameSync(draft, path.join(folder, file));
      return { file, mime };
    },
    read(file) {
      const place = placeOf(file);
      return place === undefined ? undefined : unlessGone(() => readFileSync(place));
    },
    sizeOf(file) {
      const place = placeOf(file);
      return place === undefined ? undefined : unlessGone(() => statSync(place).size);
    },
    sweep(named, now) {
      const names = unlessGone(() => readdirSync(folder)) ?? [];
      const isOver = (name: string): boolean => {
        // Drafts of a process that was killed too.
        const isOurs = NAME.test(name.replace(/\.\d+\.draft$/u, ''));
        if (!isOurs || named.has(name)) return false;
        const keptAt = unlessGone(() => statSync(path.join(folder, name)).mtimeMs);
        return keptAt !== undefined && now - keptAt > UNNAMED_LIFE_MS;
      };
      const over = names.filter(isOver);
      for (const name of over) rmSync(path.join(folder, name), { force: true });
      return over.length;
    },
  };
}
