import * as z from 'zod';
import { defineAction, Refusal, withinCommune } from '../action.ts';
import { changeAndTell } from '../help-desk/notices.ts';
import { communeName } from './communes.ts';
import { peopleOf, reachOf, toldOf } from './tell-members.ts';
import { ALL, openTeamOf } from './read.ts';

const code = z.string().max(12);

/** What dissolving a team would do, in numbers. */
export const previewDissolve = defineAction({
  name: 'teams.dissolve-preview',
  permission: 'teams.manage',
  route: { method: 'GET', path: '/teams/:code/dissolution' },
  summary: 'What dissolving a team would do, in numbers, and which teams could take over.',
  input: z.object({ code }),
  output: z.object({
    code: z.string(),
    name: z.string(),
    members: z.number(),
    waiting: z.number(),
    invites: z.number(),
    credited: z.number(),
    /** Open teams of the same commune. */
    successors: z.array(z.object({ code: z.string(), name: z.string(), hasLeader: z.boolean() })),
  }),
  async run(context, { code: asked }) {
    const { storage, oaId } = context.deps;
    const team = await openTeamOf(context, asked);
    const { communeCode } = team;
    const here = await storage.listMembers({ oaId, communeCode, limit: ALL });
    const own = here.filter(({ teamCode }) => teamCode === team.code);
    const others = (await storage.listTeams({ oaId, communeCode })).filter(
      (one) => one.dissolvedAt === undefined && one.code !== team.code,
    );
    const residents = await storage.countResidents({
      oaId,
      teamCode: team.code,
      fromDay: '9999-12-31',
      toDay: '9999-12-31',
    });
    return {
      ...{ code: team.code, name: team.name, credited: residents.credited },
      members: own.filter(({ state }) => state === 'active').length,
      waiting: own.filter(({ state }) => state === 'pending').length,
      invites: (await storage.listInvites({ oaId, at: context.at, teamCode: team.code })).length,
      successors: others.map((one) => ({
        ...{ code: one.code, name: one.name },
        hasLeader: here.some(
          ({ teamCode, role, state }) => teamCode === one.code && role === 'leader' && state === 'active',
        ),
      })),
    };
  },
});

/** Ends a team. Cannot be taken back. */
export const dissolveTeam = defineAction({
  name: 'teams.dissolve',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/teams/:code/dissolve' },
  summary: 'Ends a team; members and residents go to the successor, or members have left. Cannot be taken back.',
  input: z.object({
    code,
    successor: z.string().trim().toUpperCase().max(12).optional(),
    confirmed: z.literal('yes', { error: 'Đánh dấu vào ô này khi đã đọc kỹ: giải thể rồi thì không hoàn tác được.' }),
  }),
  output: z.object({
    ...{ code: z.string(), members: z.number(), successor: z.string().optional() },
    /** Members whom the assistant tells, and those whom Zalo does not let us write to. */
    ...{ told: z.number(), toPhone: z.number() },
  }),
  async run(context, { code: asked, successor: wanted }) {
    const { actor, deps, at } = context;
    const { oaId, storage } = deps;
    const team = await openTeamOf(context, asked);
    const successor =
      wanted === undefined || wanted === '' ? undefined : await storage.findTeam({ oaId, code: wanted });
    if (wanted !== undefined && wanted !== '') {
      if (successor) withinCommune(actor, successor.communeCode);
      if (!successor || successor.dissolvedAt !== undefined || successor.code === team.code) {
        throw new Refusal('Tổ thay chưa dùng được.', { successor: `${wanted} không phải một tổ khác đang hoạt động.` });
      }
    }
    const people = await peopleOf(context, team.code);
    const { results } = await changeAndTell(
      context,
      {
        subject: `team:${team.code}`,
        detail: { successor: successor?.code ?? '', commune: communeName(deps, team.communeCode) },
        writes: [
          {
            operation: 'dissolveTeam',
            args: { oaId, code: team.code, at, ...(successor ? { successorCode: successor.code } : {}) },
          },
        ],
      },
      toldOf(context, people, { what: 'dissolved', teamCode: team.code, communeCode: team.communeCode }),
      `dissolved ${team.code}`,
    );
    return {
      ...{ code: team.code, ...reachOf(context, people) },
      members: (results[0] as { readonly members: number }).members,
      ...(successor ? { successor: successor.code } : {}),
    };
  },
});
