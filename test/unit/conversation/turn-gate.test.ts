import { describe, expect, test } from 'vitest';
import { createTurnGate } from '../../../src/conversation/turn-gate.ts';
import { letPromisesRun } from '../../support/manual-clock.ts';

/** Turns that end when the test says so. */
function stage(total: number) {
  const gate = createTurnGate(total);
  const began: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const turn = (oaId: string, name: string): Promise<void> =>
    gate.run(oaId, () => {
      began.push(name);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      ends.set(name, (error) => (error ? reject(error) : resolve()));
      return promise;
    });
  return { began, turn, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

describe('the gate of turns', () => {
  test('holds up nobody while there is one OA', () => {
    const { began, turn } = stage(2);
    for (const name of ['1', '2', '3', '4']) void turn('a', name);
    expect(began).toEqual(['1', '2', '3', '4']);
  });

  test('lets another OA in beside a crowd, and takes turns when places come free', async () => {
    const { began, turn, end } = stage(4);
    void turn('a', 'a0');
    void turn('b', 'b0');
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']) void turn('a', name);
    expect(began).toEqual(['a0', 'b0', 'a1', 'a2', 'a3']);
    void turn('b', 'b1');
    end('b0');
    await letPromisesRun();
    end('a1');
    await letPromisesRun();
    expect(began).toEqual(['a0', 'b0', 'a1', 'a2', 'a3', 'b1', 'a4']);
  });

  test('gives the place back after a turn that failed, and hands the failure on', async () => {
    const { began, turn, end } = stage(2);
    void turn('b', 'b0');
    const failing = turn('a', 'a0');
    void turn('a', 'a1');
    end('a0', new Error('trouble'));
    await expect(failing).rejects.toThrow('trouble');
    expect(began).toEqual(['b0', 'a0', 'a1']);
  });
});
