import type { Next, Place, Turn } from '../turn.ts';
import type { Step } from '../types.ts';

/** `record`: one outcome for the team's figures. Says nothing. */
export function enterRecord(turn: Turn, step: Extract<Step, { type: 'record' }>, place: Place): Next {
  const { flow, name } = place;
  turn.actions.push({
    type: 'record',
    outcome: step.outcome,
    quantity: Math.max(1, Math.trunc(step.quantity ?? 1)),
    flow: flow.id,
    version: flow.hash,
    step: name,
    topic: flow.topic,
  });
  return { kind: 'goto', step: step.next };
}
