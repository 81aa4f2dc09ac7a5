import { maxSavedCharacters } from '../state.ts';
import { fill, type Next, type Turn } from '../turn.ts';
import type { Step } from '../types.ts';

/** `set`: saves a fixed value (placeholders are filled) under a name. */
export function enterSet(turn: Turn, step: Extract<Step, { type: 'set' }>): Next {
  const value = fill(turn, step.value).slice(0, maxSavedCharacters).toWellFormed();
  turn.vars = { ...turn.vars, [step.var]: value };
  return { kind: 'goto', step: step.next };
}
