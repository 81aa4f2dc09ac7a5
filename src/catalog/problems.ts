import { AppError } from '../shared/errors.ts';

/** `error`: must be corrected before it is shipped. `warning`: an author should look at it. */
export type Severity = 'error' | 'warning';

/** Something wrong, for the author: where, what, and what to write instead. */
export interface Problem {
  /** Path below the root, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 characters; missing where the finder does not know it. */
  readonly column?: number;
  readonly problem: string;
  /** What to write instead. */
  readonly fix: string;
  /** Id of the broken rule, where whoever read the file already knows it. */
  readonly rule?: string;
}

/** A problem as reported: with its rule, how bad it is, and the column where the wrong words begin. */
export interface LintProblem extends Problem {
  readonly rule: string;
  readonly severity: Severity;
  readonly column: number;
}

/** `content/answers/e-payments/x.md:7: title has 72 characters — shorten it to at most 60`. */
export function formatProblem({ file, line, problem, fix }: Problem): string {
  return `${file}:${line}: ${problem} — ${fix}`;
}

/** Problems in the order of files, lines and columns. */
export function inFileOrder(problems: readonly LintProblem[]): LintProblem[] {
  return problems.toSorted((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

/** Problems for a terminal, grouped by file: position, severity, rule; below it what to write instead. */
export function formatByFile(problems: readonly LintProblem[]): string {
  const files = Map.groupBy(problems, ({ file }) => file);
  return [...files]
    .map(([file, found]) => {
      const lines = found.map(
        ({ line, column, severity, rule, problem, fix }) =>
          `  ${line}:${column}  ${severity}  ${problem}  [${rule}]\n      → ${fix}`,
      );
      return `${file}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

/** The content cannot be served: code `CATALOG_INVALID`, every problem at once, one a line. */
export class CatalogError extends AppError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const list = problems.map(formatProblem).join('\n');
    super('CATALOG_INVALID', `content/ and flows/ break ${problems.length} rule(s); correct these lines:\n${list}`);
    this.name = 'CatalogError';
    this.problems = problems;
  }
}
