import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPictureStore } from '../../../src/broadcasts/picture-store.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const HOUR = 3_600_000;
const png = (last: number): Buffer => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, last]);

describe('pictures of announcements', () => {
  test('go when no announcement names them any more, a day after they were kept', () => {
    using folder = makeTempDir();
    const store = createPictureStore(folder.dir);
    const [named, unnamed, fresh] = [1, 2, 3].map((last) => store.keep(png(last)).file) as [string, string, string];
    const inFolder = (name: string) => path.join(folder.dir, 'announcement-pictures', name);
    const draft = `${unnamed}.123.draft`;
    writeFileSync(inFolder(draft), 'half');
    writeFileSync(inFolder('README.txt'), 'not ours');
    const age = (name: string, ageMs: number) =>
      utimesSync(inFolder(name), (MORNING - ageMs) / 1_000, (MORNING - ageMs) / 1_000);
    for (const name of [named, unnamed, draft, 'README.txt']) age(name, 25 * HOUR);
    age(fresh, 23 * HOUR);

    expect(store.sweep(new Set([named]), MORNING)).toBe(2);
    expect(readdirSync(inFolder('')).toSorted()).toEqual([named, fresh, 'README.txt'].toSorted());
    expect(store.read(unnamed)).toBeUndefined();
    expect(store.sweep(new Set([named]), MORNING)).toBe(0);
  });

  test('kept by one server are there for another that has the same folder', () => {
    using folder = makeTempDir();
    const { file } = createPictureStore(folder.dir).keep(png(1));
    const other = createPictureStore(folder.dir);
    expect(other.read(file)).toEqual(png(1));
    // Kept again by the other one while the first reads it: the same file, whole.
    expect(other.keep(png(1)).file).toBe(file);
  });

  test('a folder that is not there yet has nothing to remove', () => {
    using folder = makeTempDir();
    mkdirSync(path.join(folder.dir, 'empty'));
    expect(createPictureStore(path.join(folder.dir, 'empty')).sweep(new Set(), MORNING)).toBe(0);
  });
});
