import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Renderer } from '../../../src/pictures/draw/render.ts';
import { allPictures, drawAll, parsePictureRef, type PictureRef } from '../../../src/pictures/index.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import { cardOf, catalogue, LOGIN, openPictures, SETTINGS } from './stage.ts';

const SCREEN: PictureRef = { kind: 'screen', slug: 'vneid-forgot-password', step: 1 };

/** The bytes of the smallest PNG, to be told apart by a number in the middle. */
const png = (number: number): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    Buffer.from(String(number)),
    Buffer.from('49454e44ae426082', 'hex'),
  ]);

/** A renderer that draws at once, or when told to, and writes down what it was asked. */
function fakeRenderer(hold?: Promise<void>) {
  const drawn: string[] = [];
  let now = 0;
  let most = 0;
  let rests = 0;
  const renderer: Renderer = {
    async render(svg) {
      now += 1;
      most = Math.max(most, now);
      await hold;
      drawn.push(svg);
      now -= 1;
      return png(drawn.length);
    },
    rest: async () => void (rests += 1),
  };
  return { renderer, drawn, most: () => most, rests: () => rests };
}

let home: ReturnType<typeof makeTempDir>;
let folder: string;
beforeEach(() => {
  home = makeTempDir();
  folder = join(home.dir, 'pictures');
});
afterEach(() => home[Symbol.dispose]());

describe('the name of a picture', () => {
  it('says what it is of and carries a hash of what is drawn', () => {
    const { fileName } = openPictures(folder);
    expect(fileName(SCREEN)).toMatch(/^screen-vneid-forgot-password-1-[0-9a-f]{8}\.png$/u);
    expect(fileName({ kind: 'cover', slug: 'awkward-2' })).toMatch(/^cover-awkward-2-[0-9a-f]{8}\.png$/u);
    expect(fileName({ kind: 'topic', topic: 'e-payments' })).toMatch(/^topic-e-payments-[0-9a-f]{8}\.png$/u);
    expect(fileName({ kind: 'emergency' })).toMatch(/^emergency-[0-9a-f]{8}\.png$/u);
    expect(existsSync(folder)).toBe(false);
  });

  it('is another one for another step, another button and another title, and the same next time', () => {
    const nameOf = (screen: typeof LOGIN, title?: string) =>
      openPictures(folder, { catalogue: () => catalogueOf([], [cardOf('card', [screen, screen], title)]) }).fileName;
    const names = [
      nameOf(LOGIN)({ kind: 'screen', slug: 'card', step: 1 }),
      nameOf(LOGIN)({ kind: 'screen', slug: 'card', step: 2 }),
      nameOf({ ...LOGIN, press: 'Mật khẩu' })({ kind: 'screen', slug: 'card', step: 1 }),
      nameOf(LOGIN)({ kind: 'cover', slug: 'card' }),
      nameOf(LOGIN, 'Tên khác')({ kind: 'cover', slug: 'card' }),
    ].map((name) => name?.slice(-12));
    expect(new Set(names).size).toBe(5);
    expect(nameOf(LOGIN, 'Tên khác')({ kind: 'screen', slug: 'card', step: 1 })?.slice(-12)).toBe(names[0]);
  });

  it('does not exist for a card, step, subject or file that has no picture', () => {
    const { fileName } = openPictures(folder, { filesFolder: home.dir });
    const without: PictureRef[] = [
      { kind: 'screen', slug: 'vneid-forgot-password', step: 2 },
      { kind: 'screen', slug: 'vneid-forgot-password', step: 0 },
      { kind: 'screen', slug: 'vneid-forgot-password', step: 9 },
      { kind: 'screen', slug: 'no-card', step: 1 },
      { kind: 'cover', slug: 'no-card' },
      { kind: 'topic', topic: 'weather' as 'e-payments' },
      { kind: 'file', name: 'missing.png' },
    ];
    expect(without.map(fileName)).toEqual(without.map(() => undefined));
    expect(openPictures(folder).fileName({ kind: 'file', name: 'any.png' })).toBeUndefined();
  });

  it('comes from what the flow engine writes', () => {
    expect(parsePictureRef('screen:vneid-what-is/2')).toEqual({ kind: 'screen', slug: 'vneid-what-is', step: 2 });
    expect(parsePictureRef('file:hinh.png')).toEqual({ kind: 'file', name: 'hinh.png' });
    for (const other of ['https://example.gov.vn/a.png', 'screen:a/b', 'screen:/1', 'file:', ''])
      expect(parsePictureRef(other)).toBeUndefined();
  });
});

describe('reading a picture', () => {
  it('draws it when first asked, keeps it for its owner alone, and takes it from the folder from then on', async () => {
    const { renderer, drawn } = fakeRenderer();
    const pictures = openPictures(folder, { renderer });
    const name = pictures.fileName(SCREEN)!;
    expect(await pictures.read(name)).toEqual(png(1));
    expect(readFileSync(join(folder, name))).toEqual(png(1));
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([name]);
    expect(await pictures.read(name)).toEqual(png(1));
    expect(await openPictures(folder, { renderer }).read(name)).toEqual(png(1));
    expect(drawn).toHaveLength(1);
  });

  it('draws anew what a crash left half-written', async () => {
    const { renderer } = fakeRenderer();
    const pictures = openPictures(folder, { renderer });
    const name = pictures.fileName(SCREEN)!;
    mkdirSync(folder);
    for (const broken of [png(9).subarray(0, 12), Buffer.alloc(0), Buffer.from('<html>')]) {
      writeFileSync(join(folder, name), broken);
      const drawn = await pictures.read(name);
      expect(drawn?.subarray(-8)).toEqual(png(0).subarray(-8));
      expect(readFileSync(join(folder, name))).toEqual(drawn);
    }
  });

  it('knows no other name: made up, out of date, or a way out of the folder', async () => {
    const { renderer, drawn } = fakeRenderer();
    let served = catalogue;
    const pictures = openPictures(folder, { renderer, catalogue: () => served });
    const name = pictures.fileName(SCREEN)!;
    await pictures.read(name);
    served = catalogueOf([], [cardOf('vneid-forgot-password', [SETTINGS])]);
    const right = pictures.fileName(SCREEN)!;
    writeFileSync(join(home.dir, 'secret.png'), png(7));
    const unknown = [
      name,
      right.replace(/[0-9a-f]{8}/u, '00000000'),
      right.replace('-1-', '-01-'),
      `${right}x`,
      `x${right}`,
      right.toUpperCase(),
      '',
      'screen',
      'emergency.png',
      '../secret.png',
      'file-00000000-../secret.png',
      `certificate-${'a'.repeat(40)}.png`,
      'cover-__proto__-00000000.png',
    ];
    for (const other of unknown) expect(await pictures.read(other), other).toBeUndefined();
    expect(drawn).toHaveLength(1);
    expect(await pictures.read(right)).toEqual(png(2));
  });

  it('forgets the earlier picture of a step that was changed', async () => {
    const { renderer } = fakeRenderer();
    let served = catalogue;
    const pictures = openPictures(folder, { renderer, catalogue: () => served });
    const third: PictureRef = { ...SCREEN, step: 3 };
    await pictures.read(pictures.fileName(SCREEN)!);
    await pictures.read(pictures.fileName(third)!);
    const kept = pictures.fileName(third)!;
    served = catalogueOf([], [cardOf('vneid-forgot-password', [SETTINGS, undefined, SETTINGS])]);
    await pictures.read(pictures.fileName(SCREEN)!);
    expect(readdirSync(folder).toSorted()).toEqual([pictures.fileName(SCREEN)!, kept].toSorted());
  });

  it('draws one picture at a time, the same one once for all who ask, and rests when nobody waits', async () => {
    const hold = Promise.withResolvers<void>();
    const { renderer, drawn, most, rests } = fakeRenderer(hold.promise);
    const pictures = openPictures(folder, { renderer });
    const names = allPictures(catalogue).map((ref) => pictures.fileName(ref)!);
    const asked = [...names, ...names].map((name) => pictures.read(name));
    expect(rests()).toBe(0);
    hold.resolve();
    const bytes = await Promise.all(asked);
    expect(drawn).toHaveLength(names.length);
    expect(bytes.slice(names.length)).toEqual(bytes.slice(0, names.length));
    expect(most()).toBe(1);
    await expect.poll(rests).toBeGreaterThan(0);
  });

  it('goes on where the folder cannot be made: a file stands in its place', async () => {
    writeFileSync(folder, '');
    const { renderer, drawn } = fakeRenderer();
    const pictures = openPictures(folder, { renderer });
    const name = pictures.fileName(SCREEN)!;
    expect(await pictures.read(name)).toEqual(png(1));
    expect(await pictures.read(name)).toEqual(png(2));
    expect(drawn).toHaveLength(2);
  });

  it('says what to do when the renderer fails, and tries again next time', async () => {
    const { renderer } = fakeRenderer();
    let works = false;
    const failing: Renderer = {
      ...renderer,
      render: (svg) => (works ? renderer.render(svg) : Promise.reject(new Error('no renderer here'))),
    };
    const pictures = openPictures(folder, { renderer: failing });
    const name = pictures.fileName(SCREEN)!;
    await expect(pictures.read(name)).rejects.toMatchObject({
      code: 'PICTURE_NOT_DRAWN',
      message: expect.stringContaining('npm ci') as string,
    });
    works = true;
    expect(await pictures.read(name)).toEqual(png(1));
  });
});

describe('a ready-made picture', () => {
  const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');
  const openWithFiles = () => openPictures(folder, { filesFolder: home.dir });

  it('is served as it is, under a name that changes with its content', async () => {
    writeFileSync(join(home.dir, 'cho-phien.jpg'), jpeg);
    const pictures = openWithFiles();
    const name = pictures.fileName({ kind: 'file', name: 'cho-phien.jpg' })!;
    expect(name).toMatch(/^file-[0-9a-f]{8}-cho-phien\.jpg$/u);
    expect(await pictures.read(name)).toEqual(jpeg);
    writeFileSync(join(home.dir, 'cho-phien.jpg'), Buffer.concat([jpeg, jpeg]));
    expect(pictures.fileName({ kind: 'file', name: 'cho-phien.jpg' })).not.toBe(name);
    expect(await pictures.read(name)).toBeUndefined();
  });

  it('is left out when it is over 1 MB, a GIF, a folder or outside', () => {
    mkdirSync(join(home.dir, 'folder.png'));
    writeFileSync(join(home.dir, 'large.png'), Buffer.alloc(1_048_577));
    writeFileSync(join(home.dir, 'fits.png'), Buffer.alloc(1_048_576));
    writeFileSync(join(home.dir, 'moving.gif'), 'GIF89a');
    writeFileSync(join(home.dir, 'Capital.png'), jpeg);
    const { fileName } = openPictures(folder, { filesFolder: join(home.dir, '.') });
    for (const name of ['folder.png', 'large.png', 'moving.gif', 'Capital.png', '../pictures/fits.png'])
      expect(fileName({ kind: 'file', name }), name).toBeUndefined();
    expect(fileName({ kind: 'file', name: 'fits.png' })).toBeDefined();
  });
});

describe('drawing all', () => {
  it('draws the emergency card, the subjects, and cover and screens of every card, and says how far it is', async () => {
    const { renderer } = fakeRenderer();
    const progress: string[] = [];
    const out = join(home.dir, 'out');
    const result = await drawAll({
      pictures: openPictures(folder, { renderer }),
      catalogue,
      out,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });
    expect(result).toMatchObject({ count: 11, totalBytes: 11 * 17 + 2, largest: { bytes: 18 } });
    expect(progress).toEqual(Array.from({ length: 11 }, (_, index) => `${index + 1}/11`));
    expect(readdirSync(out).toSorted()).toEqual(readdirSync(folder).toSorted());
    expect(readdirSync(out).filter((name) => name.startsWith('screen-'))).toHaveLength(3);
  });
});
