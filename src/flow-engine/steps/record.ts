import { toNumber } from '../expression-functions.ts';
import { evaluate } from '../expression.ts';
import { scopeOf, type Next, type Place, type Turn } from '../turn.ts';
import type { RecordStep } from '../types.ts';

const maxQuantity = 1000;

/** What was done, 1 to 1,000; an expression that comes to no number counts one. */
function quantityOf(turn: Turn, { quantity = 1 }: RecordStep): number {
  const value = typeof quantity === 'number' ? quantity : toNumber(evaluate(quantity, scopeOf(turn)));
  return Math.min(maxQuantity, Math.max(1, Math.trunc(value ?? 1)));
}

/** `record`: one outcome for the team's figures. Says nothing. */
export function enterRecord(turn: Turn, step: RecordStep, place: Place): Next {
  const { flow, name } = place;
  turn.actions.push({
    type: 'record',
    outcome: step.outcome,
    quantity: quantityOf(turn, step),
    flow: flow.id,
    version: flow.hash,
    step: name,
    topic: flow.topic,
  });
  return { kind: 'goto', step: step.next };
}
