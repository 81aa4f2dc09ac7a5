import { createPlaceFinder } from '../../src/flow-engine/index.ts';
import type { PlaceFinder, PlaceUnit } from '../../src/flow-engine/types.ts';
import { readPlaceUnits } from '../../src/teams/places.ts';
import { rootDir } from './shipped-content.ts';

let finder: PlaceFinder | undefined;

/** Every province and commune, as the product reads them. */
export const placeUnits = (): readonly PlaceUnit[] => readPlaceUnits(rootDir);

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
