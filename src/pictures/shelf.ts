import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Drawn pictures on disk. A disk that is full or read-only costs only the time to draw again. */
export interface Shelf {
  /** A whole PNG, or undefined. */
  take(name: string): Promise<Buffer | undefined>;
  /** Keeps a picture and forgets those of the same thing that look different. Never fails. */
  put(name: string, png: Buffer): Promise<void>;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** The last chunk of every PNG, with its checksum. */
const END = Buffer.from('49454e44ae426082', 'hex');

/** False for what a crash left half-written. */
const isWhole = (png: Buffer): boolean =>
  png.subarray(0, SIGNATURE.length).equals(SIGNATURE) && png.subarray(-END.length).equals(END);

/** What is drawn, without its hash and ending: `screen-vneid-what-is-2-`. */
const thingOf = (name: string): string => name.replace(/[0-9a-f]{8}\.png$/u, '');

export function openShelf(folder: string): Shelf {
  return {
    async take(name) {
      try {
        const png = await readFile(join(folder, name));
        return isWhole(png) ? png : undefined;
      } catch {
        return undefined;
      }
    },
    async put(name, png) {
      const draft = join(folder, `.${randomUUID()}.new`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = await open(draft, 'wx', 0o600);
        try {
          await file.writeFile(png);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, join(folder, name));
        const outOfDate = (await readdir(folder)).filter(
          (other) => other !== name && /[0-9a-f]{8}\.png$/u.test(other) && thingOf(other) === thingOf(name),
        );
        await Promise.all(outOfDate.map((other) => rm(join(folder, other), { force: true })));
      } catch {
        await rm(draft, { force: true }).catch(() => {});
      }
    },
  };
}
