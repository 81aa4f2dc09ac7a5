import * as z from 'zod';
import { topics } from '../../catalog/catalogue.ts';
import type { MemberProgress } from '../../storage/learning-ports.ts';
import { topicName } from '../../teams/report.ts';
import { communeFor, defineAction } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { ALL, teamOf } from '../teams/read.ts';

/** Who learned what: places with how many hold each certificate; of one team the people. */
export const listMastery = defineAction({
  name: 'mastery.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/mastery' },
  summary: 'Certificates and lessons of team members: by commune, by team of a commune, or the people of one team.',
  input: z.object({
    communeCode: z.string().max(5).optional(),
    team: z.string().trim().toUpperCase().max(12).optional(),
  }),
  output: z.object({
    of: z.enum(['communes', 'teams', 'people']),
    topics: z.array(z.object({ topic: z.string(), name: z.string() })),
    rows: z.array(
      z.object({
        /** Code of the commune or team; '' for a person. */
        code: z.string(),
        name: z.string(),
        /** Active people there; 1 for a person. */
        members: z.number(),
        /** People on any path. */
        learning: z.number(),
        /** By subject: how many hold the certificate; for a person 1 or 0. */
        certificates: z.record(z.string(), z.number()),
        /** Lessons gone through. */
        lessons: z.number(),
      }),
    ),
  }),
  async run(context, { communeCode: asked, team: wanted }) {
    const { actor, deps } = context;
    const { storage, oaId } = deps;
    const communeCode = communeFor(actor, asked);
    const team = wanted === undefined || wanted === '' ? undefined : await teamOf(context, wanted);
    const of = {
      ...(team ? { teamCode: team.code } : {}),
      ...(communeCode === undefined || team ? {} : { communeCode }),
    };
    const progress = await storage.listMemberProgress({ oaId, ...of });
    const people = await storage.listMembers({ oaId, state: 'active', limit: ALL, ...of });
    const level: 'people' | 'communes' | 'teams' = team ? 'people' : communeCode === undefined ? 'communes' : 'teams';
    const keyOf = {
      people: (one: { userId: string }) => one.userId,
      teams: (one: { teamCode: string }) => one.teamCode,
      communes: (one: { communeCode: string }) => one.communeCode,
    }[level] as (one: { userId: string; teamCode: string; communeCode: string }) => string;
    const teams = new Map((await storage.listTeams({ oaId })).map(({ code, name }) => [code, name]));
    const nameOf = (key: string): string => {
      if (level === 'communes') return communeName(deps, key);
      if (level === 'teams') return key === '' ? 'Cán bộ xã' : (teams.get(key) ?? key);
      return people.find(({ userId }) => userId === key)?.name ?? '';
    };
    const progressBy = Map.groupBy(progress, keyOf);
    const rows = [...Map.groupBy(people, keyOf)].map(([key, own]) => ({
      code: level === 'people' ? '' : key,
      name: nameOf(key),
      members: own.length,
      ...sumOf(progressBy.get(key) ?? []),
    }));
    return {
      of: level,
      topics: topics.map((topic) => ({ topic, name: topicName(topic) })),
      rows: rows.toSorted(
        (a, b) => b.learning - a.learning || b.lessons - a.lessons || a.name.localeCompare(b.name, 'vi'),
      ),
    };
  },
});

function sumOf(rows: readonly MemberProgress[]) {
  return {
    learning: new Set(rows.map(({ userId }) => userId)).size,
    lessons: rows.reduce((sum, { lessons }) => sum + lessons, 0),
    certificates: Object.fromEntries(
      topics.map((topic) => [topic, rows.filter((row) => row.topic === topic && row.hasCertificate).length]),
    ),
  };
}
