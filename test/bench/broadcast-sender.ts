/**
 * The announcement engine under measurement, in a process of its own: store, lane and rounds as `app.ts` puts them
 * together, the SDK's client to the emulator, and no server. Started by `broadcast.ts`; talks over IPC.
 */
import { createTokens, createTransport, createZaloClient, type OutgoingMessage } from 'zalo-oa-sdk';
import { newDraft } from '../../src/broadcasts/lifecycle.ts';
import { renderAnnouncement } from '../../src/broadcasts/render.ts';
import { createAnnouncementRounds } from '../../src/broadcasts/rounds.ts';
import { createAnnouncementLane } from '../../src/delivery/announcements.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { createMetrics } from '../../src/shared/metrics.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';

/** One announcement to be sent. */
export interface SendOrder {
  readonly id: string;
  /** null = no limit. */
  readonly perSecond: number | null;
  /** Only so many residents: those of one commune. */
  readonly communes: readonly string[];
  /** Paused when so many calls have begun, then resumed; null = not at all. */
  readonly pauseAfter: number | null;
}

/** What became of it. */
export interface SendFigures {
  /** When each call to Zalo began, ms of this process, in order. */
  readonly begunMs: readonly number[];
  /** From the first call to the end of the announcement as stored. */
  readonly elapsedMs: number;
  /** From the pause being stored to the last call that still began; null without a pause. */
  readonly pauseMs: number | null;
  readonly sent: number;
  readonly rssMb: number;
  readonly cpuMs: number;
}

const [dataDir = '', zaloUrl = ''] = process.argv.slice(2);
const { oaId, appId, appSecret, accessToken, refreshToken } = LOAD_IDENTITY;
const storage = await openSqliteStorage(dataDir);
const transport = createTransport({ apiUrl: zaloUrl, oauthUrl: zaloUrl, connections: 128 });
const client = createZaloClient({
  transport,
  clock: systemClock,
  tokens: createTokens({
    ...{ transport, appId, appSecret, clock: systemClock },
    store: {
      load: async () => ({ accessToken, refreshToken, expiresAtMs: Date.now() + 86_400_000 }),
      save: async () => undefined,
    },
  }),
  oa: { messageApi: async () => 'v3', rememberMessageApi: async () => undefined },
});

const isOver = (state: string | undefined): boolean => state === 'sent' || state === 'failed';
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function sendOne(order: SendOrder): Promise<SendFigures> {
  const begunMs: number[] = [];
  const lane = createAnnouncementLane({
    storage,
    sender: {
      send: (oa, userId, message) => {
        begunMs.push(performance.now());
        return client.sendConsultation(oa, userId, message as OutgoingMessage);
      },
    },
    clock: systemClock,
    logger: silentLogger,
    metrics: createMetrics(),
    render: ({ content }, recipient) =>
      renderAnnouncement(content, recipient, {
        catalogue: { card: () => undefined, flow: () => undefined },
        refuseWords: '',
      }),
    perSecond: order.perSecond ?? Number.POSITIVE_INFINITY,
  });
  const rounds = createAnnouncementRounds({
    storage,
    clock: systemClock,
    logger: silentLogger,
    onListed: () => lane.nudge(),
  });
  const at = Date.now();
  await storage.saveAnnouncement({
    ...newDraft({
      ...{ id: order.id, oaId, by: 'bench', at },
      content: {
        ...{
          title: 'Báo lũ',
          category: 'safety',
          text: 'Chào {bác}, nước lên, bà con {xã} dời đồ lên cao.',
          buttons: [],
        },
        audience: { communes: order.communes, teams: [], segments: [], interests: [] },
        lanes: ['direct'],
        // At any hour of the day.
        emergency: { reason: 'Đo tốc độ gửi' },
      },
    }),
    ...{ state: 'sending', dueAt: at, startedAt: at },
  });
  const cpu = process.cpuUsage();
  const found = () => storage.findAnnouncement({ id: order.id });
  rounds.start();
  // The list first, then the sending: two figures that do not stand in each other's way.
  while ((await found())?.listing.done !== true) await sleep(20);
  lane.start();
  let pausedMs: number | undefined;
  let pauseMs: number | null = null;
  while (!isOver((await found())?.state)) {
    await sleep(20);
    if (order.pauseAfter === null || pausedMs !== undefined || begunMs.length < order.pauseAfter) continue;
    await storage.setAnnouncementState({ id: order.id, state: 'paused', at: Date.now() });
    pausedMs = performance.now();
    await sleep(2_000);
    pauseMs = Math.max(0, (begunMs.at(-1) ?? 0) - pausedMs);
    await storage.setAnnouncementState({ id: order.id, state: 'sending', at: Date.now() });
  }
  const elapsedMs = performance.now() - (begunMs[0] ?? 0);
  await lane.stop();
  await rounds.stop();
  const { sent } = await storage.announcementProgress({ id: order.id });
  const { user, system } = process.cpuUsage(cpu);
  return { begunMs, elapsedMs, pauseMs, sent, rssMb: process.memoryUsage().rss / 1e6, cpuMs: (user + system) / 1_000 };
}

process.on('message', (order: SendOrder) => {
  sendOne(order).then(
    (figures) => process.send?.(figures),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
