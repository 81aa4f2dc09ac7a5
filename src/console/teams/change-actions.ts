import * as z from 'zod';
import { communeFor, defineAction, Refusal } from '../action.ts';
import { openTeamOf } from './read.ts';
import { changeAndTell } from '../help-desk/notices.ts';
import { wholeTyped } from '../typed-numbers.ts';
import { readCommuneField } from './communes.ts';
import { peopleOf, reachOf, toldOf } from './tell-members.ts';

const NAME = 'Ghi tên tổ như bà con gọi, 3 đến 80 chữ. Ví dụ: Tổ công nghệ số ấp 3.';
const HAMLET = 'Ghi tên thôn, ấp hoặc tổ dân phố, 1 đến 80 chữ.';
const HOUSEHOLDS = 'Ghi một số nguyên từ 1 đến 20.000, hoặc để trống.';

const name = z.string().trim().min(3, { error: NAME }).max(80, { error: NAME });
const hamlet = z.string().trim().min(1, { error: HAMLET }).max(80, { error: HAMLET });
const households = z.preprocess(
  wholeTyped,
  z.int({ error: HOUSEHOLDS }).min(1, { error: HOUSEHOLDS }).max(20_000, { error: HOUSEHOLDS }).optional(),
);
const code = z.string().max(12);
const done = z.object({ code: z.string() });

/** Adds one team. */
export const addTeam = defineAction({
  name: 'teams.add',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/teams' },
  summary: 'Adds a team.',
  input: z.object({
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^(?=.*\d)[A-Z0-9]{3,12}$/u, {
        error: 'Mã tổ cần 3 đến 12 chữ không dấu và số, có ít nhất một số. Ví dụ: LN03.',
      }),
    name,
    /** Code or name; a commune officer's own is taken. */
    commune: z.string().trim().max(120).optional(),
    hamlet,
    households,
  }),
  output: done,
  async run(context, { code: wanted, name: called, commune: asked, hamlet: where, households: number }) {
    const { actor, deps, at } = context;
    const place = communeFor(actor, asked);
    if (place === undefined) throw new Refusal('Chưa chọn xã.', { commune: 'Chọn xã, phường của tổ.' });
    const commune = await readCommuneField(deps, place, 'commune');
    const taken = await deps.storage.findTeam({ oaId: deps.oaId, code: wanted });
    if (taken) {
      const gone = taken.dissolvedAt === undefined ? '' : ' (đã giải thể, mã cũ không dùng lại)';
      throw new Refusal('Mã tổ này đã có.', { code: `Mã ${wanted} là của một tổ khác${gone}. Chọn mã khác.` });
    }
    const team = {
      ...{ code: wanted, name: called, provinceCode: commune.provinceCode, communeCode: commune.code, hamlet: where },
      ...(number === undefined ? {} : { households: number }),
    };
    await context.change({
      subject: `team:${wanted}`,
      detail: team,
      writes: [{ operation: 'saveTeams', args: { oaId: deps.oaId, teams: [team], at } }],
    });
    return { code: wanted };
  },
});

/** Changes name, hamlet and households. */
export const editTeam = defineAction({
  name: 'teams.edit',
  permission: 'teams.manage',
  route: { method: 'PUT', path: '/teams/:code' },
  summary: 'Changes name, hamlet and households of a team. Without households the known number stays.',
  input: z.object({ code, name, hamlet, households }),
  output: done,
  async run(context, { code: asked, households: number, ...changes }) {
    const { deps, at } = context;
    const { dissolvedAt: _dissolvedAt, successorCode: _successorCode, ...before } = await openTeamOf(context, asked);
    const team = { ...before, ...changes, ...(number === undefined ? {} : { households: number }) };
    await context.change({
      subject: `team:${team.code}`,
      detail: { before, after: team },
      writes: [{ operation: 'saveTeams', args: { oaId: deps.oaId, teams: [team], at } }],
    });
    return { code: team.code };
  },
});

/** Moves a team to another commune. The province decides: an officer would lose sight of the team. */
export const moveTeam = defineAction({
  name: 'teams.move',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/teams/:code/move' },
  summary: 'Moves a team with its members and open invitations to another commune. Past figures stay where they are.',
  input: z.object({ code, commune: z.string().trim().min(1, { error: 'Chọn xã, phường mới.' }).max(120) }),
  output: z.object({ code: z.string(), communeName: z.string(), told: z.number(), toPhone: z.number() }),
  async run(context, { code: asked, commune: wanted }) {
    const { actor, deps, at } = context;
    if (actor.role === 'commune-officer') {
      throw new Refusal('Chuyển tổ sang xã khác là việc của tỉnh. Bạn đề nghị cán bộ tỉnh chuyển.');
    }
    const team = await openTeamOf(context, asked);
    const commune = await readCommuneField(deps, wanted, 'commune');
    if (commune.code === team.communeCode) {
      throw new Refusal('Tổ đã ở xã này.', { commune: `Tổ ${team.code} đang ở ${commune.name}. Chọn xã khác.` });
    }
    const { oaId } = deps;
    const { provinceCode, code: communeCode } = commune;
    const people = await peopleOf(context, team.code);
    await changeAndTell(
      context,
      {
        subject: `team:${team.code}`,
        detail: { from: team.communeCode, to: communeCode },
        writes: [{ operation: 'moveTeam', args: { oaId, code: team.code, provinceCode, communeCode, at } }],
      },
      toldOf(context, people, { what: 'moved', teamCode: team.code, communeCode }),
      `moved ${team.code} ${communeCode} ${at}`,
    );
    return { code: team.code, communeName: commune.name, ...reachOf(context, people) };
  },
});
