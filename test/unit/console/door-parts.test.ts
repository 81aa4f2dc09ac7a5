import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { csrfTokenOf, isCsrfToken, isOwnOrigin } from '../../../src/console/access/csrf.ts';
import { consoleKeyCheck, deriveConsoleKeys, loadConsoleKeys } from '../../../src/console/access/keys.ts';
import { afterFailure, isLocked } from '../../../src/console/access/lockout.ts';
import { createOneAtATime } from '../../../src/console/access/one-at-a-time.ts';
import { createRateLimit } from '../../../src/console/api/rate-limit.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;

describe('lockout', () => {
  test('every fifth failure locks, 15 minutes at first, twice as long each time, a day at most', () => {
    const locks: [number, number][] = [];
    let failures = 0;
    for (let time = 1; time <= 50; time += 1) {
      const next = afterFailure({ failures }, MORNING);
      failures = next.failures;
      if (next.lockedUntil !== undefined) locks.push([failures, (next.lockedUntil - MORNING) / MINUTE]);
    }
    expect(locks).toEqual([
      ...[
        [5, 15],
        [10, 30],
        [15, 60],
        [20, 120],
        [25, 240],
        [30, 480],
        [35, 960],
      ],
      ...[
        [40, 1440],
        [45, 1440],
        [50, 1440],
      ],
    ]);
  });

  test('a lock ends at its moment', () => {
    expect(isLocked({ lockedUntil: MORNING }, MORNING - 1)).toBe(true);
    expect(isLocked({ lockedUntil: MORNING }, MORNING)).toBe(false);
    expect(isLocked({}, MORNING)).toBe(false);
  });
});

describe('tokens of forms', () => {
  const { csrf } = deriveConsoleKeys(Buffer.alloc(32, 1));

  test('belong to one session and one key', () => {
    const token = csrfTokenOf(csrf, 's1');
    expect(isCsrfToken(csrf, 's1', token)).toBe(true);
    expect(isCsrfToken(csrf, 's2', token)).toBe(false);
    expect(isCsrfToken(deriveConsoleKeys(Buffer.alloc(32, 2)).csrf, 's1', token)).toBe(false);
    for (const wrong of [undefined, '', token.slice(1), `${token} `, 'é'.repeat(43)]) {
      expect(isCsrfToken(csrf, 's1', wrong)).toBe(false);
    }
  });

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://tro-ly.example.vn' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'http://127.0.0.1:3000' }, true],
    [{ origin: 'https://tro-ly.example.vn' }, true],
    [{ origin: 'https://tro-ly.example.vn.evil.example' }, false],
    [{ origin: 'http://127.0.0.1:3001' }, false],
    [{ origin: 'null' }, false],
    [{}, true],
  ])('%j', (headers, isOwn) => {
    expect(isOwnOrigin({ headers, host: '127.0.0.1:3000' }, 'https://tro-ly.example.vn')).toBe(isOwn);
  });
});

describe('the key of the console', () => {
  test('is made once, for the owner alone, and gives the same keys ever after', () => {
    using folder = makeTempDir();
    const dataDir = path.join(folder.dir, 'new');
    const first = loadConsoleKeys({ dataDir });
    expect(loadConsoleKeys({ dataDir })).toEqual(first);
    expect(statSync(path.join(dataDir, 'console.key')).mode & 0o777).toBe(0o600);
    using another = makeTempDir();
    expect(loadConsoleKeys({ dataDir: another.dir }).cookieSecret).not.toBe(first.cookieSecret);
  });

  test('a damaged file stops the start instead of being written over', () => {
    using folder = makeTempDir();
    const file = path.join(folder.dir, 'console.key');
    writeFileSync(file, 'short\n');
    expect(() => loadConsoleKeys({ dataDir: folder.dir })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(readFileSync(file, 'utf8')).toBe('short\n');
  });

  test('follows from PSEUDONYM_KEY on PostgreSQL, so that servers with folders of their own have the same', () => {
    using one = makeTempDir();
    using two = makeTempDir();
    const at = (dataDir: string, pseudonymKey: string) =>
      loadConsoleKeys({ dataDir, databaseUrl: 'postgres://troly@localhost/troly', pseudonymKey });
    const keys = at(one.dir, 'k'.repeat(16));
    expect(at(two.dir, 'k'.repeat(16))).toEqual(keys);
    expect(consoleKeyCheck(at(two.dir, 'k'.repeat(16)))).toBe(consoleKeyCheck(keys));
    expect(consoleKeyCheck(at(two.dir, 'l'.repeat(16)))).not.toBe(consoleKeyCheck(keys));
    expect(readdirSync(one.dir)).toEqual([]);
    // A file that is there wins: second factors were sealed with it.
    const kept = loadConsoleKeys({ dataDir: one.dir });
    expect(at(one.dir, 'k'.repeat(16))).toEqual(kept);
  });

  test('no key of one purpose is that of another', () => {
    const { cookieSecret, csrf, seal, codes } = deriveConsoleKeys(Buffer.alloc(32, 1));
    const all = [cookieSecret, ...[csrf, seal, codes].map((key) => key.toString('base64url'))];
    expect(new Set(all).size).toBe(4);
  });
});

describe('the rate of a key', () => {
  test('is ten a second after a burst of twenty, each key for itself', async () => {
    const clock = createManualClock();
    const wait = createRateLimit(clock);
    const ask = (times: number, name = 'k') =>
      Array.from({ length: times }, () => wait(name)).filter((s) => s === 0).length;
    expect(ask(30)).toBe(20);
    expect(wait('k')).toBe(1);
    expect(ask(5, 'other')).toBe(5);
    await clock.advance(1000);
    expect(ask(30)).toBe(10);
    await clock.advance(60_000);
    expect(ask(30)).toBe(20);
  });
});

test('what concerns one account runs one after the other, failures too; others run beside it', async () => {
  const oneAtATime = createOneAtATime();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = oneAtATime('a', async () => {
    log.push('a1 begins');
    await gate.promise;
    log.push('a1 ends');
    throw new Error('failed');
  });
  const second = oneAtATime('a', async () => log.push('a2'));
  await oneAtATime('b', async () => log.push('b'));
  gate.resolve();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(log).toEqual(['a1 begins', 'b', 'a1 ends', 'a2']);
});
