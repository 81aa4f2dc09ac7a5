import { expect, test } from 'vitest';
import { loadPlaces } from '../../../src/teams/places.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDir } from '../../support/shipped-content.ts';

const places = loadPlaces(rootDir);

test('knows a commune by its five digits, with its province', () => {
  expect(places.commune('25270')).toEqual({ code: '25270', name: 'Phường Lộc Ninh', provinceCode: '75' });
  expect(places.province('75')).toMatchObject({ code: '75', name: expect.stringContaining('Đồng Nai') });
});

test('keeps leading zeros and knows nothing without them', () => {
  expect(places.province('01')?.name).toContain('Hà Nội');
  expect(places.commune('00004')?.name).toBe('Phường Ba Đình');
  expect(places.province('1')).toBeUndefined();
  expect(places.commune('4')).toBeUndefined();
});

test('never takes a province for a commune or the other way round', () => {
  expect(places.commune('75')).toBeUndefined();
  expect(places.province('25270')).toBeUndefined();
});

test('has all 34 provinces and 3,321 communes of the file, each commune in a known province', () => {
  const lines = readFileSync(path.join(rootDir, 'content/places/units-vn.tsv'), 'utf8').trim().split('\n').slice(1);
  const codes = lines.map((line) => line.split('\t')[0] ?? '');
  expect(codes.filter((code) => places.province(code))).toHaveLength(34);
  const communes = codes.flatMap((code) => places.commune(code) ?? []);
  expect(communes).toHaveLength(3_321);
  expect(communes.filter(({ provinceCode }) => !places.province(provinceCode))).toEqual([]);
});
