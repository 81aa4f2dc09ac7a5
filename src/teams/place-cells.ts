import { isNamed } from '../flow-engine/places.ts';
import type { PlaceUnit } from '../flow-engine/types.ts';
import type { Places } from './places.ts';

/** A place as a cell names it, or what to write instead. */
export type PlaceCell = { readonly code: string } | { readonly problem: string };

const MAX_OFFERED = 5;

/** The look-ups of one file: most rows name the same few places, and each look-up by name costs a quarter millisecond. */
export interface PlaceCells {
  province(text: string): PlaceCell;
  commune(text: string, provinceCode: string): PlaceCell;
}

/** Remembers what each text was found to be. */
export function rememberPlaces(places: Places, isExcel: boolean): PlaceCells {
  const known = new Map<string, PlaceCell>();
  const once = (key: string, find: () => PlaceCell): PlaceCell => {
    const found = known.get(key) ?? find();
    known.set(key, found);
    return found;
  };
  return {
    province: (text) => once(text, () => readProvince(text, places, isExcel)),
    commune: (text, provinceCode) =>
      once(`${provinceCode} ${text}`, () => readCommune(text, provinceCode, places, isExcel)),
  };
}

/** Excel makes 1 of 01: digits of an xlsx cell get their zeros back. */
const withZeros = (text: string, length: number, isExcel: boolean): string =>
  isExcel && /^\d+$/u.test(text) ? text.padStart(length, '0') : text;

const isCode = (text: string): boolean => /^\d*$/u.test(text);

/** A province by its code or its name. */
export function readProvince(text: string, places: Places, isExcel: boolean): PlaceCell {
  const code = withZeros(text, 2, isExcel);
  if (places.province(code)) return { code };
  const named = isCode(text) ? [] : (places.finder?.provinces(text) ?? []);
  const only = named.find((unit) => isNamed(unit, text));
  // A former name ("Bình Phước") finds the province it is part of now, and must be seen by whoever wrote it.
  if (only) return { code: only.code };
  return {
    problem: `"${text}" không có trong mã của 34 tỉnh, thành (hai chữ số, ví dụ 75 là Đồng Nai, 01 là Hà Nội)${offer(named)}`,
  };
}

/** A commune by its code or its name within its province. */
export function readCommune(text: string, provinceCode: string, places: Places, isExcel: boolean): PlaceCell {
  const code = withZeros(text, 5, isExcel);
  const commune = places.commune(code);
  if (commune) {
    if (commune.provinceCode === provinceCode) return { code };
    return {
      problem: `${commune.name} (${commune.code}) thuộc tỉnh ${commune.provinceCode}, không thuộc ${provinceCode}`,
    };
  }
  if (isCode(text) || !places.finder) {
    return {
      problem: `"${text}" không có trong mã của 3.321 xã, phường, đặc khu (năm chữ số, giữ số 0 ở đầu)`,
    };
  }
  const near = places.finder.communes(text, provinceCode);
  const same = near.filter((unit) => isNamed(unit, text));
  // "Xã Tân Phú" and "Phường Tân Phú" of one province: the kind decides, where it is written.
  const exact = same.filter((unit) => unit.name.toLocaleLowerCase('vi') === text.toLocaleLowerCase('vi'));
  const [only] = exact.length > 0 ? exact : same;
  if (only && (exact.length === 1 || same.length === 1)) return { code: only.code };
  return same.length > 1
    ? { problem: `tỉnh ${provinceCode} có ${same.length} nơi tên "${text}"; hãy ghi mã${offer(same)}` }
    : { problem: `tỉnh ${provinceCode} không có xã, phường, đặc khu nào tên "${text}"${offer(near)}` };
}

function offer(units: readonly PlaceUnit[]): string {
  if (units.length === 0) return '';
  const listed = units.slice(0, MAX_OFFERED).map(({ name, code }) => `${name} (${code})`);
  return `; có phải ${listed.join(', ')} không?`;
}
