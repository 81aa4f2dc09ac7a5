import type { Cell, CellObject, Row, Sheet } from 'write-excel-file/node';
import type { ReportCell, ReportColumn, ReportDocument, ReportTable } from '../shared/report-document.ts';
import { harmlessText } from '../shared/spreadsheet-text.ts';

type OneSheet = Sheet<Buffer>;

const HEAD_FILL = '#dde6f0';
const SUMMARY_SHEET = 'Tổng hợp';
/** Letters of one line that fit the width of the first sheet, for the height of a note. */
const NOTE_LETTERS = 120;
const LINE_POINTS = 16;

/**
 * The report as a workbook: "Tổng hợp", then the sheets that are too long for paper. Numbers are numbers; every text is a
 * text, so nothing in it is ever run as a formula.
 */
export async function reportXlsx(report: ReportDocument): Promise<Buffer> {
  // Loaded when a workbook is made: the server never needs it.
  const { default: writeExcel } = await import('write-excel-file/node');
  const sheets: OneSheet[] = [summarySheet(report), ...report.sheets.map(({ name, table }) => listSheet(name, table))];
  return writeExcel(sheets, { fontFamily: 'Times New Roman', fontSize: 12 }).toBuffer();
}

/** One table as a workbook of one sheet, with what has to be known above it. */
export async function tableXlsx(name: string, notes: readonly string[], table: ReportTable): Promise<Buffer> {
  const { default: writeExcel } = await import('write-excel-file/node');
  const count = Math.max(1, table.columns.length);
  const data: Row[] = [
    ...notes.map(
      (text): Row => [
        {
          value: harmlessText(text),
          type: String,
          wrap: true,
          columnSpan: count,
          fontStyle: 'italic',
          ...heightOf(text),
        },
        ...Array.from({ length: count - 1 }, () => null),
      ],
    ),
    ...tableRows(table),
  ];
  const columns = table.columns.map(({ widthChars }) => ({ width: widthChars }));
  const sheet: OneSheet = { data, sheet: name, columns, stickyRowsCount: notes.length + 1, orientation: 'landscape' };
  return writeExcel([sheet], { fontFamily: 'Times New Roman', fontSize: 12 }).toBuffer();
}

function summarySheet(report: ReportDocument): OneSheet {
  const sections = report.sections.filter(({ isOnPaperOnly }) => isOnPaperOnly !== true);
  const tables = sections.flatMap(({ table }) => table ?? []);
  const count = Math.max(...tables.map(({ columns }) => columns.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(...tables.map(({ columns }) => columns[index]?.widthChars ?? 0), 8),
  );
  const line = (text: string, style: CellObject = {}): Row => [
    { value: harmlessText(text), type: String, wrap: true, columnSpan: count, ...style, ...heightOf(text) },
    ...Array.from({ length: count - 1 }, () => null),
  ];
  const bold = { fontWeight: 'bold' } as const;
  const head: Row[] = [line(report.title, { ...bold, fontSize: 16, height: 26 }), line(report.subtitle, bold)];
  const data: Row[] = [
    ...head,
    ...report.issuer.map((text) => line(text)),
    ...(report.to === undefined ? [] : [line(`Kính gửi: ${report.to}`)]),
    ...report.notes.map((text) => line(text, { fontStyle: 'italic' })),
    ...sections.flatMap(({ title, notes, table }): Row[] => [
      [],
      line(title, { ...bold, fontSize: 13 }),
      ...notes.map((text) => line(text, { fontStyle: 'italic' })),
      ...(table && table.rows.length > 0 ? tableRows(table) : []),
    ]),
    [],
    line(report.placeAndDate, { fontStyle: 'italic' }),
    line(report.signers.join('                    '), bold),
    line(report.signers.map(() => '(ký, ghi rõ họ tên)').join('          '), { fontStyle: 'italic' }),
  ];
  return {
    data,
    sheet: SUMMARY_SHEET,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: head.length,
    orientation: 'landscape',
  };
}

const heightOf = (text: string): { height?: number } =>
  text.length <= NOTE_LETTERS ? {} : { height: LINE_POINTS * Math.ceil(text.length / NOTE_LETTERS) };

const listSheet = (name: string, table: ReportTable): OneSheet => ({
  data: tableRows(table),
  sheet: name,
  columns: table.columns.map(({ widthChars }) => ({ width: widthChars })),
  stickyRowsCount: 1,
  orientation: 'landscape',
});

const tableRows = ({ columns, rows }: ReportTable): Row[] => [
  columns.map(
    ({ title }): Cell => ({
      value: harmlessText(title),
      type: String,
      ...{ fontWeight: 'bold', wrap: true, align: 'center', alignVertical: 'center', backgroundColor: HEAD_FILL },
      borderStyle: 'thin',
    }),
  ),
  ...rows.map((cells) => cells.map((value, index) => bodyCell(value, columns[index]))),
];

function bodyCell(value: ReportCell, column: ReportColumn | undefined): Cell {
  if (typeof value === 'number') {
    const format = Number.isInteger(value) ? '#,##0' : '#,##0.0';
    return { value, type: Number, format, align: 'right', alignVertical: 'top', borderStyle: 'thin' };
  }
  const align = column?.isNumber === true ? 'right' : 'left';
  // A cell without a text keeps its frame.
  return {
    value: value === null ? '' : harmlessText(value),
    type: String,
    align,
    alignVertical: 'top',
    wrap: true,
    borderStyle: 'thin',
  };
}
