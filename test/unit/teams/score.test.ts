import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indicatorCodes, indicatorOf, sumFigures, type ThingName, withRates } from '../../../src/teams/indicators.ts';
import { checkWeights, parseWeights, PROPOSED_WEIGHTS, scoreUnits } from '../../../src/teams/score.ts';

const thingName: ThingName = (_list, code) =>
  code === 'vneid-level-2' ? { title: 'VNeID', unit: 'người' } : undefined;
const rules = (
  weights: Record<string, number>,
  target = (_unit: string, _code: string): number | undefined => undefined,
) => ({
  weights,
  target,
  thingName,
});

describe('the score', () => {
  test('is the share of the target where there is one', () => {
    const entries = [
      { unit: 'a', values: { reached: 20 }, households: 100 },
      { unit: 'b', values: { reached: 80 }, households: 100 },
    ];
    const scores = scoreUnits(
      entries,
      rules({ reached: 1 }, () => 40),
    );
    expect([...scores]).toEqual([
      ['a', 50],
      ['b', 100],
    ]);
  });

  test('compares by households where there is no target', () => {
    const entries = [
      { unit: 'nho', values: { reached: 10 }, households: 100 },
      { unit: 'lon', values: { reached: 20 }, households: 400 },
    ];
    expect([...scoreUnits(entries, rules({ reached: 1 }))]).toEqual([
      ['nho', 100],
      ['lon', 50],
    ]);
  });

  test('weighs as it was set, and only proportions count', () => {
    const entries = [
      { unit: 'a', values: { reached: 10, finished: 0 } },
      { unit: 'b', values: { reached: 0, finished: 10 } },
    ];
    expect([...scoreUnits(entries, rules({ reached: 3, finished: 1 }))]).toEqual([
      ['a', 75],
      ['b', 25],
    ]);
    expect(scoreUnits(entries, rules({ reached: 30, finished: 10 }))).toEqual(
      scoreUnits(entries, rules({ reached: 3, finished: 1 })),
    );
  });

  test('leaves out what nobody has, and takes less of what is bad for better', () => {
    const entries = [
      { unit: 'a', values: { 'stuck-rate': 10, reached: 1 } },
      { unit: 'b', values: { 'stuck-rate': 30, reached: 1 } },
    ];
    expect([...scoreUnits(entries, rules({ 'stuck-rate': 1, certificates: 9 }))]).toEqual([
      ['a', 90],
      ['b', 70],
    ]);
    expect([
      ...scoreUnits(
        entries,
        rules({ 'stuck-rate': 1 }, () => 15),
      ),
    ]).toEqual([
      ['a', 100],
      ['b', 50],
    ]);
  });

  test('stays between 0 and 100 and never falls when a unit does more', () => {
    const values = fc.record({ reached: fc.nat(50), finished: fc.nat(50), visits: fc.nat(9), outcomes: fc.nat(20) });
    const entry = fc.record({ values, households: fc.integer({ min: 1, max: 500 }) });
    const wanted = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 12 }), wanted, fc.nat(20), (given, target, more) => {
        const entries = given.map((one, index) => ({ ...one, unit: `u${index}` }));
        const grown = entries.map((one, index) =>
          index === 0 ? { ...one, values: { ...one.values, finished: one.values.finished + more } } : one,
        );
        const before = scoreUnits(
          entries,
          rules(PROPOSED_WEIGHTS, () => target),
        );
        const after = scoreUnits(
          grown,
          rules(PROPOSED_WEIGHTS, () => target),
        );
        for (const score of [...before.values(), ...after.values()]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
        // Where nobody had any before, the indicator did not weigh yet.
        if (entries.some((one) => one.values.finished > 0)) {
          expect(after.get('u0') ?? 0).toBeGreaterThanOrEqual(before.get('u0') ?? 0);
        }
      }),
    );
  });
});

describe('weights', () => {
  test('may not be of what teams write down themselves, unknown, negative or nothing', () => {
    const names: ThingName = () => ({ title: 'x', unit: 'y' });
    expect(() => checkWeights({ 'log:training-session': 5 }, names)).toThrow(/written down by the teams/u);
    expect(() => checkWeights({ likes: 5 }, thingName)).toThrow(/no indicator "likes"/u);
    expect(() => checkWeights({ reached: -1 }, thingName)).toThrow(/-1/u);
    expect(() => checkWeights({ reached: 0 }, thingName)).toThrow(/at least one/u);
    expect(checkWeights({ 'outcome:vneid-level-2': 1 }, thingName)).toEqual({ 'outcome:vneid-level-2': 1 });
  });

  test('are the proposal while none are kept or the kept ones cannot be read', () => {
    for (const kept of [undefined, '{', '{"likes":3}', 'null']) {
      expect(parseWeights(kept, thingName)).toEqual(PROPOSED_WEIGHTS);
    }
    expect(parseWeights('{"visits":2}', thingName)).toEqual({ visits: 2 });
    expect(checkWeights(PROPOSED_WEIGHTS, thingName)).toBe(PROPOSED_WEIGHTS);
  });
});

describe('indicators', () => {
  test('have a Vietnamese name, a unit and a source each', () => {
    for (const code of indicatorCodes(['vneid-level-2'], ['vneid-level-2'])) {
      expect(indicatorOf(code, thingName)).toMatchObject({ code, name: expect.any(String), unit: expect.any(String) });
    }
    expect(indicatorOf('outcome:unknown', thingName)).toBeUndefined();
    expect(indicatorOf('log:vneid-level-2', thingName)?.source).toBe('self-reported');
    expect(indicatorOf('visit-outcome:vneid-level-2', thingName)?.source).toBe('visit');
  });

  test('work out rates from what they are made of, and never add rates up', () => {
    const month = withRates({ steps: 40, stuck: 3, 'help-answered': 4, 'help-minutes': 50 });
    expect(month).toMatchObject({ 'stuck-rate': 7.5, 'help-response': 13 });
    expect(withRates({ stuck: 3 })).toEqual({ stuck: 3 });
    expect(sumFigures([{ values: { steps: 1, stuck: 1 } }, { values: { steps: 3 } }])).toEqual({ steps: 4, stuck: 1 });
  });
});
