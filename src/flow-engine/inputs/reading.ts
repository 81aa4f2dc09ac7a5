/**
 * What a typed answer comes to: a value to save (`text` is how people read it), a kind sentence why it cannot be taken,
 * or undefined when it is no answer to the question at all.
 */
export type Reading =
  | { readonly kind: 'value'; readonly value: string; readonly text?: string; readonly province?: string }
  | { readonly kind: 'refused'; readonly why: string }
  | undefined;

/** What an ask says about the answers it takes. */
export interface InputRules {
  readonly min?: number | string;
  readonly max?: number | string;
  readonly unit?: string;
}
