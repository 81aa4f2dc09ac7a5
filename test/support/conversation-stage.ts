import type { Catalogue } from '../../src/catalog/index.ts';
import { rememberGuides } from '../../src/conversation/guides.ts';
import { createHelpDeskDoors, type HelpDeskDoors } from '../../src/console/help-desk/doors.ts';
import type { Incoming } from '../../src/conversation/handle-event.ts';
import type { ConversationDeps } from '../../src/conversation/plan.ts';
import { lazyPlaceFinder } from '../../src/conversation/place-finder.ts';
import { createCascadeLane } from '../../src/broadcasts/lanes/cascade.ts';
import { createLaneWorker } from '../../src/broadcasts/lanes/worker.ts';
import { acceptOwn } from '../../src/conversation/own-events.ts';
import { defaultQuietHours } from '../../src/delivery/quiet-hours.ts';
import { createTeamNews } from '../../src/conversation/team-news.ts';
import { createTurns, type QueuedEvent } from '../../src/conversation/turns.ts';
import { createHelpDue } from '../../src/conversation/help/due.ts';
import { createWakes } from '../../src/conversation/wakes.ts';
import { createAnswers } from '../../src/delivery/answers.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { createMetrics } from '../../src/shared/metrics.ts';
import type { IncomingEvent, Storage } from '../../src/storage/ports.ts';
import type { Acceptance } from '../../src/storage/spool.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { withTurnCache } from '../../src/storage/turn-cache.ts';
import { eventually } from './eventually.ts';
import { createFakeSender, type FakeSender } from './fake-sender.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { rootDir } from './shipped-content.ts';
import { understandingOf } from './shipped-understanding.ts';
import { anEvent, LAN, OA } from './storage-rows.ts';

/**
 * Conversations over a real SQLite file with a clock of the test: what `app.ts` wires, without server and webhook. Due
 * sessions are woken at their very moment.
 */
export interface ConversationStage {
  readonly clock: ManualClock;
  readonly storage: Storage;
  /** The way of the console's help desk into this process. */
  readonly helpDesk: HelpDeskDoors;
  /** Texts sent to a resident so far, over all restarts. */
  sentTo(userId?: string): string[];
  /** A resident writes, and everything that follows from it has been done. The texts sent for it come back. */
  say(text: string, userId?: string): Promise<string[]>;
  /** Anything else that comes from a resident. */
  send(fields: Record<string, unknown>, userId?: string): Promise<string[]>;
  /** Payload of the last button with this title in anything sent. */
  payloadOf(title: string): string;
  /** Time passes; wakes and what follows from them have been done. The texts sent meanwhile come back. */
  wait(ms: number, userId?: string): Promise<string[]>;
  /** Rounds of the lanes of announcements, a second apart; what follows from them has been done. */
  lanes(rounds: number): Promise<void>;
  /** Every Zalo `message` sent so far. */
  bodies(): readonly unknown[];
  /** Value of `bot_turns_total` for this result, over the present process. */
  turns(result: string): Promise<number>;
  /**
   * Ends the process and starts another on the same file, with this catalogue from then on. `killed`: without closing
   * anything, as SIGKILL does.
   */
  restart(options?: { readonly catalogue?: Catalogue; readonly killed?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** A process between start and end. */
async function startProcess(
  dataDir: string,
  clock: ManualClock,
  catalogue: Catalogue,
  sender: FakeSender,
  further: Pick<ConversationDeps, 'keepPhoto' | 'findStaffLink'>,
) {
  const disk = await openSqliteStorage(dataDir);
  const storage = withTurnCache(disk);
  const metrics = createMetrics();
  const common = { clock, logger: silentLogger, metrics };
  const answers = createAnswers({ storage, sender, ...common });
  const earlierGuide = await rememberGuides(storage, catalogue, clock.now());
  const turns = createTurns({
    storage,
    answers,
    ...common,
    pseudonymOf: (_oaId, userId) => `p-${userId}`,
    deps: {
      catalogue,
      understanding: understandingOf(catalogue),
      findTeam: (oaId, code) => storage.findTeam({ oaId, code }),
      teams: storage,
      cascades: storage,
      contacts: storage,
      earlierGuide,
      ...further,
      places: lazyPlaceFinder(rootDir),
      publicPlace: { address: () => 'https://example.vn', oaName: 'Trợ lý số' },
      chartUrl: (chart) => `https://example.vn/pictures/chart-${encodeURIComponent(JSON.stringify(chart))}.png`,
      // Covers alone: the pictures of steps would stand between the texts that tests compare.
      pictureUrl: (name) =>
        /^(?:cover|topic):/u.test(name) ? `https://example.vn/pictures/${name.replace(':', '-')}.png` : undefined,
    },
  });
  let alive = true;
  const ownEvents = {
    storage,
    ...common,
    async accept(event: IncomingEvent): Promise<Acceptance> {
      // A process that was killed does nothing more, however many timers it left behind.
      if (!alive) return { state: 'duplicate' };
      const { id } = await storage.acceptEvent(event);
      return id === undefined ? { state: 'duplicate' } : { state: 'accepted', id };
    },
    onAccepted: (event: QueuedEvent) => turns.add(event),
  };
  const wakes = createWakes(ownEvents);
  const helpDue = createHelpDue(ownEvents);
  const teamNews = createTeamNews({ ...ownEvents, oaId: OA });
  await answers.recover();
  await answers.take();
  await turns.take();
  await teamNews.runOnce();
  const nothing = { step: async () => {} };
  let words = 0;
  // Announcements through the teams; articles and templates have a stage of their own.
  const lanes = createLaneWorker({
    ...common,
    oaId: OA,
    storage,
    citiesOf: async () => [],
    random: (below) => (words += 7) % below,
    lanes: {
      article: nothing,
      zbs: nothing,
      cascade: createCascadeLane({
        ...common,
        storage,
        quietHours: async () => defaultQuietHours,
        call: async (key, { announcementId: id, what, ...to }) =>
          void (await acceptOwn(ownEvents, key, { type: 'notice', ...to, notice: { kind: 'cascade', what, id } })),
      }),
    },
  });
  const idle = (): Promise<unknown> =>
    eventually(
      async () => turns.waiting() === 0 && answers.waiting() === 0 && (await storage.counts()).inboxPending === 0,
    );
  const end = async (): Promise<void> => {
    alive = false;
    await wakes.stop();
    await helpDue.stop();
    await turns.stop();
    await answers.stop();
  };
  const helpDesk = createHelpDeskDoors({ oaId: OA, now: () => clock.now(), answers, turns, withUser: async () => [] });
  return { storage, turns, wakes, helpDue, helpDesk, teamNews, lanes, metrics, idle, end, close: () => disk.close() };
}

export async function stageConversation(
  dataDir: string,
  first: Catalogue,
  startMs?: number,
  /** What a deployment may have beside. Default: nothing. */
  further: Pick<ConversationDeps, 'keepPhoto' | 'findStaffLink'> = {},
): Promise<ConversationStage> {
  const clock = createManualClock(startMs);
  const bodies: { readonly userId: string; readonly body: unknown }[] = [];
  const fake = createFakeSender();
  const sender: FakeSender = {
    ...fake,
    send: (oaId, userId, body) => {
      bodies.push({ userId, body });
      return fake.send(oaId, userId, body);
    },
  };
  let catalogue = first;
  let process = await startProcess(dataDir, clock, catalogue, sender, further);
  let messages = 0;

  const sentTo = (userId = LAN): string[] =>
    fake.sends.filter((send) => send.userId === userId).map(({ text }) => text);

  const settle = async (): Promise<void> => {
    await clock.advance(0);
    await process.idle();
  };

  const stage: ConversationStage = {
    clock,
    get storage() {
      return process.storage;
    },
    get helpDesk() {
      return process.helpDesk;
    },
    sentTo,
    bodies: () => bodies.map(({ body }) => body),
    say: (text, userId = LAN) => stage.send({ type: 'text', text }, userId),
    async send(fields, userId = LAN) {
      const before = sentTo(userId).length;
      messages += 1;
      const incoming = { oaId: OA, userId, at: clock.now(), msgId: `m${messages}`, ...fields } as unknown as Incoming;
      const receivedAt = clock.now();
      const { id = 0 } = await process.storage.acceptEvent(
        anEvent({ userId, payload: JSON.stringify(incoming), receivedAt }),
      );
      process.turns.add({ id, oaId: OA, userId, incoming, receivedAt });
      await settle();
      return sentTo(userId).slice(before);
    },
    payloadOf(title) {
      const buttons = bodies.flatMap(({ body }) => buttonsIn(body));
      const found = buttons.findLast((button) => button.title === title);
      if (!found)
        throw new Error(`no button "${title}" was sent; there are: ${buttons.map((one) => one.title).join(' | ')}`);
      return found.payload;
    },
    async wait(ms, userId = LAN) {
      const before = sentTo(userId).length;
      const until = clock.now() + ms;
      for (let rounds = 0; ; rounds++) {
        const [session] = await process.storage.listDueSessions({ at: until, limit: 1 });
        const [help] = await process.storage.listDueHelp({ at: until, limit: 1 });
        const dues = [session, help].flatMap((due) => (due ? [due.dueAt] : []));
        if (dues.length === 0) break;
        if (rounds > 100) throw new Error(`what is due at ${Math.min(...dues)} is woken again and again`);
        await clock.advance(Math.max(0, Math.min(...dues) - clock.now()));
        await process.wakes.runOnce();
        await process.helpDue.runOnce();
        await settle();
      }
      await clock.advance(until - clock.now());
      await process.teamNews.runOnce();
      await settle();
      return sentTo(userId).slice(before);
    },
    async lanes(rounds) {
      for (let round = 0; round < rounds; round += 1) {
        await process.lanes.runOnce();
        await settle();
        await clock.advance(1_000);
      }
    },
    async turns(result) {
      const text = await process.metrics.registry.metrics();
      return Number(new RegExp(`bot_turns_total\\{result="${result}"\\} (\\d+)`, 'u').exec(text)?.[1] ?? 0);
    },
    async restart(options = {}) {
      catalogue = options.catalogue ?? catalogue;
      await process.end();
      if (options.killed !== true) await process.close();
      process = await startProcess(dataDir, clock, catalogue, sender, further);
      await settle();
    },
    async close() {
      await process.end();
      await process.close();
    },
  };
  await settle();
  return stage;
}

function buttonsIn(body: unknown): { readonly title: string; readonly payload: string }[] {
  const { attachment } = body as { attachment?: { payload?: { buttons?: { title: string; payload: unknown }[] } } };
  return (attachment?.payload?.buttons ?? []).flatMap(({ title, payload }) =>
    typeof payload === 'string' ? [{ title, payload }] : [],
  );
}
