import { toText } from '../expression-functions.ts';
import { evaluate } from '../expression.ts';
import { fill, save, scopeOf, type Next, type Turn } from '../turn.ts';
import type { SetStep } from '../types.ts';

/** `set`: saves a text with placeholders filled, or what an expression comes to; nothing removes the variable. */
export function enterSet(turn: Turn, step: SetStep): Next {
  const { value } = step;
  save(turn, step.var, typeof value === 'string' ? fill(turn, value) : toText(evaluate(value, scopeOf(turn))));
  return { kind: 'goto', step: step.next };
}
