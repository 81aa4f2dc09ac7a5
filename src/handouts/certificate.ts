import { openPaper, type Paper, type TextStyle } from './paper.ts';
import { drawQr } from './qr.ts';
import { printedDay } from './sheet.ts';
import { words } from './words.ts';

/** The paper a member's certificate is printed on, both lying. */
export const CERTIFICATE_SIZES = ['a5', 'a4'] as const;
export type CertificateSize = (typeof CERTIFICATE_SIZES)[number];

/** Everything that is printed on a certificate. Plain data: it is handed to another thread. */
export interface CertificateSheet {
  readonly name: string;
  /** The team, or the commune of an officer. */
  readonly placeName: string;
  /** What was learnt, as residents call the subject. */
  readonly learnt: string;
  /** Day on which the path was finished, `2026-11-22`; also the date of the file. */
  readonly day: string;
  /** As printed: `7K3A-S9Q2`. */
  readonly code: string;
  readonly oaName: string;
  /** Full address of the page that says whether it is true; undefined = no QR code, but what to write to the assistant. */
  readonly pageUrl?: string;
}

/** Lengths in points. */
interface Measures {
  readonly marginPt: number;
  readonly titlePt: number;
  readonly namePt: number;
  readonly bodyPt: number;
  readonly smallPt: number;
  readonly qrPt: number;
}

const MEASURES: Readonly<Record<CertificateSize, Measures>> = {
  a5: { marginPt: 40, titlePt: 24, namePt: 34, bodyPt: 14, smallPt: 10.5, qrPt: 84 },
  a4: { marginPt: 56, titlePt: 34, namePt: 48, bodyPt: 20, smallPt: 14, qrPt: 118 },
};

const centred = (font: TextStyle['font'], sizePt: number): TextStyle => ({ font, sizePt, align: 'center' });

/** A member's certificate on one lying page: name, team, subject, day, and the code by which it is checked. */
export async function certificateSheet(sheet: CertificateSheet, size: CertificateSize): Promise<Buffer> {
  const measures = MEASURES[size];
  const { marginPt, titlePt, namePt, bodyPt } = measures;
  const paper = await openPaper(
    { size: size === 'a4' ? 'A4' : 'A5', marginPt, footPt: 0, isLying: true },
    { title: `${words.certificateTitle}: ${sheet.learnt}`, author: sheet.oaName, printedOn: sheet.day },
  );
  frame(paper, marginPt);
  const lines: readonly (readonly [text: string, style: TextStyle, gapPt: number])[] = [
    [words.certificateTitle, centred('bold', titlePt), bodyPt * 0.6],
    [sheet.name, paper.fitted(sheet.name, centred('bold', namePt), namePt * 0.35), 0],
    [sheet.placeName, paper.fitted(sheet.placeName, centred('regular', bodyPt), bodyPt * 0.7), bodyPt * 0.5],
    [words.certificateLearnt, centred('regular', bodyPt), 0],
    [sheet.learnt, paper.fitted(sheet.learnt, centred('bold', titlePt), titlePt * 0.6), bodyPt * 0.3],
    [`${words.certificateDay} ${printedDay(sheet.day)}`, centred('regular', bodyPt), 0],
  ];
  const height = lines.reduce((sum, [text, style, gapPt]) => sum + paper.heightOf(text, style) + gapPt, 0);
  const room = paper.bottom - paper.y - measures.qrPt - bodyPt - height;
  const morePt = Math.max(0, Math.min(bodyPt, room / lines.length));
  for (const [text, style, gapPt] of lines) {
    paper.write(text, style);
    paper.y += gapPt + morePt;
  }
  await checkLines(paper, sheet, measures);
  return paper.finish();
}

/** At the foot: the QR code of the page, the code itself, and what the paper is not. */
async function checkLines(paper: Paper, sheet: CertificateSheet, { bodyPt, smallPt, qrPt }: Measures): Promise<void> {
  const { code, oaName, pageUrl } = sheet;
  const top = paper.bottom - qrPt;
  const indent = pageUrl === undefined ? 0 : qrPt + bodyPt;
  if (pageUrl !== undefined) {
    await drawQr(paper.doc, pageUrl, { x: paper.left, y: top, size: qrPt });
    paper.doc.fillColor('#000');
  }
  const how = pageUrl === undefined ? `${words.certificateAsk} ${oaName}` : pageUrl.replace(/^https?:\/\//u, '');
  const rows: readonly (readonly [string, TextStyle])[] = [
    [`${words.certificateCode} ${code}`, { font: 'bold', sizePt: bodyPt }],
    [how, { font: 'regular', sizePt: smallPt }],
    [words.certificateNot, { font: 'regular', sizePt: smallPt }],
  ];
  const width = paper.width - indent;
  const height = rows.reduce((sum, [text, style]) => sum + paper.heightOf(text, style, width), 0);
  paper.y = top + Math.max(0, (qrPt - height) / 2);
  for (const [text, style] of rows) paper.write(text, style, { x: paper.left + indent, width });
}

function frame({ doc }: Paper, marginPt: number): void {
  for (const [at, lineWidth] of [
    [marginPt * 0.45, 2.5],
    [marginPt * 0.62, 0.8],
  ] as const) {
    doc
      .lineWidth(lineWidth)
      .roundedRect(at, at, doc.page.width - 2 * at, doc.page.height - 2 * at, 10)
      .stroke('#000');
  }
}
