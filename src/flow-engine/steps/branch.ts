import type { Next, Turn } from '../turn.ts';
import type { Condition, FlowState, Step } from '../types.ts';

/** True when the saved variables fulfil the condition; a variable never saved equals nothing. */
export function holds(condition: Condition, vars: FlowState['vars']): boolean {
  if ('not' in condition) return !holds(condition.not, vars);
  if ('all' in condition) return condition.all.every((part) => holds(part, vars));
  if ('any' in condition) return condition.any.some((part) => holds(part, vars));
  const saved = Object.hasOwn(vars, condition.var) ? vars[condition.var] : undefined;
  if (saved === undefined) return false;
  return 'in' in condition ? condition.in.includes(saved) : saved === condition.equals;
}

/** `branch`: the first case that holds, otherwise `else`. Says nothing. */
export function enterBranch(turn: Turn, step: Extract<Step, { type: 'branch' }>): Next {
  const taken = step.cases.find(({ when }) => holds(when, turn.vars));
  return { kind: 'goto', step: taken?.next ?? step.else };
}
