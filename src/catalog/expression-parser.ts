import jsep from 'jsep';
import { parserWords } from './expression-words.ts';

/** Operators that compare; two of them in a row are a fault. */
export const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in'];
const precedences: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  ...Object.fromEntries(comparisons.map((operator) => [operator, 6])),
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
};

// The parser is one object for the whole process, and this file is its only user.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
for (const [operator, precedence] of Object.entries(precedences)) jsep.addBinaryOp(operator, precedence);
jsep.addUnaryOp('not');
jsep.addUnaryOp('-');
jsep.addLiteral('true', true);
jsep.addLiteral('false', false);

/** Why an expression cannot be read: where (0-based), and in Vietnamese what is wrong and what to write instead. */
export class Fault extends Error {
  readonly index: number;
  readonly fix: string;

  constructor(index: number, problem: string, fix: string) {
    super(problem);
    this.index = index;
    this.fix = fix;
  }
}

/** A node of the parser; each use checks what it reads. */
export type Node = jsep.Expression;

function parserFault(error: unknown): Fault {
  const { index = 0, description = '' } = error as { index?: number; description?: string };
  const { problem, fix } = parserWords(description);
  return new Fault(index, problem, fix);
}

/** A hyphen inside a name would silently be a subtraction of two variables nobody saved. */
function checkHyphens(source: string): void {
  const withoutTexts = source.replace(/'[^']*'|"[^"]*"/gu, (quoted) => ' '.repeat(quoted.length));
  const found = /[A-Za-z_]\w*-[A-Za-z_]\w*/u.exec(withoutTexts);
  if (!found) return;
  const camel = found[0].replace(/-([a-z])/giu, (_whole, letter: string) => letter.toUpperCase());
  const fix = `đặt tên biến là ${camel}, hoặc chừa dấu cách hai bên dấu trừ`;
  throw new Fault(found.index, `"${found[0]}" bị hiểu là lấy biến này trừ biến kia`, fix);
}

/** The parser's tree of a text. Throws a `Fault` for anything it refuses. */
export function parseSource(source: string): Node {
  checkHyphens(source);
  try {
    return jsep(source);
  } catch (error) {
    throw parserFault(error);
  }
}
