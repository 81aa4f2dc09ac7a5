import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formerProvinces, provinceNicknames } from '../../../src/flow-engine/former-provinces.ts';
import { fold } from '../../../src/shared/vietnamese.ts';
import { placeFinder, placeUnits } from '../../support/place-units.ts';

const finder = placeFinder();
const names = (units: readonly { name: string }[]): string[] => units.map(({ name }) => name);

describe('provinces', () => {
  it('are all found by their own name, with and without marks and kind', () => {
    const provinces = placeUnits().filter(({ level }) => level === 'province');
    expect(provinces).toHaveLength(34);
    for (const province of provinces) {
      const bare = province.name.replace(/^(?:Tỉnh|Thành phố) /u, '');
      for (const text of [province.name, bare, fold(province.name), fold(bare), fold(bare).replaceAll(' ', '')]) {
        expect(finder.provinces(text), text).toEqual([province]);
      }
    }
  });

  it('are found by the names they had before July 2025, and by nicknames', () => {
    const today = new Map(placeUnits().map((unit) => [fold(unit.name).replace(/^(?:tinh|thanh pho) /u, ''), unit]));
    const known = [...Object.entries(formerProvinces), ...Object.entries(provinceNicknames)];
    for (const [now, others] of known) {
      for (const other of others) expect(finder.provinces(other), other).toEqual([today.get(now)]);
    }
    expect(names(finder.provinces('Bình Dương'))).toEqual(['Thành phố Hồ Chí Minh']);
  });

  it.each(['em ở hà nội ạ', 'dạ tỉnh Hà Nội', 'ha nội nhé', 'tp Hà Nội', 'ha nọi', 'hà nôi'])(
    'are found in "%s"',
    (text) => {
      expect(names(finder.provinces(text))).toEqual(['Thành phố Hà Nội']);
    },
  );

  it.each(['', 'x', 'không biết', 'chỗ này đẹp lắm', '12345'])('are not guessed from "%s"', (text) => {
    expect(finder.provinces(text)).toEqual([]);
  });
});

describe('communes', () => {
  it('are all found by their full name within their province', () => {
    const communes = placeUnits().filter(({ level }) => level === 'commune');
    expect(communes.length).toBeGreaterThan(3_000);
    const missed = communes.filter(
      ({ name, provinceCode, code }) => !finder.communes(name, provinceCode).some((found) => found.code === code),
    );
    expect(missed).toEqual([]);
  });

  it('keep names that begin like politeness', () => {
    expect(names(finder.communes('Con Cuông'))).toEqual(['Xã Con Cuông']);
    expect(names(finder.communes('minh chau', '01'))).toEqual(['Xã Minh Châu']);
    expect(names(finder.communes('nhà em ở xã Quế Sơn'))).toEqual(['Xã Quế Sơn']);
  });

  it('are found with a letter changed', () => {
    expect(names(finder.communes('tan phuu', '75'))).toEqual(['Phường Tân Phú']);
    expect(names(finder.communes('hoan kieem'))).toEqual(['Phường Hoàn Kiếm']);
  });
});

describe('a commune and its province at once', () => {
  it.each([
    ['xã Tân Phú tỉnh Đồng Nai', 'xa tan phu', 'Thành phố Đồng Nai'],
    ['Tân Phú, Đồng Nai', 'tan phu', 'Thành phố Đồng Nai'],
    ['lang giang bac giang', 'lang giang', 'Tỉnh Bắc Ninh'],
    ['em ở phường Ba Đình thành phố Hà Nội ạ', 'em o phuong ba dinh', 'Thành phố Hà Nội'],
  ])('is split: %s', (text, rest, province) => {
    const split = finder.splitProvince(text);
    expect(split && [fold(split.rest).replace(/ (?:tinh|thanh pho)$/u, ''), split.province.name]).toEqual([
      rest,
      province,
    ]);
  });

  it.each(['phường Quảng Trị', 'hà nội', 'em ở Hà Nội', 'Tân Phú', ''])('is not split: "%s"', (text) => {
    expect(finder.splitProvince(text)).toBeUndefined();
  });
});

it('never throws and gives the same answer again, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(finder.communes(text)).toEqual(finder.communes(text));
      finder.provinces(text);
      finder.splitProvince(text);
    }),
    { numRuns: 100 },
  );
});
