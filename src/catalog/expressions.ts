import type jsep from 'jsep';
import { expressionFunctions } from '../flow-engine/expression-functions.ts';
import type { Compiled, Expression, ExpressionFunction } from '../flow-engine/types.ts';
import { comparisons, Fault, parseSource, type Node } from './expression-parser.ts';

/** Longest expression in characters, and deepest nesting: what an author can still read aloud. */
export const expressionLimits = { characters: 300, depth: 12 } as const;

const words = new Set(['and', 'or', 'not', 'in']);

/** Where a name stands as a word of its own, or an operator; 0 when it cannot be found. */
function indexOf(source: string, name: string): number {
  if (!/^\w+$/u.test(name)) return Math.max(0, source.indexOf(name));
  return Math.max(0, source.search(new RegExp(`(?<!\\w)${name}(?!\\w)`, 'u')));
}

/** The parser types every field of a node as anything; names, operators and raw texts are texts. */
const textOf = (field: unknown): string => (typeof field === 'string' ? field : '');

function toVariable(source: string, name: string): Expression {
  const index = indexOf(source, name);
  if (words.has(name)) throw new Fault(index, `"${name}" has nothing on one of its sides`, 'complete or remove it');
  if (name === 'null' || name === 'undefined') {
    throw new Fault(index, `there is no ${name}`, "a variable never saved equals nothing; write not (x == 'a')");
  }
  if (/["'“”‘’`]/u.test(name)) {
    throw new Fault(index, 'curly quotes are no quotes', "put texts between straight ones: 'seller'");
  }
  if (!/^[a-z]\w{0,39}$/iu.test(name)) {
    throw new Fault(index, `"${name}" is no variable name`, 'use letters a-z, digits and _, or put a text in quotes');
  }
  return { op: 'var', name };
}

function toValue(value: unknown, raw: string, source: string): Expression {
  const isFine = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isFine) throw new Fault(indexOf(source, raw), `"${raw}" is no number`, 'write a number such as 500000 or 2.5');
  return { op: 'value', value: value as string | number | boolean };
}

function toCall(source: string, node: jsep.CallExpression, depth: number): Expression {
  const name = node.callee.type === 'Identifier' ? textOf(node.callee['name']) : '';
  const index = indexOf(source, name);
  const names = Object.keys(expressionFunctions).join(', ');
  if (!Object.hasOwn(expressionFunctions, name)) {
    throw new Fault(index, `there is no function "${name}"`, `use one of: ${names}`);
  }
  const { min, max, usage } = expressionFunctions[name as ExpressionFunction];
  const count = node.arguments.length;
  if (count < min || count > max) throw new Fault(index, `${name} takes other values than these ${count}`, usage);
  return {
    op: 'call',
    name: name as ExpressionFunction,
    args: node.arguments.map((one) => toTree(source, one, depth)),
  };
}

const isComparison = (node: Node): boolean =>
  node.type === 'BinaryExpression' && comparisons.includes(textOf(node['operator']));

const isNot = (node: Node): boolean => node.type === 'UnaryExpression' && node['operator'] === 'not';

function toBinary(source: string, node: jsep.BinaryExpression, depth: number): Expression {
  const { operator, left, right } = node;
  const index = indexOf(source, operator);
  if (operator !== 'and' && operator !== 'or' && isNot(left)) {
    throw new Fault(index, `"not" stands before "${operator}" and would take only the part before it`, 'write not (…)');
  }
  if (isComparison(node) && (isComparison(left) || isComparison(right))) {
    throw new Fault(index, 'two comparisons follow each other', 'compare twice: 1 < x and x < 5');
  }
  const of = toTree(source, left, depth);
  if (operator !== 'in') {
    type Operator = Extract<Expression, { left: Expression }>['op'];
    return { op: operator as Operator, left: of, right: toTree(source, right, depth) };
  }
  if (right.type !== 'ArrayExpression') {
    throw new Fault(index, 'after "in" there is no list', "write a list: role in ['buyer', 'seller']");
  }
  const elements = (right as jsep.ArrayExpression).elements;
  const among = elements.map((element) => {
    if (element === null) throw new Fault(index, 'the list has an empty place', 'remove one comma');
    return toTree(source, element, depth);
  });
  return { op: 'in', of, among };
}

function toUnary(source: string, node: jsep.UnaryExpression, depth: number): Expression {
  const of = toTree(source, node.argument, depth);
  if (node.operator === 'not') return { op: 'not', of };
  if (of.op === 'value' && typeof of.value === 'number') return { op: 'value', value: -of.value };
  return { op: '-', left: { op: 'value', value: 0 }, right: of };
}

function toTree(source: string, node: Node, above: number): Expression {
  const depth = above + 1;
  if (depth > expressionLimits.depth) {
    throw new Fault(0, `more than ${expressionLimits.depth} levels stand inside each other`, 'use two branch steps');
  }
  switch (node.type) {
    case 'Literal':
      return toValue(node['value'], textOf(node['raw']), source);
    case 'Identifier':
      return toVariable(source, textOf(node['name']));
    case 'CallExpression':
      return toCall(source, node as jsep.CallExpression, depth);
    case 'UnaryExpression':
      return toUnary(source, node as jsep.UnaryExpression, depth);
    case 'BinaryExpression':
      return toBinary(source, node as jsep.BinaryExpression, depth);
    case 'ArrayExpression':
      throw new Fault(Math.max(0, source.indexOf('[')), 'a list stands alone', 'lists only follow "in"');
    case 'MemberExpression':
      throw new Fault(Math.max(0, source.search(/[.[]/u)), 'variables have no parts', 'name one variable');
    case 'ConditionalExpression':
      throw new Fault(Math.max(0, source.indexOf('?')), '"? :" is not known here', 'use two cases of a branch step');
    default:
      throw new Fault(0, 'this is not one expression', 'join the parts with and, or');
  }
}

/** A hyphen inside a name would silently be a subtraction of two variables nobody saved. */
function checkHyphens(source: string): void {
  const withoutTexts = source.replace(/'[^']*'|"[^"]*"/gu, (quoted) => ' '.repeat(quoted.length));
  const found = /[A-Za-z_]\w*-[A-Za-z_]\w*/u.exec(withoutTexts);
  if (!found) return;
  const camel = found[0].replace(/-([a-z])/giu, (_whole, letter: string) => letter.toUpperCase());
  const fix = `name the variable ${camel}, or put spaces around the minus`;
  throw new Fault(found.index, `"${found[0]}" would subtract one variable from another`, fix);
}

function parse(source: string): Expression {
  if (source.trim() === '') throw new Fault(0, 'the expression is empty', "write one, for example role == 'seller'");
  if (source.length > expressionLimits.characters) {
    const { characters } = expressionLimits;
    throw new Fault(characters, `it has ${source.length} characters, more than ${characters}`, 'use two branch steps');
  }
  checkHyphens(source);
  const node = parseSource(source);
  if (node.type === 'Compound') {
    const body = (node as jsep.Compound).body;
    const stray = body.find((part) => part.type === 'Identifier' && words.has(textOf(part['name'])));
    if (stray) toVariable(source, textOf(stray['name']));
    const fix = 'join the parts with and, or; put texts in quotes';
    throw new Fault(0, `${body.length} expressions stand side by side`, fix);
  }
  return toTree(source, node, 0);
}

/** An expression ready for the engine, or why it cannot be: position (1-based), what is wrong, what to write instead. */
export function compileExpression(
  source: string,
): { readonly compiled: Compiled; readonly problem?: never } | { readonly compiled?: never; readonly problem: string } {
  try {
    return { compiled: { source, tree: parse(source) } };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { problem: `expression, character ${error.index + 1}: ${error.message}; ${error.fix}` };
  }
}

/** The problem of an expression, or undefined. */
export function checkExpression(source: string): string | undefined {
  return compileExpression(source).problem;
}

/** True for a value that authors wrote as `=expression`. */
export function isExpressionText(value: string): boolean {
  return value.startsWith('=');
}

/** Names of the variables an expression reads, without repeats. */
export function variablesIn(tree: Expression): string[] {
  const below = (node: Expression): string[] => {
    if (node.op === 'var') return [node.name];
    if (node.op === 'value') return [];
    if (node.op === 'not') return below(node.of);
    if (node.op === 'in') return [node.of, ...node.among].flatMap(below);
    if (node.op === 'call') return node.args.flatMap(below);
    return [...below(node.left), ...below(node.right)];
  };
  return [...new Set(below(tree))];
}
