import * as z from 'zod';
import type { Team } from '../storage/ports.ts';
import { type PlaceCells, rememberPlaces } from './place-cells.ts';
import type { Places } from './places.ts';
import { byColumns, type NamedRow, type NamedTable } from './table-columns.ts';
import { readCsvTable, readTableFile, type TableFault, type TableFile } from './table-file.ts';

/** One thing wrong with a file, in Vietnamese for whoever made it; `line` is 1-based and counts the heading. */
export interface TeamProblem {
  readonly line: number;
  readonly problem: string;
}

export interface TeamImport {
  readonly teams: readonly Team[];
  readonly problems: readonly TeamProblem[];
}

/** Columns of a team file; the titles an officer would write stand beside the codes. */
export const TEAM_COLUMNS = {
  code: ['code', 'ma to'],
  name: ['name', 'ten to'],
  province: ['province', 'tinh', 'tinh thanh', 'tinh thanh pho'],
  commune: ['commune', 'xa phuong', 'xa', 'phuong', 'xa phuong dac khu'],
  hamlet: ['hamlet', 'thon ap', 'thon', 'ap', 'to dan pho', 'thon ap to dan pho', 'khom', 'khu pho'],
  households: ['households', 'so ho', 'so ho dan', 'so ho gia dinh'],
} as const;

const NEEDED = ['code', 'name', 'province', 'commune', 'hamlet'] as const;

const FAULT: TableFault = {
  code: 'TEAM_FILE_INVALID',
  what: 'team file',
  titles: { code: 'Mã tổ', name: 'Tên tổ', province: 'Tỉnh', commune: 'Xã/phường', hamlet: 'Thôn/ấp' },
  expected: `the heading ${NEEDED.join(',')} (or Mã tổ, Tên tổ, Tỉnh, Xã/phường, Thôn/ấp, Số hộ) and one team a line`,
};

const CODE_RULE = 'cần 3–12 chữ in hoa không dấu và chữ số, có ít nhất một chữ số, ví dụ LN03';
const NAME_RULE = 'cần tên tổ như người dân đọc, 3–80 ký tự, ví dụ "Tổ công nghệ số ấp 3"';
const HAMLET_RULE = 'cần tên thôn, ấp hoặc tổ dân phố, 1–80 ký tự';
const MAX_HOUSEHOLDS = 20_000;

const row = z.object({
  code: z
    .string()
    .regex(/^(?=.*\d)[A-Z0-9]{3,12}$/u, { error: ({ input }) => `"${String(input)}" không dùng được; ${CODE_RULE}` }),
  name: z.string().min(3, { error: NAME_RULE }).max(80, { error: NAME_RULE }),
  hamlet: z.string().min(1, { error: HAMLET_RULE }).max(80, { error: HAMLET_RULE }),
});

/** Teams with the line each stands on. */
export interface TeamTable {
  readonly teams: readonly (Team & { readonly line: number })[];
  readonly problems: readonly TeamProblem[];
}

/**
 * Reads a team file: CSV in UTF-8 with the heading `code,name,province,commune,hamlet` (comma or semicolon) and, if
 * wanted, `households`; Vietnamese headings do as well. Places by the codes of `content/places/units-vn.tsv` or by name.
 * Every bad row is explained; good rows are returned beside them. Throws TEAM_FILE_INVALID when the file is no such table.
 */
export function readTeamFile(text: string, places: Places): TeamImport {
  const { teams, problems } = readTeamTable(readCsvTable(text, FAULT), places);
  return { teams: teams.map(({ line: _line, ...team }) => team), problems };
}

/** The same of the bytes of an xlsx or CSV file. */
export async function readTeamBytes(bytes: Buffer, places: Places): Promise<TeamTable> {
  return readTeamTable(await readTableFile(bytes, FAULT), places);
}

function readTeamTable(file: TableFile, places: Places): TeamTable {
  const table = byColumns(file, TEAM_COLUMNS, NEEDED, FAULT);
  const teams: TeamTable['teams'][number][] = [];
  const problems: TeamProblem[] = [];
  const seen = new Map<string, number>();
  const cells = rememberPlaces(places, table.kind === 'xlsx');
  for (const one of table.rows) {
    const { line } = one;
    const read = readRow(one, table, cells, seen);
    if (Array.isArray(read)) problems.push(...read.map((problem: string) => ({ line, problem })));
    else teams.push({ ...read, line });
  }
  return { teams, problems };
}

/** The team of a row, or everything that is wrong with it. */
function readRow(one: NamedRow, table: NamedTable, places: PlaceCells, seen: Map<string, number>): Team | string[] {
  if (one.misfit !== undefined) return [one.misfit];
  const code = one.cell('code').toUpperCase();
  const parsed = row.safeParse({ code, name: one.cell('name'), hamlet: one.cell('hamlet') });
  const households = readHouseholds(one.cell('households'));
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${table.label(issue.path.join('.'))}: ${issue.message}`),
    ...(typeof households === 'string' ? [`${table.label('households')}: ${households}`] : []),
  ];
  if (!parsed.success || typeof households === 'string') return faults;
  const province = places.province(one.cell('province'));
  if ('problem' in province) return [`${table.label('province')}: ${province.problem}`];
  const commune = places.commune(one.cell('commune'), province.code);
  if ('problem' in commune) return [`${table.label('commune')}: ${commune.problem}`];
  const before = seen.get(code);
  if (before !== undefined) return [`${table.label('code')}: ${code} đã có ở dòng ${before}; mỗi tổ cần một mã riêng`];
  seen.set(code, one.line);
  return {
    ...parsed.data,
    provinceCode: province.code,
    communeCode: commune.code,
    ...(households === undefined ? {} : { households }),
  };
}

/** A number of households, undefined for an empty cell, or what is wrong with it. */
function readHouseholds(text: string): number | string | undefined {
  if (text === '') return undefined;
  const number = Number(text.replace(/(?<=\d)[.,\s](?=\d{3}(?:\D|$))/gu, ''));
  if (Number.isInteger(number) && number >= 1 && number <= MAX_HOUSEHOLDS) return number;
  return `"${text}" không phải số hộ; cần một số nguyên từ 1 đến 20.000, hoặc để trống`;
}
