import * as z from 'zod';
import type { ActionContext } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { badLines, type ImportPlan } from './plan.ts';

/** Bad rows that are shown; a list with more is better mended in Excel and read again. */
export const SHOWN_PROBLEMS = 50;
const SHOWN_ROWS = 20;

/** An upload of one person, from the click to the result. */
export interface Upload {
  readonly kind: ImportPlan['kind'];
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly startedAt: number;
  /** Absent while it is read. */
  plan?: ImportPlan;
  /** Why it could not be read. */
  refusal?: string;
}

/** What an uploaded list would do, as pages and the API show it. */
export const importView = z.object({
  importId: z.string(),
  kind: z.enum(['teams', 'members']),
  fileName: z.string(),
  state: z.enum(['reading', 'ready', 'refused']),
  /** Why the file is no such list; '' otherwise. */
  refusal: z.string(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  badLines: z.number(),
  /** The first fifty. `column` is '' where the whole row is meant. */
  problems: z.array(z.object({ line: z.number(), column: z.string(), problem: z.string() })),
  problemCount: z.number(),
  /** The first of what would be written, in words. */
  rows: z.array(z.object({ what: z.string(), name: z.string(), detail: z.string() })),
});

type View = z.output<typeof importView>;

/** The view of an upload, read or not. */
export function viewOf({ deps }: ActionContext, importId: string, { kind, fileName, plan, refusal }: Upload): View {
  const problems = plan?.problems ?? [];
  return {
    ...{ importId, kind, fileName, refusal: refusal ?? '' },
    state: plan ? 'ready' : refusal === undefined ? 'reading' : 'refused',
    added: plan ? (plan.kind === 'teams' ? plan.added.length : plan.people.length) : 0,
    changed: plan?.kind === 'teams' ? plan.changed.length : 0,
    unchanged: plan?.unchanged ?? 0,
    badLines: plan ? badLines(plan) : 0,
    problems: problems.slice(0, SHOWN_PROBLEMS).map(({ line, problem }) => {
      // A problem begins with what the heading calls the column; one of the whole row does not.
      const [, column = '', rest = problem] = /^([^:"“]{1,40}): (.+)$/su.exec(problem) ?? [];
      return { line, column, problem: rest };
    }),
    problemCount: problems.length,
    rows: plan ? rowsOf(deps, plan) : [],
  };
}

const ROLE_WORDS = { member: 'thành viên', leader: 'tổ trưởng', officer: 'cán bộ xã' } as const;

function rowsOf(deps: ActionContext['deps'], plan: ImportPlan): View['rows'] {
  if (plan.kind === 'members') {
    return plan.people.slice(0, SHOWN_ROWS).map(({ name, role, teamCode, communeCode }) => ({
      what: `Mời ${ROLE_WORDS[role]}`,
      name,
      detail: plan.placeNames[teamCode === '' ? communeCode : teamCode] ?? '',
    }));
  }
  const changed = plan.changed.map(({ before, team }) => ({
    what: before.communeCode === team.communeCode ? 'Sửa tổ' : 'Chuyển xã',
    name: team.code,
    detail: [
      before.name === team.name ? '' : `${before.name} → ${team.name}`,
      before.communeCode === team.communeCode
        ? ''
        : `${communeName(deps, before.communeCode)} → ${communeName(deps, team.communeCode)}`,
      before.hamlet === team.hamlet ? '' : `${before.hamlet} → ${team.hamlet}`,
      team.households === undefined || before.households === team.households
        ? ''
        : `${before.households ?? 'chưa rõ'} → ${team.households} hộ`,
    ]
      .filter((part) => part !== '')
      .join('; '),
  }));
  const added = plan.added.map((team) => ({
    what: 'Thêm tổ',
    name: team.code,
    detail: `${team.name}, ${communeName(deps, team.communeCode)}`,
  }));
  return [...changed, ...added].slice(0, SHOWN_ROWS);
}
