import { fold } from '../shared/vietnamese.ts';
import type { Team } from '../storage/ports.ts';
import type { MemberRole } from '../storage/team-ports.ts';
import type { TeamProblem } from './import.ts';
import { readCommune, readProvince } from './place-cells.ts';
import type { Places } from './places.ts';
import type { InviteFor } from './registry.ts';
import { byColumns, type NamedRow, type NamedTable } from './table-columns.ts';
import { readTableFile, type TableFault } from './table-file.ts';

/** Columns of a member file. A telephone number that stands there is passed over and stored nowhere. */
export const MEMBER_COLUMNS = {
  team: ['team', 'code', 'ma to', 'to'],
  name: ['name', 'ho ten', 'ho va ten', 'ten'],
  role: ['role', 'vai tro', 'chuc vu', 'nhiem vu'],
  province: ['province', 'tinh', 'tinh thanh', 'tinh thanh pho'],
  commune: ['commune', 'xa phuong', 'xa', 'phuong', 'xa phuong dac khu'],
} as const;

const FAULT: TableFault = {
  code: 'MEMBER_FILE_INVALID',
  what: 'member file',
  titles: { team: 'Mã tổ', name: 'Họ tên' },
  expected: 'the heading Mã tổ,Họ tên,Vai trò (or team,name,role) and one person a line',
};

const ROLES: Readonly<Record<string, MemberRole>> = {
  '': 'member',
  member: 'member',
  'thanh vien': 'member',
  'to pho': 'member',
  'to vien': 'member',
  leader: 'leader',
  'to truong': 'leader',
  officer: 'officer',
  'can bo': 'officer',
  'can bo xa': 'officer',
  'can bo phuong': 'officer',
  'can bo xa phuong': 'officer',
};

/** What the rows are held against. */
export interface MemberImportWorld {
  readonly places: Places;
  team(code: string): Team | undefined;
  /** True when this name has a place or an open invitation there; `place` is a team's code, or a commune's for officers. */
  isKnown(place: string, name: string): boolean;
}

export interface MemberTable {
  readonly people: readonly (InviteFor & { readonly line: number })[];
  /** Rows about people who are there already: nothing is to be done for them. */
  readonly known: number;
  readonly problems: readonly TeamProblem[];
}

/**
 * Reads a member file (xlsx or CSV): Mã tổ, Họ tên, Vai trò; for commune officers Tỉnh and Xã/phường instead of a team.
 * Every bad row is explained; good rows are returned beside them. Throws MEMBER_FILE_INVALID for what is no such table.
 */
export async function readMemberBytes(bytes: Buffer, world: MemberImportWorld): Promise<MemberTable> {
  const table = byColumns(await readTableFile(bytes, FAULT), MEMBER_COLUMNS, ['team', 'name'], FAULT);
  const people: MemberTable['people'][number][] = [];
  const problems: TeamProblem[] = [];
  const seen = new Map<string, number>();
  let known = 0;
  for (const row of table.rows) {
    const { line } = row;
    const read = readRow(row, table, world);
    const faults = 'faults' in read ? read.faults : repeated(read, line, seen);
    problems.push(...faults.map((problem) => ({ line, problem })));
    if ('faults' in read || faults.length > 0) continue;
    if (world.isKnown(placeOf(read), read.name)) known += 1;
    else people.push({ ...read, line });
  }
  return { people, known, problems };
}

/** Somebody by where they work and what they are called, compared without marks. */
export const personKey = (where: string, name: string): string => `${where} ${fold(name)}`;

const placeOf = ({ teamCode, communeCode }: InviteFor): string => (teamCode === '' ? communeCode : teamCode);

function readRow(row: NamedRow, table: NamedTable, world: MemberImportWorld): InviteFor | { faults: string[] } {
  if (row.misfit !== undefined) return { faults: [row.misfit] };
  const role = ROLES[fold(row.cell('role'))];
  const name = row.cell('name').replace(/\s+/gu, ' ');
  const nameFault = nameProblem(name);
  const place = role === 'officer' ? communePlace(row, table, world.places) : teamPlace(row, table, world);
  const faults = [
    ...('fault' in place ? [place.fault] : []),
    ...(nameFault === undefined ? [] : [`${table.label('name')}: ${nameFault}`]),
    ...(role === undefined
      ? [`${table.label('role')}: "${row.cell('role')}" không dùng được; cần Thành viên, Tổ trưởng hoặc Cán bộ xã`]
      : []),
  ];
  if (faults.length > 0 || role === undefined || 'fault' in place) return { faults };
  return { ...place, role, name };
}

type Place = Pick<InviteFor, 'teamCode' | 'communeCode'> | { readonly fault: string };

function teamPlace(row: NamedRow, table: NamedTable, world: MemberImportWorld): Place {
  const code = row.cell('team').toUpperCase().replace(/[\s-]/gu, '');
  const label = table.label('team');
  if (code === '') return { fault: `${label}: đang trống; cần mã tổ, ví dụ LN03` };
  const team = world.team(code);
  if (!team) return { fault: `${label}: chưa có tổ "${code}"; nhập tổ trước, hoặc sửa mã` };
  if (team.dissolvedAt !== undefined) {
    const next = team.successorCode === undefined ? '' : `; tổ thay là ${team.successorCode}`;
    return { fault: `${label}: tổ ${code} đã giải thể${next}` };
  }
  return { teamCode: team.code, communeCode: team.communeCode };
}

function communePlace(row: NamedRow, table: NamedTable, places: Places): Place {
  const isExcel = table.kind === 'xlsx';
  const text = row.cell('commune');
  if (text === '')
    return { fault: `${table.label('commune')}: đang trống; cán bộ xã cần mã xã (năm chữ số), hoặc Tỉnh và tên xã` };
  const known = places.commune(isExcel && /^\d+$/u.test(text) ? text.padStart(5, '0') : text);
  if (known) return { teamCode: '', communeCode: known.code };
  const province = readProvince(row.cell('province'), places, isExcel);
  if ('problem' in province) return { fault: `${table.label('province')}: ${province.problem}` };
  const commune = readCommune(text, province.code, places, isExcel);
  if ('problem' in commune) return { fault: `${table.label('commune')}: ${commune.problem}` };
  return { teamCode: '', communeCode: commune.code };
}

const MAX_NAME = 60;

/** A name as others of the team will see it; numbers of papers and telephones do not belong into it. */
export function nameProblem(name: string): string | undefined {
  if (name.length < 2 || name.length > MAX_NAME) return `"${name.slice(0, 80)}" không dùng được; cần họ tên, 2–60 chữ`;
  if (/\d{4}/u.test(name)) return 'có số trong tên; không ghi số điện thoại hay số giấy tờ vào đây';
  if (!/^\p{L}[\p{L}\p{M}\d .'’()-]*$/u.test(name))
    return `"${name}" có ký tự lạ; chỉ dùng chữ, khoảng trắng, dấu chấm, gạch nối`;
  return undefined;
}

/** A person twice, or a second leader of one team. */
function repeated({ role, name, ...place }: InviteFor, line: number, seen: Map<string, number>): string[] {
  const where = placeOf({ role, name, ...place });
  const person = `${where} ${fold(name)}`;
  const before = seen.get(person);
  if (before !== undefined)
    return [
      `${name} đã có ở dòng ${before}; nếu là hai người cùng tên, hãy thêm chữ để phân biệt, ví dụ "${name} (ấp 2)"`,
    ];
  seen.set(person, line);
  if (role !== 'leader') return [];
  const leader = `leader ${where}`;
  const other = seen.get(leader);
  if (other !== undefined)
    return [`tổ ${where} đã có tổ trưởng ở dòng ${other}; mỗi tổ một tổ trưởng, người kia ghi Thành viên`];
  seen.set(leader, line);
  return [];
}
