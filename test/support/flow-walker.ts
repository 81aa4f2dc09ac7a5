import { advance, waitingChoices } from '../../src/flow-engine/index.ts';
import type { Action, Definitions, Flow, FlowEvent, FlowState, GuideCard } from '../../src/flow-engine/types.ts';

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
  return JSON.stringify([state.stack.map(({ kind, id, step, stuck }) => [kind, id, step, stuck]), state.vars]);
}

/** Everything a resident can do at a waiting step, one event each. */
export function eventsAt(definitions: Definitions, state: FlowState): FlowEvent[] {
  const choices = waitingChoices(definitions, state);
  const answers: FlowEvent[] =
    choices.length > 0
      ? choices.map(({ at, value }) => ({ type: 'choice', at, value }))
      : [{ type: 'text', text: 'Nguyễn Thị Lan' }];
  return [...answers, { type: 'unclear' }];
}

/**
 * Explores every choice from `beginning`, breadth first, the state saved to JSON and reloaded between turns. Ends,
 * because states that differ only in counters are visited once. `unclear` is repeated until the step gives up.
 */
export function* walkEverything(definitions: Definitions, beginning: Beginning): Generator<WalkedTurn> {
  const seen = new Set<string>();
  const first = advance(definitions, null, beginning);
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
        const result = advance(definitions, stored, event);
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
