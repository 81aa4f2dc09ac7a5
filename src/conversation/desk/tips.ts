import { vietnamDay } from '../../shared/clock.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import { startWalk } from '../walk.ts';
import { deskOption, type Worker } from './standing.ts';

/** "MẸO": the tips of this month. */
export async function sayTips(plan: Plan, { teams }: Worker): Promise<void> {
  const { messages, oaId } = plan;
  const month = vietnamDay(plan.now).slice(0, 7);
  const tips = (await teams.listTips({ oaId, month })).filter(({ state }) => state === 'sending');
  if (tips.length === 0) return reply(plan, messages.tipNone, { numbered: false });
  for (const { id, title, text, card } of tips.slice(0, 3)) {
    reply(plan, fillMessage(plan, messages.tipItem, { tên: title, mẹo: text }), {
      numbered: false,
      ...(card === '' ? {} : { options: [deskOption(messages.tipTry, 'tip-try', id)] }),
    });
  }
}

/** A button of a tip. The press itself opens Zalo's window again; whoever is in the middle of something stays there. */
export async function pressTip(plan: Plan, id: string, act: 'tip-read' | 'tip-try'): Promise<void> {
  const { messages, oaId, userId, now: at } = plan;
  plan.effects.push({ operation: 'markTipRead', args: { oaId, tipId: id, userId, at } });
  const tip = act === 'tip-try' ? await plan.deps.teams?.findTip({ oaId, id }) : undefined;
  if (tip && startWalk(plan, 'card', tip.card)) return;
  reply(plan, messages.tipThanks, { numbered: false });
}

/** "NGỪNG NHẬN MẸO", "NHẬN MẸO". */
export function setTips(plan: Plan, on: boolean): void {
  const { oaId, userId, now: at, messages } = plan;
  plan.effects.push({ operation: 'setTipRefusal', args: { oaId, userId, at, on: !on } });
  reply(plan, on ? messages.tipOn : messages.tipOff, { numbered: false });
}
