import type { FlowState } from '../flow-engine/types.ts';
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
  /** Where the member was, without options. */
  readonly own: Session;
}

/** What is remembered of a conversation between two messages. Never a word the resident wrote. */
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
  readonly h?: { readonly i: string; readonly u: number; readonly a?: Person; readonly s: StoredSession };
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
  const { flow, options, parked, asleep, asking, pleased, helping } = session;
  if (flow === null && options.length === 0 && !parked && !asleep && !asking && !pleased && !helping) return null;
  return JSON.stringify(toStored(session));
}

/** Throws for what is no session at all; `parseSession` catches that. */
export function fromStored({ f, o, p, s, q, g, h }: StoredSession): Session {
  return {
    flow: f ?? null,
    options: (o ?? []).map(([title, payload]) => ({ title, payload })),
    ...(p ? { parked: p } : {}),
    ...(s && s.length > 0 ? { asleep: s } : {}),
    ...(q ? { asking: q } : {}),
    ...(g ? { pleased: g } : {}),
    ...(h ? { helping: { visit: h.i, until: h.u, person: h.a ?? {}, own: fromStored(h.s) } } : {}),
  };
}

export function toStored({ flow, options, parked, asleep, asking, pleased, helping }: Session): StoredSession {
  return {
    ...(flow ? { f: flow } : {}),
    ...(options.length > 0 ? { o: options.map(({ title, payload }) => [title, payload] as const) } : {}),
    ...(parked ? { p: parked } : {}),
    ...(asleep && asleep.length > 0 ? { s: asleep } : {}),
    ...(asking ? { q: asking } : {}),
    ...(pleased ? { g: pleased } : {}),
    ...(helping ? { h: { i: helping.visit, u: helping.until, a: helping.person, s: toStored(helping.own) } } : {}),
  };
}
