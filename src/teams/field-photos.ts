import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { codeOf } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import type { MediaFetch } from '../shared/media-fetch.ts';
import type { Storage } from '../storage/ports.ts';

/** Folder of the photos of the field log, below the folder of files. */
export const FIELD_PHOTOS_FOLDER = 'field-photos';

/** Content types that are asked for; what comes is known by its first bytes. */
export const FIELD_PHOTO_TYPES: readonly string[] = ['image/jpeg', 'image/jpg', 'image/png'];

/** Files nobody has an entry for are removed when older than this: a draft lives one hour. */
const ORPHAN_MS = 2 * 3_600_000;
const SWEEP_EVERY_MS = 60_000;
/** Every so many sweeps the folder itself is looked through. */
const ORPHANS_EVERY = 60;
/** More at once would fill the memory: a photo has up to 5 MB. */
const MAX_AT_ONCE = 8;

export interface FieldPhotosOptions {
  /** Several servers may share it. */
  readonly filesDir: string;
  readonly storage: Pick<Storage, 'listFieldPhotos' | 'listDroppedPhotos' | 'forgetDroppedPhotos'>;
  readonly media: Pick<MediaFetch, 'fetch'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The photos members add to what they log, as files only this user of the machine may read. */
export interface FieldPhotos {
  /** Fetches a photo and keeps it under a random name, which comes back. Undefined when that cannot be done. Never throws. */
  keep(address: string): Promise<string | undefined>;
  /** Removes what the store has dropped (withdrawn, replaced, erased); `orphans`: also files that no entry names. */
  sweep(orphans: boolean): Promise<void>;
  /** Sweeps from now on: what was dropped within a minute, orphans every hour and at once. */
  start(): void;
  stop(): void;
}

/** What photos are called: random, made by us. */
export const FIELD_PHOTO_NAME = /^[A-Za-z0-9_-]{16,64}\.(?:jpg|png)$/u;

/** By the first bytes, whatever the sender called it. */
function extensionOf(bytes: Uint8Array): 'jpg' | 'png' | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpg';
  return head === '\x89PNG\r\n\x1a\n' ? 'png' : undefined;
}

/** Photos below `filesDir`; the folder is made when the first one comes. */
export function createFieldPhotos(options: FieldPhotosOptions): FieldPhotos {
  const { storage, media, clock, logger } = options;
  const folder = path.join(options.filesDir, FIELD_PHOTOS_FOLDER);
  let inHand = 0;
  let cancel: (() => void) | undefined;
  let stopped = false;

  const keepNow = async (address: string): Promise<string | undefined> => {
    const bytes = await media.fetch(address);
    const extension = extensionOf(bytes);
    if (extension === undefined) return undefined;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = `${randomBytes(18).toString('base64url')}.${extension}`;
    await writeFile(path.join(folder, name), bytes, { mode: 0o600, flag: 'wx' });
    return name;
  };

  const remove = async (name: string): Promise<void> => {
    // The name comes from our own rows; a row that was tampered with must not lead out of the folder.
    if (!FIELD_PHOTO_NAME.test(name)) return;
    await unlink(path.join(folder, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  };

  const sweepOrphans = async (): Promise<void> => {
    // Listed before the entries are read: a photo kept in between is not in this list.
    const names = await readdir(folder).catch((): string[] => []);
    const known = new Set(await storage.listFieldPhotos());
    for (const name of names.filter((one) => FIELD_PHOTO_NAME.test(one) && !known.has(one))) {
      const found = await stat(path.join(folder, name)).catch(() => undefined);
      if (found && clock.now() - found.mtimeMs > ORPHAN_MS) await remove(name);
    }
  };

  const sweep = async (orphans: boolean): Promise<void> => {
    const names = await storage.listDroppedPhotos();
    for (const name of names) await remove(name);
    if (names.length > 0) await storage.forgetDroppedPhotos({ names });
    if (orphans) await sweepOrphans();
  };

  const next = (round: number): void => {
    if (stopped) return;
    cancel = clock.after(round === 0 ? 0 : SWEEP_EVERY_MS, () => {
      sweep(round % ORPHANS_EVERY === 0)
        .catch((error: unknown) =>
          logger.error({ err: error }, 'photos of the field log could not be removed; trying again in a minute'),
        )
        .finally(() => next(round + 1));
    });
  };

  return {
    async keep(address) {
      if (inHand >= MAX_AT_ONCE) {
        logger.warn({ inHand }, 'a photo for the field log was not fetched: too many at once');
        return undefined;
      }
      inHand += 1;
      try {
        return await keepNow(address);
      } catch (error) {
        logger.warn({ code: codeOf(error) }, 'a photo for the field log could not be kept: the entry goes on without');
        return undefined;
      } finally {
        inHand -= 1;
      }
    },
    sweep,
    start: () => next(0),
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
