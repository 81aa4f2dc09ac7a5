import type { Emulator } from '../emulator.ts';
import type { ExpectedAct, PlacedStep } from './act-sequence.ts';
import { align } from './align.ts';
import type { PressedButton, Recording } from './model.ts';
import type { StableNames } from './names.ts';
import { perform, stepProblem } from './perform.ts';
import type { Stage } from './perform.ts';
import type { Receiver } from './receiver.ts';

/** How a run went, apart from what the OA did. */
export interface StepRun {
  /** Why a step could not be done, by its index. */
  readonly problems: ReadonlyMap<number, string>;
  /** Buttons pressed at another place or under another title than recorded, by the index of the step. */
  readonly pressed: ReadonlyMap<number, PressedButton>;
  /** Steps whose answers did not all come in time, with how many acts the run had counted by then. */
  readonly timedOut: ReadonlyMap<number, number>;
  readonly timeoutMs: number;
  /** Why and after which step the replay stopped early. */
  readonly stopped: { readonly stepIndex: number; readonly reason: string } | undefined;
}

/** What {@link runSteps} works with. */
export interface RunParts {
  readonly recording: Recording;
  readonly sequence: { readonly steps: readonly PlacedStep[]; readonly expected: readonly ExpectedAct[] };
  readonly emulator: Emulator;
  readonly names: StableNames;
  readonly receiver: Receiver;
  readonly timeoutMs: number;
  readonly settleMs: number;
  /** Whether the emulator's clock keeps up with the recording. */
  readonly keepsClock: boolean;
  /** Bytes by their name in the recording. */
  readonly media: ReadonlyMap<string, Buffer>;
}

/** So many silent turns in a row end a replay: the bot is down, and every further turn would cost the whole time-out. */
const MAX_SILENT_TURNS = 3;

/** So many acts beyond what the recording has, and the bot is talking to itself. */
const MAX_EXTRA_ACTS = 500;

/** A bot that was slow once in the recording does not make the replay wait forever. */
const MAX_RECORDED_DELAY_MS = 10 * 60_000;

/** Does the steps one after the other, each when the OA is done with those before it. */
export async function runSteps(parts: RunParts): Promise<StepRun> {
  const { recording, sequence, emulator, receiver, settleMs } = parts;
  const { steps, expected } = sequence;
  const startMs = emulator.clock.now();
  const problems = new Map<number, string>();
  const pressed = new Map<number, PressedButton>();
  const timedOut = new Map<number, number>();
  const expectedAfter = Map.groupBy(expected, ({ stepIndex }) => stepIndex);
  const stage = createStage(parts, startMs);
  let silentTurns = 0;
  let countBefore = countOf(expectedAfter.get(-1));

  function countOf(acts: readonly ExpectedAct[] = []): ReadonlyMap<ExpectedAct['chat'], number> {
    return new Map(acts.map(({ chat }) => [chat, receiver.count(chat)]));
  }

  function keepUp(atMs: number): void {
    const behindMs = startMs + atMs - emulator.clock.now();
    if (parts.keepsClock && behindMs > 0) emulator.clock.advance(behindMs);
  }

  /** Waits for what the recording has after this step. */
  async function answersAfter(stepIndex: number): Promise<void> {
    const acts = expectedAfter.get(stepIndex) ?? [];
    if (acts.length === 0) return;
    const wanted = new Map([...Map.groupBy(acts, ({ chat }) => chat)].map(([chat, all]) => [chat, all.length]));
    const came = (chat: ExpectedAct['chat']) => receiver.count(chat) - (countBefore.get(chat) ?? 0);
    const hasAll = () => [...wanted].every(([chat, count]) => came(chat) >= count);
    await emulator.idle();
    // what the emulator itself delivers late (broadcasts, template messages, repeated webhooks) comes by the clock
    if (!hasAll()) keepUp(recording.events[acts.at(-1)?.eventIndex ?? -1]?.atMs ?? 0);
    if (await receiver.until(hasAll, parts.timeoutMs + recordedDelayMs(stepIndex))) {
      silentTurns = 0;
      await emulator.idle();
      return;
    }
    timedOut.set(stepIndex, receiver.acts().length);
    silentTurns = [...wanted.keys()].some((chat) => came(chat) > 0) ? 0 : silentTurns + 1;
  }

  function recordedDelayMs(stepIndex: number): number {
    const last = expectedAfter.get(stepIndex)?.at(-1);
    const step = steps[stepIndex]?.step;
    const lastAtMs = last === undefined ? 0 : (recording.events[last.eventIndex]?.atMs ?? 0);
    const skippedMs = step?.does === 'advanceClock' ? step.ms : 0;
    if (step?.does === 'setClock') return 0;
    return Math.min(MAX_RECORDED_DELAY_MS, Math.max(0, lastAtMs - (step?.atMs ?? 0) - skippedMs));
  }

  /** Until nothing has come for a while; false when the bot does not stop talking. */
  async function quiet(): Promise<boolean> {
    for (;;) {
      await emulator.idle();
      const before = receiver.acts().length;
      if (before > expected.length + MAX_EXTRA_ACTS) return false;
      if (!(await receiver.until(() => receiver.acts().length > before, settleMs))) return true;
    }
  }

  function pauseBefore({ step, eventIndex }: PlacedStep): number {
    return step.atMs - (recording.events[eventIndex - 1]?.atMs ?? step.atMs);
  }

  async function doStep(stepIndex: number, { step }: PlacedStep): Promise<void> {
    countBefore = countOf(expectedAfter.get(stepIndex));
    if (step.does === 'wait') {
      receiver.duringStep(stepIndex, () => undefined);
      await receiver.until(() => false, step.ms);
      return;
    }
    keepUp(step.atMs);
    try {
      const done = isClockStep(step.does) ? passTime(stepIndex, step) : performNow(stepIndex, step);
      if (done.pressed !== undefined) pressed.set(stepIndex, done.pressed);
    } catch (error) {
      problems.set(stepIndex, stepProblem(error));
    }
  }

  const performNow = (stepIndex: number, step: Parameters<typeof perform>[1]) =>
    receiver.duringStep(stepIndex, () => perform(stage(stepIndex), step));

  /** What falls due while the clock is turned is the OA's doing. */
  function passTime(stepIndex: number, step: Parameters<typeof perform>[1]) {
    receiver.duringStep(stepIndex, () => undefined);
    return perform(stage(stepIndex), step);
  }

  const stop = (stepIndex: number, reason: string): StepRun => ({
    ...{ problems, pressed, timedOut, timeoutMs: parts.timeoutMs },
    stopped: { stepIndex, reason },
  });

  for (let stepIndex = -1; stepIndex < steps.length; stepIndex += 1) {
    const placed = steps[stepIndex];
    if (placed !== undefined) {
      if (pauseBefore(placed) >= settleMs && !(await quiet())) return stop(stepIndex - 1, 'OA gửi tin không ngừng');
      await doStep(stepIndex, placed);
    }
    // who could not act is not answered
    if (!problems.has(stepIndex)) await answersAfter(stepIndex);
    if (silentTurns >= MAX_SILENT_TURNS) return stop(stepIndex, `OA im lặng ${MAX_SILENT_TURNS} lượt liền`);
  }
  if (!(await quiet())) return stop(steps.length - 1, 'OA gửi tin không ngừng');
  return { problems, pressed, timedOut, timeoutMs: parts.timeoutMs, stopped: undefined };
}

function isClockStep(does: string): boolean {
  return does === 'advanceClock' || does === 'setClock';
}

/** Tells each step which message of this run is which of the recording, as far as both have come. */
function createStage({ recording, sequence, emulator, names, receiver, media }: RunParts, startMs: number) {
  const inRecording = new Set(recording.events.flatMap((event) => ('message' in event ? event.message : [])));
  return (stepIndex: number): Stage => ({
    ...{ emulator, names, media, startMs },
    messageId(message) {
      if (message === null || !inRecording.has(message)) return null;
      const sent = names.messageId(message);
      if (sent !== undefined) return sent;
      const act = sequence.expected.find(
        (candidate) => 'message' in candidate.act && candidate.act.message === message,
      );
      if (act === undefined) return undefined;
      const { chat } = act;
      const pairs = align(
        sequence.expected.filter((other) => other.chat === chat && other.stepIndex < stepIndex),
        receiver.acts().filter((other) => other.chat === chat),
      );
      return pairs.find(({ expected }) => expected === act)?.received?.messageId;
    },
  });
}
