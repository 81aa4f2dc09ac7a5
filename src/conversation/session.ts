import type { FlowState } from '../flow-engine/types.ts';
import type { DeskDraft } from './desk/draft.ts';
import type { LogDraft } from './field-log/draft.ts';
import type { Person } from './person.ts';

/** Something that was offered and may be chosen by number, title or button. */
export interface Option {
  readonly title: string;
  readonly payload: string;
}

/** A question of ours whose answer is typed, not chosen: the name of somebody who uses this phone. */
export type Asking = 'new-person' | 'own-name';

/** A team member at somebody's door walks for them; what is theirs is kept apart and comes back afterwards. */
export interface Helping {
  /** Random; the only name the visit has. */
  readonly visit: string;
  /** When it ends by itself, epoch ms. */
  readonly until: number;
  /** What the person visited chose for themselves. */
  readonly person: Person;
  /** Who helps is a member of a team, who may log the visit and see doorstep scripts. */
  readonly member?: true;
  /** Where the member was, without options. */
  readonly own: Session;
}

/** A question we had no answer to, masked. It waits for the button that gives it to us, and for nothing else. */
export interface Unanswered {
  readonly text: string;
  /** The guide that came nearest, '' where none did. */
  readonly nearest: string;
  /** When it was asked, epoch ms. */
  readonly at: number;
}

/** A phone number was asked for, to be kept in this request for help alone. */
export interface PhoneQuestion {
  readonly id: string;
  /** When it was asked, epoch ms. */
  readonly at: number;
  /** They pressed that they want to give one: it may stand among other words. */
  readonly pressed?: true;
}

/** Which announcement brought somebody, by which team ('' = none named), and when, epoch ms. */
export interface Returned {
  readonly id: string;
  readonly team: string;
  readonly at: number;
}

/**
 * What is remembered of a conversation between two messages. No word the resident wrote outlives the next event; a
 * member's words for the field log stay, masked, until they are saved.
 */
export interface Session {
  readonly flow: FlowState | null;
  /** The options of the last message, in the order of their numbers. */
  readonly options: readonly Option[];
  /** A walk left for something urgent or other, offered again later. */
  readonly parked?: FlowState;
  /** Walks that wait for a reminder and had to make room in `parked`: their moment still comes. */
  readonly asleep?: readonly FlowState[];
  readonly asking?: Asking;
  /** A guide was walked to its end, and nothing was made of the good moment yet. */
  readonly pleased?: true;
  /** The question of the turn before, until the next event; see `keep-question.ts`. */
  readonly unanswered?: Unanswered;
  /** Somebody who said that they are under 16 has the phone. */
  readonly young?: true;
  /** The card or flow that was walked to its end last, until another one begins. */
  readonly done?: string;
  /** What a member is about to write into the field log, for an hour at most. */
  readonly logging?: LogDraft;
  /** A question of a member or the answer of an officer that is about to be written, for an hour at most. */
  readonly desk?: DeskDraft;
  readonly phoneFor?: PhoneQuestion;
  /** Came back through an announcement and has not said yet whether they may be counted; see `cascade-return.ts`. */
  readonly returned?: Returned;
  readonly helping?: Helping;
}

export const emptySession: Session = { flow: null, options: [] };

/** A session as JSON with short keys: it is written for every message. */
export interface StoredSession {
  readonly f?: FlowState | null;
  readonly o?: readonly (readonly [string, string])[];
  readonly p?: FlowState;
  readonly s?: readonly FlowState[];
  readonly q?: Asking;
  readonly g?: true;
  readonly u?: readonly [text: string, nearest: string, at: number];
  readonly y?: true;
  readonly d?: string;
  readonly l?: LogDraft;
  readonly k?: DeskDraft;
  readonly n?: PhoneQuestion;
  readonly b?: Returned;
  readonly h?: {
    readonly i: string;
    readonly u: number;
    readonly a?: Person;
    readonly m?: true;
    readonly s: StoredSession;
  };
}

/** Session as stored. Unreadable or foreign JSON is an empty session: the resident meets the menu, never an error. */
export function parseSession(json: string | null): Session {
  if (json === null) return emptySession;
  try {
    return fromStored(JSON.parse(json) as StoredSession);
  } catch {
    return emptySession;
  }
}

/** The session as JSON; null when there is nothing to remember. */
export function serializeSession(session: Session): string | null {
  const stored = toStored(session);
  return Object.keys(stored).length === 0 ? null : JSON.stringify(stored);
}

/** Throws for what is no session at all; `parseSession` catches that. */
export function fromStored({ f, o, p, s, q, g, u, y, d, l, k, n, b, h }: StoredSession): Session {
  return {
    flow: f ?? null,
    options: (o ?? []).map(([title, payload]) => ({ title, payload })),
    ...(p ? { parked: p } : {}),
    ...(s && s.length > 0 ? { asleep: s } : {}),
    ...(q ? { asking: q } : {}),
    ...(g ? { pleased: g } : {}),
    ...(u ? { unanswered: { text: u[0], nearest: u[1], at: u[2] } } : {}),
    ...(y ? { young: y } : {}),
    ...(d ? { done: d } : {}),
    ...(l ? { logging: l } : {}),
    ...(k ? { desk: k } : {}),
    ...(n ? { phoneFor: n } : {}),
    ...(b ? { returned: b } : {}),
    ...(h
      ? {
          helping: {
            visit: h.i,
            until: h.u,
            person: h.a ?? {},
            ...(h.m ? { member: h.m } : {}),
            own: fromStored(h.s),
          },
        }
      : {}),
  };
}

export function toStored(session: Session): StoredSession {
  const {
    flow,
    options,
    parked,
    asleep,
    asking,
    pleased,
    unanswered,
    young,
    done,
    logging,
    desk,
    phoneFor,
    returned,
    helping,
  } = session;
  return {
    ...(flow ? { f: flow } : {}),
    ...(options.length > 0 ? { o: options.map(({ title, payload }) => [title, payload] as const) } : {}),
    ...(parked ? { p: parked } : {}),
    ...(asleep && asleep.length > 0 ? { s: asleep } : {}),
    ...(asking ? { q: asking } : {}),
    ...(pleased ? { g: pleased } : {}),
    ...(unanswered ? { u: [unanswered.text, unanswered.nearest, unanswered.at] as const } : {}),
    ...(young ? { y: young } : {}),
    ...(done ? { d: done } : {}),
    ...(logging ? { l: logging } : {}),
    ...(desk ? { k: desk } : {}),
    ...(phoneFor ? { n: phoneFor } : {}),
    ...(returned ? { b: returned } : {}),
    ...(helping
      ? {
          h: {
            i: helping.visit,
            u: helping.until,
            a: helping.person,
            ...(helping.member ? { m: helping.member } : {}),
            s: toStored(helping.own),
          },
        }
      : {}),
  };
}
