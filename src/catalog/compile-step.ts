import type { Compiled } from '../flow-engine/types.ts';
import { compileExpression, isExpressionText } from './expressions.ts';

/** A checked expression; one that cannot be compiled is a fault of this program, because the schema has refused it. */
function compiled(source: string): Compiled {
  const result = compileExpression(source);
  if (result.compiled) return result.compiled;
  throw new TypeError(`The schema let an expression pass that cannot be compiled: ${result.problem}`);
}

const ifExpression = <T>(value: T): T | Compiled =>
  typeof value === 'string' && isExpressionText(value) ? compiled(value.slice(1)) : value;

const whenOf = <T>(when: T): T | Compiled => (typeof when === 'string' ? compiled(when) : when);

/**
 * A step as authors wrote it (see `stepSchema`) with its expressions compiled: every `when` that is a text, and the
 * values of set, record and profile that begin with `=`. Other fields are left as they are.
 */
export function compileStep(step: { readonly type: string; readonly [field: string]: unknown }): object {
  switch (step.type) {
    case 'branch':
    case 'say': {
      const field = step.type === 'say' ? 'variants' : 'cases';
      const list = step[field] as readonly { readonly when: unknown }[] | undefined;
      return list ? { ...step, [field]: list.map((one) => ({ ...one, when: whenOf(one.when) })) } : step;
    }
    case 'set':
    case 'record':
    case 'profile':
      return Object.fromEntries(Object.entries(step).map(([name, value]) => [name, ifExpression(value)]));
    default:
      return step;
  }
}
