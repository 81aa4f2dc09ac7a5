import { createHash } from 'node:crypto';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import type { Drawing, PlacedText } from '../../../src/pictures/draw/canvas.ts';
import { draw } from '../../../src/pictures/draw/draw.ts';
import { FONT_FAMILY, fontFiles, widthsOf } from '../../../src/pictures/draw/fonts.ts';
import { colours, topicColours } from '../../../src/pictures/draw/palette.ts';
import { ILLUSTRATION, PRESS_HERE } from '../../../src/pictures/draw/screen.ts';
import { DRAWING_VERSION } from '../../../src/pictures/drawing-version.ts';
import type { Subject } from '../../../src/pictures/subject.ts';
import { AWKWARD, LOGIN, LONGEST, SETTINGS, WIDEST } from './stage.ts';

const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT_FAMILY };
const screenOf = (screen: typeof LOGIN, step = 2): Subject => ({
  kind: 'screen',
  step,
  topic: 'public-services',
  screen,
});

const subjects: Readonly<Record<string, Subject>> = {
  'a form': screenOf(LOGIN),
  'a menu': screenOf(SETTINGS),
  'a lone button': screenOf({ app: 'CH Play', title: 'VNeID', press: 'Cập nhật' }),
  'awkward signs': screenOf(AWKWARD),
  'the longest labels': screenOf(LONGEST, 7),
  'the widest labels': screenOf(WIDEST, 7),
  'a cover': { kind: 'cover', title: 'Làm tài khoản VNeID mức 2', topic: 'e-payments', topicTitle: 'Thanh toán' },
  'a cover of the longest title': {
    kind: 'cover',
    title: 'W'.repeat(60),
    topic: 'other-platforms',
    topicTitle: 'Học kỹ năng số, việc khác',
  },
  'a subject': { kind: 'topic', topic: 'other-platforms', topicTitle: 'Học kỹ năng số, việc khác' },
  'the emergency card': { kind: 'emergency' },
  'a certificate': { kind: 'certificate', title: 'Nhận ra lừa đảo', name: 'Nguyễn Thị Bích Ngọc', day: '22/11/2026' },
  'a certificate of a member': {
    kind: 'certificate',
    title: 'Học kỹ năng số, việc khác',
    name: 'Nguyễn Thị Bích Ngọc',
    day: '22/11/2026',
    code: '7K3AS9Q2',
  },
  'a certificate without a name': { kind: 'certificate', title: 'Nhận ra lừa đảo', day: '22/11/2026' },
  'a certificate of the widest words': {
    kind: 'certificate',
    title: 'W'.repeat(100),
    name: 'W'.repeat(60),
    day: '22/11/2026',
  },
};
const names = Object.keys(subjects);
const drawingOf = (name: string): Drawing => draw(subjects[name]!);

/** Where the renderer really puts a line of text. */
function inkOf(text: PlacedText, { width, height }: Drawing) {
  const escaped = text.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width * 3}" height="${height}"><text x="${text.x + width}" y="${text.baseline}" font-family="${FONT_FAMILY}" font-size="${text.sizePx}" font-weight="${text.weight}" text-anchor="${text.anchor}">${escaped}</text></svg>`;
  const box = new Resvg(svg, { font }).innerBBox();
  if (!box) throw new Error(`nothing was drawn for "${text.text}"`);
  return { left: box.x - width, right: box.x - width + box.width, top: box.y, bottom: box.y + box.height };
}

/** Parts of a letter, such as the tail of a j, may stand out of its width by this much. */
const OVERHANG_PX = 3;

describe('every picture', () => {
  it.each(names)('keeps each line inside its box and inside the picture: %s', (name) => {
    const drawing = drawingOf(name);
    expect(drawing.texts.length).toBeGreaterThan(1);
    const outside = drawing.texts.filter((text) => {
      const ink = inkOf(text, drawing);
      const { x, y, width, height } = text.box;
      return (
        ink.left < x - OVERHANG_PX ||
        ink.right > x + width + OVERHANG_PX ||
        ink.top < y - OVERHANG_PX ||
        ink.bottom > y + height + OVERHANG_PX ||
        x < 0 ||
        y < 0 ||
        x + width > drawing.width ||
        y + height > drawing.height
      );
    });
    expect(outside.map(({ text }) => text)).toEqual([]);
  });

  it.each(names)('has no two lines over each other: %s', (name) => {
    const drawing = drawingOf(name);
    const inks = drawing.texts.map((text) => ({ text: text.text, ...inkOf(text, drawing) }));
    const clashes = inks.flatMap((one, index) =>
      inks
        .slice(index + 1)
        .filter(
          (other) =>
            one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
        )
        .map((other) => `${one.text} / ${other.text}`),
    );
    expect(clashes).toEqual([]);
  });

  it.each(names.filter((name) => !name.includes('wid') && !name.includes('longest')))(
    'has letters of at least 44 of 1280 px, 12 px on a phone: %s',
    (name) => {
      const drawing = drawingOf(name);
      const small = drawing.texts.filter(({ sizePx }) => (sizePx / drawing.width) * 1280 < 44);
      expect(small.map(({ text, sizePx }) => `${text}: ${sizePx}`)).toEqual([]);
    },
  );

  it.each(names)('uses only letters that the font has: %s', (name) => {
    const lacking = drawingOf(name).texts.flatMap(({ text, weight }) =>
      Array.from(text).filter((character) => !widthsOf(weight).has(character)),
    );
    expect(lacking).toEqual([]);
  });

  it('is 16:9, a cover 1200 × 630', () => {
    for (const name of names) {
      const { width, height } = drawingOf(name);
      const isCover = ['cover', 'topic'].includes(subjects[name]!.kind);
      expect([width, height], name).toEqual(isCover ? [1200, 630] : [1280, 720]);
    }
  });

  it('keeps 7:1 between words and what they stand on', () => {
    const pairs = [
      [colours.ink, colours.ground],
      [colours.softInk, colours.ground],
      [colours.ink, colours.paper],
      [colours.ink, colours.band],
      [colours.ink, colours.marked],
      [colours.ink, colours.cream],
      [colours.bronze, colours.cream],
      [colours.paper, colours.ink],
      [colours.paper, colours.ring],
      [colours.paper, colours.alarm],
      ...Object.values(topicColours).map((colour) => [colours.paper, colour]),
    ] as const;
    const weak = pairs.filter(([text, ground]) => contrast(text!, ground!) < 7);
    expect(weak).toEqual([]);
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });

  it('stays the same under one drawing version: raise DRAWING_VERSION with every change of how pictures look', () => {
    const all = names.map((name) => drawingOf(name).svg).join('\n');
    const seen = { version: DRAWING_VERSION, hash: createHash('sha256').update(all).digest('hex').slice(0, 16) };
    expect(seen).toEqual({ version: 1, hash: '040eb93025ccfdd6' });
  });
});

describe('a screen', () => {
  const wordsOf = (screen: typeof LOGIN): string =>
    draw(screenOf(screen))
      .texts.map(({ text }) => text)
      .join(' ');

  it.each([LOGIN, SETTINGS, AWKWARD, LONGEST, WIDEST])('always says that it is an illustration', (screen) => {
    expect(draw(screenOf(screen)).svg).toContain(`>${ILLUSTRATION}</text>`);
    expect(ILLUSTRATION).toBe('hình minh họa');
  });

  it('names the step, what to press, and everything that is on it', () => {
    const words = wordsOf(SETTINGS);
    for (const part of ['Bước 2', 'Bấm', PRESS_HERE, SETTINGS.app, SETTINGS.title, ...SETTINGS.items!])
      expect(words).toContain(part);
    expect(words.match(/Thông báo số dư/gu)).toHaveLength(2);
    expect(wordsOf(LOGIN)).toContain('Số định danh');
  });

  it('leaves out no letter of the longest labels', () => {
    const letters = draw(screenOf(WIDEST))
      .texts.map(({ text }) => text)
      .join('');
    const said = 24 + 32 + 4 * 32 + 6 * 31 + 2 * 32;
    expect(letters.match(/W/gu)).toHaveLength(said);
  });

  it('marks what is pressed by shapes too: a ring, an arrow and a hand, not by colour alone', () => {
    const { svg } = draw(screenOf(SETTINGS));
    expect(svg.match(new RegExp(`stroke="${colours.ring}"`, 'gu'))).toHaveLength(1);
    expect(svg).toContain(`<path d="M420`);
    expect(svg).toContain(PRESS_HERE);
  });

  it('escapes what XML would read as its own', () => {
    const { svg } = draw(screenOf(AWKWARD));
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).toContain('Tải &amp; mở');
    expect(svg).not.toContain('<script');
    expect(() => new Resvg(svg, { font })).not.toThrow();
  });
});

describe('a certificate', () => {
  it('says whose it is, what was learnt and when, and that it is a souvenir', () => {
    const title = 'Rung chuông vàng: biết tránh lừa đảo trên mạng';
    const { texts } = draw({ kind: 'certificate', title, name: 'Bà Năm', day: '22/11/2026' });
    expect(texts.map(({ text }) => text)).toEqual([
      'Thẻ khen Rung chuông vàng',
      'Bà Năm',
      'đã học xong',
      'Biết tránh lừa đảo trên mạng',
      'Ngày 22/11/2026',
      'Thẻ kỷ niệm của Trợ lý số, không thay giấy tờ nào',
    ]);
  });

  it('congratulates whoever gave no name', () => {
    const { texts } = draw({ kind: 'certificate', title: 'Nhận ra lừa đảo', day: '22/11/2026' });
    expect(texts.map(({ text }) => text)).toContain('Chúc mừng!');
  });
});

describe('the emergency card', () => {
  it('says the first hour in its order: the bank, evidence, the police; never more money, never a code', () => {
    const words = drawingOf('the emergency card')
      .texts.map(({ text }) => text)
      .join(' ');
    const order = ['Gọi ngay ngân hàng', 'mặt sau thẻ', 'bằng chứng', 'Công an xã, phường', '113', '111'];
    const places = order.map((part) => words.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(words).toContain('Không chuyển thêm. Không đọc mã OTP.');
  });
});

/** Contrast of two colours by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
