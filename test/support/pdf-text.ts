import { inflateSync } from 'node:zlib';

/** One line of text as it stands on a page; lengths in points, `y` from the top edge. */
export interface PdfLine {
  readonly text: string;
  readonly sizePt: number;
  readonly x: number;
  readonly y: number;
}

export interface PdfPage {
  readonly widthPt: number;
  readonly heightPt: number;
  readonly lines: readonly PdfLine[];
  /** The words of the page, spaces made one. */
  readonly text: string;
  readonly pictures: number;
}

/** What a test wants to know of a PDF made by pdfkit. No general reader: it knows the forms pdfkit writes. */
export interface PdfContent {
  readonly pages: readonly PdfPage[];
  /** Names of fonts whose outlines are in the file, `ABCDEF+BeVietnamPro-Regular`. */
  readonly embeddedFonts: readonly string[];
  /** `vi-VN`: what a screen reader speaks it as. */
  readonly language: string;
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function readObjects(file: Buffer): ReadonlyMap<string, PdfObject> {
  const text = file.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/gu)) {
    const [, id = '', body = ''] = match;
    const [head = '', raw] = body.split(/\nstream\n/u, 2);
    const bytes = raw === undefined ? undefined : Buffer.from(raw.replace(/\nendstream$/u, ''), 'latin1');
    const stream =
      bytes === undefined ? '' : head.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : '';
    objects.set(id, { head, stream });
  }
  return objects;
}

const hexText = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph number, four hex digits, to text. */
function readCmap(cmap: string): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  for (const [, from = '', list = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/giu)) {
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/giu)].entries()) {
      const glyph = (Number.parseInt(from, 16) + index).toString(16).padStart(4, '0');
      letters.set(glyph, hexText(hex.replaceAll(' ', '')));
    }
  }
  return letters;
}

/** Reads a PDF of pdfkit; throws when it is none. */
export function readPdf(file: Buffer): PdfContent {
  if (!file.subarray(0, 5).equals(Buffer.from('%PDF-')) || !file.toString('latin1').trimEnd().endsWith('%%EOF')) {
    throw new Error('This is no whole PDF.');
  }
  const objects = readObjects(file);
  const object = (id: string | undefined): PdfObject => objects.get(id ?? '') ?? { head: '', stream: '' };
  const refIn = (head: string, name: string): string | undefined =>
    new RegExp(`/${name} (\\d+) 0 R`, 'u').exec(head)?.[1];
  const cmaps = new Map<string, ReadonlyMap<string, string>>();
  const cmapOf = (head: string, font: string): ReadonlyMap<string, string> => {
    const id = refIn(head, font) ?? '';
    const known = cmaps.get(id) ?? readCmap(object(refIn(object(id).head, 'ToUnicode')).stream);
    cmaps.set(id, known);
    return known;
  };
  const pages = [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b/u.test(head))
    .map(({ head }): PdfPage => {
      const [, width = '0', height = '0'] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/u.exec(head) ?? [];
      const content = object(refIn(head, 'Contents')).stream;
      const resources = `${head}${object(refIn(head, 'Resources')).head}`;
      const lines = linesOf(content, Number(height), (font) => cmapOf(resources, font));
      return {
        widthPt: Number(width),
        heightPt: Number(height),
        lines,
        text: lines
          .map(({ text }) => text)
          .join(' ')
          .replaceAll(/\s+/gu, ' '),
        pictures: [...content.matchAll(/\/I\d+ Do/gu)].length,
      };
    });
  const embeddedFonts = [...objects.values()]
    .filter(({ head }) => head.includes('/FontFile2'))
    .map(({ head }) => /\/FontName \/(\S+)/u.exec(head)?.[1] ?? '');
  const root = /\/Root (\d+) 0 R/u.exec(file.toString('latin1'))?.[1];
  return { pages, embeddedFonts, language: /\/Lang \(([^)]*)\)/u.exec(object(root).head)?.[1] ?? '' };
}

function linesOf(content: string, heightPt: number, cmapOf: (font: string) => ReadonlyMap<string, string>): PdfLine[] {
  const lines: PdfLine[] = [];
  for (const [, block = ''] of content.matchAll(/BT\n([\s\S]*?)\nET/gu)) {
    const [, x = '0', y = '0'] = /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm/u.exec(block) ?? [];
    const [, font = '', size = '0'] = /\/(F\d+) ([\d.]+) Tf/u.exec(block) ?? [];
    const letters = cmapOf(font);
    const glyphs = [...block.matchAll(/<([0-9a-f]+)>/giu)].flatMap(([, hex = '']) => hex.match(/.{4}/gu) ?? []);
    const text = glyphs.map((glyph) => letters.get(glyph.toLowerCase()) ?? '\ufffd').join('');
    lines.push({ text, sizePt: Number(size), x: Number(x), y: heightPt - Number(y) });
  }
  return lines;
}
