import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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
}

/** Reads `content/places/units-vn.tsv` below `rootDir`: 34 provinces, 3,321 communes (source in the README beside it). */
export function loadPlaces(rootDir: string): Places {
  const provinces = new Map<string, Province>();
  const communes = new Map<string, Commune>();
  const lines = readFileSync(join(rootDir, 'content/places/units-vn.tsv'), 'utf8').split('\n').slice(1);
  for (const line of lines) {
    const [code = '', name = '', level = '', provinceCode = ''] = line.trimEnd().split('\t');
    if (level === 'province') provinces.set(code, { code, name });
    if (level === 'commune') communes.set(code, { code, name, provinceCode });
  }
  return { province: (code) => provinces.get(code), commune: (code) => communes.get(code) };
}
