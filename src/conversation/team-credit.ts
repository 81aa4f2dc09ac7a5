import { decideCredit, type CreditStanding, type CreditWay } from '../teams/credit.ts';
import { findTeamByTypedCode, livingTeam } from '../teams/team-code.ts';
import type { Team } from '../storage/ports.ts';
import { encodeOrder } from './payloads.ts';
import { fillMessage, type Plan, reply } from './plan.ts';
import type { Option } from './session.ts';

/** Titles of buttons are cut by Zalo at 100 characters; a team's name has up to 80. */
const TITLE_LENGTH = 100;

const creditOption = (title: string, code: string): Option => ({
  title: title.slice(0, TITLE_LENGTH),
  payload: encodeOrder({ type: 'credit', name: code }),
});

/**
 * Somebody was reached by a team: credits it, asks, or leaves things as they are, by the rule of `teams/credit.ts`. What
 * the resident did not say themselves (a widget, a group) is answered only when it changes something.
 */
export async function joinTeam(plan: Plan, code: string, way: CreditWay = 'typed'): Promise<void> {
  const isSaid = way === 'typed' || way === 'chosen';
  if (code === '') return reply(plan, plan.messages.teamMissing, { numbered: false });
  const found = await findTeam(plan, code);
  if (found === undefined) {
    if (isSaid) reply(plan, plan.messages.teamUnknown, { numbered: false });
    return;
  }
  if ('maybe' in found) {
    if (!isSaid) return;
    const options = found.maybe.map((team) => creditOption(`TO ${team.code}: ${team.name}`, team.code));
    return reply(plan, plan.messages.teamMistyped, { options });
  }
  await credit(plan, found.team, way);
}

async function credit(plan: Plan, team: Team, way: CreditWay): Promise<void> {
  const isSaid = way === 'typed' || way === 'chosen';
  const successor = team.dissolvedAt === undefined ? undefined : await livingOf(plan, team);
  const { standing, current } = await standingOf(plan);
  const decided = decideCredit(standing, { team, way, at: plan.now, ...(successor ? { successor } : {}) });
  const credited = successor ?? team;
  switch (decided.decision) {
    case 'credited': {
      plan.patch = { ...plan.patch, teamCode: decided.teamCode, teamAt: plan.now };
      if (!decided.counts) plan.uncountedCredit = true;
      return reply(plan, fillMessage(plan, plan.messages.teamCredited, { tổ: credited.name }), { numbered: false });
    }
    case 'ask': {
      const names = { tổ: credited.name, 'tổ cũ': current?.name ?? '' };
      const options = [
        creditOption(fillMessage(plan, plan.messages.teamChange, names), decided.teamCode),
        {
          title: fillMessage(plan, plan.messages.teamKeep, names).slice(0, TITLE_LENGTH),
          payload: encodeOrder({ type: 'keep-team' }),
        },
      ];
      return reply(plan, fillMessage(plan, plan.messages.teamAskChange, names), { options });
    }
    case 'kept': {
      if (!isSaid || decided.reason !== 'same') return;
      return reply(plan, fillMessage(plan, plan.messages.teamAlready, { tổ: credited.name }), { numbered: false });
    }
    case 'refused': {
      if (isSaid) reply(plan, plan.messages.teamDissolved, { numbered: false });
    }
  }
}

/** The resident stays where they were. */
export function sayTeamKept(plan: Plan): void {
  reply(plan, plan.messages.teamKept, { numbered: false });
}

async function findTeam(plan: Plan, code: string): Promise<ReturnType<typeof findTeamByTypedCode>> {
  const exact = await plan.deps.findTeam(plan.oaId, code);
  if (exact) return { team: exact };
  const teams = await plan.deps.teams?.listTeams({ oaId: plan.oaId });
  return teams && findTeamByTypedCode(code, teams);
}

/** The team itself, or the one that took over from it; undefined when the line has ended. */
export async function livingOf(plan: Plan, team: Team): Promise<Team | undefined> {
  const teams = await plan.deps.teams?.listTeams({ oaId: plan.oaId });
  return livingTeam(team, (code) => teams?.find((one) => one.code === code));
}

async function standingOf(plan: Plan): Promise<{ readonly standing: CreditStanding; readonly current?: Team }> {
  const { resident, oaId, userId } = plan;
  const member = await plan.deps.teams?.findMember({ oaId, userId });
  const current = resident?.teamCode === undefined ? undefined : await plan.deps.findTeam(oaId, resident.teamCode);
  const standing: CreditStanding = {
    ...(current
      ? {
          team: {
            code: current.code,
            since: resident?.teamAt ?? 0,
            isDissolved: current.dissolvedAt !== undefined,
            communeCode: current.communeCode,
          },
        }
      : {}),
    ...(resident?.communeCode === undefined ? {} : { communeCode: resident.communeCode }),
    ...(member?.state === 'active' && member.teamCode !== '' ? { memberOf: member.teamCode } : {}),
  };
  return { standing, ...(current ? { current } : {}) };
}
