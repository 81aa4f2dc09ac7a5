import { FONT_FAMILY, type Weight } from './fonts.ts';
import { type FittedText, LINE } from './text-layout.ts';

/** A rectangle, px from the left top corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One line of text as drawn, and the box it has to stay in: what tests measure again with the renderer. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly anchor: 'start' | 'middle';
  readonly weight: Weight;
  readonly sizePx: number;
  readonly box: Box;
}

/** A finished picture as SVG. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
  readonly texts: readonly PlacedText[];
}

export interface TextStyle {
  readonly weight: Weight;
  readonly fill: string;
  /** Default `start`: at the left edge of the box. */
  readonly anchor?: 'start' | 'middle';
}

export interface RectStyle {
  readonly fill: string;
  readonly radius?: number;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  /** Lengths of dash and gap. */
  readonly dash?: string;
}

/** Collects the parts of one picture from back to front. */
export interface Canvas {
  rect(box: Box, style: RectStyle): void;
  /** Any SVG; the caller has escaped what is in it. */
  raw(svg: string): void;
  /** Lines in the middle of the height of `box`. */
  text(fitted: FittedText, box: Box, style: TextStyle): void;
  finish(): Drawing;
}

/** Where the middle of small letters lies above the base line, in letter sizes: a line looks centred around it. */
const MIDDLE = 0.35;

export function createCanvas(width: number, height: number, ground: string): Canvas {
  const parts: string[] = [];
  const texts: PlacedText[] = [];
  const canvas: Canvas = {
    rect({ x, y, width, height }, { fill, radius = 0, stroke, strokeWidth = 0, dash }) {
      const line = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${strokeWidth}"`;
      const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
      parts.push(
        `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${px(radius)}" fill="${fill}"${line}${dashes}/>`,
      );
    },
    raw: (svg) => void parts.push(svg),
    text({ lines, sizePx }, box, { weight, fill, anchor = 'start' }) {
      const x = anchor === 'start' ? box.x : box.x + box.width / 2;
      const first = box.y + box.height / 2 - ((lines.length - 1) * LINE * sizePx) / 2 + MIDDLE * sizePx;
      for (const [index, text] of lines.entries()) {
        const baseline = first + index * LINE * sizePx;
        texts.push({ text, x, baseline, anchor, weight, sizePx, box });
        parts.push(
          `<text x="${px(x)}" y="${px(baseline)}" font-size="${px(sizePx)}" font-weight="${weight}" fill="${fill}"${anchor === 'middle' ? ' text-anchor="middle"' : ''}>${escapeXml(text)}</text>`,
        );
      }
    },
    finish: () => ({
      width,
      height,
      texts,
      svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT_FAMILY}">${parts.join('')}</svg>`,
    }),
  };
  canvas.rect({ x: 0, y: 0, width, height }, { fill: ground });
  return canvas;
}

/** A length with at most two decimals. */
export const px = (value: number): string => String(Math.round(value * 100) / 100);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML. Signs that XML does not know, such as control characters and halves of a letter, are left out. */
export function escapeXml(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, '')
    .replaceAll(/[&<>"]/gu, (sign) => entities[sign] ?? '');
}
