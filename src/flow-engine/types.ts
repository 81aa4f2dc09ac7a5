/**
 * The words of the flow engine: definitions (what authors wrote), state (where one resident is), events (what happened)
 * and actions (what should be done about it). Everything here is plain JSON; the engine does no I/O.
 */

/** One step of a card: a single action for the resident, and what to try when it does not work. */
export interface GuideStep {
  /** What to do, one action, at most 300 characters. */
  readonly text: string;
  /** "Nếu không làm được": shown when the resident answers *Chưa làm được*. */
  readonly ifStuck?: string;
}

/** What the `guide` step needs of a card. The catalogue's card has more. */
export interface GuideCard {
  readonly slug: string;
  /** Content hash (first 12 hex characters of SHA-256): the version named in engagement events. */
  readonly hash: string;
  readonly topic: string;
  readonly title: string;
  /** Two-sentence answer, shown before the first step. */
  readonly answer: string;
  /** Shown with the answer when money or identity is touched. */
  readonly warning?: string;
  readonly steps: readonly GuideStep[];
  /** Who can help in person; said at the end and when the resident is stuck without an `ifStuck`. */
  readonly help?: string;
  /** "Cập nhật: tháng 11/2026", only on cards whose facts change. */
  readonly updated?: string;
  /** Shown as buttons with the answer; full official addresses, at most 5. */
  readonly links?: readonly Link[];
  /** Code of the indicator list, recorded once when the resident confirms the last step. */
  readonly outcome?: string;
}

export interface Choice {
  /** Button title, at most 100 characters; residents may also type its number or one of `words`. */
  readonly title: string;
  /** Value stored under the ask's `save`; letters, digits, `-`. */
  readonly value: string;
  /** Other ways to say it, any diacritics; compared folded. */
  readonly words?: readonly string[];
  readonly next: string;
}

/** A condition on saved variables. `equals`/`in` compare as text; a variable never saved equals nothing. */
export type Condition =
  | { readonly var: string; readonly equals: string }
  | { readonly var: string; readonly in: readonly string[] }
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export type Step =
  /** Says something and goes on in the same turn. */
  | { readonly type: 'say'; readonly text: string; readonly links?: readonly Link[]; readonly next: string }
  /** Waits for one of the choices, or (no `choices`) for any text; `giveUp` after `tries` (default 2) unclear answers. */
  | {
      readonly type: 'ask';
      readonly text: string;
      readonly save?: string;
      readonly choices?: readonly Choice[];
      readonly next?: string;
      readonly retry?: string;
      readonly tries?: number;
      readonly giveUp: string;
    }
  | {
      readonly type: 'branch';
      readonly cases: readonly { readonly when: Condition; readonly next: string }[];
      readonly else: string;
    }
  | { readonly type: 'set'; readonly var: string; readonly value: string; readonly next: string }
  /** Walks a card one step a message. `stuck` is taken when the resident asks for a person or gives up. */
  | { readonly type: 'guide'; readonly card: string; readonly next: string; readonly stuck?: string }
  /** Runs another flow and comes back; at most 4 deep. */
  | { readonly type: 'call'; readonly flow: string; readonly next: string }
  /** Records an outcome for the team (a code of the indicator list), quantity ≥ 1 (default 1). */
  | { readonly type: 'record'; readonly outcome: string; readonly quantity?: number; readonly next: string }
  /** Asks for a person and ends the flow. */
  | { readonly type: 'handover'; readonly reason: string; readonly text?: string }
  | { readonly type: 'end'; readonly text?: string };

/** A link shown as a button. Full official address only, never shortened. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

export interface Flow {
  /** File name without extension; unique over all topics. */
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  /** Content hash, first 12 hex characters of SHA-256. */
  readonly hash: string;
  readonly start: string;
  readonly steps: Readonly<Record<string, Step>>;
}

/** Where the engine looks definitions up. Must be total and immutable during a turn. */
export interface Definitions {
  flow(id: string): Flow | undefined;
  card(slug: string): GuideCard | undefined;
}

/** One level of the call stack. `step` is a step name in a flow, a 0-based index (as text) in a card. */
export interface Frame {
  readonly kind: 'flow' | 'card';
  readonly id: string;
  readonly hash: string;
  readonly step: string;
  /** Unclear answers at this step so far. */
  readonly tries?: number;
  /** Card frames only: the resident has said *Chưa làm được* and was shown what to try. */
  readonly stuck?: true;
}

/** Where one resident is. JSON, typically under 300 bytes, never over 1 kB for shipped flows. */
export interface FlowState {
  /** State format version; a state of another version is dropped with a kind sentence. */
  readonly v: 1;
  readonly stack: readonly Frame[];
  readonly vars: Readonly<Record<string, string>>;
  /**
   * Number of the visit to a waiting step, 1-99 and round again. Part of the position: a loop that comes back to a step
   * does not accept the buttons of the earlier visit.
   */
  readonly visit?: number;
}

/** A choice that the waiting step offers, in the order of its number. */
export interface WaitingChoice {
  readonly title: string;
  readonly value: string;
  /** Position to send back with the value. */
  readonly at: string;
}

export type FlowEvent =
  | { readonly type: 'start'; readonly flow: string }
  | { readonly type: 'start'; readonly card: string }
  /** What the resident typed, masked. */
  | { readonly type: 'text'; readonly text: string }
  /** A pressed button. `at` is the position it was made for (see `positionOf`): an old button never moves a new step. */
  | { readonly type: 'choice'; readonly at: string; readonly value: string }
  /** Nothing else understood the text either: count a try, say the retry text or take the give-up path. */
  | { readonly type: 'unclear' }
  /** Show the waiting step again, unchanged. */
  | { readonly type: 'resume' };

export interface Button {
  readonly title: string;
  readonly choice?: { readonly at: string; readonly value: string };
  readonly url?: string;
}

export type Action =
  /** One message. Buttons with a `choice` are also offered as numbers by the renderer, in this order. */
  | { readonly type: 'say'; readonly text: string; readonly buttons?: readonly Button[] }
  | {
      readonly type: 'record';
      readonly outcome: string;
      readonly quantity: number;
      readonly flow: string;
      readonly version: string;
      readonly step: string;
      readonly topic: string;
    }
  | {
      readonly type: 'track';
      readonly kind: 'started' | 'step' | 'stuck' | 'finished';
      readonly flow: string;
      readonly version: string;
      readonly step: string;
      readonly topic: string;
    }
  | { readonly type: 'handover'; readonly reason: string }
  /** The outermost flow or card is over; state is null. */
  | { readonly type: 'end'; readonly flow: string; readonly how: 'finished' | 'gave-up' | 'handover' | 'changed' }
  /** The text answers nothing the flow waits for; state is unchanged and nothing was said. */
  | { readonly type: 'unmatched' }
  /** The button belongs to an earlier step; state is unchanged and nothing was said. */
  | { readonly type: 'stale' };

/** What texts may depend on. */
export interface FlowContext {
  /** Form of address put in place of `{bác}` / `{Bác}`; default "bác". */
  readonly address?: string;
}

export interface Advance {
  readonly state: FlowState | null;
  readonly actions: readonly Action[];
}
