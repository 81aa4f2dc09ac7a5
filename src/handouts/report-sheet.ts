import type {
  ReportCell,
  ReportColumn,
  ReportDocument,
  ReportSection,
  ReportTable,
} from '../shared/report-document.ts';
import { openPaper, type Paper, type TextStyle } from './paper.ts';
import { words } from './words.ts';

const MARGIN_PT = 42;
const FOOT_PT = 9;
const CELL_PT = 9;
const HEAD_FILL = '#e8e8e8';
const PAD_PT = 3;
/** A heading with its notes; below it there must be room for the head of the table and one row. */
const HEADING_ROOM_PT = 50;
/** Columns are never narrower than their numbers need. */
const LEAST_COLUMN_CHARS = 7;

const plain: TextStyle = { font: 'regular', sizePt: 10.5, lineGapPt: 1 };
const note: TextStyle = { font: 'regular', sizePt: 9.5, lineGapPt: 1 };
const heading: TextStyle = { font: 'bold', sizePt: 12 };
const cellStyle: TextStyle = { font: 'regular', sizePt: CELL_PT };
const headStyle: TextStyle = { font: 'strong', sizePt: 8.5 };

/** A report on A4, signed by hand: tables go on over pages with their head repeated, pages are numbered. */
export async function reportSheet(report: ReportDocument): Promise<Buffer> {
  const paper = await openPaper(
    { size: 'A4', marginPt: MARGIN_PT, footPt: FOOT_PT },
    { title: `${report.title} – ${report.subtitle}`, author: report.issuer.join(', '), printedOn: report.printedOn },
  );
  writeHead(paper, report);
  for (const section of report.sections) writeSection(paper, section);
  writeSigners(paper, report);
  return paper.finish();
}

/** The two headings side by side, as on letters of offices: who writes, and the name of the state. */
function writeHead(paper: Paper, { issuer, to, title, subtitle, placeAndDate, notes }: ReportDocument): void {
  const half = paper.width / 2 - 6;
  const top = paper.y;
  const column = (lines: readonly string[], x: number): number => {
    paper.y = top;
    for (const [index, line] of lines.entries()) {
      paper.write(
        line,
        { font: index === 0 ? 'strong' : 'regular', sizePt: 10.5, align: 'center' },
        { x, width: half },
      );
    }
    return paper.y;
  };
  const left = column(
    issuer.map((line, index) => (index === 0 ? line.toLocaleUpperCase('vi') : line)),
    paper.left,
  );
  const right = column([words.state, words.motto], paper.left + paper.width - half);
  paper.y = Math.max(left, right) + 6;
  paper.write(placeAndDate, { ...note, align: 'center' }, { x: paper.left + paper.width - half, width: half });
  paper.y += 14;
  paper.write(title.toLocaleUpperCase('vi'), { font: 'bold', sizePt: 16, align: 'center' });
  paper.write(subtitle, { ...plain, align: 'center' });
  paper.y += 6;
  if (to !== undefined) {
    paper.write(`${words.reportTo} ${to}`, { ...plain, align: 'center' });
    paper.y += 6;
  }
  for (const text of notes) writeNote(paper, text);
}

function writeNote(paper: Paper, text: string): void {
  paper.keep(paper.heightOf(text, note));
  paper.write(text, note);
  paper.y += 3;
}

function writeSection(paper: Paper, { title, notes, table }: ReportSection): void {
  paper.y += 8;
  paper.keep(HEADING_ROOM_PT + (table ? startHeight(paper, table) : 0));
  paper.write(title, heading);
  paper.y += 3;
  for (const text of notes) writeNote(paper, text);
  if (table && table.rows.length > 0) writeTable(paper, table);
}

function writeTable(paper: Paper, table: ReportTable): void {
  const { columns, rows } = table;
  const widths = widthsOf(columns, paper.width);
  const head = setCells(
    paper,
    columns.map(({ title }) => title),
    widths,
    headStyle,
  );
  const writeHeadRow = (): void => writeRow(paper, table, head, true);
  writeHeadRow();
  for (const row of rows) {
    const cells = setCells(paper, row.map(cellText), widths, cellStyle);
    if (paper.y + heightOf(cells) > paper.bottom) {
      paper.doc.addPage();
      writeHeadRow();
    }
    writeRow(paper, table, cells, false);
  }
}

/** The head and the first row. */
function startHeight(paper: Paper, { columns, rows }: ReportTable): number {
  const widths = widthsOf(columns, paper.width);
  const titles = columns.map(({ title }) => title);
  const first = rows[0]?.map(cellText) ?? [];
  return heightOf(setCells(paper, titles, widths, headStyle)) + heightOf(setCells(paper, first, widths, cellStyle));
}

/** A text in its column, measured once. */
interface SetCell {
  readonly text: string;
  readonly width: number;
  /** Of the text alone. */
  readonly textHeight: number;
  /** Its width when it stays on one line: then it need not be broken into lines, which takes most of the time. */
  readonly lineWidth: number | undefined;
}

function setCells(
  paper: Paper,
  texts: readonly string[],
  widths: readonly number[],
  style: TextStyle,
): readonly SetCell[] {
  paper.use(style);
  const lineHeight = paper.doc.currentLineHeight(true);
  return texts.map((text, index) => {
    const width = widths[index] ?? 0;
    const lineWidth = paper.doc.widthOfString(text);
    if (lineWidth <= width - 2 * PAD_PT) return { text, width, textHeight: lineHeight, lineWidth };
    return { text, width, textHeight: paper.heightOf(text, style, width - 2 * PAD_PT), lineWidth: undefined };
  });
}

const heightOf = (cells: readonly SetCell[]): number =>
  Math.max(0, ...cells.map(({ textHeight }) => textHeight)) + 2 * PAD_PT;

function writeRow(paper: Paper, { columns }: ReportTable, cells: readonly SetCell[], isHead: boolean): void {
  const { doc } = paper;
  const top = paper.y;
  const height = heightOf(cells);
  let x = paper.left;
  for (const { width } of cells) {
    doc.rect(x, top, width, height);
    x += width;
  }
  doc.lineWidth(0.5);
  if (isHead) doc.fillAndStroke(HEAD_FILL, '#000');
  else doc.stroke('#000');
  doc.fillColor('#000');
  x = paper.left;
  for (const [index, { text, width, lineWidth }] of cells.entries()) {
    const align = isHead ? 'center' : columns[index]?.isNumber === true ? 'right' : 'left';
    const style: TextStyle = { ...(isHead ? headStyle : cellStyle), align };
    const room = width - 2 * PAD_PT;
    if (text !== '' && lineWidth === undefined) {
      paper.write(text, style, { x: x + PAD_PT, y: top + PAD_PT, width: room });
    } else if (text !== '') {
      const shift = { left: 0, center: (room - (lineWidth ?? 0)) / 2, right: room - (lineWidth ?? 0) }[align];
      paper.use(style);
      doc.text(text, x + PAD_PT + shift, top + PAD_PT, { lineBreak: false });
    }
    x += width;
  }
  doc.x = paper.left;
  paper.y = top + height;
}

function widthsOf(columns: readonly ReportColumn[], whole: number): number[] {
  const chars = columns.map(({ widthChars }) => Math.max(widthChars, LEAST_COLUMN_CHARS));
  const sum = chars.reduce((total, one) => total + one, 0);
  return chars.map((one) => (whole * one) / sum);
}

const cellText = (cell: ReportCell): string => {
  if (cell === null) return '';
  return typeof cell === 'number' ? cell.toLocaleString('vi-VN') : cell;
};

/** Room for the names and what is written above them, never torn from each other. */
const SIGNING_ROOM_PT = 110;

function writeSigners(paper: Paper, { signers }: ReportDocument): void {
  paper.y += 18;
  paper.keep(SIGNING_ROOM_PT);
  const top = paper.y;
  const width = paper.width / signers.length;
  for (const [index, signer] of signers.entries()) {
    const place = { x: paper.left + index * width, width };
    paper.y = top;
    paper.write(signer, { font: 'strong', sizePt: 11, align: 'center' }, place);
    paper.write(words.signHere, { ...note, align: 'center' }, place);
  }
}
