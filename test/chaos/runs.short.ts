import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/catalog/load.ts';
import { CACHE_DIR, ROOT_DIR } from '../../src/config.ts';
import type { ChaosReport } from './report.ts';
import type { ChaosRun } from './run-kinds.ts';
import { burst } from './runs/burst.ts';
import { clockJump } from './runs/clock-jump.ts';
import { databaseAway } from './runs/database-away.ts';
import { diskFull } from './runs/disk-full.ts';
import { duplicate } from './runs/duplicate.ts';
import { errorButDelivered } from './runs/error-but-delivered.ts';
import { failingSends } from './runs/failing-sends.ts';
import { hangingZalo } from './runs/hanging-zalo.ts';
import { kill } from './runs/kill.ts';
import { noisyNeighbour } from './runs/noisy-neighbour.ts';
import { rollingRestart } from './runs/rolling-restart.ts';
import { slowZalo } from './runs/slow-zalo.ts';
import { tokenExpiry } from './runs/token-expiry.ts';
import type { ChaosOptions } from './stage.ts';

/** The run with a few residents and the real bot, in seconds. */
function play(run: ChaosRun<ChaosReport>, small: Partial<ChaosOptions>): Promise<ChaosReport> {
  return run.run({
    ...{ bot: 'src/main.ts', conversations: 6, kills: 1, outageMs: 0, seed: 1, scattered32: false, env: {} },
    ...{ store: 'sqlite' as const, replicas: 1 },
    ...{ echoes: run.defaults.echoes ?? false, giveUpMs: 60_000, quietMs: 1_000 },
    ...small,
  });
}

const SPOTLESS = { lost: 0, doubled: 0, misordered: 0, unexpected: 0, strays: 0, stalled: 0 };

// One process reads the content and keeps what it read; five that begin at once would each do it.
beforeAll(async () => void (await loadCatalogue(ROOT_DIR, CACHE_DIR)), 120_000);

// Real processes that mostly wait: five at once, the longest first.
describe.concurrent('the bot, in a small form of the chaos run', { timeout: 180_000 }, () => {
  it('clock-jump: loses nothing and reminds once, whatever its clock does', async () => {
    const report = await play(clockJump, {});
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, accepted: 48, woken: 10, doubleWakes: 0 });
  });

  it('hanging-zalo: answers everybody after Zalo kept connections and said nothing', async () => {
    const report = await play(hangingZalo, { outageMs: 2_000 });
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, accepted: 48 });
  });

  it('error-but-delivered: takes the word of the echoes, not that of the errors', async () => {
    const report = await play(errorButDelivered, { conversations: 2 });
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, doubledUnknown: 0 });
    expect(report.unknown).toBeGreaterThan(0);
  });

  it('slow-zalo: holds up nobody but the one who waits', async () => {
    const report = await play(slowZalo, { conversations: 2 });
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, accepted: 16 });
  });

  it('noisy-neighbour: loses nothing of the quiet ones and says what it compares', async () => {
    const report = await play(noisyNeighbour, { conversations: 4 });
    // Whether the quiet ones wait longer is no question for a machine that runs five bots at once.
    expect(report).toMatchObject({ ...SPOTLESS, scope: 'several-oas', oas: 4 });
  });

  it('disk-full: answers what it accepted while its files could not grow, after the port was closed too', async () => {
    const report = await play(diskFull, { conversations: 40, outageMs: 3_000 });
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, accepted: 320 });
    expect(report).toHaveProperty('portClosed', expect.any(Number));
  });

  it('database-away: answers each post within 2 s and each message in order afterwards', async () => {
    const report = await play(databaseAway, { conversations: 20, outageMs: 5_000 });
    expect(report).toMatchObject({ ...SPOTLESS, accepted: 160 });
    expect(report.posts.otherStatus).toBe(0);
    expect(report).toHaveProperty('acceptedWhileAway', expect.any(Number));
  });

  it('kill: answers what the dead process had accepted', async () => {
    expect(await play(kill, { quietMs: 5_000 })).toMatchObject({ ...SPOTLESS, holds: true, kills: 1 });
  });

  it('rolling-restart: answers nothing but 200 and keeps the order', async () => {
    const report = await play(rollingRestart, {});
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, restarts: 1, posts: { otherStatus: 0 } });
  });

  it('token-expiry: refreshes once each time, and once for four processes', async () => {
    const report = await play(tokenExpiry, {});
    expect(report).toMatchObject({
      ...SPOTLESS,
      holds: true,
      refreshes: 2,
      processRefreshes: 1,
      processCallsFailed: 0,
    });
  });

  it('failing-sends: answers everybody although sends fail in every way', async () => {
    const report = await play(failingSends, { scattered32: true, quietMs: 5_000 });
    expect(report).toMatchObject({ ...SPOTLESS, holds: true });
  });

  it('burst: answers five messages in a row in order', async () => {
    expect(await play(burst, {})).toMatchObject({ ...SPOTLESS, holds: true, accepted: 48 });
  });

  it('duplicate: acts once on a webhook that comes up to five times', async () => {
    const report = await play(duplicate, { quietMs: 1_500 });
    expect(report).toMatchObject({ ...SPOTLESS, holds: true, accepted: 48 });
    expect(report).toHaveProperty('copiesPosted', expect.any(Number));
  });
});
