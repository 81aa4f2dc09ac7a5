import { type Html, html, type Piece } from '../../shared/html.ts';
import { may, type Actor } from '../permissions.ts';
import { dataTable, details, exportLinks } from '../table-parts.ts';
import type { NamedTable } from './tables.ts';
import { address, numberText } from './words.ts';

export type Query = Readonly<Record<string, string | undefined>>;

export interface ShownTable {
  /** Name of the table in addresses. */
  readonly name: string;
  readonly query: Query;
  readonly table: NamedTable;
  readonly actor: Actor;
  /** What stands first in a row, with its link; default the first cell. */
  readonly head?: (row: number, text: string) => Piece;
  /** What to say where there are no rows. */
  readonly empty?: Html;
  /** Rows shown; the file has all. */
  readonly most?: number;
}

const cellOf = (cell: string | number | null): Piece =>
  cell === null
    ? html`<span class="unseen">không có</span><span aria-hidden="true">–</span>`
    : typeof cell === 'number'
      ? numberText(cell)
      : cell;

/** A table as it stands on a page, with the files it can be saved as for who may. */
export function shownTable({ name, query, table, actor, head, empty, most = 200 }: ShownTable): Html {
  const { columns, rows } = table.table;
  return html`${dataTable({
    caption: table.title,
    columns: columns.map(({ title, isNumber }) => ({
      label: title,
      kind: isNumber ? ('number' as const) : ('text' as const),
    })),
    rows: rows
      .slice(0, most)
      .map((cells, row) =>
        cells.map((cell, index) => (index === 0 && head ? head(row, String(cell ?? '')) : cellOf(cell))),
      ),
    empty: empty ?? html`<p class="hint">Chưa có dòng nào.</p>`,
  })}${rows.length > most && html`<p class="hint">Đang hiện ${most} dòng đầu; tệp tải về có đủ ${rows.length} dòng.</p>`}
  ${rows.length > 0 && saveLinks(name, query, actor)}`;
}

/** Where a table can be saved; nothing for who may not. */
export const saveLinks = (name: string, query: Query, actor: Actor): Html =>
  html`${
    may(actor, 'export') &&
    exportLinks(
      ['Excel (xlsx)', address(`/tai-ve/${name}.xlsx`, query)],
      ['CSV', address(`/tai-ve/${name}.csv`, query)],
    )
  }`;

/** Notes of a table, once on a page. */
export const notesOf = (...tables: readonly NamedTable[]): Html =>
  html`${[...new Set(tables.flatMap(({ notes }) => notes))].map((note) => html`<p class="hint">${note}</p>`)}`;

/**
 * A chart in two sizes, so that its letters can be read on a phone too, with its numbers below. `alt` says what the
 * chart shows; the numbers are in the table, which `isOpen` shows at once.
 */
export const chartFigure = (
  chart: string,
  alt: string,
  shown: ShownTable,
  isOpen = false,
): Html => html`<figure class="chart-box">
<picture><source media="(max-width: 47.99rem)" srcset="${address(`/bieu-do/${chart}.svg`, { ...shown.query, size: 'phone' })}">
<img class="chart" src="${address(`/bieu-do/${chart}.svg`, shown.query)}" alt="${alt} Số cụ thể có trong bảng ngay bên dưới." loading="lazy"></picture>
${isOpen ? shownTable(shown) : details('Xem bảng số', shownTable(shown))}</figure>`;
