import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ZALO_CITY_CODES } from 'zalo-oa-sdk';
import { ZALO_CITIES_OF_PROVINCE, zaloCitiesOf, zaloCityNames } from '../../../src/broadcasts/zalo-cities.ts';
import { formerProvinces } from '../../../src/flow-engine/former-provinces.ts';
import { fold } from '../../../src/shared/vietnamese.ts';
import { rootDir } from '../../support/shipped-content.ts';

const provinces = readFileSync(path.join(rootDir, 'content/places/units-vn.tsv'), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([, , level]) => level === 'province')
  .map(([code = '', name = '']) => ({ code, name: fold(name).replace(/^(?:tinh|thanh pho) /u, '') }));

describe("Zalo's cities of today's provinces", () => {
  test('are known for all 34', () => {
    expect(provinces).toHaveLength(34);
    expect(Object.keys(ZALO_CITIES_OF_PROVINCE).toSorted()).toEqual(provinces.map(({ code }) => code).toSorted());
  });

  test('hold each of the 63 once, and nobody abroad', () => {
    const all = Object.values(ZALO_CITIES_OF_PROVINCE).flat();
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 63 }, (_, code) => code));
    expect(ZALO_CITY_CODES[63]).toBe('Ngoài Việt Nam');
  });

  test.each(provinces)('of $name ($code) are those it was made of', ({ code, name }) => {
    const names = zaloCityNames(ZALO_CITIES_OF_PROVINCE[code] ?? []).map(fold);
    const made = new Set([name, ...(formerProvinces[name] ?? []), ...(name === 'hue' ? ['thua thien hue'] : [])]);
    expect(names.filter((one) => !made.has(one))).toEqual([]);
    expect(names).toContain(name === 'hue' ? 'thua thien hue' : name);
  });

  test('are named ascending and once, and unknown provinces add none', () => {
    expect(zaloCitiesOf(['75', '79', '75', 'x'])).toEqual([1, 4, 16, 29, 49]);
    expect(zaloCitiesOf([])).toEqual([]);
  });
});
