import { contact, frame, officialLinks, reviewOf, sourceLine, warningOf } from './blocks.ts';
import { residentText } from './card-text.ts';
import { openPaper, type Paper, type PaperFormat, type TextStyle } from './paper.ts';
import type { Sheet } from './sheet.ts';
import { words } from './words.ts';

/** What differs between the sheet to keep and the one for the refrigerator door; sizes in points. */
interface StepFormat extends PaperFormat {
  readonly titlePt: number;
  readonly headPt: number;
  readonly answerPt: number;
  readonly doPt: number;
  /** The smallest size: advice, sources, the rest. */
  readonly smallPt: number;
  readonly numberPt: number;
  readonly qrPt: number;
  /** Whether the address of the page is written out beside its code. */
  readonly writesUrl: boolean;
  readonly hasSources: boolean;
  /** 0 = without pictures. */
  readonly pictureWidthPt: number;
}

const FORMATS: Readonly<Record<'a4' | 'a5', StepFormat>> = {
  a4: {
    size: 'A4',
    marginPt: 46,
    footPt: 13,
    titlePt: 26,
    headPt: 17,
    answerPt: 15,
    doPt: 15,
    smallPt: 13,
    numberPt: 16,
    qrPt: 104,
    writesUrl: true,
    hasSources: true,
    pictureWidthPt: 168,
  },
  a5: {
    size: 'A5',
    marginPt: 26,
    footPt: 14,
    titlePt: 22,
    headPt: 17,
    answerPt: 15,
    doPt: 16.5,
    smallPt: 14,
    numberPt: 18,
    qrPt: 84,
    writesUrl: false,
    hasSources: false,
    pictureWidthPt: 0,
  },
};

/** 16:9, as the screens are drawn. */
const PICTURE_RATIO = 9 / 16;

/** Above and below the line between two steps. */
const STEP_GAP_PT = 9;

interface StepLayout {
  readonly format: StepFormat;
  readonly picture?: Uint8Array;
}

/** Number in a black disc, the action, its advice, at the right a small picture. Never torn by the end of a page. */
function step(paper: Paper, sheet: Sheet, index: number, { format, picture }: StepLayout): void {
  const one = sheet.card.steps[index];
  if (!one) return;
  const disc = format.numberPt * 1.75;
  const x = paper.left + disc + 10;
  const room = paper.left + paper.width - x;
  const pictureWidth = picture ? format.pictureWidthPt : 0;
  const width = picture ? room - pictureWidth - 12 : room;
  const action: TextStyle = { font: 'strong', sizePt: format.doPt };
  const advice: TextStyle = { font: 'regular', sizePt: format.smallPt };
  const text = residentText(one.text);
  const stuck = one.ifStuck === undefined ? undefined : residentText(one.ifStuck);
  const textHeight =
    paper.heightOf(text, action, width) +
    (stuck === undefined ? 0 : 4 + paper.heightOf(`${words.stuck} ${stuck}`, { ...advice, font: 'bold' }, width));
  const height = Math.max(textHeight, disc, pictureWidth * PICTURE_RATIO);
  const { doc } = paper;
  paper.keep(height + 2 * STEP_GAP_PT);
  if (index > 0 && !paper.isNewPage()) {
    doc
      .lineWidth(0.75)
      .moveTo(paper.left, paper.y)
      .lineTo(paper.left + paper.width, paper.y)
      .stroke('#000');
    paper.y += STEP_GAP_PT;
  }
  const top = paper.y;
  doc.circle(paper.left + disc / 2, top + disc / 2, disc / 2).fill('#000');
  const number = String(index + 1);
  const numberStyle: TextStyle = { font: 'bold', sizePt: format.numberPt, align: 'center' };
  doc.fillColor('#fff');
  const numberHeight = paper.heightOf(number, numberStyle, disc);
  paper.write(number, numberStyle, { x: paper.left, y: top + (disc - numberHeight) / 2, width: disc });
  doc.fillColor('#000');
  paper.write(text, action, { x, y: top, width });
  if (stuck !== undefined) paper.write(stuck, advice, { x, y: paper.y + 4, width }, words.stuck);
  if (picture) doc.image(Buffer.from(picture), x + width + 12, top + 3, { width: pictureWidth });
  const end = Math.max(paper.y, top + disc, picture ? top + 3 + pictureWidth * PICTURE_RATIO : 0);
  paper.y = end + STEP_GAP_PT;
}

/**
 * All steps with their advice on as many pages as they need: `a4` to keep, with small pictures of at most four steps and
 * the sources, nothing under 13 pt; `a5` for the refrigerator door, nothing under 14 pt.
 */
export async function stepSheet(sheet: Sheet, size: 'a4' | 'a5'): Promise<Buffer> {
  const format = FORMATS[size];
  const { card, printedOn, oaName } = sheet;
  const paper = await openPaper(format, { title: card.title, author: oaName, printedOn });
  const small: TextStyle = { font: 'regular', sizePt: format.smallPt };
  const body: TextStyle = { font: 'regular', sizePt: format.answerPt };
  const head = (text: string): void => {
    paper.keep(format.headPt * 5);
    paper.y += 4;
    paper.write(text, { font: 'bold', sizePt: format.headPt });
    paper.y += 5;
  };

  const title = residentText(card.title);
  paper.write(title, paper.fitted(title, { font: 'bold', sizePt: format.titlePt }, format.titlePt * 0.85));
  // A sheet without sources ends with its code: the month may not begin a page of its own.
  if (!format.hasSources && card.updated !== undefined) paper.write(`${card.updated}.`, small);
  paper.y += 6;
  const review = reviewOf(sheet);
  if (review) frame(paper, review, body, 1);
  paper.write(residentText(card.answer), body);
  paper.y += 8;
  if (card.warning !== undefined) frame(paper, warningOf(card.warning), body, 2);
  if (!review) officialLinks(paper, sheet, small);
  head(words.steps);
  for (const index of card.steps.keys()) {
    const picture = format.pictureWidthPt === 0 ? undefined : sheet.pictures.get(index + 1);
    step(paper, sheet, index, { format, ...(picture && { picture }) });
  }
  if (format.pictureWidthPt > 0 && sheet.pictures.size > 0) {
    paper.keep(format.smallPt * 2);
    paper.write(words.illustration, small);
    paper.y += 6;
  }
  if (card.help !== undefined) {
    const text = residentText(card.help);
    paper.keep(format.headPt * 2 + paper.heightOf(text, body));
    head(words.help);
    paper.write(text, body);
    paper.y += 8;
  }
  await contact(paper, sheet, small, format);
  if (format.hasSources) {
    const source = sourceLine(sheet);
    paper.keep(paper.heightOf(source, small));
    paper.write(source, small);
  }
  return paper.finish();
}
