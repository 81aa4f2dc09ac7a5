import { describe, expect, it } from 'vitest';
import { readDateInput } from '../../../../src/flow-engine/inputs/date.ts';
import type { InputRules } from '../../../../src/flow-engine/inputs/reading.ts';

/** A Sunday. */
const today = '2026-11-22';

function dayIn(text: string, rules: InputRules = {}, now: string | undefined = today): string {
  const reading = readDateInput(text, rules, now);
  return reading === undefined ? 'không hiểu' : reading.kind === 'refused' ? 'hỏi lại' : reading.value;
}

describe('date', () => {
  it.each([
    ['22/11', '2026-11-22'],
    ['22-11-2026', '2026-11-22'],
    ['22.11.26', '2026-11-22'],
    ['2 / 9', '2026-09-02'],
    ['ngày 22 tháng 11 năm 2026', '2026-11-22'],
    ['20 tháng 10', '2026-10-20'],
    ['2026-11-22', '2026-11-22'],
    ['05031960', '1960-03-05'],
    ['sinh ngày 5/3/60', '1960-03-05'],
    ['ngày sinh 1/1/1955', '1955-01-01'],
    ['dạ 1/12 ạ', '2026-12-01'],
    ['tôi đi ngày 25/12 nhé', '2026-12-25'],
    ['29 2', '2028-02-29'],
    ['ngày 25', '2026-11-25'],
    ['ngày 5', '2026-12-05'],
    ['hôm nay', '2026-11-22'],
    ['bữa nay', '2026-11-22'],
    ['ngày mai', '2026-11-23'],
    ['mai nhé', '2026-11-23'],
    ['ngày kia', '2026-11-24'],
    ['hôm qua', '2026-11-21'],
    ['thứ hai tới', '2026-11-23'],
    ['thu hai toi', '2026-11-23'],
    ['thứ 2', '2026-11-23'],
    ['t7', '2026-11-28'],
    ['chủ nhật', '2026-11-29'],
    ['chủ nhật này', '2026-11-22'],
    ['thứ sáu tuần sau', '2026-11-27'],
    ['thứ 6 tuần trước', '2026-11-13'],
    ['3 ngày nữa', '2026-11-25'],
    ['hai tuần nữa', '2026-12-06'],
    ['sau 10 ngày', '2026-12-02'],
    ['cách đây 2 ngày', '2026-11-20'],
  ])('"%s" is %s', (text, day) => {
    expect(dayIn(text)).toBe(day);
  });

  it.each(['31/2', '32/1', '0/5', 'tuần sau', 'hôm nào cũng được', '22', '', '1/2/3/4', '9999 ngày nữa'])(
    'does not guess a day from "%s"',
    (text) => {
      expect(dayIn(text)).toBe('không hiểu');
    },
  );

  it.each(['mùng 5', 'mồng 3 tháng 3', 'rằm tháng 7', '15 thang 8 am lich', 'mùng 1 tết'])(
    'asks "%s" back: the moon’s calendar is not reckoned with',
    (text) => {
      expect(dayIn(text)).toBe('hỏi lại');
    },
  );

  it('takes a day without a year on the side that the limits leave open, else the nearest', () => {
    expect(dayIn('5/3', { max: 'today' })).toBe('2026-03-05');
    expect(dayIn('5/3', { min: 'today' })).toBe('2027-03-05');
    expect(dayIn('20/12', { max: 'today' })).toBe('2025-12-20');
    expect(dayIn('5/1')).toBe('2027-01-05');
    expect(dayIn('thứ hai', { max: 'today' })).toBe('2026-11-16');
  });

  it('refuses kindly what lies outside the limits, naming them', () => {
    expect(readDateInput('1/1/2020', { min: 'today' }, today)).toMatchObject({
      why: expect.stringContaining('22/11/2026') as string,
    });
    expect(dayIn('1/1/2027', { max: '2026-12-31' })).toBe('hỏi lại');
    expect(dayIn('31/12/2026', { max: '2026-12-31' })).toBe('2026-12-31');
  });

  it('understands only full dates when nobody says what day it is', () => {
    expect(readDateInput('hôm nay', {}, undefined)).toBeUndefined();
    expect(readDateInput('22/11', {}, undefined)).toBeUndefined();
    expect(readDateInput('thứ hai', {}, undefined)).toBeUndefined();
    expect(readDateInput('22/11/2026', {}, undefined)).toMatchObject({ value: '2026-11-22', text: '22/11/2026' });
  });
});
