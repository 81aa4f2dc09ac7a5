import { advance, durationMs, positionOf } from '../flow-engine/index.ts';
import type { Action, Definitions, FlowContext, FlowEvent, FlowState, PlaceFinder } from '../flow-engine/types.ts';
import { parseVietnamTime } from '../shared/clock.ts';
import { maskSecrets } from '../shared/secrets.ts';
import type { Outcome, Transcript, TranscriptTurn } from './format.ts';

/** What playing needs of the world beside the definitions. */
export interface PlayOptions {
  /** Keeps a state as a session is kept between two turns, and gives back what the next turn finds. */
  keep(state: FlowState | null): FlowState | null;
  /** For place questions; without it they can only be given up. */
  readonly places?: PlaceFinder;
}

/** Keeps a state as the JSON it is, for whoever has no store. */
export const keepAsJson = (state: FlowState | null): FlowState | null =>
  JSON.parse(JSON.stringify(state)) as FlowState | null;

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

function contextOf(transcript: Transcript, places: PlaceFinder | undefined): FlowContext {
  const { at, address, audience: segment, largeSteps, assisted, seed } = transcript;
  const now = at === undefined ? undefined : parseVietnamTime(at);
  return {
    ...(places && { places }),
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
export function playTranscript(
  definitions: Definitions,
  transcript: Transcript,
  { keep, places }: PlayOptions,
): PlayedTurn[] {
  const { flow, card, turns } = transcript;
  const start: FlowEvent = flow === undefined ? { type: 'start', card: card ?? '' } : { type: 'start', flow };
  const played: PlayedTurn[] = [];
  let context = contextOf(transcript, places);
  let state: FlowState | null = null;
  let kept: FlowState | null = null;
  let firstAt = 'none';
  for (const [index, turn] of turns.entries()) {
    const before: FlowState | null = kept;
    const actions: Action[] = [];
    const send = (event: FlowEvent): void => {
      const result = advance(definitions, kept, event, context);
      state = result.state;
      kept = keep(state);
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
