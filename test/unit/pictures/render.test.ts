import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/pictures/draw/render.ts';
import { allPictures } from '../../../src/pictures/index.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import { cardOf, catalogue, openPictures, sizeOf, WIDEST } from './stage.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';

/** What authors are promised and data plans feel; Zalo takes 1 MB. */
const MAX_BYTES = 120_000;

const square = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="${colour}"/></svg>`;

describe('the real renderer', () => {
  let home: ReturnType<typeof makeTempDir>;
  beforeEach(() => {
    home = makeTempDir();
  });
  afterEach(() => home[Symbol.dispose]());

  it('draws every kind of picture as PNG in its size, light enough to be sent', async () => {
    const pictures = openPictures(home.dir);
    const refs = [...allPictures(catalogue), { kind: 'certificate', title: 'Đố vui', day: '22/11/2026' } as const];
    for (const ref of refs) {
      const png = (await pictures.read(pictures.fileName(ref)!))!;
      expect(png.subarray(1, 4).toString(), ref.kind).toBe('PNG');
      expect(sizeOf(png), ref.kind).toEqual(['cover', 'topic'].includes(ref.kind) ? [1200, 630] : [1280, 720]);
      expect(png.length, ref.kind).toBeLessThan(MAX_BYTES);
    }
    expect(new Set(refs.map(({ kind }) => kind))).toEqual(
      new Set(['screen', 'cover', 'topic', 'emergency', 'certificate']),
    );
  });

  it('stays below the 1 MB of Zalo also with the widest labels', async () => {
    const widest = catalogueOf([], [cardOf('widest', [WIDEST])]);
    const pictures = openPictures(home.dir, { catalogue: () => widest });
    const png = await pictures.read(pictures.fileName({ kind: 'screen', slug: 'widest', step: 1 })!);
    expect(png!.length).toBeLessThan(1_048_576);
    expect(png!.length).toBeGreaterThan(10_000);
  });

  it('draws more than one thread is kept for, after resting too, the same each time', async () => {
    const renderer = createRenderer();
    const first = await renderer.render(square('#102a43'));
    const others: Buffer[] = [];
    for (let count = 0; count < 5; count++) others.push(await renderer.render(square('#102a43')));
    await renderer.rest();
    others.push(await renderer.render(square('#102a43')));
    expect(others.every((png) => png.equals(first))).toBe(true);
    expect((await renderer.render(square('#a02e08'))).equals(first)).toBe(false);
    await renderer.rest();
  });

  it('says what is wrong with an SVG that is none, and goes on', async () => {
    const renderer = createRenderer();
    await expect(renderer.render('<svg')).rejects.toThrow(/SVG|XML|unexpected|data/iu);
    expect((await renderer.render(square('#ffffff'))).length).toBeGreaterThan(50);
    await renderer.rest();
  });
});
