import type { OaAct, RecordedEvent, Recording, Step } from './model.ts';
import { mapTexts } from './oa-acts.ts';

/** An act of the OA in one chat, of the recording or of a run. */
interface ActInChat {
  readonly act: OaAct;
  /** Whose chat, or which group: order counts inside of one only. */
  readonly chat: Chat;
  /** Equal for acts that are the same to the receiver. */
  readonly key: string;
  /** After which step it came, counted from 0; -1 = before the first. */
  readonly stepIndex: number;
}

/** What the recording says the OA does. */
export interface ExpectedAct extends ActInChat {
  readonly eventIndex: number;
}

/** What the OA did in this run. */
export interface ReceivedAct extends ActInChat {
  /** Counts all acts of the run. */
  readonly order: number;
  readonly messageId: string | undefined;
}

/** A chat by what the recording calls it; a plain string, to be a key. */
export type Chat = `person ${string}` | `group ${string}`;

/** A step with its place in the recording. */
export interface PlacedStep {
  readonly step: Step & { readonly atMs: number };
  readonly eventIndex: number;
}

/** Whose turn a step is: its group's, else its person's; undefined for what a developer turned. */
export function chatOfStep(step: Step): Chat | undefined {
  if ('group' in step) return `group ${step.group}`;
  return 'person' in step ? `person ${step.person}` : undefined;
}

/** What counts when acts are compared. */
export interface ActRules {
  /** The same for acts that are the same. */
  keyOf(act: OaAct): string;
  /** The act with `…` in place of what is ignored. */
  visible(act: OaAct): OaAct;
}

/**
 * {@link ActRules} by which numbers of messages do not count, what a pattern finds does not either, and a quoted message of
 * the OA is any message of the OA.
 */
export function createActRules(recording: Recording, ignoreText: readonly RegExp[]): ActRules {
  const patterns = ignoreText.map(({ source, flags }) => new RegExp(source, flags.includes('g') ? flags : `${flags}g`));
  const strip = (text: string) => patterns.reduce((rest, pattern) => rest.replace(pattern, '…'), text);
  const ofPeople = new Set(
    recording.events.flatMap((event) => ('does' in event && 'message' in event ? event.message : [])),
  );
  const toReference = (message: number | null | undefined) =>
    message === undefined ? undefined : typeof message === 'number' && ofPeople.has(message) ? message : 'of the OA';
  const visible = (act: OaAct) => (patterns.length === 0 ? act : mapTexts(act, strip));
  return {
    visible,
    keyOf(act) {
      const plain = 'message' in act ? { ...act, message: 0, quotes: toReference(act.quotes) } : act;
      const compared = 'on' in plain ? { ...plain, on: toReference(plain.on) } : plain;
      // names of people and groups tell chats apart and are never ignored
      return JSON.stringify([chatOf(act), sorted(visible(compared as OaAct))]);
    },
  };
}

/** Steps and expected acts of a recording; a broadcast is one act for each receiver. */
export function readSequence(
  events: readonly RecordedEvent[],
  { keyOf }: ActRules,
): { readonly steps: readonly PlacedStep[]; readonly expected: readonly ExpectedAct[] } {
  const steps: PlacedStep[] = [];
  const expected: ExpectedAct[] = [];
  for (const [eventIndex, event] of events.entries()) {
    if ('does' in event) steps.push({ step: event, eventIndex });
    else {
      const { atMs: _atMs, ...acts } = event;
      for (const act of toEach(acts)) {
        expected.push({ act, chat: chatOf(act), key: keyOf(act), stepIndex: steps.length - 1, eventIndex });
      }
    }
  }
  return { steps, expected };
}

/** The chat an act lands in; of a broadcast to one receiver. */
export function chatOf(act: OaAct): Chat {
  if ('group' in act) return `group ${act.group}`;
  return `person ${typeof act.to === 'string' ? act.to : (act.to[0] ?? '')}`;
}

function toEach(act: OaAct): readonly OaAct[] {
  return act.oa === 'broadcast' ? act.to.map((person) => ({ ...act, to: [person] })) : [act];
}

/** Keys in order, so that the order in which somebody wrote them by hand does not count. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, sorted(held)]),
  );
}
