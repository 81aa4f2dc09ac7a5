import { chatOfStep } from './act-sequence.ts';
import type { ActRules, Chat, ExpectedAct, PlacedStep, ReceivedAct } from './act-sequence.ts';
import { align } from './align.ts';
import type { Pair } from './align.ts';
import { changedParts, describeAct, placeName } from './difference-lines.ts';
import type { OaAct, Recording } from './model.ts';
import type { StepRun } from './run-steps.ts';
import { updateRecording } from './update-recording.ts';

/** One thing that went otherwise than recorded. */
export interface ReplayDifference {
  /**
   * `changed`: another message than recorded. `missing`, `extra`. `late`: came after its time. `step`: somebody could not do
   * what was recorded. `stopped`: the replay ended early.
   */
  readonly kind: 'changed' | 'missing' | 'extra' | 'late' | 'step' | 'stopped';
  /** Name of the person or group; undefined for what is about nobody in particular. */
  readonly who: string | undefined;
  /** Which turn of that person or group it was, from 1; 0 = before the first. */
  readonly turn: number;
  readonly expected?: OaAct;
  readonly received?: OaAct;
  /** For people: "Bác Ba, lượt 3: chờ «…», nhận «…»". */
  readonly line: string;
}

/** What a replay found. */
export interface ReplayReport {
  readonly isEqual: boolean;
  /** In the order of the recording. */
  readonly differences: readonly ReplayDifference[];
  /** How many steps were done, and how many acts of the OA were expected and came. */
  readonly counts: { readonly steps: number; readonly expected: number; readonly received: number };
  /** Calls that Zalo refused and webhooks that failed: no differences, but often their reason. */
  readonly notes: readonly string[];
  /** The recording with the OA's part as it came now; steps that could not be done and what follows a stop are as before. */
  readonly updated: Recording;
}

interface Found extends ReplayDifference {
  readonly stepIndex: number;
}

/** Compares what came in a run with the recording. */
export function compareRun(
  recording: Recording,
  { steps, expected }: { readonly steps: readonly PlacedStep[]; readonly expected: readonly ExpectedAct[] },
  run: StepRun,
  received: readonly ReceivedAct[],
  rules: ActRules,
  notes: readonly string[],
): ReplayReport {
  const { stopped } = run;
  const reached = stopped === undefined ? expected : expected.filter(({ stepIndex }) => stepIndex <= stopped.stepIndex);
  const pairs = align(reached, received);
  const turns = countTurns(steps);
  const found = [
    ...pairs.flatMap((pair) => differencesOf(pair, run, rules, turns)),
    ...[...run.problems].map(([stepIndex, problem]) => stepDifference(steps[stepIndex], stepIndex, problem, turns)),
    ...(stopped === undefined ? [] : [stopDifference(stopped, turns, steps)]),
  ].toSorted((a, b) => a.stepIndex - b.stepIndex);
  return {
    isEqual: found.length === 0,
    differences: found.map(({ stepIndex: _stepIndex, ...difference }) => difference),
    counts: { steps: steps.length, expected: expected.length, received: received.length },
    notes,
    updated: updateRecording(recording, steps, pairs, run),
  };
}

/** Turn of a chat after each step. */
type Turns = (chat: Chat, stepIndex: number) => number;

function countTurns(steps: readonly PlacedStep[]): Turns {
  const indexes = new Map<Chat, number[]>();
  for (const [stepIndex, { step }] of steps.entries()) {
    const chat = chatOfStep(step);
    if (chat !== undefined) indexes.set(chat, [...(indexes.get(chat) ?? []), stepIndex]);
  }
  return (chat, stepIndex) => indexes.get(chat)?.filter((index) => index <= stepIndex).length ?? 0;
}

function differencesOf(pair: Pair, run: StepRun, rules: ActRules, turns: Turns): readonly Found[] {
  const { expected, received } = pair;
  const acts = {
    ...(expected === undefined ? {} : { expected: expected.act }),
    ...(received === undefined ? {} : { received: received.act }),
  };
  const place = expected ?? received;
  if (place === undefined) return [];
  const { chat, stepIndex } = place;
  const turn = turns(chat, stepIndex);
  const tell = (kind: Found['kind'], text: string): Found => {
    return { ...acts, kind, who: nameOf(chat), turn, stepIndex, line: `${placeName(chat, turn)}: ${text}` };
  };
  if (expected === undefined) return [tell('extra', `không chờ gì, nhận ${describeAct(rules.visible(place.act))}`)];
  const wanted = rules.visible(expected.act);
  if (received === undefined) return [tell('missing', `chờ ${describeAct(wanted)}, không nhận được gì`)];
  const changes = pair.isEqual
    ? []
    : changedParts(wanted, rules.visible(received.act)).map((part) => tell('changed', part));
  const countAtTimeout = run.timedOut.get(stepIndex);
  const isLate = countAtTimeout !== undefined && received.order >= countAtTimeout;
  return isLate ? [...changes, tell('late', `${describeAct(wanted)} đến sau hạn ${run.timeoutMs} ms`)] : changes;
}

function stepDifference(placed: PlacedStep | undefined, stepIndex: number, problem: string, turns: Turns): Found {
  const chat = placed === undefined ? undefined : chatOfStep(placed.step);
  const turn = chat === undefined ? 0 : turns(chat, stepIndex);
  const place = chat === undefined ? `Bước ${stepIndex + 1}` : placeName(chat, turn);
  const did = `${placed?.step.does ?? ''}: ${problem}`;
  return {
    kind: 'step',
    who: chat === undefined ? undefined : nameOf(chat),
    turn,
    stepIndex,
    line: `${place}: ${did}`,
  };
}

function stopDifference(
  { stepIndex, reason }: NonNullable<StepRun['stopped']>,
  turns: Turns,
  steps: readonly PlacedStep[],
): Found {
  const step = steps[stepIndex]?.step;
  const chat = step === undefined ? undefined : chatOfStep(step);
  const place = chat === undefined ? `bước ${stepIndex + 1}` : placeName(chat, turns(chat, stepIndex));
  return {
    ...{ kind: 'stopped', who: undefined, turn: 0 },
    stepIndex: steps.length,
    line: `Dừng sau ${place}: ${reason}. Còn ${steps.length - 1 - stepIndex} bước chưa chạy.`,
  };
}

function nameOf(chat: Chat): string {
  return chat.slice(chat.indexOf(' ') + 1);
}
