import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { monthOf } from '../../shared/periods.ts';
import type { TeamEventKind } from '../../storage/registry-ports.ts';
import { viewIndicators } from '../../teams/indicator-view.ts';
import { INDICATORS, indicatorOf, thingNames } from '../../teams/indicators.ts';
import { canBeMessaged, memberRef } from '../../teams/registry.ts';
import { defineAction } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import { communeName } from './communes.ts';
import { ALL, teamOf } from './read.ts';

/** Lines of history that are shown. */
const EVENTS = 60;

/** Somebody of a team, by the name that buttons have for them. */
export const memberRow = z.object({
  ref: z.string(),
  name: z.string(),
  role: z.enum(['member', 'leader', 'officer']),
  state: z.enum(['active', 'pending', 'left']),
  teamCode: z.string(),
  communeCode: z.string(),
  joinedAt: z.number(),
  leftAt: z.number().optional(),
  /** Last message of theirs, epoch ms; 0 = unknown. */
  lastInteractionAt: z.number(),
  /** Zalo lets the assistant write to them now. */
  canBeMessaged: z.boolean(),
});

/** A member as the console and the API show one. */
export function toMemberRow(
  one: Awaited<ReturnType<ConsoleDeps['storage']['listMembers']>>[number],
  now: number,
): z.output<typeof memberRow> {
  const { oaId, userId, name, role, state, teamCode, communeCode, joinedAt, leftAt, lastInteractionAt } = one;
  return {
    ...{ ref: memberRef(oaId, userId), name, role, state, teamCode, communeCode, joinedAt, lastInteractionAt },
    ...(leftAt === undefined ? {} : { leftAt }),
    canBeMessaged: canBeMessaged(lastInteractionAt, now),
  };
}

/** One figure of a month. The three sources are never added up. */
export const figureRow = z.object({
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  source: z.enum(['measured', 'visit', 'self-reported']),
  value: z.number(),
  before: z.number(),
  target: z.number().optional(),
});

/** Everything about one team. */
export const getTeam = defineAction({
  name: 'teams.get',
  permission: 'teams.view',
  route: { method: 'GET', path: '/teams/:code' },
  summary: 'One team: facts, members, open invitations, figures of this month, history.',
  input: z.object({ code: z.string().max(12) }),
  output: z.object({
    code: z.string(),
    name: z.string(),
    provinceCode: z.string(),
    communeCode: z.string(),
    communeName: z.string(),
    hamlet: z.string(),
    households: z.number().optional(),
    dissolvedAt: z.number().optional(),
    successorCode: z.string().optional(),
    /** Residents whose conversations count for this team. */
    credited: z.number(),
    members: z.array(memberRow),
    invites: z.array(
      z.object({
        ref: z.string(),
        name: z.string(),
        role: z.enum(['member', 'leader', 'officer']),
        expiresAt: z.number(),
      }),
    ),
    month: z.string(),
    figures: z.array(figureRow),
    events: z.array(
      z.object({ at: z.number(), kind: z.string(), name: z.string(), by: z.string(), detail: z.string() }),
    ),
  }),
  async run({ actor, at, deps }, { code }) {
    const { storage, oaId } = deps;
    const team = await teamOf({ actor, deps }, code);
    const month = monthOf(vietnamDay(at));
    const people = await storage.listMembers({ oaId, teamCode: team.code, limit: ALL });
    const invites = await storage.listInvites({ oaId, at, teamCode: team.code });
    const days = { fromDay: `${month}-01`, toDay: `${month}-31` };
    const { credited } = await storage.countResidents({ oaId, teamCode: team.code, ...days });
    return {
      ...team,
      communeName: communeName(deps, team.communeCode),
      credited,
      members: people.map((one) => toMemberRow(one, at)),
      invites: invites.map(({ codeHash, name, role, expiresAt }) => ({
        ref: deps.pseudonymOf(oaId, codeHash),
        ...{ name, role, expiresAt },
      })),
      month,
      figures: await figuresOf(deps, { scope: 't', unit: team.code, month }),
      events: await eventsOf(deps, team.code, new Map(people.map(({ userId, name }) => [userId, name]))),
    };
  },
});

/** Figures of one unit in a month, with the month before and its targets; what nobody counted or aims at is left out. */
export async function figuresOf(
  deps: Pick<ConsoleDeps, 'storage' | 'oaId' | 'catalogue'>,
  of: { readonly scope: 't' | 'c' | 'p'; readonly unit: string; readonly month: string },
): Promise<z.output<typeof figureRow>[]> {
  const thingName = thingNames(deps.catalogue());
  const { values, before, targets } = await viewIndicators({
    ...{ storage: deps.storage, thingName, oaId: deps.oaId, span: 'm' },
    ...{ scope: of.scope, unit: of.unit, period: of.month },
  });
  const order = INDICATORS.map(({ code }) => code);
  const rank = (code: string): number => (order.includes(code) ? order.indexOf(code) : order.length);
  return [...new Set([...Object.keys(values), ...Object.keys(targets)])]
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap((code) => {
      const found = indicatorOf(code, thingName);
      if (!found) return [];
      const { name, unit, source } = found;
      const target = targets[code];
      const figure = { code, name, unit, source, value: values[code] ?? 0, before: before[code] ?? 0 };
      return [{ ...figure, ...(target === undefined ? {} : { target }) }];
    });
}

/** The history of a team, newest first. Whoever was erased has no name in it any more. */
async function eventsOf(
  { storage, oaId }: Pick<ConsoleDeps, 'storage' | 'oaId'>,
  teamCode: string,
  here: ReadonlyMap<string, string>,
) {
  const events = await storage.listTeamEvents({ oaId, teamCode, limit: EVENTS });
  const names = new Map(here);
  for (const userId of new Set(events.flatMap((event) => [event.userId ?? [], event.by ?? []].flat()))) {
    const found = names.has(userId) ? undefined : await storage.findMember({ oaId, userId });
    if (found) names.set(userId, found.name);
  }
  return events.map(({ at, kind, userId, by, detail }) => ({
    at,
    kind: kind satisfies TeamEventKind as string,
    name: userId === undefined ? '' : (names.get(userId) ?? 'Người không còn tên'),
    by: by === undefined ? 'Cán bộ' : by === userId ? '' : (names.get(by) ?? 'Người không còn tên'),
    detail: [
      'invited',
      'joined',
      'asked',
      'approved',
      'refused',
      'left',
      'removed',
      'restored',
      'role-changed',
    ].includes(kind)
      ? ''
      : detail,
  }));
}
