import { parse } from 'csv-parse/sync';
import { AppError, type ErrorCode } from '../shared/errors.ts';
import { readXlsxRows } from './xlsx-file.ts';

/** Limits of an imported file: a province has about 3,000 teams and 20,000 members. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_ROWS = 20_000;

/** A table as read from a file: the heading, and rows with the number their reader sees beside them. */
export interface TableFile {
  /** `xlsx`: Excel may have eaten the zeros in front of a code. */
  readonly kind: 'csv' | 'xlsx';
  readonly heading: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** What a file that is no table at all fails with, and the heading that was expected of it. */
export interface TableFault {
  readonly code: ErrorCode;
  /** "team file", "member file". */
  readonly what: string;
  readonly expected: string;
  /** What columns are called in the heading that was expected, by column. */
  readonly titles: Readonly<Record<string, string>>;
}

const NOT_UTF8 = 'is not UTF-8, so Vietnamese letters would be lost. Save it as "CSV UTF-8".';
const NOT_UTF8_SENTENCE =
  'Tệp CSV không phải UTF-8 nên chữ có dấu sẽ hỏng. Trong Excel chọn Lưu thành, kiểu "CSV UTF-8", hoặc dùng .xlsx.';

const ZIP_START = 0x04034b50;
const OLE_START = 0xe011cfd0;

/**
 * A table from the bytes of a file: xlsx (its first sheet) or CSV in UTF-8 (comma or semicolon), told apart by content.
 * Rows without any text are left out; the others keep their line. Throws `fault.code` for anything else, for more than
 * 5 MB or 20,000 rows, and for an xlsx file that is larger unpacked than any honest one.
 */
export async function readTableFile(bytes: Buffer, fault: TableFault): Promise<TableFile> {
  if (bytes.length > MAX_FILE_BYTES)
    throw refusal(
      fault,
      `has ${megabytes(bytes.length)} MB; at most 5 MB are read. Split it by commune.`,
      `Tệp có ${megabytes(bytes.length)} MB, nhiều nhất 5 MB. Hãy chia tệp theo xã.`,
    );
  const start = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (start === OLE_START)
    throw refusal(
      fault,
      'is an Excel file of the old kind (.xls) or has a password. Save it as .xlsx or CSV UTF-8.',
      'Tệp là Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy mở tệp trong Excel và lưu thành .xlsx không mật khẩu.',
    );
  if (start !== ZIP_START) return readCsvTable(decode(bytes, fault), fault);
  try {
    return toTable('xlsx', await readXlsxRows(bytes, MAX_ROWS), fault);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw refusal(
      fault,
      `cannot be read as xlsx: ${reason}. Save it again in Excel, or as CSV UTF-8.`,
      'Không đọc được tệp Excel này: có thể tệp hỏng, có ô thừa ở xa bảng, hoặc quá 20.000 dòng. Hãy mở trong Excel, xóa ô thừa rồi lưu lại thành .xlsx.',
      error,
    );
  }
}

/** The same of a CSV text. */
export function readCsvTable(text: string, fault: TableFault): TableFile {
  if (text.includes('\uFFFD') || text.includes('\0')) throw refusal(fault, NOT_UTF8, NOT_UTF8_SENTENCE);
  return toTable('csv', csvRows(text, fault), fault);
}

type TableRow = TableFile['rows'][number];

function toTable(kind: TableFile['kind'], found: readonly TableRow[], fault: TableFault): TableFile {
  const [heading, ...rows] = found
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.normalize('NFC').trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (rows.length > MAX_ROWS)
    throw refusal(
      fault,
      `has ${rows.length} rows; at most 20,000 are read. Split it by commune.`,
      `Tệp có ${rows.length.toLocaleString('vi-VN')} dòng, nhiều nhất 20.000 dòng. Hãy chia tệp theo xã.`,
    );
  return { kind, heading: heading?.cells ?? [], rows };
}

/** A file that is no such table, with a Vietnamese sentence for whoever made it. */
export class TableRefusal extends AppError {
  readonly sentence: string;

  constructor(code: ErrorCode, message: string, sentence: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.sentence = sentence;
  }
}

export const refusal = (fault: TableFault, problem: string, sentence: string, cause?: unknown): TableRefusal =>
  new TableRefusal(fault.code, `The ${fault.what} ${problem}`, sentence, cause === undefined ? {} : { cause });

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

function decode(bytes: Buffer, fault: TableFault): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refusal(fault, NOT_UTF8, NOT_UTF8_SENTENCE, error);
  }
}

/** A record as csv-parse gives it: the cells, and the line the record ends on. */
interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function csvRows(text: string, fault: TableFault): readonly TableRow[] {
  // Excel with Vietnamese settings writes semicolons; a name may hold the other sign.
  const delimiter = /^[^\n]*;/u.test(text) ? ';' : ',';
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true, delimiter };
    const records = parse(text.normalize('NFC'), options) as unknown as CsvRecord[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw refusal(
      fault,
      `is not a CSV table: ${reason}. Expected ${fault.expected}.`,
      'Tệp không phải bảng CSV đọc được. Hãy lấy tệp mẫu, hoặc lưu thành .xlsx rồi thử lại.',
      error,
    );
  }
}
