import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createPlaceFinder } from '../../src/flow-engine/index.ts';
import type { PlaceFinder, PlaceUnit } from '../../src/flow-engine/types.ts';
import { rootDir } from './shipped-content.ts';

let finder: PlaceFinder | undefined;

/** Every row of `content/places/units-vn.tsv`. */
export function placeUnits(): PlaceUnit[] {
  const rows = readFileSync(path.join(rootDir, 'content/places/units-vn.tsv'), 'utf8').split('\n').slice(1);
  return rows.flatMap((row): PlaceUnit[] => {
    const [code, name, level, provinceCode] = row.trimEnd().split('\t');
    if (!code || !name || !provinceCode || (level !== 'province' && level !== 'commune')) return [];
    return [{ code, name, level, provinceCode }];
  });
}

/** A finder over all of them, made once a test process. */
export function placeFinder(): PlaceFinder {
  finder ??= createPlaceFinder(placeUnits());
  return finder;
}

let few: PlaceFinder | undefined;

/** A finder over Hà Nội and Đồng Nai alone: quick enough for walks of a million turns. */
export function fewPlaces(): PlaceFinder {
  few ??= createPlaceFinder(placeUnits().filter(({ provinceCode }) => provinceCode === '01' || provinceCode === '75'));
  return few;
}
