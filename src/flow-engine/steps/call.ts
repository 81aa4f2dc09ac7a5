import { checksum } from '../checksum.ts';
import { maxFlowFrames } from '../state.ts';
import { track, type Next, type Turn } from '../turn.ts';
import type { CallStep } from '../types.ts';

/** How often one flow may be called in one session: more is a loop that nobody meant. */
export const maxCallsOfOneFlow = 20;

/** Puts a flow on the stack at its first step. */
export function enterFlow(turn: Turn, id: string): Next {
  const flow = turn.definitions.flow(id);
  if (!flow) return { kind: 'over', how: 'changed' };
  if (turn.stack.length >= maxFlowFrames) return { kind: 'over', how: 'gave-up' };
  turn.stack.push({ kind: 'flow', id, hash: flow.hash, step: flow.start });
  track(turn, 'started', flow, flow.start);
  return { kind: 'goto', step: flow.start };
}

/** `call`: runs another flow; its end comes back to `next`. Saved variables are shared. */
export function enterCall(turn: Turn, step: CallStep): Next {
  const key = checksum(step.flow);
  const count = (turn.calls?.[key] ?? 0) + 1;
  if (count > maxCallsOfOneFlow) return { kind: 'over', how: 'gave-up' };
  turn.calls = { ...turn.calls, [key]: count };
  return enterFlow(turn, step.flow);
}
