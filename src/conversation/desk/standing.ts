import type { Member } from '../../storage/team-ports.ts';
import { encodeOrder, type DeskAct } from '../payloads.ts';
import type { Plan, TeamReads } from '../plan.ts';
import type { Option } from '../session.ts';

/** Somebody who works in a team or commune now: member, leader or officer. */
export interface Worker {
  readonly teams: TeamReads;
  readonly me: Member;
}

/** The worker this turn is of; undefined for everybody else. */
export async function workerOf(plan: Plan): Promise<Worker | undefined> {
  const { teams } = plan.deps;
  const me = await teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  return teams && me?.state === 'active' ? { teams, me } : undefined;
}

/** A button about lessons, questions or tips. */
export const deskOption = (title: string, act: DeskAct, ref = ''): Option => ({
  title,
  payload: encodeOrder({ type: 'desk', act, ref }),
});
