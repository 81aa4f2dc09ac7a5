import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, migrate, positionOf, stateBytes, waitingChoices } from '../../../src/flow-engine/index.ts';
import type {
  Action,
  Definitions,
  Flow,
  FlowEvent,
  FlowState,
  GuideCard,
  Step,
} from '../../../src/flow-engine/types.ts';
import { definitionsOf } from '../../support/flow-definitions.ts';
import { sampleCatalogue, shippedCatalogue } from '../../support/shipped-content.ts';

const runs = { numRuns: 300 } as const;

/** A few names, so that generated flows, cards and steps often refer to each other and sometimes to nothing. */
const name = fc.constantFrom('a', 'b', 'c', 'd', 'constructor', '__proto__', 'gone');
const id = fc.constantFrom('f0', 'f1', 'c0', 'missing');
const words = fc.oneof(fc.constantFrom('Xin {bác}', '{a} {Bác}', 'có', 'chưa', ''), fc.string({ maxLength: 30 }));
const value = fc.constantFrom('x', 'y', 'done', 'stuck');

const choice = fc.record({ title: words, value, words: fc.array(words, { maxLength: 2 }), next: name });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('say' as const), text: words, next: name }),
  fc.record(
    {
      type: fc.constant('ask' as const),
      text: words,
      save: name,
      choices: fc.array(choice, { maxLength: 4 }),
      next: name,
      tries: fc.nat({ max: 3 }),
      giveUp: name,
    },
    { requiredKeys: ['type', 'text', 'giveUp'] },
  ),
  fc.record({
    type: fc.constant('branch' as const),
    cases: fc.array(fc.record({ when: fc.record({ var: name, equals: value }), next: name }), { maxLength: 2 }),
    else: name,
  }),
  fc.record({ type: fc.constant('set' as const), var: name, value: words, next: name }),
  fc.record(
    { type: fc.constant('guide' as const), card: id, next: name, stuck: name },
    { requiredKeys: ['type', 'card', 'next'] },
  ),
  fc.record({ type: fc.constant('call' as const), flow: id, next: name }),
  fc.record({ type: fc.constant('record' as const), outcome: id, next: name }),
  fc.record({ type: fc.constant('handover' as const), reason: words }),
  fc.record({ type: fc.constant('end' as const) }),
);

const flow = (flowId: string): fc.Arbitrary<Flow> =>
  fc.record({
    id: fc.constant(flowId),
    topic: fc.constant('e-payments'),
    title: words,
    hash: fc.constantFrom('h1', 'h2'),
    start: name,
    steps: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), step, { minKeys: 1 }),
  });

const card: fc.Arbitrary<GuideCard> = fc.record(
  {
    slug: fc.constant('c0'),
    hash: fc.constantFrom('h1', 'h2'),
    topic: fc.constant('scam-safety'),
    title: words,
    answer: words,
    steps: fc.array(fc.record({ text: words, ifStuck: words }, { requiredKeys: ['text'] }), { maxLength: 3 }),
    help: words,
    outcome: id,
  },
  { requiredKeys: ['slug', 'hash', 'topic', 'title', 'answer', 'steps'] },
);

const generated: fc.Arbitrary<Definitions> = fc
  .record({ flows: fc.tuple(flow('f0'), flow('f1')), card })
  .map(({ flows, card: one }) => definitionsOf(flows, [one]));

const checked = fc.constantFrom<Definitions>(sampleCatalogue(), shippedCatalogue());

/** Something a resident (or a broken caller) does; picks refer to what is on offer at that moment. */
type Deed =
  | { readonly kind: 'choose' | 'old-button' | 'start'; readonly pick: number }
  | { readonly kind: 'event'; readonly event: unknown };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('choose' as const), pick: fc.nat({ max: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('old-button' as const), pick: fc.nat({ max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('start' as const), pick: fc.nat({ max: 99 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      event: fc.oneof(
        fc.record({
          type: fc.constant('text'),
          text: fc.oneof(
            fc.constantFrom(
              'xong',
              'chưa được',
              'xem lại',
              '1',
              '2',
              'gặp người',
              'có rồi ạ',
              '\uD800',
              '{bác}',
              '{a}',
            ),
            fc.string({ unit: 'binary', maxLength: 300 }),
          ),
        }),
        fc.constantFrom({ type: 'unclear' }, { type: 'resume' }),
        fc.record({ type: fc.constant('choice'), at: fc.string(), value: fc.string() }),
        fc.anything(),
      ),
    }),
  },
);

const beginnings = (definitions: Definitions): (FlowEvent & { type: 'start' })[] => {
  const listed = [sampleCatalogue(), shippedCatalogue()].find((one) => one === definitions);
  if (!listed) return ['f0', 'f1'].map((flowId) => ({ type: 'start', flow: flowId }));
  return [
    ...listed.flows().map(({ id: flowId }) => ({ type: 'start', flow: flowId }) as const),
    ...listed.cards().map(({ slug }) => ({ type: 'start', card: slug }) as const),
  ];
};

interface OldButton {
  readonly at: string;
  readonly value: string;
  /** Where the resident was when it was shown. */
  readonly place: string;
}

const placeOf = (state: FlowState | null): string =>
  JSON.stringify(state?.stack.map(({ kind, id: frameId, step: stepName }) => [kind, frameId, stepName]) ?? null);

/** One random walk; `visit` sees every turn. */
function wander(
  definitions: Definitions,
  deeds: readonly Deed[],
  visit: (turn: {
    before: FlowState | null;
    event: FlowEvent;
    after: FlowState | null;
    actions: readonly Action[];
    pressed?: OldButton;
  }) => void,
): void {
  const starts = beginnings(definitions);
  const shown: OldButton[] = [];
  let state: FlowState | null = null;
  for (const [index, one] of [{ kind: 'start', pick: deeds.length } as const, ...deeds].entries()) {
    const choices = waitingChoices(definitions, state);
    let event = { type: 'resume' } as FlowEvent;
    let pressed: OldButton | undefined;
    if (one.kind === 'start') event = starts[(one.pick + index) % starts.length] ?? event;
    else if (one.kind === 'event') event = one.event as FlowEvent;
    else if (one.kind === 'old-button') {
      pressed = shown[one.pick % Math.max(1, shown.length)];
      if (pressed) event = { type: 'choice', at: pressed.at, value: pressed.value };
    } else {
      const picked = choices[one.pick % Math.max(1, choices.length)];
      event = picked ? { type: 'choice', at: picked.at, value: picked.value } : { type: 'text', text: 'Lan' };
    }
    const stored = JSON.parse(JSON.stringify(state)) as FlowState | null;
    const { state: after, actions } = advance(definitions, stored, event);
    visit({ before: stored, event, after, actions, ...(pressed && { pressed }) });
    for (const action of actions) {
      if (action.type !== 'say') continue;
      for (const { choice: button } of action.buttons ?? [])
        if (button) shown.push({ ...button, place: placeOf(after) });
    }
    state = after;
  }
}

const anyDefinitions = fc.oneof(generated, checked);
const deeds = fc.array(deed, { maxLength: 25 });

describe('advance, on any flow, card, state and event', () => {
  it('never throws, ends each turn, and keeps the state small', () => {
    fc.assert(
      fc.property(anyDefinitions, deeds, (definitions, list) => {
        wander(definitions, list, ({ after, actions }) => {
          expect(actions.length).toBeGreaterThan(0);
          expect(actions.length).toBeLessThan(320);
          expect(actions.some(({ type }) => type === 'end')).toBe(after === null && !isRefusal(actions));
          if (after) {
            expect(stateBytes(after)).toBeLessThanOrEqual(1024);
            expect(after.stack.length).toBeLessThanOrEqual(6);
            expect(positionOf(after)).toMatch(/^[\w.-]{1,80}$/u);
          }
        });
      }),
      runs,
    );
  });

  it('never throws on a state made of anything', () => {
    fc.assert(
      fc.property(anyDefinitions, fc.anything(), fc.anything(), (definitions, state, event) => {
        const result = advance(definitions, state as FlowState, event as FlowEvent);
        expect(result.actions.length).toBeGreaterThan(0);
        expect(migrate(definitions, state)).toBeUndefined();
      }),
      runs,
    );
  });

  it('gives the same state and actions when a walk is replayed', () => {
    fc.assert(
      fc.property(anyDefinitions, deeds, (definitions, list) => {
        const turns: unknown[] = [];
        wander(definitions, list, (turn) => turns.push([turn.after, turn.actions]));
        const again: unknown[] = [];
        wander(definitions, list, (turn) => again.push([turn.after, turn.actions]));
        expect(again).toEqual(turns);
      }),
      { numRuns: 100 },
    );
  });

  it('is not changed by a state that went through JSON', () => {
    fc.assert(
      fc.property(anyDefinitions, deeds, (definitions, list) => {
        wander(definitions, list, ({ after }) => {
          if (!after) return;
          const stored = JSON.parse(JSON.stringify(after)) as FlowState;
          expect(stored).toStrictEqual(after);
          const event: FlowEvent = { type: 'unclear' };
          expect(advance(definitions, stored, event)).toStrictEqual(advance(definitions, after, event));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('never changes the state or the event it was given', () => {
    fc.assert(
      fc.property(anyDefinitions, deeds, (definitions, list) => {
        wander(definitions, list, ({ before, event }) => {
          const copy = JSON.stringify(before);
          advance(definitions, deepFreeze(before), event);
          expect(JSON.stringify(before)).toBe(copy);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('never lets an old button move another step', () => {
    let moved = 0;
    let stale = 0;
    fc.assert(
      fc.property(anyDefinitions, deeds, (definitions, list) => {
        wander(definitions, list, ({ before, after, actions, pressed }) => {
          if (!pressed) return;
          if (actions[0]?.type === 'stale') {
            stale += 1;
            expect(after).toEqual(before);
          } else if (before) {
            moved += 1;
            if (migrate(definitions, before)) expect(placeOf(before)).toBe(pressed.place);
          }
        });
      }),
      { numRuns: 600 },
    );
    expect(moved).toBeGreaterThan(50);
    expect(stale).toBeGreaterThan(50);
  });
});

const isRefusal = (actions: readonly Action[]): boolean =>
  actions.length === 1 && (actions[0]?.type === 'stale' || actions[0]?.type === 'unmatched');

function deepFreeze<T>(item: T): T {
  if (item !== null && typeof item === 'object') {
    Object.freeze(item);
    Object.values(item).forEach(deepFreeze);
  }
  return item;
}
