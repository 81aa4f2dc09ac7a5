import { randomBytes } from 'node:crypto';
import { fillMessage, helpOption, menuOption, type Plan, reply } from './plan.ts';
import { emptySession } from './session.ts';
import { park, parkedOption } from './walk.ts';

/** A visit at a door takes minutes; a forgotten one must not swallow what the member does for themselves. */
const VISIT_MS = 2 * 3_600_000;

/** A team member begins to walk for somebody else: their own place is kept, and what happens now is the visit's. */
export function startHelping(plan: Plan): boolean {
  if (plan.session.helping) {
    reply(plan, plan.messages.helpFirst, { options: [...helpOption(plan), menuOption(plan)] });
    return false;
  }
  if ((plan.patch.teamCode ?? plan.resident?.teamCode) === undefined) {
    reply(plan, plan.messages.helpNeedsTeam, { numbered: false });
    return false;
  }
  park(plan);
  const visit = plan.deps.newVisitId?.() ?? randomBytes(9).toString('base64url');
  const own = { ...plan.session, options: [] };
  plan.session = { ...emptySession, helping: { visit, until: plan.now + VISIT_MS, person: {}, own } };
  return true;
}

/** The member has done what was to be done at the door. */
export function stopHelping(plan: Plan): void {
  if (!plan.session.helping) return reply(plan, plan.messages.helpNone, { numbered: false });
  leave(plan);
  reply(plan, plan.messages.helpEnded, { options: [...parkedOption(plan), menuOption(plan)] });
}

/** Ends a visit whose time is over; true when there was one. */
export function endOverdueHelp(plan: Plan): boolean {
  const { helping } = plan.session;
  if (!helping || helping.until > plan.now) return false;
  leave(plan);
  return true;
}

/** Says in front of the answer that this is about somebody else, and how to end it. */
export function announceHelp(plan: Plan): void {
  const [first, ...rest] = plan.replies;
  if (!plan.session.helping || !first) return;
  plan.replies = [{ ...first, text: `${fillMessage(plan, plan.messages.helpBanner)}\n\n${first.text}` }, ...rest];
}

function leave(plan: Plan): void {
  plan.session = plan.session.helping?.own ?? plan.session;
}
