import type { Emulator } from '../emulator.ts';
import type { ResidentInput } from '../resident-actions.ts';
import { createMediaBox } from './media-box.ts';
import type { MediaBox } from './media-box.ts';
import { RECORDING_VERSION } from './model.ts';
import type { OaAct, RecordedEvent, RecordedInput, Recording, RecordingStart, Step } from './model.ts';
import { createStableNames } from './names.ts';
import type { StableNames } from './names.ts';
import { watchOa } from './oa-acts.ts';
import type { OaWatch } from './oa-acts.ts';
import { describeStart } from './start-state.ts';

/** Records what people and the OA do, to play it again with `replay`. */
export interface Recorder {
  /**
   * Begins a new recording; the one kept so far is dropped. Does nothing while one is running. It ends by itself after
   * 100,000 events, and when a snapshot is restored.
   */
  start(): void;
  /** Ends the recording and returns it; without a running one, the same as {@link Recorder.current}. */
  stop(): Recording;
  isRecording(): boolean;
  /** The recording so far, or the last one; one without events when nothing was recorded yet. */
  current(): Recording;
}

/** A {@link Recorder} with the inlet for what people do. */
export interface RecorderInlet extends Recorder {
  /**
   * Runs an action and records it; an action that throws is not recorded. `isByPeople`: what it changes in groups is not
   * recorded as the OA's doing.
   */
  note<T>(isByPeople: boolean, run: () => T, describe: (tape: Tape, result: T) => Step | undefined): T;
  end(): void;
}

/** A recording under way. */
export interface Tape {
  readonly startMs: number;
  readonly names: StableNames;
  keepInput(input: ResidentInput): RecordedInput;
}

interface RunningTape extends Tape {
  readonly start: RecordingStart;
  readonly events: RecordedEvent[];
  readonly media: MediaBox;
  readonly watch: OaWatch;
}

const MAX_EVENTS = 100_000;

/** A {@link RecorderInlet} over an emulator; `baseUrl` as in {@link createStableNames}. */
export function createRecorder(
  emulator: Omit<Emulator, 'recorder' | 'publicUrl'>,
  baseUrl: () => string,
): RecorderInlet {
  let running: RunningTape | undefined;
  let kept: Recording | undefined;

  function begin(): RunningTape {
    const names = createStableNames(baseUrl);
    const media = createMediaBox();
    const events: RecordedEvent[] = [];
    const startMs = emulator.clock.now();
    return {
      startMs,
      names,
      media,
      events,
      start: describeStart(emulator, names),
      watch: watchOa(emulator, names, ({ messageId: _messageId, ...act }) => {
        addOaAct(events, { atMs: emulator.clock.now() - startMs, ...act });
        if (events.length >= MAX_EVENTS) end();
      }),
      keepInput: (input) => keepInput(input, names, media),
    };
  }

  function end(): void {
    if (running === undefined) return;
    running.watch.end();
    kept = toRecording(running);
    running = undefined;
  }

  function current(): Recording {
    if (running !== undefined) return toRecording(running);
    return (
      kept ?? {
        version: RECORDING_VERSION,
        start: describeStart(emulator, createStableNames(baseUrl)),
        events: [],
        media: {},
      }
    );
  }

  return {
    start() {
      running ??= begin();
    },
    stop() {
      end();
      return current();
    },
    isRecording: () => running !== undefined,
    current,
    end,
    note(isByPeople, run, describe) {
      const tape = running;
      if (tape === undefined) return run();
      // Where the step belongs, should the OA act before `run` returns.
      const index = tape.events.length;
      const atMs = emulator.clock.now() - tape.startMs;
      const result = isByPeople ? tape.watch.during(run) : run();
      const step = describe(tape, result);
      if (step !== undefined) tape.events.splice(index, 0, { atMs, ...step });
      if (tape.events.length >= MAX_EVENTS) end();
      return result;
    },
  };
}

/** A copy: nothing that happens later may change it. */
function toRecording({ start, events, media }: RunningTape): Recording {
  return { version: RECORDING_VERSION, ...structuredClone({ start, events }), media: media.contents() };
}

/** A broadcast reaches thousands: its receivers stand in one event. */
function addOaAct(events: RecordedEvent[], event: OaAct & { readonly atMs: number }): void {
  const last = events.at(-1);
  const isMore =
    event.oa === 'broadcast' &&
    last !== undefined &&
    'oa' in last &&
    last.oa === 'broadcast' &&
    JSON.stringify(last.elements) === JSON.stringify(event.elements);
  if (isMore) (last.to as string[]).push(...event.to);
  else events.push(event.oa === 'broadcast' ? { ...event, to: [...event.to] } : event);
}

function keepInput(input: ResidentInput, names: StableNames, media: MediaBox): RecordedInput {
  switch (input.kind) {
    case 'text': {
      const quotes = input.quotedMessageId === undefined ? undefined : names.message(input.quotedMessageId);
      return { kind: 'text', text: names.hideIds(input.text), ...(quotes === undefined ? {} : { quotes }) };
    }
    case 'image':
    case 'video': {
      const { kind, bytes, name, text } = input;
      return { kind, media: media.keep(bytes), name, ...(text === undefined ? {} : { text: names.hideIds(text) }) };
    }
    case 'voice':
    case 'file':
      return { kind: input.kind, media: media.keep(input.bytes), name: input.name };
    case 'sticker':
    case 'location':
    case 'link':
    case 'business_card':
      return input;
  }
}
