import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlaceFinder } from '../flow-engine/places.ts';
import type { PlaceFinder, PlaceUnit } from '../flow-engine/types.ts';

export interface Province {
  readonly code: string;
  readonly name: string;
}

export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly provinceCode: string;
}

/** Provinces and communes of Viet Nam by code (two levels, since 1 July 2025). */
export interface Places {
  province(code: string): Province | undefined;
  commune(code: string): Commune | undefined;
  /** Look-up by name. Default: places are known by code alone. */
  readonly finder?: PlaceFinder;
}

/** Every row of `content/places/units-vn.tsv` below `rootDir`: 34 provinces, 3,321 communes (source beside the file). */
export function readPlaceUnits(rootDir: string): readonly PlaceUnit[] {
  const lines = readFileSync(join(rootDir, 'content/places/units-vn.tsv'), 'utf8').split('\n').slice(1);
  return lines.flatMap((line): PlaceUnit[] => {
    const [code = '', name = '', level = '', provinceCode = ''] = line.trimEnd().split('\t');
    return level === 'province' || level === 'commune' ? [{ code, name, level, provinceCode }] : [];
  });
}

/** The places below `rootDir`, by code and by name. */
export function loadPlaces(rootDir: string): Places {
  const provinces = new Map<string, Province>();
  const communes = new Map<string, Commune>();
  const units = readPlaceUnits(rootDir);
  for (const { code, name, level, provinceCode } of units) {
    if (level === 'province') provinces.set(code, { code, name });
    else communes.set(code, { code, name, provinceCode });
  }
  let finder: PlaceFinder | undefined;
  return {
    province: (code) => provinces.get(code),
    commune: (code) => communes.get(code),
    // Folding every name takes longer than reading the file; most readers know codes.
    get finder() {
      return (finder ??= createPlaceFinder(units));
    },
  };
}
