import type { Rejection } from './guard/judge.ts';

/** Why there is nothing to show although the model was reachable. */
export type StopReason = Rejection | 'unreadable';

/** Ends a chain early with a reason; carries no words of anybody. */
export class ChainStop extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`The chain ended: ${reason}.`);
    this.name = 'ChainStop';
    this.reason = reason;
  }
}

/** The endpoint gave no usable answer. `reason`: `http-<status>`, `connection` or `bad-answer`. */
export class ModelError extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`The language model did not answer: ${reason}.`);
    this.name = 'ModelError';
    this.reason = reason;
  }
}
