import type jsep from 'jsep';
import { expressionFunctions } from '../flow-engine/expression-functions.ts';
import type { Compiled, Expression, ExpressionFunction } from '../flow-engine/types.ts';
import { comparisons, Fault, parseSource, type Node } from './expression-parser.ts';
import { functionWords } from './expression-words.ts';
import { says } from './schema-message.ts';

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
  if (words.has(name)) throw new Fault(index, `một bên của "${name}" còn trống`, `viết đủ hai bên, hoặc bỏ "${name}"`);
  if (name === 'null' || name === 'undefined') {
    throw new Fault(index, `không có giá trị ${name}`, "biến chưa lưu thì không bằng gì cả; viết not (x == 'a')");
  }
  if (/["'“”‘’`]/u.test(name)) {
    throw new Fault(index, 'dấu nháy cong, máy không hiểu', "dùng dấu nháy thẳng: 'seller'");
  }
  if (!/^[a-z]\w{0,39}$/iu.test(name)) {
    throw new Fault(
      index,
      `"${name}" không làm tên biến được`,
      "dùng chữ a-z, chữ số và _; lời thì để trong dấu nháy: 'a'",
    );
  }
  return { op: 'var', name };
}

function toValue(value: unknown, raw: string, source: string): Expression {
  const isFine = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isFine) throw new Fault(indexOf(source, raw), `"${raw}" chưa phải con số`, 'viết số như 500000 hoặc 2.5');
  return { op: 'value', value: value as string | number | boolean };
}

function toCall(source: string, node: jsep.CallExpression, depth: number): Expression {
  const name = node.callee.type === 'Identifier' ? textOf(node.callee['name']) : '';
  const index = indexOf(source, name);
  const names = Object.keys(expressionFunctions).join(', ');
  if (!Object.hasOwn(expressionFunctions, name)) {
    throw new Fault(index, `không có hàm "${name}"`, `dùng một trong: ${names}`);
  }
  const { min, max } = expressionFunctions[name as ExpressionFunction];
  const count = node.arguments.length;
  if (count < min || count > max) {
    throw new Fault(
      index,
      `hàm ${name} không nhận ${count} giá trị`,
      `viết ${functionWords(name as ExpressionFunction)}`,
    );
  }
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
    throw new Fault(
      index,
      `"not" chỉ phủ định phần đứng trước "${operator}"`,
      'để cả phép so sánh trong ngoặc: not (…)',
    );
  }
  if (isComparison(node) && (isComparison(left) || isComparison(right))) {
    throw new Fault(index, 'hai phép so sánh viết liền nhau', 'tách làm hai: 1 < x and x < 5');
  }
  const of = toTree(source, left, depth);
  if (operator !== 'in') {
    type Operator = Extract<Expression, { left: Expression }>['op'];
    return { op: operator as Operator, left: of, right: toTree(source, right, depth) };
  }
  if (right.type !== 'ArrayExpression') {
    throw new Fault(index, 'sau "in" chưa có danh sách', "viết danh sách: role in ['buyer', 'seller']");
  }
  const elements = (right as jsep.ArrayExpression).elements;
  const among = elements.map((element) => {
    if (element === null) throw new Fault(index, 'danh sách có một chỗ trống', 'bỏ bớt một dấu phẩy');
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
    throw new Fault(0, `lồng nhau quá ${expressionLimits.depth} lớp`, 'tách làm hai bước branch');
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
      throw new Fault(
        Math.max(0, source.indexOf('[')),
        'danh sách đứng một mình',
        "viết danh sách sau in: role in ['a', 'b']",
      );
    case 'MemberExpression':
      throw new Fault(
        Math.max(0, source.search(/[.[]/u)),
        'tên biến không có dấu chấm hay ngoặc vuông',
        'viết một tên biến thôi',
      );
    case 'ConditionalExpression':
      throw new Fault(
        Math.max(0, source.indexOf('?')),
        'không dùng được dấu "?"',
        'dùng hai trường hợp trong bước branch',
      );
    default:
      throw new Fault(0, 'chưa phải một biểu thức', 'nối các phần bằng "and" hoặc "or"');
  }
}

function parse(source: string): Expression {
  if (source.trim() === '') throw new Fault(0, 'biểu thức còn trống', "viết một điều kiện, như: role == 'seller'");
  if (source.length > expressionLimits.characters) {
    const { characters } = expressionLimits;
    throw new Fault(characters, `dài ${source.length} ký tự, nhiều nhất là ${characters}`, 'tách làm hai bước branch');
  }
  const node = parseSource(source);
  if (node.type === 'Compound') {
    const body = (node as jsep.Compound).body;
    const stray = body.find((part) => part.type === 'Identifier' && words.has(textOf(part['name'])));
    if (stray) toVariable(source, textOf(stray['name']));
    const fix = 'nối bằng "and" hoặc "or"; lời thì để trong dấu nháy';
    throw new Fault(0, `có ${body.length} biểu thức đứng cạnh nhau`, fix);
  }
  return toTree(source, node, 0);
}

/**
 * An expression ready for the engine, or why it cannot be, in Vietnamese and in the form of `says`: position (1-based) and
 * what is wrong, then what to write instead.
 */
export function compileExpression(
  source: string,
): { readonly compiled: Compiled; readonly problem?: never } | { readonly compiled?: never; readonly problem: string } {
  try {
    return { compiled: { source, tree: parse(source) } };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { problem: says(`biểu thức, ký tự thứ ${error.index + 1}: ${error.message}`, error.fix) };
  }
}

/** The problem of an expression in the form of `says`, or undefined. */
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
