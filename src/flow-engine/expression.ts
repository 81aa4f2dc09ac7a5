import { isDay } from './calendar.ts';
import { expressionFunctions, toNumber, toText, type Value } from './expression-functions.ts';
import type { Compiled, Condition, Expression, When } from './condition.ts';
import type { FlowState } from './types.ts';

/** What an expression may read: saved variables, the resident's profile, the day. */
export interface Scope {
  readonly vars: FlowState['vars'];
  /** `segment`, `largeSteps`, `assisted`, `address`: read before variables of the same name. */
  readonly profile: Readonly<Record<string, Value>>;
  /** `YYYY-MM-DD` in Viet Nam; undefined when the time is not known. */
  readonly today: string | undefined;
}

/** The catalogue allows 12 levels; a definition from elsewhere must not run the stack over either. */
const maxDepth = 40;

function read(name: string, { vars, profile }: Scope): Value {
  if (Object.hasOwn(profile, name)) return profile[name];
  return Object.hasOwn(vars, name) ? vars[name] : undefined;
}

/** Saved as text, no and 0 are still no and 0. */
const untrue: ReadonlySet<Value> = new Set([undefined, false, 0, '', 'false', '0']);

/** Nothing, `false`, 0 and the empty text are not true; everything else is. */
const isTrue = (value: Value): boolean => !untrue.has(value);

/** Numbers compare as numbers when one side is one and the other is written as one; otherwise as text. */
function equals(left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === 'number' || typeof right === 'number')
    return toNumber(left) === toNumber(right) && toNumber(left) !== undefined;
  return toText(left) === toText(right);
}

/** Below, equal or above 0; undefined when the two cannot be put in order (only two numbers or two days can). */
function order(left: Value, right: Value): number | undefined {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a !== undefined && b !== undefined) return a - b;
  if (typeof left !== 'string' || typeof right !== 'string' || !isDay(left) || !isDay(right)) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

function compare(op: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const by = order(left, right);
  if (by === undefined) return false;
  if (op === '<') return by < 0;
  if (op === '<=') return by <= 0;
  return op === '>' ? by > 0 : by >= 0;
}

function calculate(op: '+' | '-' | '*' | '/', left: Value, right: Value): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === undefined || b === undefined) return undefined;
  if (op === '+') return toNumber(a + b);
  if (op === '-') return toNumber(a - b);
  return op === '*' ? toNumber(a * b) : toNumber(a / b);
}

function valueOf(tree: Expression, scope: Scope, depth: number): Value {
  if (depth > maxDepth) return undefined;
  const at = (node: Expression): Value => valueOf(node, scope, depth + 1);
  switch (tree.op) {
    case 'value':
      return tree.value;
    case 'var':
      return read(tree.name, scope);
    case 'not':
      return !isTrue(at(tree.of));
    case 'and':
      return isTrue(at(tree.left)) && isTrue(at(tree.right));
    case 'or':
      return isTrue(at(tree.left)) || isTrue(at(tree.right));
    case '==':
      return equals(at(tree.left), at(tree.right));
    case '!=':
      return !equals(at(tree.left), at(tree.right));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(tree.op, at(tree.left), at(tree.right));
    case '+':
    case '-':
    case '*':
    case '/':
      return calculate(tree.op, at(tree.left), at(tree.right));
    case 'in': {
      const of = at(tree.of);
      return tree.among.some((one) => equals(of, at(one)));
    }
    case 'call':
      if (!Object.hasOwn(expressionFunctions, tree.name)) return undefined;
      return expressionFunctions[tree.name].apply(tree.args.map(at), scope.today);
    default:
      return undefined;
  }
}

/**
 * What an expression comes to. Total: it never throws and always ends; what cannot be calculated (a variable never
 * saved, a text where a number is needed, a division by zero) is undefined.
 *
 * - `==`: texts compare as text, a number with a text that is written as one as numbers; nothing equals nothing, not
 *   even another nothing. `!=` is the opposite of `==`.
 * - `<` and the like put two numbers or two days in order; between anything else they are false.
 * - `and`, `or`, `not`: nothing, `false`, 0 and the empty text are not true.
 */
export function evaluate({ tree }: Compiled, scope: Scope): Value {
  return valueOf(tree, scope, 0);
}

/** True when saved variables fulfil the old object form of a condition; a variable never saved equals nothing. */
function fulfils(condition: Condition, vars: FlowState['vars'], depth: number): boolean {
  if (depth > maxDepth) return false;
  if ('not' in condition) return !fulfils(condition.not, vars, depth + 1);
  if ('all' in condition) return condition.all.every((part) => fulfils(part, vars, depth + 1));
  if ('any' in condition) return condition.any.some((part) => fulfils(part, vars, depth + 1));
  const saved = Object.hasOwn(vars, condition.var) ? vars[condition.var] : undefined;
  if (saved === undefined) return false;
  return 'in' in condition ? condition.in.includes(saved) : saved === condition.equals;
}

/** Whether a case or variant is taken. */
export function holds(when: When, scope: Scope): boolean {
  return 'tree' in when ? isTrue(evaluate(when, scope)) : fulfils(when, scope.vars, 0);
}
