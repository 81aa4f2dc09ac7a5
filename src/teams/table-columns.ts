import { fold } from '../shared/vietnamese.ts';
import { refusal, type TableFault, type TableFile } from './table-file.ts';

/** Names a column may have, folded, the plain one first. */
export type ColumnNames = Readonly<Record<string, readonly string[]>>;

/** One row by column, with what its author calls each column. */
export interface NamedRow {
  readonly line: number;
  /** Set when the row has another number of cells than the heading. */
  readonly misfit?: string;
  /** '' for a cell or a column that is not there. */
  cell(column: string): string;
}

export interface NamedTable {
  readonly kind: TableFile['kind'];
  readonly rows: readonly NamedRow[];
  has(column: string): boolean;
  /** The column as the heading of this file names it. */
  label(column: string): string;
}

/**
 * The rows of a table by the names of their columns, in any order; unknown columns are passed over. Throws `fault.code`
 * when one of `needed` is not there, or one stands there twice.
 */
export function byColumns(
  table: TableFile,
  names: ColumnNames,
  needed: readonly string[],
  fault: TableFault,
): NamedTable {
  const folded = table.heading.map((title) => fold(title));
  const places = new Map<string, number>();
  for (const [column, known] of Object.entries(names)) {
    const found = folded.flatMap((title, index) => (known.includes(title) ? [index] : []));
    if (found.length > 1) {
      const title = table.heading[found[0] ?? 0] ?? '';
      throw refusal(fault, `has the column "${title}" twice.`, `Cột "${title}" có hai lần. Hãy bỏ bớt một cột.`);
    }
    if (found[0] !== undefined) places.set(column, found[0]);
  }
  const missing = needed.filter((column) => !places.has(column));
  if (missing.length > 0) {
    const wanted = missing.map((column) => `"${fault.titles[column] ?? column}"`).join(', ');
    throw refusal(
      fault,
      `has no column ${missing.join(', ')}. Expected ${fault.expected}.`,
      `Dòng đầu của tệp thiếu cột ${wanted}. Hãy lấy tệp mẫu và chép danh sách vào đó.`,
    );
  }
  if (table.rows.length === 0) {
    throw refusal(
      fault,
      `has no rows. Expected ${fault.expected}.`,
      'Tệp chỉ có dòng tiêu đề, chưa có dòng nào. Hãy điền danh sách rồi tải lên lại.',
    );
  }
  const label = (column: string): string => {
    const title = table.heading[places.get(column) ?? -1] ?? '';
    // A heading of codes is named by the code, whatever capitals it has.
    return title === '' || fold(title) === fold(column) ? column : title;
  };
  const rows = table.rows.map(({ line, cells }): NamedRow => {
    const misfit =
      table.kind === 'csv' && cells.length !== table.heading.length
        ? `có ${cells.length} ô, tiêu đề có ${table.heading.length}; ô nào chứa dấu phẩy hoặc chấm phẩy thì đặt trong dấu "…"`
        : undefined;
    return {
      line,
      ...(misfit === undefined ? {} : { misfit }),
      cell: (column) => cells[places.get(column) ?? -1] ?? '',
    };
  });
  return { kind: table.kind, rows, has: (column) => places.has(column), label };
}
