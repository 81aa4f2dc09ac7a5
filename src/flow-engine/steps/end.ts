import { say, track, type Next, type Place, type Turn } from '../turn.ts';
import type { Step } from '../types.ts';

/** `end`: says goodbye and goes back to the caller, if any. */
export function enterEnd(turn: Turn, step: Extract<Step, { type: 'end' }>, place: Place): Next {
  if (step.text !== undefined) say(turn, step.text);
  if (!turn.gaveUp) track(turn, 'finished', place.flow, place.name);
  return { kind: 'return' };
}
