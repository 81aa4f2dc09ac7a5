import { fold, normalize } from '../shared/vietnamese.ts';
import { formerProvinces, provinceNicknames } from './former-provinces.ts';

/** A province or commune (two levels, since 1 July 2025). */
export interface PlaceUnit {
  readonly code: string;
  /** With its kind: "Phường Ba Đình", "Thành phố Hà Nội". */
  readonly name: string;
  readonly level: 'province' | 'commune';
  /** Of a province, its own code. */
  readonly provinceCode: string;
}

/**
 * Looks provinces and communes up by what residents type: without marks, with or without "xã", "tỉnh", with small
 * mistakes, provinces also by the names they had before July 2025. Pure and total: the same text gives the same units.
 *
 * The lists are best first: one unit is certain, several are to be offered, none is unknown.
 */
export interface PlaceFinder {
  provinces(text: string): readonly PlaceUnit[];
  /** Communes of that name; `provinceCode` narrows the search. */
  communes(text: string, provinceCode?: string): readonly PlaceUnit[];
  /** "xã Tân Phú tỉnh Đồng Nai", "Tân Phú, Đồng Nai": the province at the end and the words before it. */
  splitProvince(text: string): { readonly province: PlaceUnit; readonly rest: string } | undefined;
  unit(code: string): PlaceUnit | undefined;
}

const KIND = /^(?:thanh pho|tinh|tp|phuong|xa|dac khu|thi tran|thi xa|huyen|quan|p|x|t) (?=\S)/u;

const LEAD: ReadonlySet<string> = new Set(
  'da vang nha toi tui em bac minh chau con o tai song dang thuoc que la ben duoi tren ba ong anh chi cua'.split(' '),
);
const KIND_WORDS: ReadonlySet<string> = new Set('thanh pho tinh tp phuong xa dac khu thi tran p x t'.split(' '));
const TAIL = / (?:a|ah|nhe|nha|em|oi|do|day|nghe|ne)$/u;

const compact = (name: string): string => name.replaceAll(' ', '');

/**
 * What the name may be, the longest first: politeness is left out word by word, because "bắc", "minh", "châu" and "quế"
 * also begin names.
 */
function candidatesIn(text: string): string[] {
  const found: string[] = [];
  const folded = fold(text.slice(0, 120));
  for (let name of new Set([folded, folded.replace(TAIL, '')])) {
    for (let before = ''; before !== name && name !== ''; ) {
      found.push(name);
      before = name;
      if (KIND.test(name)) name = name.replace(KIND, '');
      else if (LEAD.has(name.split(' ')[0] ?? '') && name.includes(' ')) name = name.slice(name.indexOf(' ') + 1);
    }
  }
  return found;
}

const nameOf = (unit: PlaceUnit): string => fold(unit.name).replace(KIND, '');

/** True when the text is the unit's own name, whatever marks and kind. */
export function isNamed(unit: PlaceUnit, text: string): boolean {
  const name = compact(nameOf(unit));
  return candidatesIn(text).some((candidate) => compact(candidate) === name);
}

/** True when the text ends in the unit's whole name as it is written, with kind and marks. */
export function isWritten(unit: PlaceUnit, text: string): boolean {
  const typed = normalize(text)
    .toLocaleLowerCase('vi')
    .replace(/[^\p{L}\p{N}]+$/u, '');
  return typed.endsWith(unit.name.toLocaleLowerCase('vi'));
}

/** True when the text says that it is a commune ("xã …"), or a province ("tỉnh …"). */
export function saysKind(text: string, level: PlaceUnit['level']): boolean {
  const pattern = level === 'commune' ? /^(?:xa|phuong|dac khu|p|x) \S/u : /^tinh \S/u;
  return candidatesIn(text).some((candidate) => pattern.test(candidate));
}

/** Letters to change, add or leave out between two words, at most `limit`; more than that is `limit + 1`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_unused, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) > limit) return limit + 1;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

interface Known {
  readonly unit: PlaceUnit;
  /** Folded names without kind and spaces, the own one first. */
  readonly names: readonly string[];
  /** The own one with spaces, for whole words. */
  readonly spaced: string;
}

/** The units that fit best: the same name, else a name that holds the words, else one with a letter or two changed. */
function best(known: readonly Known[], text: string): readonly PlaceUnit[] {
  const candidates = candidatesIn(text).filter((name) => name.length >= 2);
  const units = (passes: (one: Known) => boolean): PlaceUnit[] => known.filter(passes).map(({ unit }) => unit);
  for (const name of candidates) {
    const same = units(({ names }) => names.includes(compact(name)));
    if (same.length > 0) return same;
  }
  // What is left of "minh châu" without "minh" would be found in "Lai Châu".
  const whole = (candidates[0] ?? '').replace(KIND, '');
  const long = candidates.filter((name) => name.length >= 4 && (name.includes(' ') || name === whole));
  for (const name of long) {
    const holding = units(({ spaced }) => ` ${spaced} `.includes(` ${name} `));
    if (holding.length > 0) return holding;
  }
  for (const name of long.toReversed()) {
    const wanted = compact(name);
    for (let limit = 1; limit <= (wanted.length < 8 ? 1 : 2); limit++) {
      const near = units(({ names }) => names.some((one) => distance(one, wanted, limit) <= limit));
      if (near.length > 0) return near;
    }
  }
  return [];
}

/** A finder over these units, for example all rows of `content/places/units-vn.tsv`. Folds every name once. */
export function createPlaceFinder(units: readonly PlaceUnit[]): PlaceFinder {
  const sorted = units.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const toKnown = (unit: PlaceUnit): Known => {
    const name = nameOf(unit);
    const others =
      unit.level === 'province' ? [...(formerProvinces[name] ?? []), ...(provinceNicknames[name] ?? [])] : [];
    return { unit, names: [name, ...others].map(compact), spaced: name };
  };
  const provinces = sorted.filter(({ level }) => level === 'province').map(toKnown);
  const communes = sorted.filter(({ level }) => level === 'commune').map(toKnown);
  const byProvince = Map.groupBy(communes, ({ unit }) => unit.provinceCode);
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  return {
    provinces: (text) => best(provinces, text),
    communes: (text, provinceCode) =>
      best(provinceCode === undefined ? communes : (byProvince.get(provinceCode) ?? []), text),
    splitProvince(text) {
      const words = fold(text.slice(0, 160)).replace(TAIL, '').split(' ');
      for (let from = 1; from < words.length; from++) {
        const end = words
          .slice(from)
          .join(' ')
          .replace(/^(?:o|thuoc|cua) /u, '')
          .replace(KIND, '');
        const found = provinces.filter(({ names }) => names.includes(compact(end)));
        const before = words.slice(0, from);
        // "phường Quảng Trị" is one name: only its kind stands before the words that are also a province.
        const hasName = before.some((word) => !LEAD.has(word) && !KIND_WORDS.has(word));
        const [province] = found;
        if (province && found.length === 1 && hasName) return { province: province.unit, rest: before.join(' ') };
      }
      return undefined;
    },
    unit: (code) => byCode.get(code),
  };
}
