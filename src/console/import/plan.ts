import type { Team } from '../../storage/ports.ts';
import type { TeamProblem } from '../../teams/import.ts';
import { readInThread } from '../../teams/import-reader.ts';
import { personKey } from '../../teams/member-import.ts';
import type { InviteFor } from '../../teams/registry.ts';
import type { ActionContext } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { ALL } from '../teams/read.ts';

/** What an uploaded list would do, and every row that is wrong. */
export type ImportPlan = TeamPlan | MemberPlan;

interface PlanBase {
  /** In the order of the file. */
  readonly problems: readonly TeamProblem[];
  /** Rows that say what is there already. */
  readonly unchanged: number;
}

export interface TeamPlan extends PlanBase {
  readonly kind: 'teams';
  readonly added: readonly Team[];
  readonly changed: readonly { readonly before: Team; readonly team: Team }[];
}

export interface MemberPlan extends PlanBase {
  readonly kind: 'members';
  readonly people: readonly InviteFor[];
  readonly placeNames: Readonly<Record<string, string>>;
}

type Reader = Pick<ActionContext, 'deps' | 'actor' | 'at'>;

/** Reads an uploaded list against what there is now. Throws `TableRefusal` for a file that is no such list. */
export const readPlan = (reader: Reader, kind: ImportPlan['kind'], bytes: Buffer): Promise<ImportPlan> =>
  kind === 'teams' ? readTeams(reader, bytes) : readMembers(reader, bytes);

const byLine = (problems: readonly TeamProblem[]): TeamProblem[] => problems.toSorted((a, b) => a.line - b.line);

/** Rows of another commune than the officer's own. */
function strangers(
  { actor, deps }: Reader,
  rows: readonly { readonly line: number; readonly communeCode: string }[],
): readonly TeamProblem[] {
  if (actor.role !== 'commune-officer') return [];
  return rows
    .filter(({ communeCode }) => communeCode !== actor.communeCode)
    .map(({ line, communeCode }) => ({
      line,
      problem: `Xã/phường: dòng này thuộc ${communeName(deps, communeCode)}; tài khoản của bạn chỉ nhập được cho xã của mình`,
    }));
}

async function readTeams(reader: Reader, bytes: Buffer): Promise<TeamPlan> {
  const { storage, oaId, rootDir } = reader.deps;
  const { teams, problems } = await readInThread(rootDir, { kind: 'teams', bytes });
  const known = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team]));
  const gone = teams
    .filter(({ code }) => known.get(code)?.dissolvedAt !== undefined)
    .map(({ line, code }) => ({
      line,
      problem: `Mã tổ: tổ ${code} đã giải thể, mã cũ không dùng lại; cần một mã mới`,
    }));
  const elsewhere = strangers(
    reader,
    teams.flatMap((row) => [row, { ...row, communeCode: known.get(row.code)?.communeCode ?? row.communeCode }]),
  );
  const bad = [
    ...gone,
    ...elsewhere.filter(({ line }, index, all) => all.findIndex((one) => one.line === line) === index),
  ];
  const badLines = new Set(bad.map(({ line }) => line));
  const good = teams.filter(({ line }) => !badLines.has(line)).map(({ line: _line, ...team }): Team => team);
  const changed = good.flatMap((team) => {
    const before = known.get(team.code);
    return before && isChanged(before, team) ? [{ before, team }] : [];
  });
  const added = good.filter(({ code }) => !known.has(code));
  return {
    kind: 'teams',
    ...{ added, changed, unchanged: good.length - added.length - changed.length },
    problems: byLine([...problems, ...bad]),
  };
}

const isChanged = (before: Team, { name, communeCode, hamlet, households }: Team): boolean =>
  before.name !== name ||
  before.communeCode !== communeCode ||
  before.hamlet !== hamlet ||
  (households !== undefined && before.households !== households);

async function readMembers(reader: Reader, bytes: Buffer): Promise<MemberPlan> {
  const { deps, at, actor } = reader;
  const { storage, oaId, rootDir } = deps;
  const teams = await storage.listTeams({ oaId });
  const members = await storage.listMembers({ oaId, limit: ALL });
  const there = [...members.filter(({ state }) => state !== 'left'), ...(await storage.listInvites({ oaId, at }))];
  const known = there.map(({ teamCode, communeCode, name }) =>
    personKey(teamCode === '' ? communeCode : teamCode, name),
  );
  const table = await readInThread(rootDir, { kind: 'members', bytes, teams, known });
  const officers = table.people
    .filter(
      ({ role, communeCode }) =>
        actor.role === 'commune-officer' && role === 'officer' && communeCode === actor.communeCode,
    )
    .map(({ line }) => ({ line, problem: 'Vai trò: mã cho cán bộ xã do tỉnh làm; bạn ghi Thành viên hoặc Tổ trưởng' }));
  const bad = [...strangers(reader, table.people), ...officers];
  const badLines = new Set(bad.map(({ line }) => line));
  const people = table.people.filter(({ line }) => !badLines.has(line)).map(({ line: _line, ...person }) => person);
  const names = new Map(teams.map(({ code, name }) => [code, name]));
  return {
    kind: 'members',
    people,
    placeNames: Object.fromEntries(
      people.map(({ teamCode, communeCode }) =>
        teamCode === '' ? [communeCode, communeName(deps, communeCode)] : [teamCode, names.get(teamCode) ?? teamCode],
      ),
    ),
    unchanged: table.known,
    problems: byLine([...table.problems, ...bad]),
  };
}

/** Lines with anything wrong. */
export const badLines = ({ problems }: ImportPlan): number => new Set(problems.map(({ line }) => line)).size;

/** Rows that would be written. */
export const goodRows = (plan: ImportPlan): number =>
  plan.kind === 'teams' ? plan.added.length + plan.changed.length : plan.people.length;
