import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { AppError } from '../shared/errors.ts';
import type { Team } from '../storage/ports.ts';
import type { Places } from './places.ts';

/** One thing wrong with a team file, in Vietnamese for whoever made it; `line` is 1-based and counts the heading. */
export interface TeamProblem {
  readonly line: number;
  readonly problem: string;
}

export interface TeamImport {
  readonly teams: readonly Team[];
  readonly problems: readonly TeamProblem[];
}

const COLUMNS = ['code', 'name', 'province', 'commune', 'hamlet'] as const;

const CODE_RULE = 'cần 3–12 chữ in hoa không dấu và chữ số, có ít nhất một chữ số, ví dụ LN03';
const NAME_RULE = 'cần tên tổ như người dân đọc, 3–80 ký tự, ví dụ "Tổ công nghệ số ấp 3"';
const HAMLET_RULE = 'cần tên thôn, ấp hoặc tổ dân phố, 1–80 ký tự';

const row = z.object({
  code: z
    .string()
    .regex(/^(?=.*\d)[A-Z0-9]{3,12}$/u, { error: ({ input }) => `"${String(input)}" không dùng được; ${CODE_RULE}` }),
  name: z.string().min(3, { error: NAME_RULE }).max(80, { error: NAME_RULE }),
  province: z.string(),
  commune: z.string(),
  hamlet: z.string().min(1, { error: HAMLET_RULE }).max(80, { error: HAMLET_RULE }),
});

/** A record as csv-parse gives it: the cells, and the line the record ends on. */
interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a team file: CSV in UTF-8 with the heading `code,name,province,commune,hamlet` (comma or semicolon), places by
 * the codes of `content/places/units-vn.tsv`. Every bad row is explained; good rows are returned beside them.
 * Throws TEAM_FILE_INVALID when the file is no such table at all.
 */
export function readTeamFile(text: string, places: Places): TeamImport {
  const [heading, ...records] = readCsv(text);
  const columns = heading?.record.map((name) => name.toLowerCase()) ?? [];
  const missing = COLUMNS.filter((column) => !columns.includes(column));
  if (records.length === 0 || missing.length > 0) {
    const problem = missing.length > 0 ? `no column ${missing.join(', ')}` : 'no rows';
    throw new AppError(
      'TEAM_FILE_INVALID',
      `The team file has ${problem}. Expected the heading ${COLUMNS.join(',')} and one team a line.`,
    );
  }
  const teams: Team[] = [];
  const problems: TeamProblem[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of records) {
    const line = info.lines;
    if (record.length !== columns.length) {
      problems.push({
        line,
        problem: `có ${record.length} ô, tiêu đề có ${columns.length}; ô nào chứa dấu phẩy hoặc chấm phẩy thì đặt trong dấu "…"`,
      });
      continue;
    }
    const cells = Object.fromEntries(columns.map((column, index) => [column, record[index] ?? '']));
    const parsed = row.safeParse({ ...cells, code: cells['code']?.toUpperCase() });
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map((issue) => ({ line, problem: `${issue.path.join('.')}: ${issue.message}` })),
      );
      continue;
    }
    const problem = placeProblem(parsed.data, places) ?? repeated(parsed.data.code, line, seen);
    if (problem !== undefined) {
      problems.push({ line, problem });
      continue;
    }
    const { code, name, province, commune, hamlet } = parsed.data;
    teams.push({ code, name, provinceCode: province, communeCode: commune, hamlet });
  }
  return { teams, problems };
}

function readCsv(text: string): CsvRecord[] {
  if (text.includes('\uFFFD') || text.includes('\0')) {
    throw new AppError(
      'TEAM_FILE_INVALID',
      'The team file is not UTF-8, so Vietnamese letters would be lost. Save it as "CSV UTF-8".',
    );
  }
  // Excel with Vietnamese settings writes semicolons; a name may hold the other sign.
  const delimiter = /^[^\n]*;/u.test(text) ? ';' : ',';
  try {
    const options = {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      delimiter,
    } as const;
    return parse(text.normalize('NFC'), options) as unknown as CsvRecord[];
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new AppError(
      'TEAM_FILE_INVALID',
      `The team file is not a CSV table: ${reason}. Expected the heading ${COLUMNS.join(',')}.`,
      { cause: error },
    );
  }
}

function placeProblem(team: z.infer<typeof row>, places: Places): string | undefined {
  if (!places.province(team.province))
    return `province: "${team.province}" không có trong mã của 34 tỉnh, thành (hai chữ số, ví dụ 75 là Đồng Nai, 01 là Hà Nội)`;
  const commune = places.commune(team.commune);
  if (!commune)
    return `commune: "${team.commune}" không có trong mã của 3.321 xã, phường, đặc khu (năm chữ số, giữ số 0 ở đầu)`;
  if (commune.provinceCode !== team.province)
    return `commune: ${commune.name} (${commune.code}) thuộc tỉnh ${commune.provinceCode}, không thuộc ${team.province}`;
  return undefined;
}

function repeated(code: string, line: number, seen: Map<string, number>): string | undefined {
  const before = seen.get(code);
  if (before !== undefined) return `code: ${code} đã có ở dòng ${before}; mỗi tổ cần một mã riêng`;
  seen.set(code, line);
  return undefined;
}
