import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kindOfScam, kindOfSign, SCAM_FLOWS, scamKindName } from '../../../../src/understanding/scam/kinds.ts';
import { readScamWording } from '../../../../src/understanding/scam/wording.ts';
import { loadScamCheck } from '../../../../src/understanding/scam/load.ts';
import { rootDir } from '../../../support/shipped-content.ts';

const wording = readScamWording(readFileSync(join(rootDir, 'content/language/scam-wording.tsv'), 'utf8'));
/** A sentence with two places to fill, and the one that says that nothing was found. */
const NO_SIGNS = ['fake-host-of', 'no-sign'];
const signs = [...wording.reasons.keys()].filter((id) => !NO_SIGNS.includes(id));

const because = (...ids: string[]) => ids.map((id) => ({ id, text: '' }));
const kindOf = (...ids: string[]) => kindOfScam({ verdict: 'suspicious', reasons: because(...ids) });

describe('the kind of a scam', () => {
  test('is known for every sign the check can name, and has a name in Vietnamese', () => {
    expect(signs.length).toBeGreaterThan(50);
    expect(signs.filter((id) => kindOfSign(id) === undefined)).toEqual([]);
    for (const id of signs) expect(scamKindName(kindOfSign(id) ?? '')).toMatch(/^\p{Lu}.*\s/u);
  });

  test('is that of the strongest sign', () => {
    expect(kindOf('parcel', 'police-work')).toBe('delivery');
    expect(kindOf('police-work', 'parcel')).toBe('police');
    expect(kindOf('apk', 'benefit')).toBe('apk');
    expect(kindOf('apk', 'police-work')).toBe('apk');
  });

  test('is the story where the strongest sign goes with any story', () => {
    expect(kindOf('asks-secret', 'urgent', 'parcel')).toBe('delivery');
    expect(kindOf('fake-host', 'benefit')).toBe('benefit');
    expect(kindOf('threat-and-transfer', 'police-work')).toBe('police');
    expect(kindOf('asks-secret', 'urgent')).toBe('secret');
    expect(kindOf('urgent', 'asks-secret')).toBe('other');
  });

  test('of signs that say nothing, or that another version named, is "other"', () => {
    expect(kindOf('like-scams')).toBe('other');
    expect(kindOf('a-sign-of-tomorrow', 'toString', '__proto__')).toBe('other');
    expect(kindOf()).toBe('other');
    expect(scamKindName('a-kind-of-tomorrow')).toBe('a-kind-of-tomorrow');
    expect(scamKindName('constructor')).toBe('constructor');
  });

  test('is none where nothing was found', () => {
    expect(kindOfScam({ verdict: 'unknown', reasons: because('no-sign') })).toBeUndefined();
  });

  test('is counted for messages with signs alone', () =>
    expect(SCAM_FLOWS).toEqual(['scam-check-dangerous', 'scam-check-suspicious']));

  test.each([
    ['Vietcombank: tai khoan bi khoa, truy cap http://vietcombank-xacthuc.top de xac minh', 'look-alike-link'],
    ['Đây là Công an thành phố, anh liên quan vụ án rửa tiền, chuyển tiền vào tài khoản tạm giữ ngay', 'police'],
    ['Bưu điện: kiện hàng của bạn bị giữ, đóng phí 25.000đ tại http://nhan-hang-nhanh.top', 'delivery'],
    ['Tuyển cộng tác viên làm việc tại nhà, việc nhẹ lương cao 500k/ngày, inbox zalo nhận việc', 'job'],
  ])('of "%s" is %s', (text, kind) => expect(kindOfScam(loadScamCheck(rootDir).check(text))).toBe(kind));
});
