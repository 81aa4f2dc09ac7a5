/**
 * The words of the flow engine: definitions (what authors wrote, see `definition.ts`), state (where one resident is),
 * events (what happened) and actions (what should be done about it). Everything here is plain JSON; the engine does no
 * I/O.
 */
import type { Segment } from './step-definition.ts';
import type { PlaceFinder } from './places.ts';

export type * from './definition.ts';
export type { PlaceFinder, PlaceUnit } from './places.ts';

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
  /** Card frames only: the steps are shown in parts of one action each. */
  readonly large?: true;
  /** Card frames in large steps: which part of the step is shown, 0-based; absent = the first. */
  readonly part?: number;
  /** Quiz steps only: the 0-based question that waits, and the right answers before it. */
  readonly quiz?: { readonly question: number; readonly right: number };
  /** Place questions only: what is known so far. */
  readonly place?: {
    /** Code of the province chosen. */
    readonly province?: string;
    /** Folded name of the commune, while the province is still unknown. */
    readonly commune?: string;
    /** Codes offered as buttons, at most 4. */
    readonly offers?: readonly string[];
  };
}

/** Where one resident is. JSON, typically under 300 bytes, never over 1 kB for shipped flows. */
export interface FlowState {
  /** State format version. A state of version 1 is read as one of version 2; others are dropped with a kind sentence. */
  readonly v: 2;
  readonly stack: readonly Frame[];
  readonly vars: Readonly<Record<string, string>>;
  /**
   * Number of the visit to a waiting step, 1-99 and round again. Part of the position: a loop that comes back to a step
   * does not accept the buttons of the earlier visit.
   */
  readonly visit?: number;
  /** When the waiting step expires or its reminder falls due, epoch ms; absent = it waits for ever. */
  readonly due?: number;
  /** How often each flow was called in this session, by a short checksum of its id (ids would fill the state). */
  readonly calls?: Readonly<Record<string, number>>;
}

/** A choice that the waiting step offers, in the order of its number. */
export interface WaitingChoice {
  readonly title: string;
  readonly value: string;
  /** Position to send back with the value. */
  readonly at: string;
}

/** What else than words a resident can send. */
export type MediaKind = 'photo' | 'location' | 'file' | 'voice' | 'other';

export type FlowEvent =
  | { readonly type: 'start'; readonly flow: string }
  | { readonly type: 'start'; readonly card: string }
  /** What the resident typed, masked. */
  | { readonly type: 'text'; readonly text: string }
  /** A pressed button. `at` is the position it was made for (see `positionOf`): an old button never moves a new step. */
  | { readonly type: 'choice'; readonly at: string; readonly value: string }
  /** Something other than words; the engine notes only that it came. */
  | { readonly type: 'media'; readonly kind: MediaKind; readonly latitude?: string; readonly longitude?: string }
  /** Nothing else understood the text either: count a try, say the retry text or take the give-up path. */
  | { readonly type: 'unclear' }
  /** Show the waiting step again, unchanged. */
  | { readonly type: 'resume' }
  /** The moment of `state.due` has come; `stale` when there is none or it lies after `context.now`. */
  | { readonly type: 'due' };

export interface Button {
  readonly title: string;
  readonly choice?: { readonly at: string; readonly value: string };
  readonly url?: string;
}

/** How a walk ended. `expired`: a wait came to its end and nobody had answered. */
export type EndedHow = 'finished' | 'gave-up' | 'handover' | 'changed' | 'expired';

export type Action =
  /**
   * One message of at most 2,000 characters. Buttons with a `choice` are also offered as numbers by the renderer, in
   * this order. A picture of a file in `content/pictures` has the url `file:<name>`, the drawn
   * screen of a card's step `screen:<slug>/<number>`.
   */
  | {
      readonly type: 'say';
      readonly text: string;
      readonly buttons?: readonly Button[];
      readonly picture?: { readonly url: string };
    }
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
  /** One answer to a poll, to be counted. */
  | {
      readonly type: 'poll';
      readonly flow: string;
      readonly version: string;
      readonly step: string;
      readonly topic: string;
      readonly value: string;
    }
  /** What the resident chose for themselves. In assisted mode it is about the person visited, not the member. */
  | {
      readonly type: 'profile';
      readonly address?: string;
      readonly segment?: Segment;
      readonly largeSteps?: boolean;
      /** Code of a commune that the place finder knows. */
      readonly commune?: string;
      /** A team's code as typed; whether there is such a team is not known here. */
      readonly team?: string;
      readonly announcements?: boolean;
      readonly counting?: boolean;
    }
  /** A quiz of `flow` was passed with so many right answers. `name` is what the resident gave as their name in this walk. */
  | {
      readonly type: 'certificate';
      readonly flow: string;
      readonly title: string;
      readonly right: number;
      readonly name?: string;
    }
  | { readonly type: 'handover'; readonly reason: string }
  /** The outermost flow or card is over; state is null. */
  | { readonly type: 'end'; readonly flow: string; readonly how: EndedHow }
  /** The text answers nothing the flow waits for; state is unchanged and nothing was said. */
  | { readonly type: 'unmatched' }
  /** The button belongs to an earlier step, or nothing is due; nothing was said. */
  | { readonly type: 'stale' };

/** Who is spoken to. */
export interface Audience {
  readonly segment?: Segment;
  /** Guides in parts of one action each, fewer words and fewer buttons. */
  readonly largeSteps?: boolean;
}

/** What texts, dates and choices may depend on beside the state. */
export interface FlowContext {
  /** Form of address put in place of `{bác}` / `{Bác}`; default "bác". */
  readonly address?: string;
  /** Now, epoch ms. Default 0: nothing expires, and dates are understood only when written in full. */
  readonly now?: number;
  /** Stable for one resident and without identity in it: chooses among `ab` texts. Default: the first text. */
  readonly seed?: string;
  readonly audience?: Audience;
  /** Look-up for place questions; without it they can only be given up. */
  readonly places?: PlaceFinder;
  /** A team member walks it for somebody else. */
  readonly assisted?: boolean;
}

export interface Advance {
  readonly state: FlowState | null;
  readonly actions: readonly Action[];
}
