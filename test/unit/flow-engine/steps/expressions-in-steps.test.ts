import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../../src/catalog/expressions.ts';
import { maxCallsOfOneFlow } from '../../../../src/flow-engine/index.ts';
import type { Compiled, Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const expression = (source: string): Compiled => compileExpression(source).compiled as Compiled;
const bye: Step = { type: 'end', text: '{x}' };
const walk = (steps: Record<string, Step>): Walk => new Walk(definitionsOf([flowOf(steps)])).start();

describe('expressions in steps', () => {
  it('decide a branch', () => {
    const steps = (value: string): Record<string, Step> => ({
      set: { type: 'set', var: 'amount', value, next: 'branch' },
      branch: { type: 'branch', cases: [{ when: expression('amount > 500000'), next: 'much' }], else: 'little' },
      much: { type: 'end', text: 'nhiều' },
      little: { type: 'end', text: 'ít' },
    });
    expect(walk(steps('600000')).said).toEqual(['nhiều']);
    expect(walk(steps('500000')).said).toEqual(['ít']);
    expect(walk(steps('không rõ')).said).toEqual(['ít']);
  });

  it('count in a variable, and take it away when there is nothing', () => {
    const counted = walk({
      zero: { type: 'set', var: 'x', value: '0', next: 'one' },
      one: { type: 'set', var: 'x', value: expression('x + 1.5'), next: 'bye' },
      bye,
    });
    expect(counted.said).toEqual(['1.5']);
    const gone = walk({
      a: { type: 'set', var: 'x', value: 'cũ', next: 'b' },
      b: { type: 'set', var: 'x', value: expression('y'), next: 'c' },
      c: { type: 'ask', text: '?', next: 'c', giveUp: 'c' },
    });
    expect(gone.state?.vars).toEqual({});
  });

  it('measure a record, between 1 and 1,000', () => {
    const quantity = (source: string): unknown => {
      const { actions } = walk({ r: { type: 'record', outcome: 'o', quantity: expression(source), next: 'bye' }, bye });
      return actions.find((action) => action.type === 'record')?.quantity;
    };
    expect(['2 + 1', '0', '99999', "'a'", 'missing'].map(quantity)).toEqual([3, 1, 1000, 1, 1]);
  });
});

describe('a flow called over and over', () => {
  const inner = flowOf(
    { in: { type: 'ask', text: 'Trong?', next: 'out', giveUp: 'out' }, out: { type: 'end' } },
    { id: 'inner' },
  );
  const outer = flowOf({ call: { type: 'call', flow: 'inner', next: 'call' } });

  it('ends kindly when one session has called it too often, even though it waits each time', () => {
    const looping = new Walk(definitionsOf([outer, inner])).start();
    let rounds = 1;
    while (looping.text('nữa').state) rounds += 1;
    expect(rounds).toBe(maxCallsOfOneFlow);
    expect(looping.said.at(-1)).toContain('trục trặc');
    expect(looping.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'gave-up' });
  });

  it('begins to count anew in a new session', () => {
    const looping = new Walk(definitionsOf([outer, inner])).start().text('nữa').text('nữa');
    expect(Object.values(looping.state?.calls ?? {})).toEqual([3]);
    expect(Object.values(looping.start().state?.calls ?? {})).toEqual([1]);
  });
});
