import { advance, waitingChoices } from '../../src/flow-engine/index.ts';
import type {
  Action,
  Definitions,
  Flow,
  FlowContext,
  FlowEvent,
  FlowState,
  GuideCard,
} from '../../src/flow-engine/types.ts';
import { fewPlaces } from './place-units.ts';

/** Where a walk begins. */
export type Beginning = FlowEvent & { type: 'start' };

/** One turn the walker took. */
export interface WalkedTurn {
  readonly before: FlowState | null;
  readonly event: FlowEvent;
  readonly after: FlowState | null;
  readonly actions: readonly Action[];
}

/** States are the same place when only counters differ; words a resident typed never steer by more than a value. */
function placeOf(state: FlowState): string {
  const frames = state.stack.map(({ kind, id, step, stuck, part, quiz, place }) => [
    ...[kind, id, step, stuck, part],
    ...[quiz, place],
  ]);
  return JSON.stringify([frames, state.vars]);
}

/** One answer of every kind a step may wait for; a step takes those that fit and refuses the others. */
const sampleAnswers: readonly FlowEvent[] = [
  ...[
    'Nguyễn Thị Lan',
    '12',
    '500 nghìn',
    '22/11/2026',
    '0912345678',
    'Tân Phú, Đồng Nai',
    'Hà Nội',
    'bỏ qua',
    'ẩn danh',
  ].map((text): FlowEvent => ({ type: 'text', text })),
  { type: 'media', kind: 'photo' },
  { type: 'media', kind: 'location', latitude: '10.9', longitude: '106.8' },
];

/** Every answer that may move the waiting step: its buttons, and typed or sent answers of every kind. */
export function answersAt(definitions: Definitions, state: FlowState | null, context: FlowContext): FlowEvent[] {
  const choices = waitingChoices(definitions, state, context);
  return [...choices.map(({ at, value }): FlowEvent => ({ type: 'choice', at, value })), ...sampleAnswers];
}

const isRefused = (actions: readonly Action[]): boolean =>
  actions.some(({ type }) => type === 'unmatched' || type === 'stale');

/** Where an event leads, whatever was saved on the way; undefined when it is refused. */
function leadsTo(
  definitions: Definitions,
  state: FlowState,
  event: FlowEvent,
  context: FlowContext,
): string | undefined {
  const { state: after, actions } = advance(definitions, state, event, timeOf(event, state, context));
  return isRefused(actions) ? undefined : JSON.stringify(after && placeOf({ ...after, vars: {} }));
}

/** Everything a resident can do at a waiting step, one event each: typed answers that lead to the same place are one. */
export function eventsAt(definitions: Definitions, state: FlowState, context: FlowContext = walkContext): FlowEvent[] {
  const reached = new Set<string>();
  return [...answersAt(definitions, state, context), { type: 'unclear' as const }, { type: 'due' as const }].filter(
    (event) => {
      const place = leadsTo(definitions, state, event, context);
      if (place === undefined || (event.type === 'text' && reached.has(place))) return false;
      reached.add(place);
      return true;
    },
  );
}

/** Noon of a Sunday in Viet Nam. */
const walkContext: FlowContext = {
  now: Date.parse('2026-11-22T12:00:00+07:00'),
  seed: 'walker',
  places: fewPlaces(),
};

/** The moment of the step comes when nothing else is done. */
const timeOf = (event: FlowEvent, state: FlowState, context: FlowContext): FlowContext =>
  event.type === 'due' && state.due !== undefined ? { ...context, now: state.due } : context;

/**
 * Explores every choice from `beginning`, breadth first, the state saved to JSON and reloaded between turns. Ends,
 * because states that differ only in counters are visited once. `unclear` is repeated until the step gives up.
 */
export function* walkEverything(definitions: Definitions, beginning: Beginning): Generator<WalkedTurn> {
  const seen = new Set<string>();
  const first = advance(definitions, null, beginning, walkContext);
  yield { before: null, event: beginning, after: first.state, actions: first.actions };
  const open = first.state ? [first.state] : [];
  for (let state = open.shift(); state; state = open.shift()) {
    const place = placeOf(state);
    if (seen.has(place)) continue;
    seen.add(place);
    for (const event of eventsAt(definitions, state)) {
      let current: FlowState = state;
      for (let repeats = 0; repeats < (event.type === 'unclear' ? 6 : 1); repeats++) {
        const stored = JSON.parse(JSON.stringify(current)) as FlowState;
        const result = advance(definitions, stored, event, timeOf(event, stored, walkContext));
        yield { before: stored, event, after: result.state, actions: result.actions };
        if (!result.state) break;
        if (placeOf(result.state) !== placeOf(current)) {
          open.push(result.state);
          break;
        }
        current = result.state;
      }
    }
  }
}

/** Definitions that note which steps the engine enters, as `flow.step` and `card.index`. */
export function watchSteps(definitions: Definitions, entered: Set<string>): Definitions {
  const flows = new Map<string, Flow>();
  const cards = new Map<string, GuideCard>();
  return {
    flow: (id) => {
      const flow = definitions.flow(id);
      if (!flow || flows.has(id)) return flows.get(id);
      const note = (_steps: unknown, name: string | symbol): unknown => {
        entered.add(`${id}.${String(name)}`);
        return Reflect.get(flow.steps, name);
      };
      flows.set(id, { ...flow, steps: new Proxy<Flow['steps']>({ ...flow.steps }, { get: note }) });
      return flows.get(id);
    },
    card: (slug) => {
      const card = definitions.card(slug);
      if (!card || cards.has(slug)) return cards.get(slug);
      const note = (_steps: unknown, index: string | symbol): unknown => {
        if (typeof index === 'string' && /^\d+$/u.test(index)) entered.add(`${slug}.${index}`);
        return Reflect.get(card.steps, index);
      };
      cards.set(slug, { ...card, steps: new Proxy<GuideCard['steps']>([...card.steps], { get: note }) });
      return cards.get(slug);
    },
  };
}
