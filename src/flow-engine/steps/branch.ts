import { holds } from '../expression.ts';
import { scopeOf, type Next, type Turn } from '../turn.ts';
import type { BranchStep } from '../types.ts';

/** `branch`: the first case that holds, otherwise `else`. Says nothing. */
export function enterBranch(turn: Turn, step: BranchStep): Next {
  const scope = scopeOf(turn);
  const taken = step.cases.find(({ when }) => holds(when, scope));
  return { kind: 'goto', step: taken?.next ?? step.else };
}
