import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createFieldPhotos, FIELD_PHOTOS_FOLDER, type FieldPhotos } from '../../../src/teams/field-photos.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');
const ADDRESS = 'https://f1-photo.zdn.vn/1.jpg';
const HOUR = 3_600_000;

describe('photos of the field log', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let clock: ManualClock;
  let photos: FieldPhotos;
  let bytes: Uint8Array | Error;
  let known: string[];
  let dropped: string[];

  beforeEach(() => {
    folder = makeTempDir();
    clock = createManualClock();
    [bytes, known, dropped] = [JPEG, [], []];
    photos = createFieldPhotos({
      filesDir: folder.dir,
      clock,
      logger: silentLogger,
      media: {
        fetch: async () => {
          if (bytes instanceof Error) throw bytes;
          return bytes;
        },
      },
      storage: {
        listFieldPhotos: async () => known,
        listDroppedPhotos: async () => dropped,
        forgetDroppedPhotos: async ({ names }) => {
          dropped = dropped.filter((name) => !names.includes(name));
          return null;
        },
      },
    });
  });

  afterEach(() => {
    photos.stop();
    folder[Symbol.dispose]();
  });

  const files = (): string[] => {
    const inside = path.join(folder.dir, FIELD_PHOTOS_FOLDER);
    return existsSync(inside) ? readdirSync(inside) : [];
  };
  const fileOf = (name: string): string => path.join(folder.dir, FIELD_PHOTOS_FOLDER, name);

  const keep = async (): Promise<string> => {
    const name = await photos.keep(ADDRESS);
    if (name === undefined) throw new Error('the photo was not kept');
    return name;
  };

  test('are kept under a random name that only this user of the machine may read', async () => {
    const first = await keep();
    bytes = PNG;
    const second = await keep();
    expect(first).toMatch(/^[\w-]{24}\.jpg$/u);
    expect(second).toMatch(/^[\w-]{24}\.png$/u);
    expect(files().toSorted()).toEqual([first, second].toSorted());
    expect(statSync(fileOf(first)).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(folder.dir, FIELD_PHOTOS_FOLDER)).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['is not to be had', new Error('expired')],
    ['is no JPEG or PNG, whatever it is called', Buffer.from('<html></html>')],
    ['is empty', Buffer.alloc(0)],
  ])('one that %s is none, and leaves nothing', async (_what, given) => {
    bytes = given;
    expect(await photos.keep(ADDRESS)).toBeUndefined();
    expect(files()).toEqual([]);
  });

  test('what the store has dropped goes within a minute, also when the file is gone already', async () => {
    const [stays, goes] = [await keep(), await keep()];
    known = [stays];
    photos.start();
    await clock.advance(0);
    dropped = [goes, 'AAAAAAAAAAAAAAAAAAAAAAAA.jpg'];
    // The sweep under way ends with real files: the next one is planned when it is through.
    const later = async (): Promise<string[]> => {
      await clock.advance(60_000);
      return dropped;
    };
    await expect.poll(later).toEqual([]);
    expect(files()).toEqual([stays]);
  });

  test('a name that leads out of the folder removes nothing', async () => {
    writeFileSync(path.join(folder.dir, 'precious.jpg'), 'x');
    dropped = ['../precious.jpg'];
    await photos.sweep(false);
    expect(existsSync(path.join(folder.dir, 'precious.jpg'))).toBe(true);
  });

  test('files no entry names go after two hours, never those of entries or of a draft', async () => {
    const [entry, old, fresh] = [await keep(), await keep(), await keep()];
    known = [entry];
    const past = new Date(clock.now() - 3 * HOUR);
    for (const name of [entry, old]) utimesSync(fileOf(name), past, past);
    utimesSync(fileOf(fresh), new Date(clock.now() - HOUR), new Date(clock.now() - HOUR));
    await photos.sweep(true);
    expect(files().toSorted()).toEqual([entry, fresh].toSorted());
  });
});
