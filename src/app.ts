import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from './catalog/catalogue.ts';
import { loadCatalogue } from './catalog/load.ts';
import { createSharedWork, joinReplicas } from './replicas-setup.ts';
import { openCoordination, truthLockOf } from './coordination-setup.ts';
import type { Ownership } from './coordination/ownership.ts';
import type { Coordination } from './coordination/ports.ts';
import { openConsole } from './console-setup.ts';
import { CACHE_DIR, type Config, DEMO_OA_ID, type OaCredentials, productVersion, ROOT_DIR } from './config.ts';
import { ownPicturePath } from './broadcasts/lanes/pictures.ts';
import { consoleKeyCheck, loadConsoleKeys } from './console/access/keys.ts';
import { createStaffLinks } from './console/access/staff-links.ts';
import { createAnswerNews } from './conversation/answer-news.ts';
import { rememberGuides } from './conversation/guides.ts';
import type { ConversationDeps } from './conversation/plan.ts';
import { lazyPlaceFinder } from './conversation/place-finder.ts';
import { createTurns, type QueuedEvent, type Turns } from './conversation/turns.ts';
import { createHelpDue } from './conversation/help/due.ts';
import { createWakes, type Wakes } from './conversation/wakes.ts';
import { createPictureStore, type PictureStore } from './broadcasts/picture-store.ts';
import { createAnnouncementRounds } from './broadcasts/rounds.ts';
import { createAnswerCount } from './delivery/answer-times.ts';
import { createCallBudget, type CallBudget } from './delivery/call-budget.ts';
import { type Answers, createAnswers } from './delivery/answers.ts';
import { isQuiet, readAnnouncementHours } from './delivery/quiet-hours.ts';
import { ASSISTANT_NAME, createPrinter } from './handouts/index.ts';
import { openLanguageModel } from './language-model.ts';
import { createOaBook, type OaBook } from './oa-book.ts';
import { connectOa, seedTokens } from './oa-connection.ts';
import { createOaSecretBox } from './oa-secrets.ts';
import { type OaWorkParts, startOaWork } from './oa-work.ts';
import { lockStorage, openStorage } from './open-storage.ts';
import { createPictures, parsePictureRef, type PictureRef, type Pictures, PICTURES_FOLDER } from './pictures/index.ts';
import { publicPages } from './public-pages.ts';
import { type Clock, systemClock } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Logger } from './shared/logger.ts';
import { createMediaFetch } from './shared/media-fetch.ts';
import { createMetrics, type Metrics } from './shared/metrics.ts';
import { createTrail, type Traces } from './shared/trail.ts';
import { claimConsoleKey, claimDataDir, claimPseudonymKey, isSharedFolder } from './storage/installation.ts';
import type { Announcement } from './storage/announcement-ports.ts';
import type { IncomingEvent, Storage } from './storage/ports.ts';
import { erasureFileIn, withErasureFile } from './storage/erasure-file.ts';
import { syncErasures } from './storage/reapply-erasures.ts';
import { createSpool, type Spool } from './storage/spool.ts';
import { lockDataDir } from './storage/sqlite/lock.ts';
import { withTurnCache } from './storage/turn-cache.ts';
import { createFieldPhotos, FIELD_PHOTO_TYPES } from './teams/field-photos.ts';
import { readTeamFile } from './teams/import.ts';
import { loadPlaces, type Places } from './teams/places.ts';
import { createRollup, type Rollup } from './teams/rollup.ts';
import { createLogPseudonyms, createPseudonyms, loadPseudonymKey } from './teams/pseudonym.ts';
import { loadUnderstanding } from './understanding/load.ts';
import { openPictureReading } from './understanding/ocr/picture-reading.ts';
import { loadScamCheck } from './understanding/scam/load.ts';
import { createGroupCalls } from './web/group-calls.ts';
import { healthPlugin } from './web/health.ts';
import { limitRates } from './web/rate-limit.ts';
import { type Doors, openDoors } from './web/doors.ts';
import { createServer } from './web/server.ts';
import { certificatePlugin } from './web/pages/certificate-routes.ts';
import { pagesPlugin } from './web/pages/routes.ts';
import { picturesPlugin } from './web/pictures.ts';
import { webhookPlugin } from './web/webhook.ts';

export interface App {
  /** Where it listens, `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly server: FastifyInstance;
  readonly storage: Storage;
  /** The first administrator of a fresh installation; `password` where it was made up, to be printed once. */
  readonly firstAdmin?: { readonly login: string; readonly password?: string };
  /** Answers from this content from now on. A turn in hand may see both; sessions go on as after a restart. */
  useContent(catalogue: Catalogue): Promise<void>;
  /** Stops accepting, finishes what is under way, keeps the rest on disk, closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** What is served. Default: the shipped content. */
  readonly catalogue?: Catalogue;
  /** Called when the server can no longer accept durably and has closed its port. */
  onBroken?(error: unknown): void;
  /**
   * How long the port stays open after `close`, ms, while `/readyz` says no and every answer ends its connection: a post
   * on a connection that is cut is lost at Zalo. Default 0.
   */
  readonly drainMs?: number;
}

/** Sends in flight at once, of all OAs. */
const SEND_SLOTS = 64;
const RETENTION_EVERY_MS = 3_600_000;
/** Handled inbox keys are kept this long: Zalo's retry ladder ends after 2 h, the promise is 48 h. */
const DEDUPE_MS = 72 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** Connections that may wait to be taken in. With Node's 511 a thousand at once wait for TCP's second and later tries: 44 s. */
const BACKLOG = 4_096;

/**
 * Builds and starts the whole product: the one place that knows every room and picks the adapters.
 * Throws the errors of configuration, catalogue and store; nothing listens then.
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, logger } = options;
  const clock = options.clock ?? systemClock;
  const catalogue = options.catalogue ?? (await loadCatalogue(ROOT_DIR, CACHE_DIR));
  const unlock = lockDataDir(config.dataDir);
  const closers: (() => void | Promise<void>)[] = [unlock];
  const closeAll = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const erasures = erasureFileIn(config.dataDir);
    const giveUp = (error: AppError): void => {
      logger.fatal({ err: error }, error.message);
      options.onBroken?.(error);
    };
    const onTaken = (): void =>
      giveUp(new AppError('DATABASE_IN_USE', 'Another server has taken over this database; this one stops.'));
    closers.push(await lockStorage(config, onTaken));
    const { ownership, replica } = await joinReplicas({ config, clock, logger });
    // Also when the start fails half-way; once more does nothing.
    closers.push(() => ownership.stop());
    const storage = withErasureFile(
      withTurnCache(await openStorage(config, logger, replica, giveUp), { moves: () => ownership.moves() }),
      erasures,
      logger,
    );
    closers.push(() => storage.close());
    const oa = config.oa ?? demoCredentials();
    await claimDataDir({ storage, mode: config.mode, oaId: oa.oaId, dataDir: config.dataDir });
    const pseudonymOf = pseudonymsOf(config);
    if (config.databaseUrl !== undefined) {
      await claimPseudonymKey(storage, pseudonymOf('installation', 'check'));
      await claimConsoleKey(storage, consoleKeyCheck(loadConsoleKeys(config)));
      if (!(await isSharedFolder(storage, config.filesDir)))
        logger.error(
          'FILES_DIR is not the folder that the other servers use: pictures and photos kept by one are missing at the other',
        );
    }
    const { missing, erased } = await syncErasures({ storage, file: erasures, pseudonymOf });
    if (missing.length > 0)
      logger.warn(
        { missing: missing.length, erased },
        'the database is older than the list of erasures: they were done again',
      );
    const metrics = createMetrics();
    const coordination = await openCoordination({
      ...{ redis: config.redis, oaId: oa.oaId, clock, logger, metrics },
      truthLock: await truthLockOf(config),
    });
    closers.push(() => coordination.close());
    const server = createServer(logger, config.trustedProxies);
    limitRates(server, { clock, logger, knowsProxies: config.trustedProxies.length > 0 });
    const contentDeps = (served: Catalogue) => depsOf(served, { storage, clock, config, logger, closers });
    const deps = await contentDeps(catalogue);
    const assembled = await assemble({
      ...{ ...options, clock, deps, storage, oa, metrics, server, closers, coordination, ownership },
    });
    const useContent = async (served: Catalogue): Promise<void> => void Object.assign(deps, await contentDeps(served));
    return { ...assembled, server, storage, useContent, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** What turns need of one content. */
async function depsOf(
  catalogue: Catalogue,
  parts: Pick<Parts, 'storage' | 'clock' | 'config' | 'logger' | 'closers'>,
): Promise<ConversationDeps> {
  const { storage, clock, config, logger, closers } = parts;
  const scams = loadScamCheck(ROOT_DIR);
  const understanding = loadUnderstanding(catalogue.entries(), ROOT_DIR, CACHE_DIR);
  return {
    catalogue,
    checkScam: (text) => scams.check(text),
    understanding,
    ...(await openLanguageModel({
      endpoint: config.llm,
      catalogue,
      understanding,
      logger,
      clock,
      onOpened: (close) => void closers.push(close),
    })),
    findTeam: (oaId, code) => storage.findTeam({ oaId, code }),
    teams: storage,
    cascades: storage,
    contacts: storage,
    findStaffLink: createStaffLinks(storage, loadConsoleKeys(config)),
    places: lazyPlaceFinder(ROOT_DIR),
    earlierGuide: await rememberGuides(storage, catalogue, clock.now()),
  };
}

interface Parts extends AppOptions {
  readonly clock: Clock;
  readonly deps: ConversationDeps;
  readonly storage: Storage;
  readonly oa: OaCredentials;
  readonly metrics: Metrics;
  readonly server: FastifyInstance;
  readonly closers: (() => void | Promise<void>)[];
  readonly coordination: Coordination;
  readonly ownership: Ownership;
}

async function assemble(parts: Parts): Promise<Pick<App, 'url' | 'firstAdmin'>> {
  const { config, clock, logger, metrics, storage, server, oa, closers, deps, coordination, ownership } = parts;
  const key = config.pseudonymKey ?? loadPseudonymKey(config.dataDir);
  const pseudonymOf = createPseudonyms(key);
  const version = productVersion();
  const traces = await openTraces(parts, version);
  closers.push(() => traces?.close());
  const inLogs = createLogPseudonyms(key, () => clock.now());
  const trail = createTrail({ logger, clock, pseudonymOf: inLogs, ...(traces ? { traces } : {}) });
  let accepting = false;
  let isBroken = false;

  /** It can go on no longer: nothing more is answered 200. */
  const breakOff = (error: unknown, words: string): void => {
    accepting = false;
    logger.fatal({ err: error }, words);
    void server.close();
    parts.onBroken?.(error);
  };
  const lead: (() => void)[] = [];
  const work = createSharedWork({
    ...{ scope: oa.oaId, ownership, coordination, clock, logger, metrics },
    lead: () => lead.forEach((start) => start()),
    onGone: (error) => breakOff(error, error.message),
  });
  const times = createAnswerCount({ storage, clock, logger });
  // The address of the emulator is known only when the server listens; nothing is sent before that.
  let urls = { api: config.zaloApiUrl, oauth: config.zaloOauthUrl };
  const oaSecrets = createOaSecretBox(key);
  const oas: OaBook = createOaBook({
    ...{ first: oa, storage, clock, logger, secrets: oaSecrets },
    firstName: () => config.departmentName,
    connect: (credentials) =>
      connectOa({
        ...{ oa: credentials, storage, coordination, clock, logger, urls },
        isDatabaseShared: config.databaseUrl !== undefined || coordination.isShared,
      }),
    startWork: (opened) => startOaWork({ ...opened, ...oaWork, connection: opened.connection() }),
  });
  const budgets = new Map<string, CallBudget>();
  /** Calls of a minute are counted by app: several OAs may have one. */
  const callsOf = (oaId: string): CallBudget | undefined => {
    const appId = oas.find(oaId)?.appId;
    const limit = config.zaloCallsPerMinute;
    if (limit === undefined || appId === undefined) return undefined;
    const budget =
      budgets.get(appId) ??
      createCallBudget(limit, (name, perMinute) => coordination.budget.perMinute(`${appId}-${name}`, perMinute));
    budgets.set(appId, budget);
    return budget;
  };
  const answers = createAnswers({
    ...{ storage, sender: oas.sender, clock, logger, metrics, times, trail, concurrency: SEND_SLOTS },
    ...{ ownership, tellOwner: work.tellAnswer },
    callsOf: (oaId) => callsOf(oaId)?.answers,
  });
  const announcementRounds = createAnnouncementRounds({
    ...{ storage, clock, logger, pseudonymOf },
    settingsOf: (oaId) => oas.find(oaId)?.storage ?? storage,
    onListed: ({ oaId }) => oas.nudge(oaId),
  });
  const pictures = createPictures({
    catalogue: () => deps.catalogue,
    folder: join(config.dataDir, PICTURES_FOLDER),
    key,
    filesFolder: join(ROOT_DIR, 'content/pictures'),
  });
  // The demo has an address of its own, known when it listens.
  let publicUrl = config.publicUrl;
  Object.assign(
    deps,
    pictureAddresses(pictures, () => publicUrl),
    {
      publicPlace: {
        address: () => publicUrl,
        oaName: ASSISTANT_NAME,
        // Nobody finds the demo's OA on Zalo.
        ...(config.mode === 'production' ? { oaId: oa.oaId } : {}),
      },
    },
  );
  const reading = openPictureReading({
    clock,
    logger,
    count: (result) => metrics.pictures.inc({ result }),
    // The demo's Zalo lives on this server.
    demoOrigin: () => (config.mode === 'demo' ? publicUrl : undefined),
  });
  if (reading) Object.assign(deps, { readPicture: (url: string) => reading.read(url) });
  const media = createMediaFetch({
    clock,
    types: FIELD_PHOTO_TYPES,
    demoOrigin: () => (config.mode === 'demo' ? publicUrl : undefined),
  });
  const fieldPhotos = createFieldPhotos({ filesDir: config.filesDir, storage, media, clock, logger });
  Object.assign(deps, { keepPhoto: (url: string) => fieldPhotos.keep(url) });
  const turns = createTurns({
    storage,
    answers,
    clock,
    logger,
    metrics,
    trail,
    pseudonymOf,
    deps,
    ...{ ownership, tellOwner: work.tellEvent, untilSeen: work.untilSeen },
  });
  const handOver = (id: number, event: IncomingEvent, incoming: QueuedEvent['incoming']): void => {
    if (event.userId === undefined) return;
    turns.add({ id, oaId: event.oaId, userId: event.userId, incoming, receivedAt: event.receivedAt });
  };
  const spool = createSpool({
    dataDir: config.dataDir,
    storage,
    clock,
    logger,
    onAccepted: (id, event) => {
      if (event.state !== 'pending' || event.payload === undefined) return;
      handOver(id, event, JSON.parse(event.payload) as QueuedEvent['incoming']);
    },
    onSpooling: work.onSpooling,
    onBroken: (error) => {
      isBroken = true;
      breakOff(error, 'neither the database nor the spool file takes an event: closing the port');
    },
  });

  const ownEvents = {
    storage,
    clock,
    logger,
    accept: (event: IncomingEvent) => spool.accept(event),
    onAccepted: (event: QueuedEvent) => turns.add(event),
  };
  const wakes = createWakes(ownEvents);
  const helpDue = createHelpDue(ownEvents);
  const answerNews = createAnswerNews(ownEvents);
  // Names of the two are never alike: those of announcements are a hash alone.
  const announcementPictures = createPictureStore(config.filesDir);
  let loadedPlaces: Places | undefined;
  const places = (): Places => (loadedPlaces ??= loadPlaces(ROOT_DIR));
  const ownPicture = (announcement: Announcement): string | undefined => {
    const path = ownPicturePath(announcement, clock.now());
    return publicUrl === undefined || path === undefined ? undefined : `${publicUrl}${path}`;
  };
  Object.assign(deps, { announcementPicture: ownPicture });
  const oaWork: OaWorkParts = {
    ...{ clock, logger, metrics, coordination, deps, ownEvents, announcementPictures, ownPicture, pseudonymOf },
    places,
    publicUrl: () => publicUrl,
    onAccepted: handOver,
    callsOf: (oaId) => callsOf(oaId)?.announcements,
    catchUpMs: config.catchUpMs,
  };
  await oas.load();
  closers.push(() => oas.close());
  await server.register(healthPlugin, {
    ...{ storage, metrics, clock, version, dataDir: config.dataDir },
    isAccepting: () => accepting,
    lastWebhookAt: () => oas.lastWebhookAt(),
    oas: () =>
      oas
        .all()
        .filter(({ isPaused }) => !isPaused)
        .map(({ oaId, watch, connection }) => ({
          oaId,
          lastWebhookAt: watch.lastAt(),
          canSend: () => connection().canSend(),
        })),
    isAnnouncing: async () => !isQuiet(clock.now(), await readAnnouncementHours(storage)),
  });
  const { drainMs = 0 } = parts;
  server.addHook('preClose', async () => {
    if (drainMs === 0 || isBroken) return;
    await new Promise<void>((resolve) => clock.after(drainMs, resolve));
    // Right after the loop has taken in every waiting connection: what waits when the port closes is cut.
    await new Promise((resolve) => setImmediate(resolve));
  });
  await server.register(webhookPlugin, {
    oas: () => oas.served(),
    clock,
    logger,
    metrics,
    trail,
    accept: (event) => spool.accept(event),
    onSigned: (oaId) => {
      for (const one of oaId === undefined ? oas.all() : [oas.find(oaId)]) one?.watch.seen();
    },
    groupCalls: createGroupCalls({
      storage,
      clock,
      oaName: ASSISTANT_NAME,
      onSettled: (oaId, recipient, outboxId) => answers.settled(oaId, recipient, outboxId),
    }),
    onAccepted: handOver,
    eraseByAppId: async (userIdByApp, appId) => {
      for (const { oaId, userId } of await storage.findResidentsByAppId({ userIdByApp })) {
        // The same number may be somebody else to another app.
        if (oas.find(oaId)?.appId !== appId) continue;
        const pseudonym = pseudonymOf(oaId, userId);
        await storage.eraseResident({ oaId, userId, pseudonym, at: clock.now(), via: 'user_withdraw' });
      }
      await storage.checkpoint();
    },
  });
  await server.register(picturesPlugin, {
    pictures: { read: async (name) => announcementPictures.read(name) ?? pictures.read(name) },
  });
  const printer = createPrinter(clock);
  closers.push(() => printer.close());
  const pages = publicPages({ ...parts, oas, pictures, printer, publicUrl: () => publicUrl });
  await server.register(pagesPlugin, pages);
  await server.register(certificatePlugin, pages);
  const opened = await openConsole({
    ...{ server, config, clock, logger, metrics, storage, answers, turns, printer, pseudonymOf },
    ...{ pictures: announcementPictures, places, coordination, oas, oaSecrets, first: oa, oauthUrl: () => urls.oauth },
    catalogue: () => deps.catalogue,
    publicUrl: () => publicUrl,
  });
  closers.push(() => opened.close());
  const emulator = config.mode === 'demo' ? await addEmulator(parts) : undefined;

  const doors = await openDoors(server, { port: config.port, host: config.host, backlog: BACKLOG });
  const url = toUrl(doors.address);
  if (config.mode === 'demo') publicUrl = url;
  emulator?.setPublicUrl(`${url}/emulator`);
  emulator?.setWebhookUrl(`${url}/webhook/zalo`);
  if (config.mode === 'demo') urls = { api: `${url}/emulator`, oauth: `${url}/emulator` };
  await seedTokens({ storage, oa, clock, logger, mode: config.mode });
  oas.connect();
  const rollup = createRollup({ storage, clock, logger });
  // After everything that works for residents: others may take them now.
  closers.push(() => work.stop());
  // Closed after everything that answers: what it counted last is written too.
  closers.push(() => times.stop());
  const retention = createRetention(parts, announcementPictures);
  closers.push(...inReverse(doors, spool, turns, answers, wakes, rollup, retention.stop));
  closers.push(() => helpDue.stop());
  closers.push(() => answerNews.stop());
  closers.push(() => oas.stopWork());
  closers.push(() => announcementRounds.stop());
  // Closed first: the turns that the others wait for must not wait for pictures.
  closers.push(() => reading?.close());
  closers.push(() => media.close());
  closers.push(() => fieldPhotos.stop());
  closers.push(() => {
    accepting = false;
  });
  await spool.start();
  for (const once of [announcementRounds, wakes, helpDue, answerNews, rollup, retention]) lead.push(() => once.start());
  lead.push(() => oas.startWork());
  await work.start(turns, answers);
  fieldPhotos.start();
  times.start();
  accepting = true;
  return { url, ...(opened.firstAdmin ? { firstAdmin: opened.firstAdmin } : {}) };
}

const pseudonymsOf = (config: Config): ReturnType<typeof createPseudonyms> =>
  createPseudonyms(config.pseudonymKey ?? loadPseudonymKey(config.dataDir));

/** Loaded only where somebody collects traces. */
async function openTraces({ config, clock, logger }: Parts, version: string): Promise<Traces | undefined> {
  if (config.tracesUrl === undefined) return undefined;
  const { createOtlpTraces } = await import('./shared/otlp-traces.ts');
  return createOtlpTraces({ url: config.tracesUrl, version, clock, logger });
}

/** Where residents' phones find a picture; nowhere while the server has no public address. */
function pictureAddresses(
  pictures: Pictures,
  publicUrl: () => string | undefined,
): Required<Pick<ConversationDeps, 'pictureUrl' | 'certificateUrl' | 'chartUrl'>> {
  const addressOf = (ref: PictureRef | undefined): string | undefined => {
    const base = publicUrl();
    const name = ref && base !== undefined ? pictures.fileName(ref) : undefined;
    return name === undefined ? undefined : `${base}/pictures/${name}`;
  };
  return {
    pictureUrl: (picture) => addressOf(parsePictureRef(picture)),
    certificateUrl: (certificate) => addressOf({ kind: 'certificate', ...certificate }),
    chartUrl: (chart) => addressOf({ kind: 'chart', ...chart }),
  };
}

/** Closing order, last first: port, wakes, spool, turns, answers, indicators, retention. */
function inReverse(
  doors: Doors,
  spool: Spool,
  turns: Turns,
  answers: Answers,
  wakes: Wakes,
  rollup: Rollup,
  stopRetention: () => void,
) {
  return [
    () => stopRetention(),
    () => rollup.stop(),
    () => answers.stop(),
    () => turns.stop(),
    () => spool.stop(),
    () => wakes.stop(),
    () => doors.close(),
  ];
}

function demoCredentials(): OaCredentials {
  const secret = (): string => randomBytes(24).toString('base64url');
  return {
    appId: '1357924680135792468',
    oaId: DEMO_OA_ID,
    appSecret: secret(),
    oaSecret: secret(),
    accessToken: secret(),
    refreshToken: secret(),
  };
}

async function addEmulator({ server, oa, storage, clock }: Parts) {
  // Loaded in the demo alone: a real installation carries neither its memory nor its routes.
  const { createEmulator, emulatorPlugin } = await import('zalo-emulator');
  const emulator = createEmulator({ ...oa, oaName: 'Trợ lý số (dùng thử)' });
  server.addHook('onClose', async () => emulator.close());
  await server.register(emulatorPlugin, { prefix: '/emulator', emulator });
  const file = readFileSync(join(ROOT_DIR, 'content/demo/teams.csv'), 'utf8');
  const { teams } = readTeamFile(file, loadPlaces(ROOT_DIR));
  await storage.saveTeams({ oaId: oa.oaId, teams, at: clock.now() });
  return emulator;
}

function createRetention(
  { storage, clock, logger, config }: Parts,
  announcementPictures: PictureStore,
): { start(): void; stop(): void } {
  let cancel: (() => void) | undefined;
  let stopped = false;
  const round = async (): Promise<void> => {
    const at = clock.now();
    const cutoffs = { at, inboxBefore: at - DEDUPE_MS, historyBefore: at - config.retentionDays * DAY_MS };
    for (let more = true; more && !stopped; ) ({ more } = await storage.purge(cutoffs));
    // What was handled or purged leaves the disk too, not only the tables.
    if (!stopped) await storage.checkpoint();
    const named = await storage.listAnnouncementPictures({ since: cutoffs.historyBefore });
    announcementPictures.sweep(new Set(named), at);
  };
  const next = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      round()
        .catch((error: unknown) =>
          logger.error({ err: error }, 'old rows could not be removed; trying again in an hour'),
        )
        .finally(() => {
          if (!stopped) next(RETENTION_EVERY_MS);
        });
    });
  };
  return {
    start: () => next(60_000),
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}

function toUrl(address: string): string {
  const url = new URL(address);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  return url.origin;
}
