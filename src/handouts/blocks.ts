import { isUnderReview, residentText } from './card-text.ts';
import type { Paper, TextStyle } from './paper.ts';
import { drawQr } from './qr.ts';
import type { Sheet } from './sheet.ts';
import { askSentence, words } from './words.ts';

/** A text with its bold lead, as warnings and advice have one. */
export interface LedText {
  readonly lead: string;
  readonly text: string;
}

/** A warning as written begins with "Cảnh báo:"; the word is printed bold. */
export const warningOf = (text: string): LedText => ({
  lead: words.warning,
  text: residentText(text).replace(/^Cảnh báo:\s*/u, ''),
});

/** On a card past its review: the official channel before everything else. */
export function reviewOf({ card, printedOn }: Sheet): LedText | undefined {
  if (!isUnderReview(card, printedOn)) return undefined;
  const channels = (card.links ?? []).map(({ title, url }) => `${title} (${url})`);
  const text = channels.length > 0 ? channels.join('; ') : residentText(card.help ?? '');
  return { lead: words.underReview, text };
}

/** Writes a text in a frame of its own. The frame is never torn by the end of a page. */
export function frame(paper: Paper, { lead, text }: LedText, style: TextStyle, linePt: number, gapPt = 10): void {
  const pad = style.sizePt * 0.7;
  const width = paper.width - 2 * pad;
  const height = paper.heightOf(`${lead} ${text}`, { ...style, font: 'bold' }, width) + 2 * pad;
  paper.keep(height);
  const top = paper.y;
  paper.write(text, style, { x: paper.left + pad, y: top + pad, width }, lead);
  // The real height: a bold lead alone takes less than a text that is bold throughout.
  const used = paper.y + pad - top;
  paper.doc.lineWidth(linePt).roundedRect(paper.left, top, paper.width, used, 5).stroke('#000');
  paper.y = top + used + gapPt;
}

/** Official addresses, written out: a sheet of paper has nothing to press. */
export function officialLinks(paper: Paper, { card }: Sheet, style: TextStyle): void {
  const links = card.links ?? [];
  if (links.length === 0) return;
  const text = links.map(({ url }) => url).join('; ');
  paper.keep(paper.heightOf(`${words.official} ${text}`, { ...style, font: 'bold' }));
  paper.write(text, style, {}, words.official);
  paper.y += style.sizePt * 0.6;
}

/** The way back to the assistant: QR code and address, or what to type; then the team. Kept in one piece. */
export async function contact(
  paper: Paper,
  sheet: Sheet,
  style: TextStyle,
  { qrPt, writesUrl }: { readonly qrPt: number; readonly writesUrl: boolean },
): Promise<void> {
  const { pageUrl, team, oaName } = sheet;
  const gap = 12;
  const textWidth = pageUrl === undefined ? paper.width : paper.width - qrPt - gap;
  const lines = [
    ...(team ? [team.name] : []),
    askSentence(oaName, team?.code),
    ...(pageUrl === undefined ? [] : [words.scan]),
    ...(pageUrl !== undefined && writesUrl ? [pageUrl] : []),
  ];
  const styleOf = (index: number): TextStyle => (index < (team ? 2 : 1) ? { ...style, font: 'strong' } : style);
  const textHeight = lines.reduce((sum, line, index) => sum + paper.heightOf(line, styleOf(index), textWidth) + 4, 0);
  const height = Math.max(textHeight, pageUrl === undefined ? 0 : qrPt);
  paper.keep(height + 12);
  const top = paper.y + 6;
  const x = pageUrl === undefined ? paper.left : paper.left + qrPt + gap;
  if (pageUrl !== undefined) await drawQr(paper.doc, pageUrl, { x: paper.left, y: top, size: qrPt });
  paper.doc.fillColor('#000');
  paper.y = top;
  for (const [index, line] of lines.entries()) {
    paper.write(line, styleOf(index), { x, width: textWidth });
    paper.y += 4;
  }
  paper.y = top + height + 8;
}

/** Where the facts come from and how old they are. */
export function sourceLine({ card }: Sheet): string {
  const source = `${words.source} ${card.sources.join('; ')}.`;
  return card.updated === undefined ? source : `${source} ${card.updated}.`;
}
