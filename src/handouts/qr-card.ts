import { isUnderReview, residentText } from './card-text.ts';
import { openPaper, type Paper, type TextStyle } from './paper.ts';
import { drawQr } from './qr.ts';
import { printedDay, type Sheet } from './sheet.ts';
import { askSentence, words } from './words.ts';

const MARGIN_PT = 22;
/** To cut along, and to show what belongs together. */
const FRAME_PT = 10;
/** 68 mm where there is room; a code of 40 mm is still read from a wall. */
const QR_MAX_PT = 194;
const QR_MIN_PT = 113;
/** Left free at the end, so that a rounding error does not begin a second page. */
const SLACK_PT = 4;
const TITLE_PT = 20;
const BODY_PT = 13;
const SMALL_PT = 11;

const centred = (font: TextStyle['font'], sizePt: number): TextStyle => ({ font, sizePt, align: 'center' });

/** Where there is no public address to lead to: whom to look for on Zalo, and what to type. */
function whatToType(paper: Paper, { card, oaName, oaId, team }: Sheet): void {
  const top = paper.y;
  const line = (text: string, style: TextStyle, gapPt = 4): void => {
    paper.write(text, style, { x: paper.left + 8, width: paper.width - 16 });
    paper.y += gapPt;
  };
  paper.y = top + 18;
  line(words.openZalo, centred('regular', BODY_PT + 2));
  line(oaName, centred('bold', TITLE_PT + 5));
  if (oaId !== undefined) line(`${words.orAddress} zalo.me/${oaId}`, centred('regular', BODY_PT));
  paper.y += 16;
  line(words.thenWrite, centred('regular', BODY_PT + 2));
  const typed = residentText(card.title);
  for (const text of team ? [`TO\u00a0${team.code}`, typed] : [typed]) line(text, centred('bold', BODY_PT + 4), 6);
  paper.doc
    .lineWidth(1.5)
    .roundedRect(paper.left, top, paper.width, paper.y + 14 - top, 6)
    .stroke('#000');
  paper.y += 30;
}

/** A text that is always on the card, and the space below it. */
interface Line {
  readonly text: string;
  readonly style: TextStyle;
  readonly gapPt: number;
}

/** What stands below the code or the box. */
function linesBelow({ card, oaName, team, pageUrl, printedOn }: Sheet): readonly Line[] {
  const strong = centred('strong', BODY_PT);
  const small = centred('regular', SMALL_PT);
  const day = `${words.printedOn} ${printedDay(printedOn)}`;
  return [
    ...(pageUrl === undefined
      ? []
      : [
          { text: words.scan, style: small, gapPt: 0 },
          { text: pageUrl.replace(/^https?:\/\//u, ''), style: small, gapPt: 6 },
        ]),
    ...(team ? [{ text: team.name, style: strong, gapPt: 0 }] : []),
    ...(pageUrl === undefined ? [] : [{ text: askSentence(oaName, team?.code), style: strong, gapPt: 6 }]),
    { text: card.updated === undefined ? day : `${day} · ${card.updated}`, style: small, gapPt: 0 },
    ...(isUnderReview(card, printedOn)
      ? [{ text: words.underReviewShort, style: centred('strong', SMALL_PT), gapPt: 0 }]
      : []),
  ];
}

/** One card of A6: title, QR code, the way to the team, the dates. One page: the code takes the room that is left. */
export async function qrCard(sheet: Sheet): Promise<Buffer> {
  const { card, printedOn, oaName, pageUrl } = sheet;
  const paper = await openPaper(
    { size: 'A6', marginPt: MARGIN_PT, footPt: 0 },
    { title: card.title, author: oaName, printedOn },
  );
  const { doc } = paper;
  doc
    .lineWidth(0.75)
    .roundedRect(FRAME_PT, FRAME_PT, doc.page.width - 2 * FRAME_PT, doc.page.height - 2 * FRAME_PT, 10)
    .stroke('#000');
  const title = residentText(card.title);
  paper.write(title, paper.fitted(title, centred('bold', TITLE_PT), TITLE_PT * 0.75));
  paper.y += 4;
  const lines = linesBelow(sheet);
  if (pageUrl === undefined) whatToType(paper, sheet);
  else {
    const height = lines.reduce((sum, { text, style, gapPt }) => sum + paper.heightOf(text, style) + gapPt, 0);
    const size = Math.max(QR_MIN_PT, Math.min(QR_MAX_PT, paper.bottom - paper.y - height - SLACK_PT));
    await drawQr(doc, pageUrl, { x: paper.left + (paper.width - size) / 2, y: paper.y, size });
    doc.fillColor('#000');
    paper.y += size;
  }
  for (const { text, style, gapPt } of lines) {
    paper.write(text, style);
    paper.y += gapPt;
  }
  return paper.finish();
}
