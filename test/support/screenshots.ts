import { Resvg } from '@resvg/resvg-js';
import { describe, it } from 'vitest';
import { FONT_FAMILY, fontFiles } from '../../src/pictures/draw/fonts.ts';
import { findLanguageData, OCR_MISSING } from '../../src/understanding/ocr/installed.ts';

/** A chat or SMS on a phone, as residents photograph it off their screen. */
export interface Screenshot {
  readonly sender: string;
  /** The lines of one bubble, as the phone breaks them. */
  readonly lines: readonly string[];
  readonly dark?: boolean;
  /** Pixels. Default 1080 by 1600, letters of 42. */
  readonly width?: number;
  readonly height?: number;
  readonly letters?: number;
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Draws it as PNG in the font of the product's own pictures, whose open "a" is harder to read than a phone's. */
export function drawScreenshot(shot: Screenshot): Buffer {
  const { sender, lines, dark = false, width = 1080, height = 1600, letters = 42 } = shot;
  const [paper, bubble, ink] = dark ? ['#0b1a2a', '#22384e', '#ffffff'] : ['#ffffff', '#eceff1', '#111111'];
  const lineHeight = letters * 1.45;
  const top = 300;
  const text = (x: number, y: number, words: string, size = letters): string =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${ink}">${xml(words)}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILY}">
    <rect width="${width}" height="${height}" fill="${paper}"/>
    ${text(60, 70, '09:41', 34)}
    ${text(60, 190, sender, letters + 6)}
    <rect x="50" y="${top}" rx="36" width="${width - 100}" height="${lines.length * lineHeight + 70}" fill="${bubble}"/>
    ${lines.map((line, index) => text(95, top + 60 + index * lineHeight, line)).join('')}
  </svg>`;
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT_FAMILY };
  return new Resvg(svg, { font }).render().asPng();
}

/**
 * `describe` for suites that read pictures. Without the reader the suite is skipped and says why; under `CI=true` it
 * fails, so that a build machine cannot lose these tests unseen.
 */
export function describeWithOcr(name: string, suite: () => void, env: NodeJS.ProcessEnv = process.env): void {
  const missing = `skipped: ${OCR_MISSING}`;
  if (findLanguageData() !== undefined) {
    describe(name, suite);
    return;
  }
  if (env['CI'] === 'true') {
    it(`${name}: needs the picture reader under CI`, () => {
      throw new Error(missing);
    });
    return;
  }
  process.stderr.write(`${name}: ${missing}\n`);
  describe.skip(`${name} (${missing})`, suite);
}
