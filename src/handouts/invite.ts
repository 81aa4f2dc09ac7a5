import { openPaper, type Paper, type TextStyle } from './paper.ts';
import { drawQr } from './qr.ts';
import { type HandoutTeam, printedDay } from './sheet.ts';
import { inviteSteps, words } from './words.ts';

/** The paper an invitation is printed on: a card to hand out, a sheet for the wall of the house of culture. */
export const INVITE_SIZES = ['a4', 'a6'] as const;
export type InviteSize = (typeof INVITE_SIZES)[number];

/** Everything that is printed on the invitation of a team. Plain data: it is handed to another thread. */
export interface InviteSheet {
  readonly team: HandoutTeam;
  /** Day of printing in Viet Nam, `2026-11-22`. */
  readonly printedOn: string;
  readonly oaName: string;
  /** Id of the real OA; undefined in the demo. */
  readonly oaId?: string;
  /** Full address of the team's page, which the QR code opens; undefined = no code, but what to look for on Zalo. */
  readonly pageUrl?: string;
}

/** Lengths in points. */
interface Measures {
  readonly marginPt: number;
  readonly qrMaxPt: number;
  readonly namePt: number;
  readonly bodyPt: number;
  readonly codePt: number;
  readonly smallPt: number;
}

const MEASURES: Readonly<Record<InviteSize, Measures>> = {
  a6: { marginPt: 22, qrMaxPt: 150, namePt: 17, bodyPt: 12.5, codePt: 32, smallPt: 10 },
  a4: { marginPt: 50, qrMaxPt: 330, namePt: 34, bodyPt: 24, codePt: 72, smallPt: 14 },
};
/** Left free at the end, so that a rounding error does not begin a second page. */
const SLACK_PT = 4;

const centred = (font: TextStyle['font'], sizePt: number): TextStyle => ({ font, sizePt, align: 'center' });

/** A text, and the space below it. */
interface Line {
  readonly text: string;
  readonly style: TextStyle;
  readonly gapPt: number;
  /** In bold in front of it. */
  readonly lead?: string;
}

/** The invitation of a team on one page: name, QR code of its page, three steps, the code in large letters. */
export async function inviteCard(sheet: InviteSheet, size: InviteSize): Promise<Buffer> {
  const { team, oaName, printedOn, pageUrl } = sheet;
  const measures = MEASURES[size];
  const { marginPt, bodyPt, codePt } = measures;
  const paper = await openPaper(
    { size: size === 'a4' ? 'A4' : 'A6', marginPt, footPt: 0 },
    { title: team.name, author: oaName, printedOn },
  );
  frame(paper, marginPt);
  write(paper, [
    { text: words.inviteTitle, style: centred('regular', bodyPt), gapPt: bodyPt * 0.2 },
    { text: team.name, style: inTwoLines(paper, team.name, measures.namePt), gapPt: bodyPt * 0.4 },
  ]);
  const steps = stepLines(sheet, bodyPt);
  const foot = footLines(sheet, measures);
  const code = codeStyle(paper, team.code, codePt);
  const below = heightOf(paper, steps) + heightOf(paper, foot) + boxHeight(paper, team.code, code) + bodyPt;
  if (pageUrl !== undefined) {
    const room = paper.bottom - paper.y - below - SLACK_PT;
    const qrPt = Math.min(measures.qrMaxPt, room);
    await drawQr(paper.doc, pageUrl, { x: paper.left + (paper.width - qrPt) / 2, y: paper.y, size: qrPt });
    paper.doc.fillColor('#000');
    paper.y += qrPt;
  }
  write(paper, steps);
  paper.y += bodyPt * 0.5;
  typed(paper, team.code, code);
  paper.y += bodyPt * 0.5;
  write(paper, foot);
  return paper.finish();
}

const bare = (address: string): string => address.replace(/^https?:\/\//u, '');

function stepLines({ oaName, oaId, pageUrl }: InviteSheet, bodyPt: number): readonly Line[] {
  const style: TextStyle = { font: 'regular', sizePt: bodyPt };
  return inviteSteps(oaName, oaId, pageUrl !== undefined).map((text, index) => ({
    text,
    style,
    gapPt: bodyPt * 0.15,
    lead: `${index + 1}.`,
  }));
}

function footLines({ printedOn, pageUrl }: InviteSheet, { bodyPt, smallPt }: Measures): readonly Line[] {
  const small = centred('regular', smallPt);
  return [
    { text: words.inviteSafe, style: centred('strong', bodyPt), gapPt: bodyPt * 0.2 },
    ...(pageUrl === undefined ? [] : [{ text: bare(pageUrl), style: small, gapPt: 0 }]),
    { text: `${words.printedOn} ${printedDay(printedOn)}`, style: small, gapPt: 0 },
  ];
}

function write(paper: Paper, lines: readonly Line[]): void {
  for (const { text, style, gapPt, lead } of lines) {
    paper.write(text, style, {}, lead);
    paper.y += gapPt;
  }
}

const heightOf = (paper: Paper, lines: readonly Line[]): number =>
  lines.reduce(
    (sum, { text, style, gapPt, lead = '' }) => sum + paper.heightOf(`${lead} ${text}`.trim(), style) + gapPt,
    0,
  );

/** On one line where that costs little size; else the largest size, down to six tenths, with two lines at most. */
function inTwoLines(paper: Paper, name: string, namePt: number): TextStyle {
  const onOne = paper.fitted(name, centred('bold', namePt), namePt * 0.8);
  if (paper.heightOf(name, onOne) < 1.5 * paper.heightOf('Tổ', onOne)) return onOne;
  for (let sizePt = namePt; sizePt > namePt * 0.6; sizePt -= 0.5) {
    const style = centred('bold', sizePt);
    if (paper.heightOf(name, style) <= 2.1 * paper.heightOf('Tổ', style)) return style;
  }
  return centred('bold', namePt * 0.6);
}

function frame({ doc }: Paper, marginPt: number): void {
  const at = marginPt / 2;
  doc
    .lineWidth(1)
    .roundedRect(at, at, doc.page.width - 2 * at, doc.page.height - 2 * at, 10)
    .stroke('#000');
}

const typedText = (code: string): string => `TO\u00a0${code}`;

/** As large as a reader of 70 needs it, with a little room to the box on both sides. */
const codeStyle = (paper: Paper, code: string, codePt: number): TextStyle => {
  const { sizePt, ...style } = paper.fitted(typedText(code), centred('bold', codePt), codePt * 0.5);
  return { ...style, sizePt: sizePt < codePt ? sizePt * 0.92 : sizePt };
};

const padOf = ({ sizePt }: TextStyle): number => sizePt * 0.12;

const boxHeight = (paper: Paper, code: string, style: TextStyle): number =>
  paper.heightOf(typedText(code), style) + 2 * padOf(style);

/** What is typed, in a box. */
function typed(paper: Paper, code: string, style: TextStyle): void {
  const top = paper.y;
  const height = boxHeight(paper, code, style);
  paper.write(typedText(code), style, { y: top + padOf(style) });
  paper.doc.lineWidth(2).roundedRect(paper.left, top, paper.width, height, 8).stroke('#000');
  paper.y = top + height;
}
