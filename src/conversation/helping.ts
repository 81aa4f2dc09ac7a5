import { randomBytes } from 'node:crypto';
import { fillMessage, helpOption, menuOption, type Plan, reply } from './plan.ts';
import { dropDesk } from './desk/draft.ts';
import { dropDraft } from './field-log/draft.ts';
import { loggerOf } from './field-log/standing.ts';
import { visitOption } from './field-log/visit.ts';
import { emptySession, type Helping } from './session.ts';
import { park, parkedOption } from './walk.ts';

/** A visit at a door takes minutes; a forgotten one must not swallow what the member does for themselves. */
const VISIT_MS = 2 * 3_600_000;

/** A team member begins to walk for somebody else: their own place is kept, and what happens now is the visit's. */
export async function startHelping(plan: Plan): Promise<boolean> {
  if (plan.session.helping) {
    reply(plan, plan.messages.helpFirst, { options: [...helpOption(plan), menuOption(plan)] });
    return false;
  }
  const isMember = (await loggerOf(plan)) !== undefined;
  if (!isMember && (plan.patch.teamCode ?? plan.resident?.teamCode) === undefined) {
    reply(plan, plan.messages.helpNeedsTeam, { numbered: false });
    return false;
  }
  park(plan);
  dropDraft(plan);
  dropDesk(plan);
  const visit = plan.deps.newVisitId?.() ?? randomBytes(9).toString('base64url');
  const own = { ...plan.session, options: [] };
  const member = isMember ? ({ member: true } as const) : {};
  plan.session = { ...emptySession, helping: { visit, until: plan.now + VISIT_MS, person: {}, ...member, own } };
  return true;
}

/** The member has done what was to be done at the door. */
export function stopHelping(plan: Plan): void {
  const { helping } = plan.session;
  if (!helping) return reply(plan, plan.messages.helpNone, { numbered: false });
  leave(plan);
  reply(plan, plan.messages.helpEnded, {
    options: [...visitOption(plan, helping), ...parkedOption(plan), menuOption(plan)],
  });
}

/** Ends a visit whose time is over, and returns it. */
export function endOverdueHelp(plan: Plan): Helping | undefined {
  const { helping } = plan.session;
  if (!helping || helping.until > plan.now) return undefined;
  leave(plan);
  return helping;
}

/** Says in front of the answer that this is about somebody else, and how to end it. */
export function announceHelp(plan: Plan): void {
  const [first, ...rest] = plan.replies;
  if (!plan.session.helping || !first) return;
  plan.replies = [{ ...first, text: `${fillMessage(plan, plan.messages.helpBanner)}\n\n${first.text}` }, ...rest];
}

function leave(plan: Plan): void {
  dropDraft(plan);
  plan.session = plan.session.helping?.own ?? plan.session;
}
