import { AppError } from '../shared/errors.ts';

/** One broken rule, for the author: where, what is wrong, what to write instead. */
export interface Problem {
  /** Path below the root, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly problem: string;
  readonly fix: string;
}

/** `content/answers/e-payments/x.md:7: title has 72 characters — shorten it to at most 60`. */
export function formatProblem({ file, line, problem, fix }: Problem): string {
  return `${file}:${line}: ${problem} — ${fix}`;
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
