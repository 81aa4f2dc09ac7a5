import { maxFlowFrames } from '../state.ts';
import { track, type Next, type Turn } from '../turn.ts';
import type { Step } from '../types.ts';

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
export function enterCall(turn: Turn, step: Extract<Step, { type: 'call' }>): Next {
  return enterFlow(turn, step.flow);
}
