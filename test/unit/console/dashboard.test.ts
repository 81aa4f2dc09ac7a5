import { describe, expect, test } from 'vitest';
import { tableCsv } from '../../../src/console/dashboard/export.ts';
import { filterInput, filterQuery, monthChoices, stretchOf } from '../../../src/console/dashboard/filters.ts';
import { wayOf } from '../../../src/console/dashboard/guides.ts';
import { elapsedOf, standingOf } from '../../../src/console/dashboard/map.ts';
import { heatOf } from '../../../src/console/dashboard/steps-page.ts';
import { provinceCodeOf } from '../../../src/console/dashboard/unit.ts';
import { percentText } from '../../../src/console/dashboard/words.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

describe('a commune against its target', () => {
  const up = (value: number, target: number | undefined, elapsed: number) =>
    standingOf(value, target, { elapsed, isLessBetter: false });

  test('half way through the month half of the target is in good time', () => {
    expect(up(50, 100, 0.5)).toBe('good');
    expect(up(49, 100, 0.5)).toBe('near');
    expect(up(30, 100, 0.5)).toBe('near');
    expect(up(29, 100, 0.5)).toBe('low');
  });

  test('when the month is over the whole target counts', () => {
    expect(up(99, 100, 1)).toBe('near');
    expect(up(100, 100, 1)).toBe('good');
  });

  test('without a target there is no standing', () => {
    expect(up(5, undefined, 1)).toBe('none');
    expect(up(5, 0, 1)).toBe('none');
  });

  test('where less is better the target is a bound at any time', () => {
    const down = (value: number) => standingOf(value, 10, { elapsed: 0.1, isLessBetter: true });
    expect([down(10), down(12), down(13)]).toEqual(['good', 'near', 'low']);
  });

  test('the part of a month that is over counts today', () => {
    expect(elapsedOf('2026-11', '2026-11-15')).toBe(0.5);
    expect(elapsedOf('2026-10', '2026-11-15')).toBe(1);
    expect(elapsedOf('2026-12', '2026-11-15')).toBe(0);
  });
});

describe('the way through a card', () => {
  test('whoever did a step stands before the next', () => {
    const catalogue = shippedCatalogue();
    const total = (kind: 'started' | 'step' | 'stuck' | 'finished', step: string, count: number) => ({
      kind,
      step,
      count,
    });
    const way = wayOf(catalogue, 'permanent-residence', [
      ...[total('started', '1', 10), total('stuck', '1', 4), total('step', '1', 6), total('stuck', '2', 9)],
      ...[total('step', '2', 5), total('finished', '7', 2)],
    ]);
    expect(way).toMatchObject({ kind: 'card', started: 10, finished: 2 });
    expect(way?.steps.slice(0, 3).map(({ reached, stuck, done }) => [reached, stuck, done])).toEqual([
      [10, 4, 6],
      [6, 6, 5],
      [5, 0, 0],
    ]);
    expect(wayOf(catalogue, 'nothing-of-this-name', [])).toBeUndefined();
  });

  test('a cell is darker the larger the share', () => {
    expect([0, 1, 5, 10, 20, 35, 100].map((stuck) => heatOf(stuck, 100))).toEqual([0, 1, 2, 3, 4, 5, 5]);
    expect(heatOf(1, 0)).toBe(0);
  });
});

describe('filters', () => {
  test('a page leaves out what cannot be meant, the API refuses it', () => {
    const nonsense = { range: 'x', topic: 'y', month: '2026-13', indicator: "'" };
    expect(filterQuery.parse(nonsense)).toEqual({ range: '30', topic: '', indicator: 'reached' });
    expect(filterInput.safeParse(nonsense).error?.issues.map(({ path }) => path[0])).toEqual([
      ...['range', 'topic', 'month', 'indicator'],
    ]);
  });

  test('thirty days end today, twelve months end with this one', () => {
    expect(stretchOf('30', '2026-11-22')).toMatchObject({ span: 'd', from: '2026-10-24', to: '2026-11-22' });
    expect(stretchOf('12m', '2026-11-22')).toMatchObject({ span: 'm', from: '2025-12', to: '2026-11' });
    expect(monthChoices('2026-01-05').map(({ value }) => value)).toContain('2025-02');
  });
});

test('the province is the one in which most living teams are', () => {
  const team = (provinceCode: string, dissolvedAt?: number) => ({
    provinceCode,
    ...(dissolvedAt === undefined ? {} : { dissolvedAt }),
  });
  expect(provinceCodeOf([team('75'), team('79'), team('75'), team('01', 1), team('01', 1), team('01', 1)])).toBe('75');
  expect(provinceCodeOf([])).toBeUndefined();
});

test('a share of nothing is a dash, and shares are rounded to a tenth', () => {
  expect([percentText(1, 3), percentText(1, 2), percentText(0, 0)]).toEqual(['33,3%', '50%', '–']);
});

test('a table as CSV carries no formula and no bare comma', () => {
  const csv = tableCsv({
    title: 'Bảng',
    notes: [],
    table: {
      columns: [{ title: 'Tên', widthChars: 10, isNumber: false }],
      rows: [['=1+1'], ['a, b'], [null]],
    },
  });
  expect(csv).toBe('\uFEFFBảng\r\nTên\r\n\'=1+1\r\n"a, b"\r\n\r\n');
});
