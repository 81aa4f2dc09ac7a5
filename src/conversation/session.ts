import type { FlowState } from '../flow-engine/types.ts';

/** Something that was offered and may be chosen by number, title or button. */
export interface Option {
  readonly title: string;
  readonly payload: string;
}

/** What is remembered of a conversation between two messages. Never a word the resident wrote. */
export interface Session {
  readonly flow: FlowState | null;
  /** The options of the last message, in the order of their numbers. */
  readonly options: readonly Option[];
  /** A walk left for something urgent or other, offered again later. */
  readonly parked?: FlowState;
}

export const emptySession: Session = { flow: null, options: [] };

/** Session as stored. Unreadable or foreign JSON is an empty session: the resident meets the menu, never an error. */
export function parseSession(json: string | null): Session {
  if (json === null) return emptySession;
  try {
    const { f, o, p } = JSON.parse(json) as { f?: FlowState | null; o?: [string, string][]; p?: FlowState };
    return {
      flow: f ?? null,
      options: (o ?? []).map(([title, payload]) => ({ title, payload })),
      ...(p ? { parked: p } : {}),
    };
  } catch {
    return emptySession;
  }
}

/** The session as JSON with short keys; null when there is nothing to remember. */
export function serializeSession({ flow, options, parked }: Session): string | null {
  if (flow === null && options.length === 0 && !parked) return null;
  return JSON.stringify({
    ...(flow ? { f: flow } : {}),
    ...(options.length > 0 ? { o: options.map(({ title, payload }) => [title, payload]) } : {}),
    ...(parked ? { p: parked } : {}),
  });
}
