import type { Definitions, FlowState, Frame, Step } from './types.ts';

/** Longest state in bytes of JSON. Sessions are kept for every resident; saved words are cut until it fits. */
export const maxStateBytes = 1024;

/** Flows that may run inside each other: the outermost and 4 calls. A card may stand on top. */
export const maxFlowFrames = 5;

/** Longest saved answer in characters. */
export const maxSavedCharacters = 200;

const maxIdCharacters = 100;
const maxVars = 50;

/** True for a plain step index of a card, `0`, `1`, … */
const isIndex = (text: string): boolean => /^(?:0|[1-9]\d{0,2})$/u.test(text);

function isText(value: unknown, maxCharacters: number): value is string {
  return typeof value === 'string' && value.length <= maxCharacters;
}

function readFrame(value: unknown): Frame | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { kind, id, hash, step, tries, stuck } = value as Record<string, unknown>;
  if (kind !== 'flow' && kind !== 'card') return undefined;
  if (!isText(id, maxIdCharacters) || !isText(hash, maxIdCharacters) || !isText(step, maxIdCharacters))
    return undefined;
  return {
    kind,
    id,
    hash,
    step,
    ...(typeof tries === 'number' && Number.isInteger(tries) && tries > 0 && { tries }),
    ...(stuck === true && kind === 'card' && { stuck }),
  };
}

/** The state in `value`, or undefined when it is anything this version did not write. Never throws. */
export function readState(value: unknown): FlowState | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { v, stack, vars, visit } = value as Record<string, unknown>;
  if (v !== 1 || !Array.isArray(stack) || vars === null || typeof vars !== 'object' || Array.isArray(vars)) {
    return undefined;
  }
  if (stack.length === 0 || stack.length > maxFlowFrames + 1) return undefined;
  const frames = stack.map(readFrame);
  const entries = Object.entries(vars);
  if (frames.includes(undefined) || entries.length > maxVars) return undefined;
  if (!entries.every(([, saved]) => isText(saved, maxSavedCharacters * 2))) return undefined;
  const visitNumber = typeof visit === 'number' && Number.isInteger(visit) && visit >= 0 && visit < 100 ? visit : 0;
  return { v: 1, stack: frames as Frame[], vars: vars as Record<string, string>, visit: visitNumber };
}

/** The step of a flow by name; undefined also for names every object has, such as `constructor`. */
export function findStep(definitions: Definitions, frame: Frame): Step | undefined {
  const flow = definitions.flow(frame.id);
  return flow && Object.hasOwn(flow.steps, frame.step) ? flow.steps[frame.step] : undefined;
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
      ? step.type === 'ask'
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

/** Cuts the longest saved words in half until the state fits `maxStateBytes`; frames are never touched. */
export function fitState(state: FlowState): FlowState {
  let fitted = state;
  while (stateBytes(fitted) > maxStateBytes) {
    const longest = Object.entries(fitted.vars).toSorted((a, b) => b[1].length - a[1].length)[0];
    if (!longest || longest[1].length === 0) return fitted;
    const [name, saved] = longest;
    const shorter = saved.slice(0, Math.floor(saved.length / 2)).toWellFormed();
    fitted = { ...fitted, vars: { ...fitted.vars, [name]: shorter } };
  }
  return fitted;
}
