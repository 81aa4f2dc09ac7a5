import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlaceFinder } from '../flow-engine/places.ts';
import type { PlaceFinder, PlaceUnit } from '../flow-engine/types.ts';

/** The look-up for place questions over all provinces and communes below `rootDir`, read when first asked. */
export function lazyPlaceFinder(rootDir: string): PlaceFinder {
  let made: PlaceFinder | undefined;
  const finder = (): PlaceFinder => (made ??= createPlaceFinder(readUnits(rootDir)));
  return {
    provinces: (text) => finder().provinces(text),
    communes: (text, provinceCode) => finder().communes(text, provinceCode),
    splitProvince: (text) => finder().splitProvince(text),
    unit: (code) => finder().unit(code),
  };
}

function readUnits(rootDir: string): PlaceUnit[] {
  const lines = readFileSync(join(rootDir, 'content/places/units-vn.tsv'), 'utf8').split('\n').slice(1);
  return lines.flatMap((line): PlaceUnit[] => {
    const [code = '', name = '', level = '', provinceCode = ''] = line.trimEnd().split('\t');
    return level === 'province' || level === 'commune' ? [{ code, name, level, provinceCode }] : [];
  });
}
