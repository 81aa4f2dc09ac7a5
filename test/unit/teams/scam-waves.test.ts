import { describe, expect, test } from 'vitest';
import type { EngagementTotal } from '../../../src/storage/ports.ts';
import { findScamWaves, scamPeriods } from '../../../src/teams/scam-waves.ts';

const periods = scamPeriods('2026-11-22', 7);

const seen = (
  day: string,
  outcome: string,
  count: number,
  communeCode = '25270',
  more: object = {},
): EngagementTotal => ({
  day,
  teamCode: '',
  communeCode,
  topic: 'scam-safety',
  flow: 'scam-check-dangerous',
  version: '',
  step: '',
  kind: 'question',
  outcome,
  count,
  quantity: count,
  ...more,
});

describe('the periods', () => {
  test('end today and are of the same length, over the ends of months and years', () => {
    expect(periods).toEqual({ fromDay: '2026-11-16', toDay: '2026-11-22', beforeFromDay: '2026-11-09' });
    expect(scamPeriods('2027-01-02', 3)).toEqual({
      fromDay: '2026-12-31',
      toDay: '2027-01-02',
      beforeFromDay: '2026-12-28',
    });
    expect(scamPeriods('2028-03-01', 1)).toEqual({
      fromDay: '2028-03-01',
      toDay: '2028-03-01',
      beforeFromDay: '2028-02-29',
    });
  });
});

describe('scam waves', () => {
  test('add up teams, verdicts, days and visits of one commune and kind, in two periods', () => {
    const totals = [
      seen('2026-11-16', 'police', 2),
      seen('2026-11-22', 'police', 1, '25270', { teamCode: 'LN03' }),
      seen('2026-11-22', 'police', 1, '25270', { flow: 'scam-check-suspicious', assisted: true }),
      seen('2026-11-15', 'police', 3),
      seen('2026-11-09', 'police', 4),
    ];
    expect(findScamWaves(totals, periods)).toEqual([
      { communeCode: '25270', kind: 'police', count: 4, before: 7, isNew: false },
    ]);
  });

  test('keep communes and kinds apart, also where nobody said where they live', () => {
    const totals = [seen('2026-11-20', 'job', 3), seen('2026-11-20', 'police', 2), seen('2026-11-20', 'job', 1, '')];
    expect(findScamWaves(totals, periods).map(({ communeCode, kind, count }) => [communeCode, kind, count])).toEqual([
      ['25270', 'job', 3],
      ['25270', 'police', 2],
      ['', 'job', 1],
    ]);
  });

  test('leave out what lies before or behind both periods', () => {
    const totals = [seen('2026-11-08', 'job', 9), seen('2026-11-23', 'job', 9)];
    expect(findScamWaves(totals, periods)).toEqual([]);
  });

  test.each([
    [5, 0, true],
    [4, 0, false],
    [4, 1, false],
    [6, 3, true],
    [5, 3, false],
    [10, 5, true],
    [9, 5, false],
    [0, 5, false],
  ])('%i after %i are a new wave: %s', (count, before, isNew) => {
    const totals = [seen('2026-11-16', 'job', count), seen('2026-11-15', 'job', before)];
    expect(findScamWaves(totals, periods)).toMatchObject([{ count, before, isNew }]);
  });

  test('show new ones first, then the busiest, then what has passed', () => {
    const totals = [
      seen('2026-11-20', 'prize', 5),
      seen('2026-11-20', 'police', 40),
      seen('2026-11-12', 'police', 39),
      seen('2026-11-12', 'loan', 2),
      seen('2026-11-20', 'job', 1),
    ];
    expect(findScamWaves(totals, periods).map(({ kind }) => kind)).toEqual(['prize', 'police', 'job', 'loan']);
  });
});
