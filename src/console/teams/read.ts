import type { Team } from '../../storage/ports.ts';
import type { ReachableMember } from '../../storage/team-ports.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { memberRef } from '../../teams/registry.ts';
import { AppError } from '../../shared/errors.ts';
import { communeFor, Refusal, withinCommune } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { Actor } from '../permissions.ts';

/** All members of a province: 74,422 teams of the whole country had 348,362. */
export const ALL = 1_000_000;

type Reader = { readonly deps: Pick<ConsoleDeps, 'storage' | 'oaId'>; readonly actor: Actor };

/** A team the actor may see, dissolved or not. Throws TEAM_UNKNOWN, `Refusal` for one of another commune. */
export async function teamOf({ deps, actor }: Reader, code: string): Promise<Team> {
  const team = await deps.storage.findTeam({ oaId: deps.oaId, code: code.toUpperCase() });
  if (!team) throw new AppError('TEAM_UNKNOWN', `There is no team "${code}".`);
  withinCommune(actor, team.communeCode);
  return team;
}

/** A team that works; a dissolved one is refused with the day and its successor. */
export async function openTeamOf(reader: Reader, code: string): Promise<Team> {
  const team = await teamOf(reader, code);
  if (team.dissolvedAt === undefined) return team;
  const next = team.successorCode === undefined ? '' : ` Tổ thay là ${team.successorCode}.`;
  const day = vietnamDay(team.dissolvedAt).split('-').toReversed().join('/');
  throw new Refusal(`Tổ ${team.code} đã giải thể ngày ${day}.${next}`);
}

/** Somebody by the name that buttons have for them, within what the actor may see. Throws MEMBER_UNKNOWN. */
export async function memberOf({ deps, actor }: Reader, ref: string): Promise<ReachableMember> {
  const { storage, oaId } = deps;
  const communeCode = communeFor(actor);
  const people = await storage.listMembers({ oaId, limit: ALL, ...(communeCode === undefined ? {} : { communeCode }) });
  const found = people.find(({ userId }) => memberRef(oaId, userId) === ref.toLowerCase());
  if (found) return found;
  throw new AppError('MEMBER_UNKNOWN', `There is no member "${ref}" within what "${actor.id}" may see.`);
}
