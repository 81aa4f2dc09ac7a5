import { createRequire } from 'node:module';
import { printedDay } from './sheet.ts';
import { words } from './words.ts';

const require = createRequire(import.meta.url);
const FAMILY = '@expo-google-fonts/be-vietnam-pro';

/** Full fonts with every Vietnamese letter; only the letters that are used go into a file. */
const FONTS = {
  regular: `${FAMILY}/400Regular/BeVietnamPro_400Regular.ttf`,
  strong: `${FAMILY}/600SemiBold/BeVietnamPro_600SemiBold.ttf`,
  bold: `${FAMILY}/700Bold/BeVietnamPro_700Bold.ttf`,
} as const;

/** How a text is set; sizes and gaps in points. */
export interface TextStyle {
  readonly font: keyof typeof FONTS;
  readonly sizePt: number;
  /** Between lines, beside what the font leaves itself. */
  readonly lineGapPt?: number;
  readonly align?: 'left' | 'center' | 'right';
}

/** A place on the page; `y` defaults to where writing goes on. */
export interface Place {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
}

/** Pages of one format that fill from top to bottom; what has no room begins on the next page. Lengths in points. */
export interface Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly left: number;
  readonly width: number;
  /** Where writing must end. */
  readonly bottom: number;
  /** Where writing goes on. */
  y: number;
  /** Sets letters for what is measured or drawn on `doc` itself. */
  use(style: TextStyle): void;
  /** Height of a text. With a bold lead, that of the whole in bold: a little more, never less. */
  heightOf(text: string, style: TextStyle, width?: number): number;
  /** Writes, with a bold `lead` in front, and moves on below it. */
  write(text: string, style: TextStyle, place?: Place, lead?: string): void;
  /** The style in the largest size, from its own down to `leastPt`, in which the text stays on one line; or its own. */
  fitted(text: string, style: TextStyle, leastPt: number): TextStyle;
  /** Begins a new page when less than this is left, unless the page is still empty. */
  keep(height: number): void;
  /** Whether nothing has been written on this page yet. */
  isNewPage(): boolean;
  /** Numbers the pages, when there are several, and gives the file. */
  finish(): Promise<Buffer>;
}

export interface PaperFormat {
  readonly size: 'A4' | 'A5' | 'A6';
  readonly marginPt: number;
  /** Of the last line on each page, with day and page number. 0 = without it. */
  readonly footPt: number;
  /** True: broader than high. Default false. */
  readonly isLying?: boolean;
}

/** Opens a file for printing. pdfkit (40 MB, a third of a second) is loaded at the first hand-out, not at the start. */
export async function openPaper(
  { size, marginPt, footPt, isLying = false }: PaperFormat,
  about: { readonly title: string; readonly author: string; readonly printedOn: string },
): Promise<Paper> {
  const { default: PdfDocument } = await import('pdfkit');
  const footRoom = footPt === 0 ? 0 : footPt * 1.7;
  const doc = new PdfDocument({
    size,
    layout: isLying ? 'landscape' : 'portrait',
    margins: { top: marginPt, left: marginPt, right: marginPt, bottom: marginPt + footRoom },
    font: require.resolve(FONTS.regular),
    bufferPages: true,
    lang: 'vi-VN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: about.title, Author: about.author, CreationDate: new Date(`${about.printedOn}T00:00:00+07:00`) },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const left = marginPt;
  const width = doc.page.width - 2 * marginPt;
  const bottom = doc.page.height - marginPt - footRoom;
  // By file, not by a registered name: pdfkit reads the file of a name that it knows by another one again and again.
  const set = ({ font, sizePt }: TextStyle, bold = false): void =>
    void doc.font(require.resolve(FONTS[bold ? 'bold' : font])).fontSize(sizePt);

  const foot = (): void => {
    const { start, count } = doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      doc.switchToPage(page);
      // Below the margin: without this, writing there would begin a page of its own.
      doc.page.margins.bottom = 0;
      set({ font: 'regular', sizePt: footPt });
      const y = doc.page.height - marginPt - footPt;
      doc.text(`${words.printedOn} ${printedDay(about.printedOn)}`, left, y, { width, lineBreak: false });
      if (count > 1)
        doc.text(`${words.page} ${page - start + 1}/${count}`, left, y, { width, align: 'right', lineBreak: false });
    }
  };

  return {
    doc,
    left,
    width,
    bottom,
    get y() {
      return doc.y;
    },
    set y(value) {
      doc.y = value;
    },
    use: (style) => set(style),
    heightOf(text, style, textWidth = width) {
      set(style);
      return doc.heightOfString(text, { width: textWidth, lineGap: style.lineGapPt ?? 0 });
    },
    write(text, style, place = {}, lead) {
      const { x = left, y = doc.y, width: textWidth = width } = place;
      const options = { width: textWidth, lineGap: style.lineGapPt ?? 0, align: style.align ?? 'left' };
      if (lead === undefined) {
        set(style);
        doc.text(text, x, y, options);
      } else {
        set(style, true);
        doc.text(`${lead} `, x, y, { ...options, continued: true });
        set(style);
        doc.text(text, { ...options, continued: false });
      }
      doc.x = left;
    },
    fitted(text, style, leastPt) {
      for (let sizePt = style.sizePt; sizePt >= leastPt; sizePt -= 0.5) {
        set({ ...style, sizePt });
        if (doc.widthOfString(text) <= width) return { ...style, sizePt };
      }
      return style;
    },
    keep(height) {
      if (doc.y + height > bottom && doc.y > marginPt) doc.addPage();
    },
    isNewPage: () => doc.y <= marginPt,
    async finish() {
      if (footPt > 0) foot();
      doc.end();
      return ended;
    },
  };
}
