import type { Storage } from '../../src/storage/ports.ts';
import { HarnessError } from '../support/load/harness-error.ts';
import { percentile, round } from '../support/load/machine.ts';
import { createSeededRandom, type SeededRandom } from '../support/load/seeded-random.ts';
import { consoleViews } from './dashboard-pages.ts';
import { pseudonymOf, residentOf } from './growth-rows.ts';
import { type GrownStore, growPostgres, growSqlite } from './growth-stores.ts';
import { AT, DAY, HOUR_MS, OA_ID, TEAM } from './growth-world.ts';
import type { BenchOptions } from './run.ts';

/** One size of the tables. Times are medians, us. */
export interface GrowthFigures {
  readonly residents: number;
  /** CPU of this process for one message: accept, load, commit with one counted event and an answer, record the send. */
  readonly messageCpuUs: number;
  /** CPU of the database server for the same; 0 where it is in the process. */
  readonly databaseCpuUs: number;
  /** Time of one message among 50 at once, over their number: what a second is divided by. */
  readonly messageUs: number;
  /** `messageCpuUs` and `databaseCpuUs` together, over the same with the fewest residents. Goal: near 1. */
  readonly messageRatio: number;
  readonly worstReadUs: number;
  readonly worstRead: string;
  readonly worstReadRatio: number;
  /** One call of the hourly retention that finds nothing to remove: on SQLite everybody waits for it. */
  readonly purgeUs: number;
  readonly fileMb: number;
  readonly bytesPerResident: number;
  readonly fillSeconds: number;
  readonly readsUs: Readonly<Record<string, number>>;
}

/** What `bench growth` prints: the largest size, which a page shows, and all of them. */
export interface GrowthReport extends GrowthFigures {
  readonly database: 'sqlite' | 'postgres';
  readonly sizes: readonly GrowthFigures[];
}

export interface GrowthSizes {
  /** Messages a round; each by another resident, 50 at once. */
  readonly messages: number;
  readonly rounds: number;
  readonly readRounds: number;
}

const SIZES: GrowthSizes = { messages: 1_000, rounds: 9, readRounds: 9 };
const FEWEST = 1_000;
const MOST = { sqlite: 10_000_000, postgres: 1_000_000 } as const;
const TOGETHER = 50;

/** The same work on tables of 10^3, 10^4 … residents, each in a store of its own that is removed afterwards. */
export async function runGrowthBench(options: BenchOptions, sizes: GrowthSizes = SIZES): Promise<GrowthReport> {
  const { database } = options;
  const grow = database === 'postgres' ? growPostgres : growSqlite;
  const figures: GrowthFigures[] = [];
  for (let residents = FEWEST; residents <= (options.residents ?? MOST[database]); residents *= 10) {
    const startedAt = performance.now();
    const store = await grow(residents);
    const fillSeconds = round((performance.now() - startedAt) / 1000, 1);
    try {
      figures.push(await measure(store, residents, sizes, fillSeconds, figures[0]));
    } finally {
      await store.remove();
    }
  }
  const largest = figures.at(-1);
  if (!largest) {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `--residents ${options.residents} is below the fewest, ${FEWEST}. Give ${FEWEST} or more.`,
    );
  }
  return { database, ...largest, sizes: figures };
}

async function measure(
  store: GrownStore,
  residents: number,
  sizes: GrowthSizes,
  fillSeconds: number,
  fewest: GrowthFigures | undefined,
): Promise<GrowthFigures> {
  const message = await measureMessages(store, residents, sizes);
  const readsUs = await measureReads(store.storage, sizes.readRounds);
  const [worstRead = '', worstReadUs = 0] = Object.entries(readsUs).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const purgeUs = await medianUs(sizes.readRounds, () =>
    store.storage.purge({ at: AT, inboxBefore: AT - 72 * HOUR_MS, historyBefore: AT - 365 * 24 * HOUR_MS }),
  );
  const bytes = await store.bytes();
  const first = { ...message, worstReadUs, ...fewest };
  const ratio = (now: number, then: number): number => round(now / then, 2);
  return {
    residents,
    ...message,
    messageRatio: ratio(message.messageCpuUs + message.databaseCpuUs, first.messageCpuUs + first.databaseCpuUs),
    ...{ worstReadUs, worstRead, worstReadRatio: ratio(worstReadUs, first.worstReadUs), purgeUs },
    ...{ fileMb: Math.round(bytes / 1e6), bytesPerResident: Math.round(bytes / residents), fillSeconds, readsUs },
  };
}

async function measureMessages(store: GrownStore, residents: number, { messages, rounds }: GrowthSizes) {
  const random = createSeededRandom(residents);
  const samples: Record<'messageCpuUs' | 'databaseCpuUs' | 'messageUs', number[]> = {
    ...{ messageCpuUs: [], databaseCpuUs: [], messageUs: [] },
  };
  for (let number = -1; number < rounds; number++) {
    const before = { cpu: process.cpuUsage(), databaseMs: store.databaseCpuMs(), at: performance.now() };
    await Promise.all(
      Array.from({ length: TOGETHER }, (_, chat) => exchange(store.storage, random, { residents, chat, messages })),
    );
    // The first round fills caches and compiles.
    if (number < 0) continue;
    const cpu = process.cpuUsage(before.cpu);
    samples.messageCpuUs.push((cpu.user + cpu.system) / messages);
    samples.databaseCpuUs.push(((store.databaseCpuMs() - before.databaseMs) * 1000) / messages);
    samples.messageUs.push(((performance.now() - before.at) * 1000) / messages);
  }
  return {
    messageCpuUs: round(percentile(samples.messageCpuUs, 0.5), 1),
    databaseCpuUs: round(percentile(samples.databaseCpuUs, 0.5), 1),
    messageUs: round(percentile(samples.messageUs, 0.5), 1),
  };
}

const SESSION = '{"o":["1","2"],"f":{"n":"vneid-level-2","s":"guide-4","h":"0123456789abcdef"},"v":{"level":"2"}}';
const ANSWER = JSON.stringify({ text: 'Bước 4: mở ứng dụng VNeID, chọn "Hồ sơ cá nhân" rồi bấm tiếp tục. '.repeat(3) });
let numbers = 0;

/** One of the chats: messages of residents of its own share, so that no two turns meet in one session. */
async function exchange(
  storage: Storage,
  random: SeededRandom,
  { residents, chat, messages }: { readonly residents: number; readonly chat: number; readonly messages: number },
): Promise<void> {
  for (let turn = 0; turn < messages / TOGETHER; turn++) {
    const resident = 1 + chat + TOGETHER * random.below(Math.floor(residents / TOGETHER));
    const userId = residentOf(resident);
    numbers += 1;
    const { id = 0 } = await storage.acceptEvent({
      ...{ oaId: OA_ID, key: `growth-${numbers}`, eventName: 'user_send_text', userId, receivedAt: AT },
      ...{ payload: '{"type":"text","text":"xong"}', state: 'pending' as const },
    });
    const { session } = await storage.loadTurn({ oaId: OA_ID, userId });
    const done = await storage.commitTurn({
      ...{ inboxId: id, oaId: OA_ID, userId, at: AT, expectedVersion: session.version, session: SESSION, resident: {} },
      ...{ messages: [{ body: ANSWER }], claimFirst: true, pseudonym: pseudonymOf(resident) },
      engagement: [
        {
          ...{ kind: 'step' as const, topic: 'public-services', flow: 'vneid-level-2', version: 'h1', step: '4' },
          ...{ outcome: '', quantity: 1 },
        },
      ],
    });
    if (!done.ok) throw new Error(`the turn was refused: ${done.reason}`);
    const outcome = { state: 'sent' as const, messageId: `growth-${numbers}` };
    await storage.recordSend({ id: done.outboxIds[0] ?? 0, outcome, at: AT });
  }
}

/** What the console asks of tables that grow with residents, and its pages. */
function reads(): Readonly<Record<string, (storage: Storage) => Promise<unknown>>> {
  const month = { fromDay: `${DAY.slice(0, 7)}-01`, toDay: DAY };
  const stretch = { oaId: OA_ID, at: AT, look: 1_000 };
  return {
    ...consoleViews(),
    'residents of a team': (storage) => storage.countResidents({ oaId: OA_ID, teamCode: TEAM, ...month }),
    'who waits for a person': (storage) => storage.listHandovers({ oaId: OA_ID, limit: 100 }),
    'state of the queues': async (storage) => [await storage.counts(), await storage.workAges({ at: AT })],
    'a thousand of an audience': (storage) =>
      storage.countAudiencePage({
        ...{ ...stretch, afterUserId: '', filter: { teams: [TEAM], communes: [], segments: [], interests: [] } },
      }),
  };
}

async function measureReads(storage: Storage, rounds: number): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, read] of Object.entries(reads())) found[name] = await medianUs(rounds, () => read(storage));
  return found;
}

async function medianUs(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let number = -1; number < rounds; number++) {
    const startedAt = performance.now();
    await work();
    if (number >= 0) samples.push((performance.now() - startedAt) * 1000);
  }
  return Math.round(percentile(samples, 0.5));
}
