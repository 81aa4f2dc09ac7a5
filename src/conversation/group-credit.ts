import { fillMessage, type Plan } from './plan.ts';
import { joinTeam } from './team-credit.ts';

/** Somebody called the bot in the group chat of a team, and may be credited to it (`web/group-calls.ts` says who). */
export interface GroupCreditNotice {
  readonly kind: 'group-credit';
  readonly teamCode: string;
}

/** Credits the team by the rule of every way, and says why in private; silence where the rule changes nothing. */
export async function creditGroup(plan: Plan, { teamCode }: GroupCreditNotice): Promise<void> {
  await joinTeam(plan, teamCode, 'group');
  const said = plan.replies.at(-1);
  if (!said) return;
  const why = fillMessage(plan, plan.messages.groupCredited);
  plan.replies[plan.replies.length - 1] = { ...said, text: `${why} ${said.text}`, numbered: false };
}
