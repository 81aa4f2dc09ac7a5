import jsep from 'jsep';

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

/** Why an expression cannot be read: where (0-based), what is wrong, what to write instead. */
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

/** What the parser refused, in words that help. */
function parserFault(error: unknown): Fault {
  const { index = 0, description = 'it cannot be read' } = error as { index?: number; description?: string };
  const fixes: readonly [RegExp, string][] = [
    [/Unexpected "="|after [=!]=/u, 'compare with == or !='],
    [/Unexpected "[&|]"/u, 'write and, or'],
    [/Unexpected "!"/u, 'write not (…)'],
    [/Unclosed quote/u, "close the text with '"],
    [/Unclosed \(|Expected \)/u, 'add the missing )'],
    [/Expected exponent|start with a number/u, 'write numbers with digits only, texts in quotes'],
  ];
  const fix = fixes.find(([pattern]) => pattern.test(description))?.[1];
  return new Fault(index, description, fix ?? "write it like role == 'seller' and amount > 500000");
}

/** The parser's tree of a text. Throws a `Fault` for anything it refuses. */
export function parseSource(source: string): Node {
  try {
    return jsep(source);
  } catch (error) {
    throw parserFault(error);
  }
}
