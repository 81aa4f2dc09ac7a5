import { createPlaceFinder } from '../flow-engine/places.ts';
import type { PlaceFinder } from '../flow-engine/types.ts';
import { readPlaceUnits } from '../teams/places.ts';

/** The look-up for place questions over all provinces and communes below `rootDir`, read when first asked. */
export function lazyPlaceFinder(rootDir: string): PlaceFinder {
  let made: PlaceFinder | undefined;
  const finder = (): PlaceFinder => (made ??= createPlaceFinder(readPlaceUnits(rootDir)));
  return {
    provinces: (text) => finder().provinces(text),
    communes: (text, provinceCode) => finder().communes(text, provinceCode),
    splitProvince: (text) => finder().splitProvince(text),
    unit: (code) => finder().unit(code),
  };
}
