import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Zalo refuses larger pictures (page "Gửi tin Tư vấn đính kèm hình ảnh", 2026-11), bytes. */
export const MAX_PICTURE_BYTES = 1_048_576;

/** Ready-made pictures of the authors, in one folder. */
export interface AuthorsFiles {
  /** First 8 hex characters of the content's SHA-256; undefined for a file that is not there, or cannot be sent. */
  hashOf(name: string): string | undefined;
  read(name: string): Buffer | undefined;
}

const NAME = /^[a-z0-9][a-z0-9-]*\.(?:jpg|jpeg|png)$/u;

/** Reads them from `folder`, again when a file was changed. */
export function openAuthorsFiles(folder: string): AuthorsFiles {
  const known = new Map<string, { readonly mtimeMs: number; readonly size: number; readonly hash: string }>();
  const read = (name: string): Buffer | undefined => {
    if (!NAME.test(name)) return undefined;
    try {
      const bytes = readFileSync(join(folder, name));
      return bytes.length <= MAX_PICTURE_BYTES ? bytes : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    read,
    hashOf(name) {
      if (!NAME.test(name)) return undefined;
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      if (!stat?.isFile()) return undefined;
      const { mtimeMs, size } = stat;
      const earlier = known.get(name);
      if (earlier?.mtimeMs === mtimeMs && earlier.size === size) return earlier.hash;
      const bytes = read(name);
      if (!bytes) return undefined;
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      known.set(name, { mtimeMs, size, hash });
      return hash;
    },
  };
}
