import { Resvg } from '@resvg/resvg-js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChartPicture } from '../../../src/pictures/chart.ts';
import { CHART_NOTE, drawChart } from '../../../src/pictures/draw/chart.ts';
import { FONT_FAMILY, fontFiles } from '../../../src/pictures/draw/fonts.ts';
import { createSealer } from '../../../src/pictures/seal.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import { openPictures, sizeOf } from './stage.ts';

const CHART: ChartPicture = {
  ...{ title: 'Tổ công nghệ số ấp 3', period: 'tháng 11/2026, đến ngày 22', now: 'tháng 11', before: 'tháng 10' },
  bars: [
    { name: 'Tài khoản đã trò chuyện', now: 24, before: 18, target: 30 },
    { name: 'Lượt đi hết hướng dẫn', now: 12, before: 15, target: 10 },
    { name: 'Lượt hỗ trợ tại nhà', now: 5, before: 0 },
  ],
};
const charts: Readonly<Record<string, ChartPicture>> = {
  'an ordinary month': CHART,
  'large figures': {
    ...CHART,
    bars: CHART.bars.map((bar) => ({ ...bar, now: 987_654, before: 1_234_567, target: 1_500_000 })),
  },
  nothing: { ...CHART, bars: CHART.bars.map(({ name }) => ({ name, now: 0, before: 0, target: 0 })) },
  'a long name': { ...CHART, title: 'Tổ công nghệ số cộng đồng và Đề án 06 thôn Lang Xá Cồn, phường Hương Thủy' },
};
const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT_FAMILY };
const names = Object.keys(charts);

describe('the chart of a month', () => {
  it.each(names)('has letters of at least 12 px on a phone 360 px wide, all inside the picture: %s', (name) => {
    const { texts, width, height } = drawChart(charts[name]!);
    for (const { text, sizePx, x, baseline, weight } of texts) {
      expect(sizePx * (360 / width), text).toBeGreaterThanOrEqual(12);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${3 * width}" height="${height}"><text x="${x}" y="${baseline}" font-family="${FONT_FAMILY}" font-size="${sizePx}" font-weight="${weight}">${text}</text></svg>`;
      const box = new Resvg(svg, { font }).innerBBox();
      expect((box?.x ?? 0) + (box?.width ?? 0), text).toBeLessThanOrEqual(width);
    }
  });

  it('writes every figure as a number and tells months apart without colour', () => {
    const { texts, svg } = drawChart(CHART);
    const words = texts.map(({ text }) => text).join(' ');
    for (const part of ['24 · tháng 11', '18 · tháng 10', '0 · tháng 10', 'chỉ tiêu 30', 'Tổ công nghệ số ấp 3'])
      expect(words).toContain(part);
    expect(words).toContain(CHART_NOTE);
    expect(svg.match(/fill="url\(#stripes\)"/gu)).toHaveLength(2);
    expect(svg.match(/stroke-dasharray="14 8"/gu)).toHaveLength(2);
  });

  it('draws bars in proportion, the longest of a figure for its largest number', () => {
    const { svg } = drawChart(CHART);
    const widths = [...svg.matchAll(/<rect x="48" y="[\d.]+" width="([\d.]+)" height="58"/gu)].map(([, width]) =>
      Number(width),
    );
    expect(widths).toEqual([448, 336, 448, 560, 560]);
  });
});

describe('the address of a chart', () => {
  it('can be made by whoever has the key alone, and is none of a certificate', () => {
    const token = createSealer('k').sealChart(CHART);
    expect(token.length).toBeLessThan(1_000);
    expect(createSealer('k').openChart(token)).toEqual(CHART);
    expect(createSealer('other').openChart(token)).toBeUndefined();
    const changed = Array.from(
      token,
      (letter, at) => `${token.slice(0, at)}${letter === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`,
    );
    expect(changed.filter((other) => createSealer('k').openChart(other) !== undefined)).toEqual([]);
    expect(createSealer('k').open(token)).toBeUndefined();
    const certificate = createSealer('k').seal({ title: 'Nhận ra lừa đảo', day: '22/11/2026' });
    expect(createSealer('k').openChart(certificate)).toBeUndefined();
  });

  it('gives a square picture and never touches the disk', async () => {
    using home = makeTempDir();
    const folder = join(home.dir, 'pictures');
    const name = openPictures(folder).fileName({ kind: 'chart', ...CHART })!;
    expect(name).toMatch(/^chart-[\w-]+\.png$/u);
    const pictures = openPictures(folder);
    expect(sizeOf((await pictures.read(name))!)).toEqual([1080, 1080]);
    expect(await pictures.read(name.replace(/.\.png$/u, 'g.png'))).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });
});
