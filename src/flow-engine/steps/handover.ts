import { engineTexts } from '../texts.ts';
import { say, type Next, type Turn } from '../turn.ts';
import type { HandoverStep } from '../types.ts';

/** Asks for a person: says so, and ends everything that was running. */
export function handOver(turn: Turn, reason: string, text: string = engineTexts.handover): Next {
  say(turn, text);
  turn.actions.push({ type: 'handover', reason });
  return { kind: 'over', how: 'handover' };
}

/** `handover`: asks for a person and ends the flow, callers included. */
export function enterHandover(turn: Turn, step: HandoverStep): Next {
  return handOver(turn, step.reason, step.text);
}
