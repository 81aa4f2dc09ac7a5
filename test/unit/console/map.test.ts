import { describe, expect, test } from 'vitest';
import { layOut } from '../../../src/console/map/drawing.ts';
import { drawingOf, mapPart } from '../../../src/console/map/map-part.ts';
import { readOutlines } from '../../../src/console/map/outlines.ts';
import { readPlaceUnits } from '../../../src/teams/places.ts';
import { rootDir } from '../../support/shipped-content.ts';

const units = readPlaceUnits(rootDir);
const provinces = units.filter(({ level }) => level === 'province');
const communesOf = (province: string) =>
  units.filter(({ level, provinceCode }) => level === 'commune' && provinceCode === province);

describe('the map of a province', () => {
  test('there are 34 of them', () => {
    expect(provinces).toHaveLength(34);
  });

  test.each(provinces.map(({ name, code }) => [name, code]))(
    '%s has a path for each of its communes',
    (_name, code) => {
      const drawing = drawingOf(rootDir, code);
      expect(drawing?.communes.map((one) => one.code)).toEqual(
        communesOf(code)
          .map((one) => one.code)
          .toSorted(),
      );
      for (const { path } of drawing?.communes ?? []) expect(path).toMatch(/^M[\d.,MLHVZhvlmz-]+$/u);
      expect(drawing?.width).toBeGreaterThan(300);
      expect(drawing?.height).toBeLessThanOrEqual(900);
    },
  );

  test('no other code has one', () => {
    expect(drawingOf(rootDir, '02')).toBeUndefined();
    expect(readOutlines(rootDir, '../7')).toEqual([]);
  });

  test.each([
    ['48', '20333', 'Hoàng Sa'],
    ['56', '22736', 'Trường Sa'],
    ['79', '26732', 'Côn Đảo'],
  ])('of %s shows %s (%s) in a frame of its own, and the mainland at its size', (province, code) => {
    const drawing = drawingOf(rootDir, province);
    expect(drawing?.insets.map(({ codes }) => codes)).toEqual([[code]]);
  });

  test('marks an island that would be too small to see or press', () => {
    const far = [[[110, 10] as number[], [110.001, 10], [110.001, 10.001], [110, 10]]];
    const near = [[[109, 10] as number[], [110, 10], [110, 11], [109, 11], [109, 10]]];
    const [, small] = layOut([
      { code: 'a', polygons: [near] },
      { code: 'b', polygons: [far] },
    ]).communes;
    expect(small?.path).toContain('h9v9h-9Z');
  });
});

describe('the map on a page', () => {
  const drawing = drawingOf(rootDir, '46');
  const codes = drawing?.communes.map(({ code }) => code) ?? [];

  test('is a link a commune, said aloud with name and standing, escaped', () => {
    if (!drawing) throw new Error('the map of Huế is missing');
    const markup = mapPart(
      drawing,
      codes.map((code) => ({
        ...{ code, name: 'Xã "Hương" <b>', standing: 'near' as const, words: '62% chỉ tiêu, hơi chậm' },
        to: `/xa/${code}` as const,
      })),
      'Bản đồ Huế',
    ).toString();
    expect(markup.match(/<a href="\/console\/xa\/\d{5}" aria-label="[^"]+"><title>/gu)).toHaveLength(codes.length);
    expect(markup).toContain('aria-label="Xã &quot;Hương&quot; &lt;b&gt;: 62% chỉ tiêu, hơi chậm"');
    expect(markup).not.toContain('<b>');
    expect(markup).not.toMatch(/ style=| on\w+=/u);
  });

  test('draws a commune nobody may open without a link', () => {
    if (!drawing) throw new Error('the map of Huế is missing');
    const markup = mapPart(drawing, [{ code: codes[0] ?? '', name: 'Xã A', standing: 'none', words: 'xã khác' }], 'x');
    expect(markup.toString()).not.toContain('<a ');
    expect(markup.toString()).toContain('aria-label="Xã A: xã khác"');
  });
});
