import type { PlacedStep, ReceivedAct } from './act-sequence.ts';
import type { Pair } from './align.ts';
import type { OaAct, RecordedEvent, Recording } from './model.ts';
import type { StepRun } from './run-steps.ts';

/**
 * The recording with the OA's part as it came: what is equal stays word for word, what changed keeps its place, number and
 * time, what is missing goes, what is extra comes in behind what it followed.
 */
export function updateRecording(
  recording: Recording,
  steps: readonly PlacedStep[],
  pairs: readonly Pair[],
  { pressed, stopped }: Pick<StepRun, 'pressed' | 'stopped'>,
): Recording {
  const { events } = recording;
  const eventOfStep = (stepIndex: number) => steps[stepIndex]?.eventIndex ?? -1;
  const endIndex = stopped === undefined ? events.length : (steps[stopped.stepIndex + 1]?.eventIndex ?? events.length);
  const renumber = createNumbers(recording, pairs);
  const stepOfEvent = new Map(steps.map(({ eventIndex }, stepIndex) => [eventIndex, stepIndex]));
  const pairsByEvent = Map.groupBy(
    pairs.filter(({ expected }) => expected !== undefined),
    ({ expected }) => expected?.eventIndex,
  );
  const extras = Map.groupBy(placeExtras(pairs, eventOfStep), ({ eventIndex }) => eventIndex);
  const behind = (eventIndex: number) =>
    (extras.get(eventIndex) ?? []).map(({ received }): RecordedEvent => {
      return { atMs: events[eventIndex]?.atMs ?? 0, ...renumber(received) };
    });

  function rewrite(event: RecordedEvent, eventIndex: number): readonly RecordedEvent[] {
    if ('does' in event) {
      const button = pressed.get(stepOfEvent.get(eventIndex) ?? -1);
      return [event.does === 'press' && button !== undefined ? { ...event, button } : event];
    }
    const own = pairsByEvent.get(eventIndex) ?? [];
    if (event.oa === 'broadcast') {
      const kept = new Set(own.filter(({ isEqual }) => isEqual).flatMap(({ expected }) => receiversOf(expected?.act)));
      const to = event.to.filter((person) => kept.has(person));
      return to.length === 0 ? [] : [{ ...event, to }];
    }
    const [pair] = own;
    if (pair?.received === undefined) return [];
    return [pair.isEqual ? event : { atMs: event.atMs, ...renumber(pair.received) }];
  }

  return {
    ...recording,
    events: mergeBroadcasts([
      ...behind(-1),
      ...events
        .slice(0, endIndex)
        .flatMap((event, eventIndex) => [...rewrite(event, eventIndex), ...behind(eventIndex)]),
      ...events.slice(endIndex),
    ]),
  };
}

interface PlacedExtra {
  readonly eventIndex: number;
  readonly received: ReceivedAct;
}

/** A changed broadcast comes out of the event that names all receivers, and in again as an extra one. */
function placeExtras(pairs: readonly Pair[], eventOfStep: (stepIndex: number) => number): readonly PlacedExtra[] {
  const lastEvent = new Map<string, number>();
  const extras: PlacedExtra[] = [];
  for (const { expected, received, isEqual } of pairs) {
    if (expected !== undefined) lastEvent.set(expected.chat, expected.eventIndex);
    const isExtra = expected === undefined || (!isEqual && expected.act.oa === 'broadcast');
    if (received === undefined || !isExtra) continue;
    const eventIndex = Math.max(lastEvent.get(received.chat) ?? -1, eventOfStep(received.stepIndex));
    extras.push({ eventIndex, received });
  }
  return extras.toSorted((a, b) => a.received.order - b.received.order);
}

/** Gives what came the numbers of the recording: those of its counterparts, and fresh ones behind the last. */
function createNumbers({ events }: Recording, pairs: readonly Pair[]): (received: ReceivedAct) => OaAct {
  const numbers = new Map<number, number>();
  let last = Math.max(0, ...events.map((event) => ('message' in event ? event.message : 0)));
  const ordered = pairs.toSorted((a, b) => (a.received?.order ?? 0) - (b.received?.order ?? 0));
  for (const { expected, received } of ordered) {
    if (received === undefined || !('message' in received.act)) continue;
    const recorded = expected !== undefined && 'message' in expected.act ? expected.act.message : undefined;
    numbers.set(received.act.message, recorded ?? (last += 1));
  }
  const toRecorded = (message: number | null) => (message === null ? null : (numbers.get(message) ?? message));
  return ({ act }) => {
    if (act.oa === 'reaction') return { ...act, on: toRecorded(act.on) };
    if (!('message' in act)) return act;
    const quotes = act.quotes === undefined ? {} : { quotes: toRecorded(act.quotes) };
    return { ...act, message: toRecorded(act.message) ?? act.message, ...quotes };
  };
}

function receiversOf(act: OaAct | undefined): readonly string[] {
  return act?.oa === 'broadcast' ? act.to : [];
}

function mergeBroadcasts(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const merged: RecordedEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    const isMore =
      last !== undefined &&
      'oa' in last &&
      'oa' in event &&
      last.oa === 'broadcast' &&
      event.oa === 'broadcast' &&
      JSON.stringify(last.elements) === JSON.stringify(event.elements);
    if (isMore) merged[merged.length - 1] = { ...last, to: [...last.to, ...event.to] };
    else merged.push(event);
  }
  return merged;
}
