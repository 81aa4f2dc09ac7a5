import { cpSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkContent } from '../../../src/catalog/check.ts';
import { readPictureFiles } from '../../../src/catalog/picture-files.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a464946', 'hex');

let folder: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  folder = makeTempDir();
});
afterEach(() => folder[Symbol.dispose]());

/** Files of `content/pictures`. */
function put(files: Readonly<Record<string, Buffer | string>>): string {
  const dir = path.join(folder.dir, 'content/pictures');
  mkdirSync(dir, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(dir, name), content);
  return dir;
}

describe('the pictures of the authors', () => {
  it('are none without a folder', async () => {
    expect(await readPictureFiles(folder.dir)).toEqual(new Map());
  });

  it('are known by size and first bytes, not by their ending', async () => {
    const dir = put({ 'a.png': PNG, 'b.png': JPEG, 'c.gif': 'GIF89a', 'd.png': 'hello', 'e.png': '' });
    mkdirSync(path.join(dir, 'f.png'));
    const found = await readPictureFiles(folder.dir);
    expect(
      [...found].map(([name, { bytes, format }]) => [name, name === 'f.png' ? 0 : bytes, format]).toSorted(),
    ).toEqual([
      ['a.png', 8, 'png'],
      ['b.png', 10, 'jpg'],
      ['c.gif', 6, 'gif'],
      ['d.png', 5, undefined],
      ['e.png', 0, undefined],
      ['f.png', 0, undefined],
    ]);
  });

  it('may have exactly 1 MB and not a byte more', async () => {
    cpSync(path.join(rootDir, 'test/fixtures/broken-content/picture-missing'), folder.dir, { recursive: true });
    const flow = path.join(folder.dir, 'flows/public-services/open-account.yaml');
    const dir = put({ 'man-hinh.png': PNG });
    const findings = async () =>
      (await checkContent(folder.dir, '2026-11-22')).errors
        .filter(({ rule, file }) => rule.startsWith('picture-') && flow.endsWith(file))
        .map(({ problem }) => problem);
    truncateSync(path.join(dir, 'man-hinh.png'), 1_048_576);
    expect(await findings()).toEqual([]);
    truncateSync(path.join(dir, 'man-hinh.png'), 1_048_577);
    expect(await findings()).toEqual(['hình "man-hinh.png" nặng 1,1 MB, Zalo chỉ nhận tối đa 1 MB']);
  });
});
