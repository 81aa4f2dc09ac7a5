import { defaultAddress } from './fill.ts';
import { positionOf } from './position.ts';
import { run, type Stop } from './run.ts';
import { findStep, fitState, migrate, readState } from './state.ts';
import { enterFlow } from './steps/call.ts';
import { expire } from './steps/expire.ts';
import { answerGuide, enterCard } from './steps/guide.ts';
import { answerStep, offeredAt } from './steps/index.ts';
import { engineTexts } from './texts.ts';
import { fill, say, stateOf, type Next, type Turn } from './turn.ts';
import type { Advance, Definitions, FlowContext, FlowEvent, FlowState, WaitingChoice } from './types.ts';

function createTurn(definitions: Definitions, state: FlowState | undefined, context: FlowContext): Turn {
  const { now = 0, seed, places, audience = {}, assisted } = context;
  return {
    definitions,
    now: Number.isFinite(now) && now > 0 ? Math.trunc(now) : 0,
    seed,
    places,
    assisted: assisted === true,
    address: context.address || defaultAddress,
    audience,
    actions: [],
    stack: [...(state?.stack ?? [])],
    vars: state?.vars ?? {},
    visit: state?.visit ?? 0,
    due: undefined,
    calls: state?.calls,
    gaveUp: false,
    expired: false,
  };
}

/** The id of the outermost flow or card of anything that looks like a state; empty for what does not. */
function outermostId(state: unknown): string {
  return readState(state)?.stack[0]?.id ?? '';
}

function conclude(turn: Turn, stop: Stop, before: FlowState | null, outermost: string): Advance {
  if (stop.kind === 'unmatched' || stop.kind === 'stale') return { state: before, actions: [{ type: stop.kind }] };
  if (stop.kind === 'wait') return { state: fitState(stateOf(turn)), actions: turn.actions };
  if (stop.how === 'changed') say(turn, engineTexts.changed);
  // A flow that gives up by its author's own path has said so itself; only a broken one leaves its frames behind.
  if (stop.how === 'gave-up' && turn.stack.length > 0) say(turn, engineTexts.gaveUp);
  return { state: null, actions: [...turn.actions, { type: 'end', flow: outermost, how: stop.how }] };
}

function begin(
  definitions: Definitions,
  state: FlowState | null,
  event: FlowEvent & { type: 'start' },
  context: FlowContext,
): Advance {
  const turn = createTurn(definitions, undefined, context);
  // Buttons of the walk that is left behind must stay stale in the new one.
  turn.visit = readState(state)?.visit ?? 0;
  if ('flow' in event && typeof event.flow === 'string') {
    return conclude(turn, run(turn, enterFlow(turn, event.flow)), state, event.flow);
  }
  if ('card' in event && typeof event.card === 'string') {
    return conclude(turn, run(turn, enterCard(turn, event.card)), state, event.card);
  }
  return conclude(turn, { kind: 'unmatched' }, state, '');
}

function answerTop(turn: Turn, event: FlowEvent, due: number | undefined): Next {
  const frame = turn.stack.at(-1);
  if (!frame) return { kind: 'over', how: 'changed' };
  if (frame.kind === 'card') return answerGuide(turn, frame, event);
  const flow = turn.definitions.flow(frame.id);
  const step = findStep(turn.definitions, frame);
  if (!flow || !step) return { kind: 'over', how: 'changed' };
  return answerStep(turn, step, { flow, name: frame.step }, event, due);
}

/** The moment of the waiting step: stale before it; a step that no longer has one loses it, and nothing is said. */
function fallDue(turn: Turn, current: FlowState, stored: FlowState): Advance {
  if (current.due === undefined || current.due > turn.now) return { state: stored, actions: [{ type: 'stale' }] };
  const frame = turn.stack.at(-1);
  const step = frame?.kind === 'flow' ? findStep(turn.definitions, frame) : undefined;
  const next = step && expire(turn, step);
  if (next) return conclude(turn, run(turn, next), stored, outermostId(stored));
  const { due: _due, ...rest } = current;
  return { state: rest, actions: [{ type: 'stale' }] };
}

const mediaKinds: ReadonlySet<unknown> = new Set(['photo', 'location', 'file', 'voice', 'other']);

/** True for an event of the agreed shape; anything else is treated as a text that matches nothing. */
function isReadable(event: FlowEvent): boolean {
  if (event === null || typeof event !== 'object') return false;
  if (event.type === 'text') return typeof event.text === 'string';
  if (event.type === 'choice') return typeof event.at === 'string' && typeof event.value === 'string';
  return event.type !== 'media' || mediaKinds.has(event.kind);
}

/**
 * One turn: what should be done about `event`, and where the resident is afterwards. Pure, deterministic and total: it
 * never throws, whatever the stored state or the event is.
 *
 * - `start` begins anew; a walk that was under way is left without a word (the caller decides whether to ask first).
 * - A state that is not ours, or whose step is gone, ends with a kind sentence and `end` *changed*; a changed
 *   definition whose step is still there goes on.
 * - `unmatched` and `stale` leave the state exactly as it was (the same object) and say nothing. One exception: `due`
 *   for a step that has lost its limit takes `due` out of the state, so that nobody wakes it again.
 * - `due` before `state.due`, by the clock of `context.now`, is `stale`.
 * - Without a state (`null`), a button or `due` is `stale` and anything else but `start` is `unmatched`.
 * - A turn takes at most 100 steps, calls nest at most 4 deep, one flow is called at most 20 times in a session; beyond
 *   that it ends *gave-up*.
 * - The returned state is plain JSON of at most 1 kB (saved words are cut to make it so).
 */
export function advance(
  definitions: Definitions,
  state: FlowState | null,
  event: FlowEvent,
  context: FlowContext = {},
): Advance {
  if (!isReadable(event)) return { state, actions: [{ type: 'unmatched' }] };
  if (event.type === 'start') return begin(definitions, state, event, context);
  if (state === null || state === undefined) {
    return {
      state: null,
      actions: [{ type: event.type === 'choice' || event.type === 'due' ? 'stale' : 'unmatched' }],
    };
  }
  const current = migrate(definitions, state);
  const turn = createTurn(definitions, current, context);
  if (!current) return conclude(turn, { kind: 'over', how: 'changed' }, state, outermostId(state));
  if (event.type === 'due') return fallDue(turn, current, state);
  if (event.type === 'choice' && event.at !== positionOf(current)) {
    return { state, actions: [{ type: 'stale' }] };
  }
  return conclude(turn, run(turn, answerTop(turn, event, current.due)), state, outermostId(state));
}

/**
 * What the waiting step offers, in the order of the numbers; empty when any text is welcome or the state is over or
 * out of date. Titles are filled as in `advance`.
 */
export function waitingChoices(
  definitions: Definitions,
  state: FlowState | null,
  context: FlowContext = {},
): readonly WaitingChoice[] {
  const current = migrate(definitions, state);
  const frame = current?.stack.at(-1);
  if (!current || !frame) return [];
  const at = positionOf(current);
  const step = frame.kind === 'flow' ? findStep(definitions, frame) : undefined;
  const turn = createTurn(definitions, current, context);
  return offeredAt(turn, frame, step).map(({ title, value }) => ({ title: fill(turn, title), value, at }));
}
