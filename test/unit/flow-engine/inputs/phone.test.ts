import { describe, expect, it } from 'vitest';
import { readPhoneInput } from '../../../../src/flow-engine/inputs/phone.ts';

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
