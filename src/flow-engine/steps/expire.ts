import { say, type Next, type Turn } from '../turn.ts';
import type { Expiry, Step } from '../types.ts';

/** The limit on waiting at a step, if it has one. */
function expiryOf(step: Step): Expiry | undefined {
  return step.type === 'ask' || step.type === 'quiz' || step.type === 'poll' || step.type === 'wait'
    ? step.expires
    : undefined;
}

/**
 * The moment of the waiting step has come: a reminder is said and goes on; an expired wait goes on at its `next`, or
 * leaves its flow, so that the caller goes on behind its call. Undefined for a step that no longer has a moment.
 */
export function expire(turn: Turn, step: Step): Next | undefined {
  if (step.type === 'remind') {
    say(turn, step.text);
    return { kind: 'goto', step: step.next };
  }
  const expiry = expiryOf(step);
  if (!expiry) return undefined;
  // A pause that goes on as planned has not failed anybody.
  turn.expired = !(step.type === 'wait' && step.next === undefined && expiry.next !== undefined);
  return expiry.next === undefined ? { kind: 'return' } : { kind: 'goto', step: expiry.next };
}
