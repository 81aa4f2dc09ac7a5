import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFairSlots } from '../../../src/delivery/fair-slots.ts';
import { createOaWeather } from '../../../src/delivery/oa-weather.ts';
import { createManualClock } from '../../support/manual-clock.ts';

interface Item {
  readonly oaId: string;
  readonly number: number;
}
const line = (oaId: string, count: number): Item[] => Array.from({ length: count }, (_, number) => ({ oaId, number }));

describe('places shared by OAs', () => {
  test('an OA by itself may have all of them', () => {
    const slots = createFairSlots<Item>(8);
    expect(Array.from({ length: 9 }, () => slots.take('a'))).toEqual([...Array<boolean>(8).fill(true), false]);
  });

  test('whose every call hangs leaves places for the others', () => {
    const slots = createFairSlots<Item>(8);
    slots.take('b');
    slots.give('b');
    expect(Array.from({ length: 8 }, () => slots.take('a')).filter(Boolean)).toHaveLength(6);
    expect([slots.take('b'), slots.take('b'), slots.take('b')]).toEqual([true, true, false]);
  });

  test('lines take turns, whatever their length, each in its own order', () => {
    const slots = createFairSlots<Item>(2);
    slots.take('x');
    slots.take('y');
    for (const one of [...line('a', 4), ...line('b', 2), ...line('c', 1)]) slots.push(one);
    const served: string[] = [];
    slots.give('x');
    for (let next = slots.next(); next; next = slots.next()) {
      served.push(`${next.oaId}${next.number}`);
      slots.give(next.oaId);
    }
    expect(served).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2', 'a3']);
  });

  test('nobody passes their own line', () => {
    const slots = createFairSlots<Item>(4);
    for (let count = 0; count < 4; count += 1) slots.take('a');
    slots.push({ oaId: 'a', number: 0 });
    slots.give('a');
    expect(slots.take('a')).toBe(false);
    expect(slots.next()).toEqual({ oaId: 'a', number: 0 });
  });

  test('never more are taken than there are, everything pushed is served once, in order, and a heavy one waits for each other one at most once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 200 }),
        (total, steps) => {
          const slots = createFairSlots<Item>(total);
          const pushed = new Map<string, number>();
          const served = new Map<string, number>();
          const running: string[] = [];
          const serve = (): void => {
            for (let next = slots.next(); next; next = slots.next()) {
              expect(next.number).toBe(served.get(next.oaId) ?? 0);
              served.set(next.oaId, next.number + 1);
              running.push(next.oaId);
              expect(running.length).toBeLessThanOrEqual(total);
            }
          };
          for (const [oaId, isPush] of steps) {
            if (isPush) {
              const number = pushed.get(oaId) ?? 0;
              pushed.set(oaId, number + 1);
              slots.push({ oaId, number });
            } else {
              const done = running.shift();
              if (done !== undefined) slots.give(done);
            }
            serve();
          }
          for (let done = running.shift(); done !== undefined; done = running.shift()) {
            slots.give(done);
            serve();
          }
          expect(Object.fromEntries(served)).toEqual(Object.fromEntries(pushed));
        },
      ),
    );
  });
});

describe('the weather at Zalo', () => {
  test("the used-up limit of one OA holds up that one alone, and ends even when the machine's clock goes back", async () => {
    const clock = createManualClock();
    const weather = createOaWeather(clock);
    for (let count = 0; count < 5; count += 1) weather.of('a').add('limited');
    expect([weather.of('a').isLimited(), weather.of('b').isLimited()]).toEqual([true, false]);
    weather.pauseUntil('a', clock.now() + 60_000);
    expect([weather.pauseLeftMs('a'), weather.pauseLeftMs('b')]).toEqual([60_000, 0]);
    await clock.advance(60_000);
    expect(weather.pauseLeftMs('a')).toBe(0);
    weather.pauseUntil('a', clock.now() + 3_600_000);
    expect(weather.pauseLeftMs('a')).toBe(0);
  });
});
