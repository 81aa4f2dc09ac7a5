import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Client } from '../../../src/coordination/redis/client.ts';
import { backoffMs } from '../../../src/coordination/redis/client.ts';
import { createLink, reasonOf } from '../../../src/coordination/redis/link.ts';
import { createLogger } from '../../../src/shared/logger.ts';
import { createManualClock, letPromisesRun } from '../../support/manual-clock.ts';

/** A client whose answers a test decides. */
function stage() {
  const clock = createManualClock();
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const events = new EventEmitter();
  const reply = { exists: (): Promise<number> => Promise.resolve(0), drops: 0 };
  const client = Object.assign(events, {
    status: 'ready',
    exists: () => reply.exists(),
    disconnect: () => void (reply.drops += 1),
  }) as unknown as Client;
  const link = createLink({ client, probeKey: 'k', clock, logger, random: () => 0 });
  const warnings = (): string[] => lines.filter((line) => line.includes('"level":40'));
  return { clock, events, reply, link, lines, warnings };
}

describe('the way to Redis', () => {
  test('is away until Redis has answered once, and then up', async () => {
    const { link, events } = stage();
    await expect(link.ask(async () => 'never asked')).rejects.toMatchObject({ code: 'COORDINATION_AWAY' });
    events.emit('ready');
    await letPromisesRun();
    expect(link.isUp()).toBe(true);
    expect(await link.ask(async () => 'asked')).toBe('asked');
  });

  test('a command without an answer in 500 ms makes it away for everybody, who then fail at once', async () => {
    const { link, events, clock, reply } = stage();
    events.emit('ready');
    await letPromisesRun();
    reply.exists = () => new Promise(() => undefined);
    const silent = link.ask(() => new Promise(() => undefined));
    const refused = expect(silent).rejects.toMatchObject({ code: 'COORDINATION_AWAY', cause: 'TIMEOUT' });
    await clock.advance(499);
    expect(link.isUp()).toBe(true);
    await clock.advance(1);
    await refused;
    expect(link.isUp()).toBe(false);
    await expect(link.ask(async () => 'x')).rejects.toThrow('Redis does not answer (TIMEOUT)');
  });

  test('it is looked for again and again, and a connection that stays silent is dropped for a new one', async () => {
    const { link, events, clock, reply } = stage();
    events.emit('ready');
    await letPromisesRun();
    reply.exists = () => new Promise(() => undefined);
    events.emit('close');
    expect(link.isUp()).toBe(false);
    await clock.advance(5_000);
    expect(reply.drops).toBeGreaterThan(0);
    reply.exists = () => Promise.resolve(0);
    await clock.advance(2_000);
    expect(link.isUp()).toBe(true);
  });

  test('says so once a minute, however often it comes and goes', async () => {
    const { events, clock, warnings } = stage();
    for (let second = 0; second < 59; second++) {
      events.emit('close');
      await clock.advance(1_000);
    }
    expect(warnings()).toHaveLength(1);
    await clock.advance(1_000);
    events.emit('close');
    expect(warnings()).toHaveLength(2);
  });

  test('an error of the client is told by one word: its command may carry a password', () => {
    const error = Object.assign(new Error('WRONGPASS invalid username-password pair or user is disabled.'), {
      command: { name: 'auth', args: ['bot', 'p4ss'] },
    });
    expect(reasonOf(error)).toBe('WRONGPASS');
    expect(reasonOf(Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' }))).toBe(
      'ECONNREFUSED',
    );
    expect(reasonOf(new Error('Command timed out'))).toBe('TIMEOUT');
    expect(reasonOf(new Error('p4ss is not what was expected'))).toBe('Error');
    expect(reasonOf('p4ss')).toBe('UNKNOWN');
  });

  test('waits between tries double up to a second, and chance takes up to half of them', () => {
    expect([1, 2, 3, 5, 6, 50].map((tries) => backoffMs(tries, () => 0))).toEqual([50, 100, 200, 800, 1_000, 1_000]);
    expect(backoffMs(50, () => 0.999)).toBe(501);
  });
});
