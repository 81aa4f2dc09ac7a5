import type { NewRecipient } from '../storage/announcement-ports.ts';
import type { AudiencePerson } from '../storage/audience-ports.ts';
import { BudgetGate, type BudgetCut } from './budget.ts';
import {
  directReach,
  furtherLane,
  type LaneContext,
  type Moment,
  refuses,
  SKIP_CODE_OF,
  type Unreachable,
} from './reach.ts';

/**
 * Puts the people of an audience on the list one by one, by the very rules the plan counted with: a message where Zalo
 * and the budget allow one, else the next lane that has a way to them, else skipped with the reason. Give it the people
 * in the order in which the plan read them, and the plan's `direct.cut`.
 */
export function createDecider(
  moment: Moment,
  context: LaneContext,
  cut: BudgetCut | undefined,
): (person: AudiencePerson) => NewRecipient {
  const gate = new BudgetGate(cut);
  const isDirect = context.lanes.includes('direct');
  return (person) => {
    const { userId } = person;
    const reach = directReach(person, moment);
    const canBeSent = reach === 'free' || (reach === 'paid' && (!isDirect || gate.takes(person.lastInteractionAt)));
    if (canBeSent && isDirect) return { userId, lane: 'direct', state: 'pending', code: '' };
    const further = refuses(reach) ? undefined : furtherLane(person, context);
    if (further) return { userId, lane: further, state: 'pending', code: '' };
    return { userId, lane: 'direct', state: 'skipped', code: SKIP_CODE_OF[reasonOf(reach, isDirect)] };
  };
}

function reasonOf(reach: ReturnType<typeof directReach>, isDirect: boolean): Unreachable {
  if (reach !== 'free' && reach !== 'paid') return reach;
  return isDirect ? 'over-budget' : 'no-lane';
}
