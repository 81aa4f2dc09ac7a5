import { describe, expect, it } from 'vitest';
import { advance } from '../../src/flow-engine/index.ts';
import { sampleCatalogue, shippedCatalogue } from '../support/shipped-content.ts';
import { fuzzFlows } from './flows.ts';

const count = 20_000;

describe('random events through every flow and card', () => {
  it.each([
    ['shipped', shippedCatalogue],
    ['sample', sampleCatalogue],
  ])('break nothing in the %s content', (_name, catalogueOf) => {
    const report = fuzzFlows({ count, seed: 20_261_122, catalogue: catalogueOf() });
    expect(report.examples).toEqual([]);
    expect(report).toMatchObject({ throws: 0, stuck: 0, overLimit: 0 });
    expect(report.count).toBeGreaterThanOrEqual(count);
    expect(Object.keys(report.events).toSorted()).toEqual([
      'choice',
      'due',
      'media',
      'other',
      'resume',
      'start',
      'text',
      'unclear',
    ]);
    expect(report.ended['finished'] ?? 0).toBeGreaterThan(20);
  });

  it('are the same for the same seed', () => {
    const run = (): unknown => {
      const {
        seconds: _seconds,
        eventsPerSecond: _speed,
        ...report
      } = fuzzFlows({ count: 2_000, seed: 7, catalogue: sampleCatalogue() });
      return report;
    };
    expect(run()).toEqual(run());
  });

  it('are noticed when they make an engine throw, talk too long or never end', () => {
    const catalogue = sampleCatalogue();
    const run = (engine: typeof advance): ReturnType<typeof fuzzFlows> =>
      fuzzFlows({ count: 500, seed: 1, catalogue, engine });
    const throwing = run((definitions, state, event, context) => {
      if (state?.stack.length === 2) throw new Error('bang');
      return advance(definitions, state, event, context);
    });
    expect(throwing.throws).toBeGreaterThan(0);
    const talking = run((...turn) => {
      const { state, actions } = advance(...turn);
      return { state, actions: actions.map((one) => (one.type === 'say' ? { ...one, text: 'a'.repeat(2001) } : one)) };
    });
    expect(talking.overLimit).toBeGreaterThan(0);
    const endless = run((definitions, state, event, context) => {
      const result = advance(definitions, state, event, context);
      return result.state === null ? { ...result, state } : result;
    });
    expect(endless.stuck).toBeGreaterThan(0);
    expect(endless.examples.length).toBeGreaterThan(0);
  });
});
