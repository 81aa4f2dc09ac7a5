import { fillText } from './fill.ts';
import { positionOf } from './position.ts';
import type { Action, Button, Definitions, Flow, FlowState, Frame } from './types.ts';

/** One turn in the making. Created by `advance`, changed by the step handlers, never kept. */
export interface Turn {
  readonly definitions: Definitions;
  readonly address: string;
  readonly actions: Action[];
  readonly stack: Frame[];
  vars: FlowState['vars'];
  visit: number;
  /** An ask took its `giveUp` path: an end reached in the same turn is not a success. */
  gaveUp: boolean;
}

/** What a step handler wants next. */
export type Next =
  /** Enter this step of the flow on top. */
  | { readonly kind: 'goto'; readonly step: string }
  | { readonly kind: 'wait' }
  /** The frame on top is done: go on behind it. */
  | { readonly kind: 'return' }
  | { readonly kind: 'over'; readonly how: 'gave-up' | 'handover' | 'changed' }
  /** Nothing happened: the state stays exactly as it was. */
  | { readonly kind: 'unmatched' | 'stale' };

/** Where a handler stands: the flow and the name of its step. */
export interface Place {
  readonly flow: Flow;
  readonly name: string;
}

/** The state this turn would store now. */
export function stateOf(turn: Turn): FlowState {
  return { v: 1, stack: [...turn.stack], vars: turn.vars, visit: turn.visit };
}

/** Puts the form of address and saved variables into `text`. */
export function fill(turn: Turn, text: string): string {
  return fillText(text, turn.address, turn.vars);
}

/** Says one message, filled. */
export function say(turn: Turn, text: string, buttons: readonly Button[] = []): void {
  const filled = buttons.map((button) => ({ ...button, title: fill(turn, button.title) }));
  turn.actions.push({ type: 'say', text: fill(turn, text), ...(filled.length > 0 && { buttons: filled }) });
}

/** Buttons for the choices of the waiting step, made for the present position. */
export function choiceButtons(turn: Turn, choices: readonly { title: string; value: string }[]): Button[] {
  const at = positionOf(stateOf(turn));
  return choices.map(({ title, value }) => ({ title, choice: { at, value } }));
}

/** Counts an event of engagement against a flow or card. */
export function track(
  turn: Turn,
  kind: 'started' | 'step' | 'stuck' | 'finished',
  of: { readonly id: string; readonly hash: string; readonly topic: string },
  step: string,
): void {
  turn.actions.push({ type: 'track', kind, flow: of.id, version: of.hash, step, topic: of.topic });
}

/** Changes the frame on top. */
export function replaceTop(turn: Turn, frame: Frame): void {
  turn.stack[turn.stack.length - 1] = frame;
}

/** Begins a new visit to a waiting step: from here on, older buttons are stale. */
export function beginVisit(turn: Turn): void {
  turn.visit = (turn.visit % 99) + 1;
}
