import * as z from 'zod';
import { advance, durationMs, positionOf, segments } from '../../src/flow-engine/index.ts';
import type { Action, Definitions, FlowContext, FlowEvent, FlowState } from '../../src/flow-engine/types.ts';
import { parseVietnamTime } from '../../src/shared/clock.ts';
import { maskSecrets } from '../../src/shared/secrets.ts';
import { fewPlaces } from './place-units.ts';
import { sessionStore } from './session-store.ts';

const input = z.union([
  z.string(),
  z.strictObject({ choice: z.string() }),
  z.strictObject({ oldChoice: z.string() }),
  z.strictObject({
    media: z.enum(['photo', 'location', 'file', 'voice', 'other']),
    latitude: z.string().optional(),
    longitude: z.string().optional(),
  }),
  z.strictObject({ unclear: z.literal(true) }),
  z.strictObject({ resume: z.literal(true) }),
]);

/**
 * A dialogue with the flows. The session goes through the real store between every two turns, and typed texts are masked
 * first, as the inbox does. What a `profile` step keeps holds from the next turn on. Places are those of Hà Nội and Đồng Nai.
 *
 * - `at`: the clock at the start, "2026-11-22 09:00" in Viet Nam; without it nobody knows the time and nothing expires.
 * - `address`, `audience` (a segment), `largeSteps`, `assisted`, `seed`: who is spoken to.
 * - `after`: time that passes before the turn, "2d"; whatever falls due meanwhile is woken at its own moment. A turn
 *   with `after` alone in which nothing fell due is one early call, `is: stale`.
 * - `in`: a text as typed, `{ choice: <value> }` for the button of the message just shown, `{ oldChoice: <value> }` for
 *   the button of the first message, `{ media: photo }`, `{ unclear: true }`, `{ resume: true }`. The first turn has
 *   none: it starts.
 * - `out`: fragments of what is said (`[title]` for buttons), in this order; `[]` when nothing is. `is`: `unmatched` or
 *   `stale` instead. `saves`: some of what is saved after the turn.
 * - `hides`: texts that may stand in no state and no action of the dialogue.
 * - `ends`, `records`, `handover`, `polls`, `certificate`: what the whole dialogue comes to.
 */
export const transcriptSchema = z
  .strictObject({
    about: z.string().min(10),
    flow: z.string().optional(),
    card: z.string().optional(),
    at: z
      .string()
      .refine((text) => parseVietnamTime(text) !== undefined, 'expected a time as 2026-11-22 09:00')
      .optional(),
    address: z.string().optional(),
    audience: z.enum(segments).optional(),
    largeSteps: z.boolean().optional(),
    assisted: z.boolean().optional(),
    seed: z.string().optional(),
    turns: z
      .array(
        z.strictObject({
          after: z
            .string()
            .refine((text) => durationMs(text) !== undefined, 'expected a time as 30m, 12h, 2d or 1w')
            .optional(),
          in: input.optional(),
          out: z.array(z.string().min(1)).optional(),
          is: z.enum(['unmatched', 'stale']).optional(),
          saves: z.record(z.string(), z.string()).optional(),
        }),
      )
      .min(1),
    hides: z.array(z.string().min(1)).min(1).optional(),
    ends: z.enum(['finished', 'gave-up', 'handover', 'changed', 'expired']).optional(),
    records: z.array(z.string()).optional(),
    handover: z.string().optional(),
    polls: z.array(z.string()).optional(),
    certificate: z.string().optional(),
  })
  .refine(({ flow, card }) => (flow === undefined) !== (card === undefined), 'name either a flow or a card')
  .refine(
    ({ at, turns }) => at !== undefined || turns.every(({ after }) => after === undefined),
    'time only passes (after) when the clock is set: write at',
  )
  .refine(
    ({ turns: [first, ...rest] }) =>
      first?.in === undefined &&
      first?.after === undefined &&
      rest.every((turn) => turn.in !== undefined || turn.after !== undefined),
    'the first turn has neither in nor after, every other one has at least one of them',
  );

export type Transcript = z.infer<typeof transcriptSchema>;
export type TranscriptTurn = Transcript['turns'][number];

/** What a whole dialogue comes to; nothing stands where nothing came of it. */
export type Outcome = Pick<Transcript, 'ends' | 'records' | 'handover' | 'polls' | 'certificate'>;

/** One turn as the engine played it. */
export interface PlayedTurn {
  readonly before: FlowState | null;
  readonly after: FlowState | null;
  readonly actions: readonly Action[];
}

/** Moments that may come in one turn; a flow that is woken more often than this wakes for ever. */
const maxWakes = 20;

function eventOf(given: NonNullable<TranscriptTurn['in']>, state: FlowState | null, firstAt: string): FlowEvent {
  if (typeof given === 'string') return { type: 'text', text: maskSecrets(given).text };
  if ('unclear' in given) return { type: 'unclear' };
  if ('resume' in given) return { type: 'resume' };
  if ('oldChoice' in given) return { type: 'choice', at: firstAt, value: given.oldChoice };
  if ('choice' in given) return { type: 'choice', at: state ? positionOf(state) : 'none', value: given.choice };
  const { media: kind, latitude, longitude } = given;
  return { type: 'media', kind, ...(latitude && { latitude }), ...(longitude && { longitude }) };
}

function contextOf({ at, address, audience: segment, largeSteps, assisted, seed }: Transcript): FlowContext {
  const now = at === undefined ? undefined : parseVietnamTime(at);
  return {
    places: fewPlaces(),
    audience: { ...(segment && { segment }), ...(largeSteps !== undefined && { largeSteps }) },
    ...(now !== undefined && { now }),
    ...(address !== undefined && { address }),
    ...(assisted !== undefined && { assisted }),
    ...(seed !== undefined && { seed }),
  };
}

/** What a profile step kept, as the conversation passes it in from then on. */
function remember(context: FlowContext, actions: readonly Action[]): FlowContext {
  let known = context;
  for (const action of actions) {
    if (action.type !== 'profile') continue;
    const { address, segment, largeSteps } = action;
    const audience = {
      ...known.audience,
      ...(segment && { segment }),
      ...(largeSteps !== undefined && { largeSteps }),
    };
    known = { ...known, audience, ...(address !== undefined && { address }) };
  }
  return known;
}

/** Plays the inputs of a transcript; looks at none of its expectations. */
export function playTranscript(definitions: Definitions, transcript: Transcript): PlayedTurn[] {
  const { flow, card, turns } = transcript;
  const start: FlowEvent = flow === undefined ? { type: 'start', card: card ?? '' } : { type: 'start', flow };
  const played: PlayedTurn[] = [];
  let context = contextOf(transcript);
  const store = sessionStore().ofNewResident();
  let state: FlowState | null = null;
  let reloaded: FlowState | null = store.load();
  let firstAt = 'none';
  for (const [index, turn] of turns.entries()) {
    const before: FlowState | null = reloaded;
    const actions: Action[] = [];
    const send = (event: FlowEvent): void => {
      const result = advance(definitions, reloaded, event, context);
      state = result.state;
      reloaded = store.save(state).load();
      context = remember(context, result.actions);
      actions.push(...result.actions);
    };
    const arrival = (context.now ?? 0) + (durationMs(turn.after ?? '') ?? 0);
    const dueOf = (): number | undefined => (state as FlowState | null)?.due;
    let wakes = 0;
    for (let due = dueOf(); due !== undefined && due <= arrival && turn.after && wakes < maxWakes; due = dueOf()) {
      context = { ...context, now: due };
      send({ type: 'due' });
      wakes += 1;
    }
    if (turn.after !== undefined) context = { ...context, now: arrival };
    if (index === 0) send(start);
    else if (turn.in !== undefined) send(eventOf(turn.in, state, firstAt));
    else if (wakes === 0) send({ type: 'due' });
    played.push({ before, after: state, actions });
    if (index === 0 && state !== null) firstAt = positionOf(state);
  }
  return played;
}

/** Everything a turn shows: texts, and button titles in brackets. */
export function shownIn(actions: readonly Action[]): string {
  return actions
    .flatMap((action) =>
      action.type === 'say' ? [action.text, ...(action.buttons ?? []).map(({ title }) => `[${title}]`)] : [],
    )
    .join('\n');
}

/** What the whole dialogue came to. */
export function outcomeOf(played: readonly PlayedTurn[]): Outcome {
  const all = played.flatMap(({ actions }) => actions);
  const ends = all.find((action) => action.type === 'end')?.how;
  const records = all.flatMap((action) => (action.type === 'record' ? [action.outcome] : []));
  const handover = all.find((action) => action.type === 'handover')?.reason;
  const polls = all.flatMap((action) => (action.type === 'poll' ? [action.value] : []));
  const certificate = all.find((action) => action.type === 'certificate')?.title;
  return {
    ...(ends && { ends }),
    ...(records.length > 0 && { records }),
    ...(handover !== undefined && { handover }),
    ...(polls.length > 0 && { polls }),
    ...(certificate !== undefined && { certificate }),
  };
}
