import { describe, expect, it } from 'vitest';
import { burst } from './runs/burst.ts';
import { duplicate } from './runs/duplicate.ts';
import { kill } from './runs/kill.ts';

/** The criterion must notice what it is for: the stub bot misbehaves on purpose. */
function play(run: typeof burst, fault: string) {
  return run.run({
    bot: 'test/support/load/stub-bot.ts',
    conversations: 12,
    kills: 1,
    outageMs: 0,
    quietMs: 2_000,
    seed: 1,
    echoes: false,
    scattered32: false,
    giveUpMs: 2_000,
    store: 'sqlite',
    replicas: 1,
    env: { STUB_FAULT: fault },
  });
}

// Real processes on a possibly busy machine: each run takes 5 to 10 s when idle (measured on 2026-11-22).
describe.concurrent('the chaos criterion', { timeout: 90_000 }, () => {
  it('holds for a bot that answers every message once and in order', async () => {
    const report = await play(burst, '');
    expect(report).toMatchObject({
      holds: true,
      accepted: 12 * 8,
      answered: 12 * 8,
      lost: 0,
      doubled: 0,
      misordered: 0,
    });
  });

  it('fails for a bot that loses messages', async () => {
    const report = await play(burst, 'lose');
    expect(report.holds).toBe(false);
    expect(report.lost).toBeGreaterThan(0);
    expect(report.doubled).toBe(0);
  });

  it('fails for a bot that answers twice', async () => {
    const report = await play(burst, 'double');
    expect(report.holds).toBe(false);
    expect(report.doubled).toBeGreaterThan(0);
    expect(report.lost).toBe(0);
  });

  it('fails for a bot that answers out of order', async () => {
    const report = await play(burst, 'misorder');
    expect(report.holds).toBe(false);
    expect(report.misordered).toBeGreaterThan(0);
    expect(report.lost).toBe(0);
  });

  it('fails for a bot that treats a repeated webhook as a new message', async () => {
    const report = await play(duplicate, 'no-dedupe');
    expect(report.holds).toBe(false);
    expect(report.doubled + report.unexpected).toBeGreaterThan(0);
  });

  it('fails for a bot that forgets accepted messages when it is killed', async () => {
    const report = await play(kill, '');
    expect(report.holds).toBe(false);
    expect(report).toMatchObject({ kills: 1 });
    expect(report.lost + report.doubled).toBeGreaterThan(0);
  });
});
