import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDraft } from '../../../src/broadcasts/lifecycle.ts';
import { ANNOUNCEMENT_RATE_KEY, type AnnouncementRecipient } from '../../../src/storage/announcement-ports.ts';
import type { Storage } from '../../../src/storage/ports.ts';
import { type BotProcess, startBot } from '../../support/load/bot-process.ts';
import { findFreePort } from '../../support/free-port.ts';
import { type FakeZalo, startFakeZalo } from '../../support/load/fake-zalo.ts';
import { HarnessError } from '../../support/load/harness-error.ts';
import { round } from '../../support/load/machine.ts';
import { createSeededRandom, type SeededRandom } from '../../support/load/seeded-random.ts';
import { LOAD_IDENTITY, residentId } from '../../support/load/webhook-body.ts';
import { type BroadcastVerdict, judgeBroadcast } from '../broadcast-verdict.ts';
import type { ChaosRun } from '../run-kinds.ts';
import type { ChaosOptions } from '../stage.ts';
import { openTruth, type Truth } from '../truth.ts';

/** The line `chaos kill-broadcast` prints. */
export interface KillBroadcastReport extends BroadcastVerdict {
  readonly name: 'kill-broadcast';
  /** Kills done. */
  readonly runs: number;
  /** Of those, while the list was being made. */
  readonly killsWhileListing: number;
  /** People the announcement is for and can be sent to. */
  readonly accepted: number;
  /** There is no order between people. */
  readonly misordered: 0;
  /** Sends open at Zalo when the process died. */
  readonly inFlightAtKills: number;
  /** SIGKILL to the next send, or to the next page of the list while it is made. */
  readonly recoveryMsMax: number;
  /** Whether the announcement ended as `sent`. */
  readonly isSent: boolean;
  readonly holds: boolean;
  readonly seconds: number;
  readonly seed: number;
  readonly store: Truth['kind'];
}

const ID = 'kill-broadcast';
const RECIPIENTS = 6_000;
/** On the list as skipped: they make it long enough to be killed in. */
const UNREACHABLE = 60_000;
const PER_SECOND = 400;
const KILLS_WHILE_LISTING = 4;
const LATENCY_MS = 20;
const GIVE_UP_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * One announcement to 6,000 people, killed at random points: some while its list is made, the others while it is sent.
 * Zalo takes 20 ms to answer and delivers half of the sends on arrival, half at the end.
 */
async function runKillBroadcast(options: ChaosOptions): Promise<KillBroadcastReport> {
  const startedAt = performance.now();
  const random = createSeededRandom(options.seed);
  const dataDir = mkdtempSync(join(tmpdir(), 'tro-ly-so-chaos-'));
  const truth = await openTruth({ store: options.store, databaseUrl: options.env['DATABASE_URL'], dataDir });
  await prepare(truth);
  const fake = await startFakeZalo({
    identity: LOAD_IDENTITY,
    onDelivered: () => undefined,
    latencyMs: LATENCY_MS,
    lateDelivery: () => random.next() < 0.5,
  });
  const port = await findFreePort();
  const start = (): Promise<BotProcess> =>
    startBot({
      entry: options.bot,
      port,
      dataDir,
      zaloUrl: fake.url,
      identity: LOAD_IDENTITY,
      env: { ...truth.env, ...options.env },
    });
  const storage = await truth.open();
  let bot = await start();
  try {
    const run = { storage, fake, random, kills: options.kills };
    const kills = await killAgainAndAgain(run, {
      bot: () => bot,
      restart: async () => {
        bot = await start();
      },
    });
    await until(
      async () => (await find(storage)).state === 'sent',
      () => fake.sends.length,
    );
    const verdict = await judge(storage, fake);
    const isSent = (await find(storage)).state === 'sent';
    return {
      ...{ name: 'kill-broadcast', runs: kills.kills, killsWhileListing: kills.whileListing, accepted: RECIPIENTS },
      ...verdict,
      ...{ misordered: 0, inFlightAtKills: kills.inFlight, recoveryMsMax: Math.round(kills.recoveryMsMax), isSent },
      holds:
        isSent &&
        verdict.lost + verdict.doubled + verdict.miscounted === 0 &&
        kills.kills === options.kills &&
        kills.recoveryMsMax <= GIVE_UP_MS,
      seconds: round((performance.now() - startedAt) / 1_000, 1),
      seed: options.seed,
      store: truth.kind,
    };
  } finally {
    await bot.stop();
    await storage.close();
    await fake.close();
    await truth.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** {@link runKillBroadcast} as a run: announcements, so no conversation is played. */
export const killBroadcast: ChaosRun<KillBroadcastReport> = {
  name: 'kill-broadcast',
  defaults: { kills: 20 },
  run: runKillBroadcast,
};

async function prepare(truth: Truth): Promise<void> {
  const storage = await truth.open();
  const at = Date.now();
  const { oaId } = LOAD_IDENTITY;
  const draft = newDraft({
    ...{ id: ID, oaId, by: 'chaos', at },
    content: {
      ...{
        title: 'Báo lũ',
        category: 'safety',
        text: 'Chào {bác}, nước lên, bà con {xã} dời đồ lên cao.',
        buttons: [],
      },
      audience: { communes: [], teams: [], segments: [], interests: [] },
      lanes: ['direct'],
      // At any hour of the day.
      emergency: { reason: 'Chạy thử độ bền' },
    },
  });
  await storage.writeMeta({ key: ANNOUNCEMENT_RATE_KEY, value: String(PER_SECOND) });
  await storage.saveAnnouncement({ ...draft, state: 'sending', dueAt: at, startedAt: at });
  await storage.close();
  await truth.addResidents(
    Array.from({ length: RECIPIENTS + UNREACHABLE }, (_, index) => {
      // Those who can be reached lie evenly among the others.
      const isReachable = index % (1 + UNREACHABLE / RECIPIENTS) === 0;
      const lastInteractionAt = isReachable ? at : at - 30 * DAY_MS;
      return { oaId, userId: residentId(index + 1), createdAt: at, lastInteractionAt };
    }),
  );
}

interface Run {
  readonly storage: Storage;
  readonly fake: FakeZalo;
  readonly random: SeededRandom;
  readonly kills: number;
}

interface Bots {
  bot(): BotProcess;
  restart(): Promise<void>;
}

async function killAgainAndAgain({ storage, fake, random, kills: wanted }: Run, bots: Bots) {
  const total = { kills: 0, whileListing: 0, inFlight: 0, recoveryMsMax: 0 };
  /** Anything that only a living process does. */
  const progress = async (): Promise<number> => fake.sends.length + (await find(storage)).listing.looked;
  const killHere = async (): Promise<void> => {
    total.whileListing += (await find(storage)).listing.done ? 0 : 1;
    const killedMs = performance.now();
    bots.bot().kill();
    total.inFlight += fake.inFlight();
    await bots.bot().exited;
    while (fake.connections() > 0) await sleep(1);
    const before = await progress();
    await bots.restart();
    await until(async () => (await progress()) > before || (await find(storage)).state === 'sent', progress);
    total.recoveryMsMax = Math.max(total.recoveryMsMax, performance.now() - killedMs);
    total.kills += 1;
  };
  const early = Math.min(KILLS_WHILE_LISTING, wanted);
  for (let kill = 0; kill < early; kill += 1) {
    const point = ((kill + random.next()) / early) * 0.9 * (RECIPIENTS + UNREACHABLE);
    await until(async () => (await find(storage)).listing.looked >= point, progress);
    await killHere();
  }
  const pending = async (): Promise<number> => (await storage.announcementProgress({ id: ID })).pending;
  await until(async () => (await find(storage)).listing.done, progress);
  for (let left = wanted - early; left > 0; left -= 1) {
    const point = (await pending()) * (1 - (0.2 + 0.6 * random.next()) / (left + 1));
    await until(async () => (await pending()) <= point, progress);
    await sleep(random.next() * 50);
    await killHere();
  }
  return total;
}

async function judge(storage: Storage, fake: FakeZalo): Promise<BroadcastVerdict> {
  const read = new Map<string, number>();
  const delivered = new Map<string, number>();
  const add = (counts: Map<string, number>, id: string): void => void counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const { userId, deliveredAtMs } of fake.sends) {
    add(read, userId);
    if (deliveredAtMs !== null) add(delivered, userId);
  }
  const rows: AnnouncementRecipient[] = [];
  for (let afterUserId = ''; ; ) {
    const args = { oaId: LOAD_IDENTITY.oaId, announcementId: ID, afterUserId, limit: 2_000 };
    const page = await storage.listRecipients(args);
    rows.push(...page);
    const last = page.at(-1);
    if (!last) break;
    afterUserId = last.userId;
  }
  const reachable = rows.filter(({ state }) => state !== 'skipped');
  const counted = await storage.announcementProgress({ id: ID });
  const fates = reachable.map(({ userId, state }) => ({
    ...{ state, read: read.get(userId) ?? 0, delivered: delivered.get(userId) ?? 0 },
  }));
  const verdict = judgeBroadcast(fates, { ...counted, skipped: counted.skipped - (rows.length - reachable.length) });
  return { ...verdict, lost: verdict.lost + RECIPIENTS - reachable.length };
}

async function find(storage: Storage) {
  const found = await storage.findAnnouncement({ id: ID });
  if (!found) throw new HarnessError('LOAD_NOT_ACCEPTED', 'The announcement is gone from the data folder.');
  return found;
}

/** Waits, as long as something goes on at least once a minute. */
async function until(isSo: () => Promise<boolean>, progress: () => number | Promise<number>): Promise<void> {
  let seen = await progress();
  let movedMs = performance.now();
  while (!(await isSo())) {
    await sleep(5);
    const now = await progress();
    if (now !== seen) [seen, movedMs] = [now, performance.now()];
    if (performance.now() - movedMs > GIVE_UP_MS) {
      throw new HarnessError(
        'LOAD_NOT_ACCEPTED',
        `Nothing has gone on for ${GIVE_UP_MS / 1_000} s at ${seen}. Expected the announcement to be resumed.`,
      );
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
