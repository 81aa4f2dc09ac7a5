import { todayOf } from './calendar.ts';
import type { Scope } from './expression.ts';
import { fillText } from './fill.ts';
import { positionOf } from './position.ts';
import { maxSavedCharacters, maxVars } from './state.ts';
import { splitMessage } from './split.ts';
import { dueAt } from './timers.ts';
import type { Action, Audience, Button, Definitions, EndedHow, Flow, FlowState, Frame, PlaceFinder } from './types.ts';

/** One turn in the making. Created by `advance`, changed by the step handlers, never kept. */
export interface Turn {
  readonly definitions: Definitions;
  /** Epoch ms; 0 = nobody said what time it is. */
  readonly now: number;
  readonly seed: string | undefined;
  readonly places: PlaceFinder | undefined;
  readonly assisted: boolean;
  readonly actions: Action[];
  readonly stack: Frame[];
  address: string;
  audience: Audience;
  vars: FlowState['vars'];
  visit: number;
  /** When the step that waits at the end of this turn expires. */
  due: number | undefined;
  calls: FlowState['calls'];
  /** An ask took its `giveUp` path: an end reached in the same turn is not a success. */
  gaveUp: boolean;
  /** A wait came to its end unanswered: an end reached in the same turn is not a success. */
  expired: boolean;
}

/** What a step handler wants next. */
export type Next =
  /** Enter this step of the flow on top. */
  | { readonly kind: 'goto'; readonly step: string }
  | { readonly kind: 'wait' }
  /** The frame on top is done: go on behind it. */
  | { readonly kind: 'return' }
  | { readonly kind: 'over'; readonly how: Exclude<EndedHow, 'finished'> }
  /** Nothing happened: the state stays exactly as it was. */
  | { readonly kind: 'unmatched' | 'stale' };

/** Where a handler stands: the flow and the name of its step. */
export interface Place {
  readonly flow: Flow;
  readonly name: string;
}

/** The state this turn would store now. */
export function stateOf(turn: Turn): FlowState {
  const { stack, vars, visit, due, calls } = turn;
  return { v: 2, stack: [...stack], vars, visit, ...(due !== undefined && { due }), ...(calls && { calls }) };
}

/** What expressions read in this turn. */
export function scopeOf(turn: Turn): Scope {
  const { segment, largeSteps } = turn.audience;
  const profile = { segment, largeSteps: largeSteps === true, assisted: turn.assisted, address: turn.address };
  return { vars: turn.vars, profile, today: todayOf(turn.now) };
}

/** Puts the form of address and saved variables into `text`. */
export function fill(turn: Turn, text: string): string {
  return fillText(text, turn.address, turn.vars);
}

const maxTitleCharacters = 100;

const cut = (title: string): string =>
  title.length <= maxTitleCharacters ? title : `${title.slice(0, maxTitleCharacters - 1).toWellFormed()}…`;

/**
 * Says `text`, filled: one message, or several in order when it is longer than Zalo takes; the picture comes with the
 * first, the buttons under the last. A text that comes to nothing is not said, unless there are buttons to say it with.
 */
export function say(
  turn: Turn,
  text: string,
  buttons: readonly Button[] = [],
  picture?: { readonly url: string },
): void {
  const filled = buttons.map((button) => ({ ...button, title: cut(fill(turn, button.title)) }));
  const whole = fill(turn, text);
  if (whole.trim() === '' && filled.length === 0 && !picture) return;
  const parts = splitMessage(whole.trim() === '' ? '…' : whole);
  for (const [index, part] of parts.entries()) {
    turn.actions.push({
      type: 'say',
      text: part,
      ...(filled.length > 0 && index === parts.length - 1 && { buttons: filled }),
      ...(picture && index === 0 && { picture }),
    });
  }
}

/** Buttons for the choices of the waiting step, made for the present position. */
export function choiceButtons(turn: Turn, choices: readonly { title: string; value: string }[]): Button[] {
  const at = positionOf(turn);
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

/** Waits, from now on for as long as `after` says; for ever without it. Every answer that keeps waiting begins anew. */
export function wait(turn: Turn, after?: string): Next {
  turn.due = dueAt(turn.now, after);
  return { kind: 'wait' };
}

/** Saves a value, cut to what fits; undefined removes it. Beyond 50 names, new ones are not kept. */
export function save(turn: Turn, name: string, value: string | undefined): void {
  const known = Object.hasOwn(turn.vars, name);
  if (value === undefined) {
    turn.vars = Object.fromEntries(Object.entries(turn.vars).filter(([other]) => other !== name));
  } else if (known || Object.keys(turn.vars).length < maxVars) {
    turn.vars = { ...turn.vars, [name]: value.slice(0, maxSavedCharacters).toWellFormed() };
  }
}

/** Counts an unclear answer at the waiting step; true when `limit` is reached and the step gives up. */
export function countTry(turn: Turn, limit: number): boolean {
  const frame = turn.stack.at(-1);
  if (!frame) return true;
  const tries = (frame.tries ?? 0) + 1;
  if (tries >= limit) return true;
  replaceTop(turn, { ...frame, tries });
  return false;
}
