import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { AppError } from '../shared/errors.ts';
import type { Team } from '../storage/ports.ts';
import type { Places } from './places.ts';

/** One thing wrong with a team file; `line` is 1-based and counts the heading. */
export interface TeamProblem {
  readonly line: number;
  readonly problem: string;
}

export interface TeamImport {
  readonly teams: readonly Team[];
  readonly problems: readonly TeamProblem[];
}

const COLUMNS = ['code', 'name', 'province', 'commune', 'hamlet'] as const;

const row = z.object({
  code: z
    .string()
    .regex(/^(?=.*\d)[A-Z0-9]{3,12}$/u, { error: 'expected 3–12 capital letters and digits with at least one digit, such as LN03' }),
  name: z.string().min(3, { error: 'expected the name residents see, such as "Tổ công nghệ số ấp 3"' }).max(80),
  province: z.string(),
  commune: z.string(),
  hamlet: z.string().min(1, { error: 'expected the name of the hamlet, thôn, ấp or tổ dân phố' }).max(80),
});

/**
 * Reads a team file: CSV in UTF-8 with the heading `code,name,province,commune,hamlet` (comma or semicolon), places by
 * the codes of `content/places/units-vn.tsv`. Every bad row is explained; good rows are returned beside them.
 * Throws TEAM_FILE_INVALID when the file is no such table at all.
 */
export function readTeamFile(text: string, places: Places): TeamImport {
  let records: Record<string, string>[];
  try {
    records = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, delimiter: [',', ';'], relax_column_count: true });
  } catch (error) {
    throw new AppError('TEAM_FILE_INVALID', `The team file is not a CSV table: ${error instanceof Error ? error.message : 'unreadable'}. Expected the heading ${COLUMNS.join(',')}.`, { cause: error });
  }
  const missing = COLUMNS.filter((column) => records[0] !== undefined && !(column in records[0]));
  if (records.length === 0 || missing.length > 0) {
    throw new AppError('TEAM_FILE_INVALID', `The team file has ${records.length === 0 ? 'no rows' : `no column ${missing.join(', ')}`}. Expected the heading ${COLUMNS.join(',')} and one team a line.`);
  }
  const teams: Team[] = [];
  const problems: TeamProblem[] = [];
  const seen = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const line = index + 2;
    const parsed = row.safeParse({ ...record, code: record['code']?.toUpperCase() });
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => ({ line, problem: `${issue.path.join('.')}: ${issue.message}` })));
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

function placeProblem(team: z.infer<typeof row>, places: Places): string | undefined {
  if (!places.province(team.province)) return `province: "${team.province}" is not one of the 34 province codes, such as 75 for Đồng Nai`;
  const commune = places.commune(team.commune);
  if (!commune) return `commune: "${team.commune}" is not one of the 3,321 commune codes (five digits, keep leading zeros)`;
  if (commune.provinceCode !== team.province) return `commune: ${commune.name} (${commune.code}) belongs to province ${commune.provinceCode}, not ${team.province}`;
  return undefined;
}

function repeated(code: string, line: number, seen: Map<string, number>): string | undefined {
  const before = seen.get(code);
  if (before !== undefined) return `code: ${code} stands on line ${before} already; every team needs its own`;
  seen.set(code, line);
  return undefined;
}
