import type { FieldEntry } from '../../storage/field-log-ports.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { fillMessage, type Plan, reply, type TeamReads } from '../plan.ts';
import { entryOptions } from './book.ts';
import { authorOf, entryLines } from './entry-text.ts';
import { logOption } from './questions.ts';
import { lookersOn } from './standing.ts';

/** An odd figure, for those who look at it, or back to whoever wrote it. Names nobody: the entry is read when it is said. */
export interface FieldLogNotice {
  readonly kind: 'field-log';
  readonly what: 'too-many' | 'to-correct';
  readonly id: string;
}

const isOpen = (entry: FieldEntry | undefined): entry is FieldEntry =>
  entry?.state === 'kept' && (entry.flag === 'too-many' || entry.flag === 'to-correct');

/** Says the notice, unless the entry was looked at, corrected or withdrawn meanwhile. */
export async function sayFieldLogNotice(plan: Plan, { what, id }: FieldLogNotice): Promise<void> {
  const { teams } = plan.deps;
  const entry = await teams?.findFieldLog({ oaId: plan.oaId, id });
  if (!teams || !isOpen(entry) || entry.flag !== what) return;
  const { messages } = plan;
  const mục = entryLines(plan, entry);
  if (what === 'to-correct') {
    if (entry.userId !== plan.userId) return;
    const text = fillMessage(plan, messages.logFixAsk, { mục });
    return reply(plan, text, { numbered: false, options: entryOptions(plan, id) });
  }
  const tên = await authorOf(plan, teams, entry);
  reply(plan, fillMessage(plan, messages.logFlagAsk, { tên, mục }), {
    numbered: false,
    options: [logOption(messages.logFlagYes, 'flag-yes', id), logOption(messages.logFlagNo, 'flag-no', id)],
  });
}

/** "Đúng", "Cần sửa": by a leader of the team who did not write it, or an officer of the commune. */
export async function answerFlag(plan: Plan, id: string, verdict: 'confirmed' | 'to-correct'): Promise<void> {
  const { teams } = plan.deps;
  const entry = await teams?.findFieldLog({ oaId: plan.oaId, id });
  const { messages, oaId, userId: by } = plan;
  if (!teams || !isOpen(entry) || !(await mayLook(plan, teams, entry))) {
    return reply(plan, messages.logFlagGone, { numbered: false });
  }
  plan.effects.push({ operation: 'confirmFlag', args: { oaId, id, verdict, by } });
  if (verdict === 'confirmed') return reply(plan, messages.logFlagConfirmed, { numbered: false });
  const tên = await authorOf(plan, teams, entry);
  const isTold = await tellAuthor(plan, teams, entry);
  reply(plan, fillMessage(plan, isTold ? messages.logFlagReturned : messages.logFlagReturnedCall, { tên }), {
    numbered: false,
    options: entryOptions(plan, id).slice(0, 1),
  });
}

async function mayLook(plan: Plan, teams: TeamReads, entry: FieldEntry): Promise<boolean> {
  const lookers = await lookersOn(plan, teams, entry);
  if (lookers.some(({ userId }) => userId === plan.userId)) return true;
  const me = await teams.findMember({ oaId: plan.oaId, userId: plan.userId });
  const isOfficer = me?.state === 'active' && me.role === 'officer' && me.communeCode === entry.communeCode;
  return isOfficer && entry.userId !== plan.userId;
}

/** True when whoever wrote it can be written to. */
async function tellAuthor(plan: Plan, teams: TeamReads, { userId, teamCode, id }: FieldEntry): Promise<boolean> {
  if (userId === undefined) return false;
  const members = await teams.listMembers({ oaId: plan.oaId, teamCode, state: 'active' });
  const author = members.find((one) => one.userId === userId);
  if (!author || !canBeMessaged(author.lastInteractionAt, plan.now)) return false;
  plan.notices.push({ userId, notice: { kind: 'field-log', what: 'to-correct', id } });
  return true;
}
