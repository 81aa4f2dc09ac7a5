/** Conditions and expressions as trees of plain JSON: what the engine evaluates. */

/** A condition on saved variables. `equals`/`in` compare as text; a variable never saved equals nothing. */
export type Condition =
  | { readonly var: string; readonly equals: string }
  | { readonly var: string; readonly in: readonly string[] }
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

/** Functions an expression may call; what each does stands in `expression-functions.ts`. */
export type ExpressionFunction =
  | 'lower'
  | 'contains'
  | 'starts'
  | 'length'
  | 'folded'
  | 'min'
  | 'max'
  | 'round'
  | 'today'
  | 'days'
  | 'age';

/** An expression as a tree of plain JSON. */
export type Expression =
  | { readonly op: 'value'; readonly value: string | number | boolean }
  | { readonly op: 'var'; readonly name: string }
  | { readonly op: 'not'; readonly of: Expression }
  | {
      readonly op: 'and' | 'or' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly op: 'in'; readonly of: Expression; readonly among: readonly Expression[] }
  | { readonly op: 'call'; readonly name: ExpressionFunction; readonly args: readonly Expression[] };

/** An expression after loading: as written (for drawings and messages) and as evaluated. */
export interface Compiled {
  readonly source: string;
  readonly tree: Expression;
}

/** What a case or variant depends on: the old object form, or an expression. */
export type When = Condition | Compiled;
