import { say, track, type Next, type Place, type Turn } from '../turn.ts';
import type { EndStep } from '../types.ts';

/** `end`: says goodbye and goes back to the caller, if any. */
export function enterEnd(turn: Turn, step: EndStep, place: Place): Next {
  if (step.text !== undefined) say(turn, step.text);
  if (!turn.gaveUp && !turn.expired) track(turn, 'finished', place.flow, place.name);
  return { kind: 'return' };
}
