import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { thingNames } from '../../teams/indicators.ts';
import { tableXlsx } from '../../teams/period-report-xlsx.ts';
import { csvCell } from '../../shared/spreadsheet-text.ts';
import { defineAction, Refusal } from '../action.ts';
import { runAction } from '../context.ts';
import { definePage } from '../page.ts';
import { checkInput } from '../problems.ts';
import { filterInput } from './filters.ts';
import { type NamedTable, namedTables, type Reader } from './tables.ts';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const input = filterInput.extend({
  /** `xu-huong.xlsx`: name of the table and kind of file. */
  file: z.string().regex(/^[a-z-]{1,40}\.(?:xlsx|csv)$/u, 'Không có tệp này.'),
  id: z.string().max(100).optional(),
  days: z.coerce.number().int().min(1).max(90).optional(),
});

/** UTF-8 with a byte-order mark, because Excel reads Vietnamese only with one. */
export function tableCsv({ title, notes, table }: NamedTable): string {
  const lines = [
    ...[title, ...notes].map((line) => [line]),
    table.columns.map((column) => column.title),
    ...table.rows.map((cells) => cells.map((cell) => cell ?? '')),
  ];
  return `\uFEFF${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

export const exportTable = defineAction({
  name: 'dashboard.export',
  permission: 'export',
  route: { method: 'GET', path: '/dashboard/tables/:file' },
  summary: 'Any table of the dashboard as xlsx or csv, base64. Recorded in the audit',
  input,
  output: z.object({ fileName: z.string(), type: z.string(), base64: z.string() }),
  async run({ actor, at, deps, change }, { file, ...filters }) {
    const [name = '', kind = ''] = file.split('.');
    const build = Object.hasOwn(namedTables, name) ? namedTables[name] : undefined;
    if (!build) throw new Refusal('Không có bảng này.', { file: 'Không có bảng này.' });
    const read: Reader = async (action, wanted) =>
      runAction({ deps, actor, action, input: checkInput(action.input, wanted) });
    const table = await build({ read, thingName: thingNames(deps.catalogue()), filters });
    await change({ subject: `table:${name}`, detail: { kind, rows: table.table.rows.length }, writes: [] });
    const bytes =
      kind === 'csv'
        ? Buffer.from(tableCsv(table))
        : await tableXlsx('Số liệu', [table.title, ...table.notes], table.table);
    return {
      fileName: `${name}-${vietnamDay(at)}.${kind}`,
      type: kind === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE,
      base64: bytes.toString('base64'),
    };
  },
});

export const exportPage = definePage({
  path: '/tai-ve/:file',
  permission: 'export',
  input,
  async render({ read }, filters) {
    const { fileName, type, base64 } = await read(exportTable, filters);
    return { type, fileName, bytes: Buffer.from(base64, 'base64') };
  },
});
