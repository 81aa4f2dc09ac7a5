import * as z from 'zod';
import { groupSettingsKey, readGroupSettings } from '../../teams/group-settings.ts';
import { AppError } from '../../shared/errors.ts';
import { defineAction, Refusal } from '../action.ts';

const GROUP = 'Mã nhóm gồm chữ và số, lấy từ danh sách dưới đây.';

/** Whether and where the assistant answers in group chats. */
export const getGroups = defineAction({
  name: 'groups.get',
  permission: 'settings.view',
  route: { method: 'GET', path: '/groups' },
  summary: 'Whether the assistant answers in group chats of the OA, by which names, and in which groups it did.',
  input: z.object({}),
  output: z.object({
    isOn: z.boolean(),
    names: z.array(z.string()),
    groups: z.array(
      z.object({ groupId: z.string(), teamCode: z.string(), teamName: z.string(), answeredAt: z.number() }),
    ),
  }),
  async run({ deps }) {
    const { storage, oaId } = deps;
    const { on, names } = await readGroupSettings(storage, oaId);
    const teams = new Map((await storage.listTeams({ oaId })).map(({ code, name }) => [code, name]));
    const groups = await storage.listTeamGroups({ oaId });
    return {
      isOn: on,
      names: [...names],
      groups: groups.map(({ groupId, teamCode, answeredAt }) => ({
        ...{ groupId, teamCode, answeredAt },
        teamName: teams.get(teamCode) ?? '',
      })),
    };
  },
});

/** Switches answers in groups on or off. */
export const setGroups = defineAction({
  name: 'groups.set',
  permission: 'settings.manage',
  route: { method: 'PUT', path: '/groups' },
  summary: 'Switches answers in group chats on or off, and names the OA as it is mentioned there.',
  input: z.object({
    state: z.enum(['on', 'off'], { error: 'Chọn bật hoặc tắt.' }),
    /** Another name by which the OA is mentioned. */
    name: z.string().trim().max(60, { error: 'Nhiều nhất 60 chữ.' }).default(''),
  }),
  output: z.object({ isOn: z.boolean() }),
  async run(context, { state, name }) {
    const settings = { on: state === 'on', names: name === '' ? [] : [name] };
    await context.change({
      subject: 'groups',
      detail: settings,
      writes: [
        { operation: 'writeMeta', args: { key: groupSettingsKey(context.deps.oaId), value: JSON.stringify(settings) } },
      ],
    });
    return { isOn: settings.on };
  },
});

const groupId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{1,40}$/u, { error: GROUP });

/** Says whose group a group is. */
export const linkGroup = defineAction({
  name: 'groups.link',
  permission: 'settings.manage',
  route: { method: 'PUT', path: '/groups/:groupId' },
  summary: 'Links a group chat to a team, whose pages are shared there; without a team, to none.',
  input: z.object({ groupId, team: z.string().trim().toUpperCase().max(12).default('') }),
  output: z.object({ teamCode: z.string() }),
  async run(context, { groupId: group, team: teamCode }) {
    const { storage, oaId } = context.deps;
    const team = teamCode === '' ? undefined : await storage.findTeam({ oaId, code: teamCode });
    if (teamCode !== '' && !team) throw new Refusal('Chưa rõ tổ nào.', { team: `Không có tổ mã "${teamCode}".` });
    if (team?.dissolvedAt !== undefined) throw new Refusal('Tổ đã giải thể.', { team: `Tổ ${teamCode} đã giải thể.` });
    await context.change({
      subject: `group:${group}`,
      detail: { team: teamCode },
      writes: [{ operation: 'saveTeamGroup', args: { oaId, groupId: group, teamCode } }],
    });
    return { teamCode };
  },
});

/** Forgets a group. */
export const removeGroup = defineAction({
  name: 'groups.remove',
  permission: 'settings.manage',
  route: { method: 'DELETE', path: '/groups/:groupId' },
  summary: 'Takes a group chat off the list.',
  input: z.object({ groupId }),
  output: z.object({}),
  async run(context, { groupId: group }) {
    const { storage, oaId } = context.deps;
    if (!(await storage.findTeamGroup({ oaId, groupId: group }))) {
      throw new AppError('NOT_FOUND', `There is no group "${group}" on the list.`);
    }
    await context.change({
      subject: `group:${group}`,
      writes: [{ operation: 'removeTeamGroup', args: { oaId, groupId: group } }],
    });
    return {};
  },
});
