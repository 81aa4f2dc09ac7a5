import type { Definitions, FlowState, Frame, Step } from './types.ts';

/** Longest state in bytes of JSON. Sessions are kept for every resident; saved words are cut until it fits. */
export const maxStateBytes = 1024;

/** Flows that may run inside each other: the outermost and 4 calls. A card may stand on top. */
export const maxFlowFrames = 5;

/** Longest saved answer in characters. */
export const maxSavedCharacters = 200;

/** Most saved answers. */
export const maxVars = 50;

const maxIdCharacters = 100;
const maxCallEntries = 100;

/** True for a plain step index of a card, `0`, `1`, … */
const isIndex = (text: string): boolean => /^(?:0|[1-9]\d{0,2})$/u.test(text);

const isText = (value: unknown, maxCharacters: number): value is string =>
  typeof value === 'string' && value.length <= maxCharacters;

const isCount = (value: unknown, from: number, to: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function readQuiz(value: unknown): Frame['quiz'] {
  if (!isRecord(value)) return undefined;
  const { question, right } = value;
  return isCount(question, 0, 99) && isCount(right, 0, question) ? { question, right } : undefined;
}

function readPlace(value: unknown): Frame['place'] {
  if (!isRecord(value)) return undefined;
  const { province, commune, offers } = value;
  const isOffers = Array.isArray(offers) && offers.length <= 4 && offers.every((code) => isText(code, 10));
  return {
    ...(isText(province, 10) && { province }),
    ...(isText(commune, 60) && { commune }),
    ...(isOffers && { offers: offers as string[] }),
  };
}

function readFrame(value: unknown): Frame | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, id, hash, step, tries, stuck, large, part } = value;
  if (kind !== 'flow' && kind !== 'card') return undefined;
  if (!isText(id, maxIdCharacters) || !isText(hash, maxIdCharacters) || !isText(step, maxIdCharacters))
    return undefined;
  const frame: Frame = { kind, id, hash, step, ...(isCount(tries, 1, 99) && { tries }) };
  if (kind === 'card') {
    const isLarge = large === true;
    return {
      ...frame,
      ...(stuck === true && { stuck }),
      ...(isLarge && { large }),
      ...(isLarge && isCount(part, 1, 99) && { part }),
    };
  }
  const [quiz, place] = [readQuiz(value['quiz']), readPlace(value['place'])];
  return { ...frame, ...(quiz && { quiz }), ...(place && { place }) };
}

function readCalls(value: unknown): FlowState['calls'] {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter(([key, count]) => /^[0-9a-z]{1,7}$/u.test(key) && isCount(count, 1, 99));
  return entries.length === 0 || entries.length > maxCallEntries
    ? undefined
    : (Object.fromEntries(entries) as Record<string, number>);
}

/**
 * The state in `value`, or undefined when it is anything this version did not write. Version 1 (until November 2026)
 * had no times and no counts of calls, and is read as a state without them. Never throws.
 */
export function readState(value: unknown): FlowState | undefined {
  if (!isRecord(value)) return undefined;
  const { v, stack, vars, visit, due, calls } = value;
  if ((v !== 1 && v !== 2) || !Array.isArray(stack) || !isRecord(vars)) return undefined;
  if (stack.length === 0 || stack.length > maxFlowFrames + 1) return undefined;
  const frames = stack.map(readFrame);
  const entries = Object.entries(vars);
  if (frames.includes(undefined) || entries.length > maxVars) return undefined;
  if (!entries.every(([, saved]) => isText(saved, maxSavedCharacters * 2))) return undefined;
  const counted = readCalls(calls);
  return {
    v: 2,
    stack: frames as Frame[],
    vars: vars as Record<string, string>,
    visit: isCount(visit, 0, 99) ? visit : 0,
    ...(isCount(due, 1, Number.MAX_SAFE_INTEGER) && { due }),
    ...(counted && { calls: counted }),
  };
}

/** The step of a flow by name; undefined also for names every object has, such as `constructor`. */
export function findStep(definitions: Definitions, frame: Frame): Step | undefined {
  const flow = definitions.flow(frame.id);
  return flow && Object.hasOwn(flow.steps, frame.step) ? flow.steps[frame.step] : undefined;
}

/** True for a step at which a flow waits for the resident or for a moment to come. */
function waitsOnTop(step: Step, frame: Frame): boolean {
  if (step.type === 'quiz') return (frame.quiz?.question ?? 0) < step.questions.length;
  return step.type === 'ask' || step.type === 'poll' || step.type === 'remind' || step.type === 'wait';
}

function migrateFrame(definitions: Definitions, frame: Frame, above: Frame | undefined): Frame | undefined {
  if (frame.kind === 'card') {
    const card = definitions.card(frame.id);
    if (!card || above !== undefined || !isIndex(frame.step) || Number(frame.step) >= card.steps.length)
      return undefined;
    return frame.hash === card.hash ? frame : { ...frame, hash: card.hash };
  }
  const flow = definitions.flow(frame.id);
  const step = findStep(definitions, frame);
  if (!flow || !step) return undefined;
  const waitsHere =
    above === undefined
      ? waitsOnTop(step, frame)
      : (step.type === 'guide' && above.kind === 'card' && above.id === step.card) ||
        (step.type === 'call' && above.kind === 'flow' && above.id === step.flow);
  if (!waitsHere) return undefined;
  return frame.hash === flow.hash ? frame : { ...frame, hash: flow.hash };
}

/**
 * Brings a stored state to the definitions of today. A frame whose definition changed goes on with the new hash while
 * its step is still there and still waits; otherwise, and for anything that is not a state, the result is undefined and
 * the walk has to end with a kind sentence. Never throws.
 */
export function migrate(definitions: Definitions, stored: unknown): FlowState | undefined {
  const state = readState(stored);
  if (!state) return undefined;
  const stack: Frame[] = [];
  for (const [index, frame] of state.stack.entries()) {
    const migrated = migrateFrame(definitions, frame, state.stack[index + 1]);
    if (!migrated) return undefined;
    stack.push(migrated);
  }
  return { ...state, stack };
}

/** Bytes of the state as stored (JSON, UTF-8). */
export function stateBytes(state: FlowState): number {
  return Buffer.byteLength(JSON.stringify(state));
}

/**
 * Cuts the longest saved words in half until the state fits `maxStateBytes`; after that the counts of calls go. Frames
 * are never touched.
 */
export function fitState(state: FlowState): FlowState {
  let fitted = state;
  while (stateBytes(fitted) > maxStateBytes) {
    const longest = Object.entries(fitted.vars).toSorted((a, b) => b[1].length - a[1].length)[0];
    if (!longest || longest[1].length === 0) {
      const { calls: _calls, ...rest } = fitted;
      return rest;
    }
    const [name, saved] = longest;
    const shorter = saved.slice(0, Math.floor(saved.length / 2)).toWellFormed();
    fitted = { ...fitted, vars: { ...fitted.vars, [name]: shorter } };
  }
  return fitted;
}
