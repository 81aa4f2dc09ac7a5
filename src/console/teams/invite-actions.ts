import * as z from 'zod';
import type { TeamInvite } from '../../storage/registry-ports.ts';
import { nameProblem } from '../../teams/member-import.ts';
import { AppError } from '../../shared/errors.ts';
import { type ActionContext, communeFor, defineAction, Refusal, withinCommune } from '../action.ts';
import { handedCode, keepCodes, makeCodes } from './codes.ts';
import { communeName, readCommuneField } from './communes.ts';
import { openTeamOf } from './read.ts';

const role = z.enum(['member', 'leader', 'officer'], { error: 'Chọn vai trò.' });
const NAME = 'Ghi họ tên, 2 đến 60 chữ.';

const output = z.object({
  /** The page that shows the code, for half an hour and for whoever made it. */
  keptId: z.string(),
  invite: handedCode,
});

/** Makes a one-time code for one person. */
export const createInvite = defineAction({
  name: 'invites.create',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/invites' },
  summary: 'Makes a one-time join code for one person. The answer is the only time that the code is seen.',
  input: z.object({
    /** Code of the team; not for officers. */
    team: z.string().max(12).optional(),
    /** Commune of an officer, code or name. */
    commune: z.string().max(120).optional(),
    name: z.string().trim().min(1, { error: NAME }).max(60, { error: NAME }),
    role,
  }),
  output,
  async run(context, { team: code, commune: place, name, role: wanted }) {
    const problem = nameProblem(name);
    if (problem !== undefined) throw new Refusal('Tên chưa dùng được.', { name: `Họ tên ${problem}.` });
    if (wanted === 'officer') {
      if (context.actor.role === 'commune-officer') {
        throw new Refusal('Mã cho cán bộ xã do tỉnh làm.', { role: 'Bạn chọn Thành viên hoặc Tổ trưởng.' });
      }
      const commune = await readCommuneField(context.deps, place ?? '', 'commune');
      return invite(context, { role: wanted, name, teamCode: '', communeCode: commune.code });
    }
    const team = await openTeamOf(context, code ?? '');
    return invite(context, { role: wanted, name, teamCode: team.code, communeCode: team.communeCode });
  },
});

type Person = Pick<TeamInvite, 'role' | 'name' | 'teamCode' | 'communeCode'>;

async function invite(context: ActionContext, person: Person, replaced?: TeamInvite): Promise<z.output<typeof output>> {
  const { deps, actor } = context;
  const { teamCode, communeCode, role: as } = person;
  const team = teamCode === '' ? undefined : await deps.storage.findTeam({ oaId: deps.oaId, code: teamCode });
  const placeName = team?.name ?? communeName(deps, communeCode);
  const { codes, write } = makeCodes(context, [person], () => placeName);
  await context.change({
    subject: teamCode === '' ? `commune:${communeCode}` : `team:${teamCode}`,
    detail: { role: as, ...(replaced ? { replaced: true } : {}) },
    writes: [
      ...(replaced
        ? [{ operation: 'removeInvite', args: { oaId: deps.oaId, codeHash: replaced.codeHash } } as const]
        : []),
      write,
    ],
  });
  const [handed] = codes;
  if (!handed) throw new AppError('INTERNAL', 'A code was asked for and none was made.');
  const backTo = teamCode === '' ? ('/thanh-vien' as const) : (`/to/${teamCode}` as const);
  return { keptId: keepCodes(deps, actor, { codes, backTo }), invite: handed };
}

/** An invitation nobody has used, within what the actor may see. */
async function openInvite({ deps, actor, at }: ActionContext, ref: string): Promise<TeamInvite> {
  const communeCode = communeFor(actor);
  const open = await deps.storage.listInvites({
    ...{ oaId: deps.oaId, at },
    ...(communeCode === undefined ? {} : { communeCode }),
  });
  const found = open.find(({ codeHash }) => deps.pseudonymOf(deps.oaId, codeHash) === ref);
  if (!found) throw new Refusal('Mã mời này đã dùng, đã hết hạn hoặc đã hủy.');
  withinCommune(actor, found.communeCode);
  return found;
}

/** A new code instead of a lost one. */
export const renewInvite = defineAction({
  name: 'invites.renew',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/invites/:ref/renew' },
  summary: 'Makes a new join code for somebody whose code was lost; the lost one ends.',
  input: z.object({ ref: z.string().max(200) }),
  output,
  async run(context, { ref }) {
    const lost = await openInvite(context, ref);
    const { role: as, name, teamCode, communeCode } = lost;
    return invite(context, { role: as, name, teamCode, communeCode }, lost);
  },
});

/** Ends an invitation before its time. */
export const cancelInvite = defineAction({
  name: 'invites.cancel',
  permission: 'teams.manage',
  route: { method: 'DELETE', path: '/invites/:ref' },
  summary: 'Ends an open invitation: its code opens nothing any more.',
  input: z.object({ ref: z.string().max(200) }),
  output: z.object({ teamCode: z.string() }),
  async run(context, { ref }) {
    const { codeHash, teamCode, communeCode, role: as } = await openInvite(context, ref);
    await context.change({
      subject: teamCode === '' ? `commune:${communeCode}` : `team:${teamCode}`,
      detail: { role: as },
      writes: [{ operation: 'removeInvite', args: { oaId: context.deps.oaId, codeHash } }],
    });
    return { teamCode };
  },
});
