import { readFileSync } from 'node:fs';

/** Widths of a font's letters. Kerning is left out: it brings letters together or, around quotation marks, apart. */
export interface FontWidths {
  /** Width of `text` in px at `sizePx`, one line. */
  widthOf(text: string, sizePx: number): number;
  /** False for a letter that the font would draw as an empty box. */
  has(character: string): boolean;
}

/**
 * Reads the advance widths out of a TrueType file: `cmap` (format 4) says which glyph a letter is, `hmtx` how wide it
 * stands. Enough to break lines without drawing them. Source: OpenType 1.9.1, chapters cmap, head, hhea, hmtx.
 * Throws `RangeError` for a file that is no such font.
 */
export function readFontWidths(file: string): FontWidths {
  const bytes = readFileSync(file);
  const table = (tag: string): number => {
    const count = bytes.readUInt16BE(4);
    for (let index = 0; index < count; index++) {
      const at = 12 + index * 16;
      if (bytes.toString('latin1', at, at + 4) === tag) return bytes.readUInt32BE(at + 8);
    }
    throw new RangeError(`${file} has no table ${tag}.`);
  };
  const unitsPerEm = bytes.readUInt16BE(table('head') + 18);
  const metricCount = bytes.readUInt16BE(table('hhea') + 34);
  const metrics = table('hmtx');
  const glyphOf = glyphFinder(bytes, table('cmap'), file);

  const known = new Map<string, number>();
  const unitsOf = (character: string): number => {
    const units = known.get(character);
    if (units !== undefined) return units;
    const glyph = glyphOf(character.codePointAt(0) ?? 0);
    const fresh = bytes.readUInt16BE(metrics + Math.min(glyph, metricCount - 1) * 4);
    known.set(character, fresh);
    return fresh;
  };
  return {
    widthOf(text, sizePx) {
      let units = 0;
      for (const character of text) units += unitsOf(character);
      return (units / unitsPerEm) * sizePx;
    },
    has: (character) => glyphOf(character.codePointAt(0) ?? 0) !== 0,
  };
}

/** Glyph number of a code point, 0 for one the font lacks. */
function glyphFinder(bytes: Buffer, cmap: number, file: string): (codePoint: number) => number {
  const subtable = unicodeSubtable(bytes, cmap, file);
  const segments = bytes.readUInt16BE(subtable + 6) / 2;
  const ends = subtable + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  return (codePoint) => {
    for (let index = 0; index < segments; index++) {
      if (bytes.readUInt16BE(ends + index * 2) < codePoint) continue;
      const start = bytes.readUInt16BE(starts + index * 2);
      if (start > codePoint) return 0;
      const delta = bytes.readUInt16BE(deltas + index * 2);
      const offset = bytes.readUInt16BE(offsets + index * 2);
      if (offset === 0) return (codePoint + delta) % 65_536;
      const glyph = bytes.readUInt16BE(offsets + index * 2 + offset + (codePoint - start) * 2);
      return glyph === 0 ? 0 : (glyph + delta) % 65_536;
    }
    return 0;
  };
}

function unicodeSubtable(bytes: Buffer, cmap: number, file: string): number {
  const count = bytes.readUInt16BE(cmap + 2);
  for (let index = 0; index < count; index++) {
    const subtable = cmap + bytes.readUInt32BE(cmap + 8 + index * 8);
    if (bytes.readUInt16BE(subtable) === 4) return subtable;
  }
  throw new RangeError(`${file} has no cmap of format 4.`);
}
