import * as z from 'zod';
import type { Team } from '../../storage/ports.ts';
import type { Member } from '../../storage/team-ports.ts';
import { communeFor, defineAction } from '../action.ts';
import { communeName, isFound } from './communes.ts';
import { ALL } from './read.ts';

/** Teams on one page of the list. */
export const TEAMS_A_PAGE = 50;

/** A team as lists show it. */
export const teamRow = z.object({
  code: z.string(),
  name: z.string(),
  communeCode: z.string(),
  communeName: z.string(),
  hamlet: z.string(),
  households: z.number().optional(),
  /** Active members. */
  members: z.number(),
  waiting: z.number(),
  /** Name of the leader; absent while there is none. */
  leader: z.string().optional(),
  dissolvedAt: z.number().optional(),
  successorCode: z.string().optional(),
});

/** Lists teams by commune, state and words of name, code or hamlet. */
export const listTeams = defineAction({
  name: 'teams.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/teams' },
  summary: 'Lists teams, by commune, state and words of their name, code or hamlet (marks do not matter).',
  input: z.object({
    search: z.string().max(80).optional(),
    communeCode: z.string().max(5).optional(),
    state: z.enum(['active', 'dissolved', 'without-leader', 'waiting']).default('active'),
    page: z.coerce.number().int().min(1).max(10_000).default(1),
  }),
  output: z.object({ total: z.number(), pages: z.number(), teams: z.array(teamRow) }),
  async run({ actor, deps }, { search = '', communeCode: asked, state, page }) {
    const { storage, oaId } = deps;
    const communeCode = communeFor(actor, asked);
    const of = communeCode === undefined ? {} : { communeCode };
    const teams = (await storage.listTeams({ oaId, ...of })).filter(({ code, name, hamlet, communeCode: where }) =>
      isFound(search, code, name, hamlet, communeName(deps, where)),
    );
    const pageOf = <T>(all: readonly T[]): readonly T[] => all.slice((page - 1) * TEAMS_A_PAGE, page * TEAMS_A_PAGE);
    const counted = ({ length }: { readonly length: number }) => ({
      total: length,
      pages: Math.max(1, Math.ceil(length / TEAMS_A_PAGE)),
    });
    const withPeople = (team: Team, own: readonly Member[]): Row => {
      const leader = own.find((one) => one.state === 'active' && one.role === 'leader')?.name;
      return {
        ...rowOf(team),
        communeName: communeName(deps, team.communeCode),
        members: own.filter((one) => one.state === 'active').length,
        waiting: own.filter((one) => one.state === 'pending').length,
        ...(leader === undefined ? {} : { leader }),
      };
    };
    if (state === 'active' || state === 'dissolved') {
      // Whom these lists show does not depend on people: those of one page are read, not the 21,000 of a province.
      const rows = teams.filter(({ dissolvedAt }) => (dissolvedAt !== undefined) === (state === 'dissolved'));
      const shown = pageOf(rows).map(async (team) =>
        withPeople(team, await storage.listMembers({ oaId, teamCode: team.code, limit: ALL })),
      );
      return { ...counted(rows), teams: await Promise.all(shown) };
    }
    const people = Map.groupBy(await storage.listMembers({ oaId, limit: ALL, ...of }), ({ teamCode }) => teamCode);
    const rows = teams.map((team) => withPeople(team, people.get(team.code) ?? [])).filter((row) => IS_IN[state](row));
    return { ...counted(rows), teams: [...pageOf(rows)] };
  },
});

type Row = z.output<typeof teamRow>;

const IS_IN = {
  'without-leader': ({ dissolvedAt, leader }: Row) => dissolvedAt === undefined && leader === undefined,
  waiting: ({ dissolvedAt, waiting }: Row) => dissolvedAt === undefined && waiting > 0,
} as const;

const rowOf = ({ code, name, communeCode, hamlet, households, dissolvedAt, successorCode }: Team) => ({
  ...{ code, name, communeCode, hamlet },
  ...(households === undefined ? {} : { households }),
  ...(dissolvedAt === undefined ? {} : { dissolvedAt }),
  ...(successorCode === undefined ? {} : { successorCode }),
});
