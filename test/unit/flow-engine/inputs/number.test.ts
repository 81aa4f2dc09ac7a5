import { describe, expect, it } from 'vitest';
import { readMoneyInput, readNumberInput } from '../../../../src/flow-engine/inputs/number.ts';
import type { InputRules, Reading } from '../../../../src/flow-engine/inputs/reading.ts';
import { numberText, parseDigits } from '../../../../src/flow-engine/inputs/vietnamese-number.ts';

const shown = (reading: Reading): string =>
  reading === undefined ? 'không hiểu' : reading.kind === 'refused' ? 'hỏi lại' : reading.value;

describe('money', () => {
  it.each([
    ['1tr5', '1500000'],
    ['1tr500', '1500000'],
    ['1tr25', '1250000'],
    ['500k', '500000'],
    ['500 nghìn', '500000'],
    ['500 ngàn đồng', '500000'],
    ['2 triệu rưỡi', '2500000'],
    ['2 trieu ruoi', '2500000'],
    ['1.500.000đ', '1500000'],
    ['1,500,000', '1500000'],
    ['1 500 000', '1500000'],
    ['1500000', '1500000'],
    ['1,5 triệu', '1500000'],
    ['1.5tr', '1500000'],
    ['2 tỷ 3', '2300000000'],
    ['một tỷ hai trăm triệu', '1200000000'],
    ['1 triệu 200 nghìn', '1200000'],
    ['một triệu hai', '1200000'],
    ['một triệu hai trăm', '1200000'],
    ['một triệu hai lăm', '1250000'],
    ['năm trăm nghìn', '500000'],
    ['nam tram ngan', '500000'],
    ['hai trăm năm mươi nghìn', '250000'],
    ['trăm rưỡi nghìn', '150000'],
    ['5 chục nghìn', '50000'],
    ['nửa triệu', '500000'],
    ['2 củ', '2000000'],
    ['dạ khoảng 3 triệu ạ', '3000000'],
    ['giá 1tr2 nhé em', '1200000'],
    ['200000 vnd', '200000'],
    ['500đ', '500'],
    ['0', '0'],
  ])('"%s" is %s đồng', (text, value) => {
    expect(shown(readMoneyInput(text, {}))).toBe(value);
  });

  it.each(['50', 'năm trăm', 'trăm rưỡi', '1,5'])('"%s" could be nghìn or triệu, so it is asked back', (text) => {
    expect(shown(readMoneyInput(text, {}))).toBe('hỏi lại');
  });

  it.each([
    'không có',
    'không',
    '10-12 triệu',
    '-5tr',
    'hai ba triệu',
    '1tr2tr',
    'ba tôi có 5 triệu với 2 con bò',
    '1m',
    '',
    '1.000.000.000.000.000.000',
    'bà 5 triệu rưởi gì đó',
  ])('does not guess an amount from "%s"', (text) => {
    expect(shown(readMoneyInput(text, {}))).toBe('không hiểu');
  });

  it('says the amount as people read it, and the limits too', () => {
    expect(readMoneyInput('1tr5', {})).toMatchObject({ text: '1.500.000 đồng' });
    const refused = readMoneyInput('500 triệu', { max: 20_000_000 });
    expect(refused).toMatchObject({ kind: 'refused', why: expect.stringContaining('20.000.000 đồng') as string });
  });
});

describe('number', () => {
  it.each<[string, string, InputRules?]>([
    ['12', '12'],
    ['mười hai', '12'],
    ['muoi hai', '12'],
    ['12 con', '12', { unit: 'con' }],
    ['khoảng mười hai con ạ', '12', { unit: 'con' }],
    ['tôi 70 tuổi', '70', { unit: 'tuổi' }],
    ['hai mươi lăm', '25'],
    ['hai lăm', '25'],
    ['ba mốt', '31'],
    ['hai mươi tư', '24'],
    ['bốn mươi tư', '44'],
    ['một trăm linh năm', '105'],
    ['một trăm lẻ năm', '105'],
    ['hai trăm ba', '230'],
    ['một trăm hai mươi ba', '123'],
    ['một nghìn hai mươi', '1020'],
    ['hai nghìn không trăm hai mươi lăm', '2025'],
    ['chục con', '10', { unit: 'con' }],
    ['1,5 kg', '1.5', { unit: 'kg' }],
    ['2.5', '2.5'],
    ['1.500', '1500'],
    ['3 mẫu rưỡi', '3.5', { unit: 'mẫu' }],
    ['tầm 5', '5'],
    ['0', '0'],
  ])('"%s" is %s', (text, value, rules = {}) => {
    expect(shown(readNumberInput(text, rules))).toBe(value);
  });

  it.each(['bà', 'không', '1 2 3', '0912345678', '1/2', '10-12', 'có hai con trâu', 'hai ba', '12 bao', '', 'ạ'])(
    'does not guess a number from "%s"',
    (text) => {
      expect(shown(readNumberInput(text, {}))).toBe('không hiểu');
    },
  );

  it('refuses kindly what lies outside the limits, naming them with the unit', () => {
    const rules = { min: 1, max: 120, unit: 'tuổi' };
    expect(readNumberInput('150', rules)).toMatchObject({ why: expect.stringContaining('120 tuổi') as string });
    expect(readNumberInput('0', rules)).toMatchObject({ why: expect.stringContaining('1 tuổi') as string });
    expect(readNumberInput('120', rules)).toEqual({ kind: 'value', value: '120', text: '120 tuổi' });
  });
});

describe('numbers in digits', () => {
  it.each([
    ['1.500.000', 1_500_000],
    ['1.500,75', 1500.75],
    ['1,500.5', 1500.5],
    ['0,500', 0.5],
    ['12,5', 12.5],
    ['1.50', 1.5],
    ['1.2.3', undefined],
    ['12.3456', undefined],
    ['1'.repeat(16), undefined],
  ])('%s is %s', (text, value) => {
    expect(parseDigits(text)).toBe(value);
  });

  it('are written with dots between thousands and a decimal comma', () => {
    expect([1_500_000, 999, 2.5, 0, -1200.25].map(numberText)).toEqual(['1.500.000', '999', '2,5', '0', '-1.200,25']);
  });
});
