import { afterAll, describe, expect, test } from 'vitest';
import { createCharts } from '../../../src/console/charts/charts.ts';
import { optionOf, sizeOf } from '../../../src/console/charts/option.ts';
import type { ChartSpec } from '../../../src/console/charts/spec.ts';
import { systemClock } from '../../../src/shared/clock.ts';

const charts = createCharts(systemClock);
afterAll(() => charts.close());

const lines = (count: number, series = 1): ChartSpec => ({
  ...{ kind: 'lines', width: 'phone', unit: 'lượt' },
  labels: Array.from({ length: count }, (_, index) => `${index + 1}/11`),
  series: Array.from({ length: series }, (_, one) => ({
    name: `Lượt đi hết hướng dẫn ${one}`,
    values: Array.from({ length: count }, (_day, index) => index * (one + 1)),
  })),
});
const bars = (count: number): ChartSpec => ({
  ...{ kind: 'bars', width: 'desk', unit: 'lượt' },
  bars: Array.from({ length: count }, (_, index) => ({ name: `Xã "số" <${index}> & bạn`, value: index })),
});

describe('charts', () => {
  test.each([
    ['no point', lines(0)],
    ['one point', lines(1)],
    ['ninety points of four series', lines(90, 4)],
    ['no bar', bars(0)],
    ['one bar', bars(1)],
    ['twenty bars', bars(20)],
  ])('are drawn with %s', async (_name, spec) => {
    const svg = await charts.svg(spec);
    expect(svg).toMatch(/^<svg [^>]*width="\d+"[^>]*>/u);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/u);
  });

  test('write Vietnamese words, and markup in a name as text', async () => {
    const svg = await charts.svg(bars(2));
    expect(svg).toContain('Xã &quot;số&quot; &lt;1&gt; &amp; bạn');
    expect(svg).not.toContain('<1>');
    expect(svg).toContain('1 lượt');
  });

  test('draw the same chart once', () => {
    expect(charts.svg(lines(3))).toBe(charts.svg(lines(3)));
  });

  test('are drawn narrow for phones, with room for every row of the legend', () => {
    const top = (series: number): number => (optionOf(lines(5, series))['grid'] as { top: number }).top;
    expect(sizeOf(lines(5)).width).toBe(340);
    expect(top(3) - top(1)).toBe(75);
  });

  test('tell lines apart by pattern and mark, not by colour alone', () => {
    const drawn = optionOf(lines(5, 3))['series'] as { symbol: string; lineStyle: { type: string } }[];
    expect(new Set(drawn.map(({ symbol }) => symbol)).size).toBe(3);
    expect(new Set(drawn.map(({ lineStyle }) => lineStyle.type)).size).toBe(3);
  });
});
