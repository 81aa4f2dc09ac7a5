import { findStep } from './state.ts';
import { enterStep } from './steps/index.ts';
import { replaceTop, track, type Next, type Turn } from './turn.ts';
import type { EndedHow } from './types.ts';

/** Steps one turn may take. Shipped flows take fewer than 10; more means that a definition runs in circles. */
export const maxStepsPerTurn = 100;

/** How a run stops: it waits, or everything is over. */
export type Stop =
  | { readonly kind: 'wait' }
  | { readonly kind: 'unmatched' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'over'; readonly how: EndedHow };

const changed: Stop = { kind: 'over', how: 'changed' };

function howOf(turn: Turn): EndedHow {
  if (turn.expired) return 'expired';
  return turn.gaveUp ? 'gave-up' : 'finished';
}

/** Goes on behind a frame that is done: the caller's `next`, or the end of everything. */
function comeBack(turn: Turn): Next | Stop {
  turn.stack.pop();
  const caller = turn.stack.at(-1);
  if (!caller) return { kind: 'over', how: howOf(turn) };
  const flow = turn.definitions.flow(caller.id);
  const step = findStep(turn.definitions, caller);
  if (!flow || (step?.type !== 'guide' && step?.type !== 'call')) return changed;
  if (step.type === 'guide') track(turn, 'step', flow, caller.step);
  return { kind: 'goto', step: step.next };
}

function goTo(turn: Turn, name: string): Next | Stop {
  const frame = turn.stack.at(-1);
  const flow = frame && turn.definitions.flow(frame.id);
  if (!frame || !flow) return changed;
  const here = { kind: 'flow', id: frame.id, hash: flow.hash, step: name } as const;
  const step = findStep(turn.definitions, here);
  if (!step) return changed;
  replaceTop(turn, here);
  return enterStep(turn, step, { flow, name });
}

/** Follows the steps until one waits or everything is over; at most `maxStepsPerTurn` of them. */
export function run(turn: Turn, first: Next): Stop {
  let next: Next | Stop = first;
  for (let steps = 0; steps <= maxStepsPerTurn; steps++) {
    if (next.kind === 'goto') next = goTo(turn, next.step);
    else if (next.kind === 'return') next = comeBack(turn);
    else return next;
  }
  return { kind: 'over', how: 'gave-up' };
}
