import { describe, expect, it } from 'vitest';
import type { Schedule } from 'zalo-emulator';
import { createClock } from '../../../src/zalo-emulator/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, START_MS, createWorkbench, greet } from './workbench.ts';

describe('the emulator’s clock', () => {
  it('closes the send window when it is moved on, without waiting', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    bench.emulator.clock.advance(20 * HOUR_MS);
    expect((await bench.sendText('còn')).json).toMatchObject({ error: 0 });
    bench.emulator.clock.advance(5 * HOUR_MS);
    expect((await bench.sendText('token cũ')).json).toMatchObject({ error: -220 });
    expect([bench.emulator.clock.now() - START_MS, bench.emulator.clock.offsetMs()]).toEqual([
      25 * HOUR_MS,
      25 * HOUR_MS,
    ]);
  });

  it('runs what falls due in the order of its time, each at its time', () => {
    const seen: string[] = [];
    const clock = createClock(
      () => START_MS,
      () => () => undefined,
    );
    const note = (name: string) => () => seen.push(`${name} ${(clock.now() - START_MS) / MINUTE_MS}`);
    clock.schedule(note('c'), 3 * MINUTE_MS);
    clock.schedule(note('a'), MINUTE_MS);
    clock.schedule(() => {
      note('b')();
      clock.schedule(note('from b'), MINUTE_MS / 2);
    }, 2 * MINUTE_MS);
    clock.schedule(note('late'), HOUR_MS);
    clock.advance(10 * MINUTE_MS);
    expect(seen).toEqual(['a 1', 'b 2', 'from b 2.5', 'c 3']);
    expect(clock.offsetMs()).toBe(10 * MINUTE_MS);
  });

  it('runs nothing twice and nothing that was called off', () => {
    const seen: string[] = [];
    const timers = new Set<() => void>();
    const schedule: Schedule = (run) => {
      timers.add(run);
      return () => void timers.delete(run);
    };
    const clock = createClock(() => START_MS, schedule);
    clock.schedule(() => seen.push('ran'), MINUTE_MS);
    clock.schedule(() => seen.push('called off'), MINUTE_MS)();
    clock.advance(MINUTE_MS);
    for (const run of timers) run();
    expect(seen).toEqual(['ran']);
  });

  it('waits longer than a timer can, in several steps', () => {
    const delays: number[] = [];
    let fire = () => undefined as void;
    const schedule: Schedule = (run, delayMs) => {
      delays.push(delayMs);
      fire = run;
      return () => undefined;
    };
    let nowMs = START_MS;
    const clock = createClock(() => nowMs, schedule);
    let ran = false;
    clock.schedule(() => {
      ran = true;
    }, 30 * DAY_MS);
    nowMs += 2 ** 31 - 1;
    fire();
    expect([delays, ran]).toEqual([[2 ** 31 - 1, 30 * DAY_MS - (2 ** 31 - 1)], false]);
    nowMs = START_MS + 30 * DAY_MS;
    fire();
    expect(ran).toBe(true);
  });

  it('tells listeners when it was moved', async () => {
    const bench = await createWorkbench();
    const heard: unknown[] = [];
    bench.emulator.subscribe((update) => heard.push(update));
    bench.emulator.clock.advance(1);
    bench.emulator.clock.setOffset(0);
    expect(heard).toEqual([
      { type: 'control', changed: 'clock' },
      { type: 'control', changed: 'clock' },
    ]);
  });
});
