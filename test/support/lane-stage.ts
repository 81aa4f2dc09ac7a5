import {
  createMemoryOaSettingsStore,
  createMemoryTokenStore,
  createTokens,
  createTransport,
  createZaloClient,
  type ZaloClient,
} from 'zalo-oa-sdk';
import { type Emulator, type EmulatorOptions, startEmulator } from 'zalo-emulator';
import type { CascadeCall } from '../../src/broadcasts/lanes/cascade.ts';
import { createLanes } from '../../src/broadcasts/lanes/create.ts';
import type { LaneWorker } from '../../src/broadcasts/lanes/worker.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { createMetrics, type Metrics } from '../../src/shared/metrics.ts';
import type { JobLane, LaneJob } from '../../src/storage/lane-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { OA } from './storage-rows.ts';

/** The lanes of announcements over a real SQLite file and an emulated Zalo, with one clock for all three. */
export interface LaneStage {
  readonly emulator: Emulator;
  readonly storage: Storage;
  readonly clock: ManualClock;
  readonly metrics: Metrics;
  /** What members were told, in order. */
  readonly called: readonly CascadeCall[];
  /** Rounds of the worker, a second apart. */
  rounds(count: number): Promise<void>;
  /** Time passes without the worker, then one round. */
  after(ms: number): Promise<void>;
  job(announcementId: string, lane: JobLane): Promise<LaneJob | undefined>;
  /** Bodies of the calls to a path, in order. */
  callsTo(path: string): unknown[];
  /** The process is gone at the next call of this kind, `before` it or with its answer lost `after` it. */
  killAt(kind: 'create' | 'broadcast' | 'template', when: 'before' | 'after'): void;
  /** Another process on the same file. */
  restart(): void;
  close(): Promise<void>;
}

/** What a killed process does: nothing more, for ever. */
const nothingMore = (): Promise<never> => new Promise(() => {});

export async function stageLanes(
  dataDir: string,
  options: Omit<EmulatorOptions, 'publicUrl'> & { readonly publicUrl?: string | undefined } = {},
): Promise<LaneStage> {
  const { publicUrl = 'https://example.vn', ...emulated } = options;
  const hasAddress = !('publicUrl' in options) || options.publicUrl !== undefined;
  const clock = createManualClock();
  const { emulator, url, close } = await startEmulator({
    chatPage: false,
    oaId: OA,
    now: () => clock.now(),
    schedule: (run, delayMs) => clock.after(delayMs, run),
    postWebhook: async () => ({ outcome: 'answered', status: 200 }),
    ...emulated,
  });
  const { appId, appSecret, accessTokenTtlMs } = emulator.options;
  const transport = createTransport({ apiUrl: url, oauthUrl: url, businessUrl: url });
  const store = createMemoryTokenStore({ [OA]: { ...emulator.tokens(), expiresAtMs: clock.now() + accessTokenTtlMs } });
  const tokens = createTokens({ store, transport, appId, appSecret, clock });
  const client = createZaloClient({ transport, tokens, oa: createMemoryOaSettingsStore(), clock });
  const storage = await openSqliteStorage(dataDir);
  const metrics = createMetrics();
  const called: CascadeCall[] = [];
  const kills = new Map<string, 'before' | 'after'>();

  const mortal =
    <A extends unknown[], R>(kind: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const when = kills.get(kind);
      kills.delete(kind);
      if (when === 'before') return nothingMore();
      const answer = await call(...args);
      return when === 'after' ? nothingMore() : answer;
    };

  const newWorker = (): LaneWorker => {
    const { articles, broadcasts, templates }: ZaloClient = client;
    let words = 0;
    return createLanes({
      oaId: OA,
      storage,
      clock,
      metrics,
      logger: silentLogger,
      zalo: {
        articles: { ...articles, create: mortal('create', articles.create) },
        broadcasts: { send: mortal('broadcast', broadcasts.send) },
        templates: { sendToUser: mortal('template', templates.sendToUser) },
      },
      catalogue: () => ({ card: () => undefined, flow: () => undefined }),
      author: 'Trợ lý số',
      publicUrl: () => (hasAddress ? publicUrl : undefined),
      pictureOf: () => 'https://example.vn/pictures/cover.png',
      call: async (_key, call) => void called.push(call),
      provinceOf: () => '75',
      // Another word each time it is asked for.
      random: (below) => (words += 7) % below,
    });
  };
  let worker = newWorker();

  /** A round that a killed process never ends is left behind. */
  const round = async (): Promise<void> => {
    let isDone = false;
    const running = worker.runOnce().finally(() => {
      isDone = true;
    });
    running.catch(() => {});
    const until = Date.now() + 3_000;
    while (!isDone && Date.now() < until && !(kills.size === 0 && (await isStuck(() => isDone)))) await pause();
    if (isDone) await running;
  };

  return {
    emulator,
    storage,
    clock,
    metrics,
    called,
    async rounds(count) {
      for (let number = 0; number < count; number += 1) {
        await round();
        await clock.advance(1_000);
      }
    },
    async after(ms) {
      await clock.advance(ms);
      await round();
    },
    job: (announcementId, lane) => storage.findLaneJob({ oaId: OA, announcementId, lane }),
    callsTo: (path) =>
      emulator
        .calls()
        .filter((call) => call.path.split('?')[0] === path)
        .map(({ requestBody }) => requestBody),
    killAt: (kind, when) => void kills.set(kind, when),
    restart() {
      kills.clear();
      worker = newWorker();
    },
    async close() {
      await worker.stop();
      await transport.close();
      await close();
      await storage.close();
    },
  };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** True when nothing has moved for a while: the process was killed in the middle of a call. */
async function isStuck(isDone: () => boolean): Promise<boolean> {
  for (let looks = 0; looks < 40; looks += 1) {
    if (isDone()) return false;
    await pause();
  }
  return !isDone();
}
