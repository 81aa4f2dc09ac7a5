import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, migrate, positionOf, stateBytes, waitingChoices } from '../../../src/flow-engine/index.ts';
import type { Action, Definitions, FlowContext, FlowEvent, FlowState } from '../../../src/flow-engine/types.ts';
import { anyDefinitions as generated } from '../../support/flow-arbitraries.ts';
import { answersAt } from '../../support/flow-walker.ts';
import { fewPlaces } from '../../support/place-units.ts';
import { sampleCatalogue, shippedCatalogue } from '../../support/shipped-content.ts';

const runs = { numRuns: 400 } as const;

const checked = fc.constantFrom<Definitions>(sampleCatalogue(), shippedCatalogue());

/** Something a resident (or a broken caller) does; picks refer to what is on offer at that moment. */
type Deed =
  | { readonly kind: 'choose' | 'old-button' | 'start' | 'due' | 'answer'; readonly pick: number }
  | { readonly kind: 'event'; readonly event: unknown };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('choose' as const), pick: fc.nat({ max: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('old-button' as const), pick: fc.nat({ max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('start' as const), pick: fc.nat({ max: 99 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('due' as const), pick: fc.nat({ max: 99 }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('answer' as const), pick: fc.nat({ max: 99 }) }) },
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

const noon = Date.parse('2026-11-22T12:00:00+07:00');

/** Who walks, and when; the settings change from walk to walk, the time goes on from turn to turn. */
function contextOf(deedCount: number, turn: number): FlowContext {
  const isLarge = deedCount % 3 === 0;
  return {
    now: deedCount % 5 === 0 ? 0 : noon + turn * 3_600_000,
    seed: `s${deedCount}`,
    audience: { segment: 'farmer', largeSteps: isLarge },
    places: fewPlaces(),
    assisted: deedCount % 2 === 0,
  };
}

/** One random walk; `visit` sees every turn. */
function wander(
  definitions: Definitions,
  deeds: readonly Deed[],
  visit: (turn: {
    before: FlowState | null;
    event: FlowEvent;
    after: FlowState | null;
    actions: readonly Action[];
    context: FlowContext;
    pressed?: OldButton;
  }) => void,
): void {
  const starts = beginnings(definitions);
  const shown: OldButton[] = [];
  let state: FlowState | null = null;
  for (const [index, one] of [{ kind: 'start', pick: deeds.length } as const, ...deeds].entries()) {
    let context = contextOf(deeds.length, index);
    const choices = waitingChoices(definitions, state, context);
    let event = { type: 'resume' } as FlowEvent;
    let pressed: OldButton | undefined;
    if (one.kind === 'start') event = starts[(one.pick + index) % starts.length] ?? event;
    else if (one.kind === 'event') event = one.event as FlowEvent;
    else if (one.kind === 'due') {
      event = { type: 'due' };
      if (one.pick > 20 && state?.due !== undefined) context = { ...context, now: state.due };
    } else if (one.kind === 'answer') {
      const answers = answersAt(definitions, state, context);
      event = answers[one.pick % Math.max(1, answers.length)] ?? event;
    } else if (one.kind === 'old-button') {
      pressed = shown[one.pick % Math.max(1, shown.length)];
      if (pressed) event = { type: 'choice', at: pressed.at, value: pressed.value };
    } else {
      const picked = choices[one.pick % Math.max(1, choices.length)];
      event = picked ? { type: 'choice', at: picked.at, value: picked.value } : { type: 'text', text: 'Lan' };
    }
    const stored = JSON.parse(JSON.stringify(state)) as FlowState | null;
    const { state: after, actions } = advance(definitions, stored, event, context);
    visit({ before: stored, event, after, actions, context, ...(pressed && { pressed }) });
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
          // Only what leads straight to a pause may say nothing and count nothing.
          if (after === null) expect(actions.length).toBeGreaterThan(0);
          expect(actions.length).toBeLessThan(600);
          expect(actions.some(({ type }) => type === 'end')).toBe(after === null && !isRefusal(actions));
          for (const action of actions) {
            if (action.type !== 'say') continue;
            expect(action.text.length).toBeLessThanOrEqual(2000);
            expect(action.text.trim()).not.toBe('');
            for (const { title } of action.buttons ?? []) expect(title.length).toBeLessThanOrEqual(100);
          }
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
        wander(definitions, list, ({ after, context }) => {
          if (!after) return;
          const stored = JSON.parse(JSON.stringify(after)) as FlowState;
          expect(stored).toStrictEqual(after);
          for (const event of [{ type: 'unclear' }, { type: 'resume' }, { type: 'due' }] satisfies FlowEvent[]) {
            const again = advance(definitions, stored, event, context);
            expect(again).toStrictEqual(advance(definitions, after, event, context));
          }
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

  it('lets every wait be left: by an answer, by giving up or by its moment', () => {
    let waits = 0;
    fc.assert(
      fc.property(anyDefinitions, deeds, (definitions, list) => {
        wander(definitions, list, ({ after, context }) => {
          if (!after) return;
          waits += 1;
          expect(canLeave(definitions, after, context), JSON.stringify(after)).toBe(true);
        });
      }),
      runs,
    );
    expect(waits).toBeGreaterThan(500);
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
    // both happen; how often depends on the random flows
    expect(moved).toBeGreaterThan(10);
    expect(stale).toBeGreaterThan(10);
  });
});

/** True when something a resident can do, or the moment of the step, moves them on or ends the walk. */
function canLeave(definitions: Definitions, state: FlowState, context: FlowContext): boolean {
  const isLeft = (after: FlowState | null): boolean => after === null || positionOf(after) !== positionOf(state);
  const moment = { ...context, now: state.due ?? 0 };
  if (isLeft(advance(definitions, state, { type: 'due' }, moment).state)) return true;
  const answers = [...answersAt(definitions, state, context), { type: 'unclear' } as const];
  return answers.some((event) => {
    let after: FlowState | null = state;
    for (let again = 0; again < 6 && after && !isLeft(after); again++) {
      after = advance(definitions, after, event, context).state;
    }
    return isLeft(after);
  });
}

const isRefusal = (actions: readonly Action[]): boolean =>
  actions.length === 1 && (actions[0]?.type === 'stale' || actions[0]?.type === 'unmatched');

function deepFreeze<T>(item: T): T {
  if (item !== null && typeof item === 'object') {
    Object.freeze(item);
    Object.values(item).forEach(deepFreeze);
  }
  return item;
}
