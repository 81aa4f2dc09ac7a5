import { describe, expect, it } from 'vitest';
import { phoneIn, readPhoneInput } from '../../../../src/flow-engine/inputs/phone.ts';

describe('phone', () => {
  it.each([
    ['0912345678', '0912***678'],
    ['0912 345 678', '0912***678'],
    ['+84 912 345 678', '0912***678'],
    ['84912345678', '0912***678'],
    ['0084912345678', '0912***678'],
    ['số tôi là 0912.345.678 nhé', '0912***678'],
    ['0389 123 456', '0389***456'],
    ['(024) 3825 4321', '0243***321'],
  ])('keeps only the masked form of "%s"', (text, value) => {
    expect(readPhoneInput(text)).toEqual({ kind: 'value', value });
  });

  it.each(['091234567', '0123456789', '0912345678901', '0912345678 hoặc 0987654321', '0612345678', '12345'])(
    'asks "%s" back',
    (text) => {
      expect(readPhoneInput(text)).toMatchObject({ kind: 'refused' });
    },
  );

  it.each(['không có', '113', '', 'gọi cho con tôi'])('takes "%s" for no number at all', (text) => {
    expect(readPhoneInput(text)).toBeUndefined();
  });
});

it.each([
  ['số của tôi là 0912 345 678 nhé', '0912345678'],
  ['+84 912.345.678', '0912345678'],
  ['024 3825 1234', '02438251234'],
  ['0912345678, nhắc lại 0912 345 678', '0912345678'],
  ['0912345678 hoặc 0987654321', undefined],
  ['0912 345', undefined],
  ['ngày 22/11/2026', undefined],
])('the number in "%s" is %s', (text, phone) => expect(phoneIn(text)).toBe(phone));
