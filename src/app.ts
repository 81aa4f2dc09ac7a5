import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createTokens,
  createTransport,
  createZaloClient,
  type GroupMessage,
  type OutgoingMessage,
  type TokenKeeper,
  type ZaloClient,
  ZaloConsentError,
} from 'zalo-oa-sdk';
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from './catalog/catalogue.ts';
import { loadCatalogue } from './catalog/load.ts';
import { createSharedWork, joinReplicas } from './replicas-setup.ts';
import { openCoordination, tokenLockOf, truthLockOf } from './coordination-setup.ts';
import type { Ownership } from './coordination/ownership.ts';
import type { Coordination } from './coordination/ports.ts';
import { type ConsoleParts, openConsole } from './console-setup.ts';
import {
  CACHE_DIR,
  type Config,
  DEMO_OA_ID,
  givenTokens,
  type OaCredentials,
  productVersion,
  ROOT_DIR,
} from './config.ts';
import { createLanes } from './broadcasts/lanes/create.ts';
import { drawnPictureOf, ownPicturePath } from './broadcasts/lanes/pictures.ts';
import { consoleKeyCheck, loadConsoleKeys } from './console/access/keys.ts';
import { createStaffLinks } from './console/access/staff-links.ts';
import { createAnswerNews } from './conversation/answer-news.ts';
import { createTeamNews } from './conversation/team-news.ts';
import { rememberGuides } from './conversation/guides.ts';
import type { ConversationDeps } from './conversation/plan.ts';
import { lazyPlaceFinder } from './conversation/place-finder.ts';
import { createTurns, type QueuedEvent, type Turns } from './conversation/turns.ts';
import { createHelpDue } from './conversation/help/due.ts';
import { acceptOwn } from './conversation/own-events.ts';
import { createWakes, type Wakes } from './conversation/wakes.ts';
import { groupOf } from './delivery/group-address.ts';
import { mergeValuesOf } from './broadcasts/merge-fields.ts';
import { createPictureStore } from './broadcasts/picture-store.ts';
import { renderAnnouncement } from './broadcasts/render.ts';
import { createAnnouncementRounds } from './broadcasts/rounds.ts';
import { createPictureTaker } from './broadcasts/take-picture.ts';
import { type AnnouncementLane, createAnnouncementLane } from './delivery/announcements.ts';
import { createAnswerCount } from './delivery/answer-times.ts';
import { createCallBudget } from './delivery/call-budget.ts';
import { type Answers, createAnswers, type MessageSender } from './delivery/answers.ts';
import { isQuiet, readAnnouncementHours } from './delivery/quiet-hours.ts';
import { ASSISTANT_NAME, createHandouts, createPrinter, type Printer } from './handouts/index.ts';
import { openLanguageModel } from './language-model.ts';
import { lockStorage, openStorage } from './open-storage.ts';
import { createPictures, parsePictureRef, type PictureRef, type Pictures, PICTURES_FOLDER } from './pictures/index.ts';
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
import { createGuideRollup } from './teams/guide-rollup.ts';
import { createRollup, type Rollup } from './teams/rollup.ts';
import { createLogPseudonyms, createPseudonyms, loadPseudonymKey } from './teams/pseudonym.ts';
import { loadUnderstanding } from './understanding/load.ts';
import { openPictureReading } from './understanding/ocr/picture-reading.ts';
import { loadScamCheck } from './understanding/scam/load.ts';
import { createCatchUp } from './web/catch-up.ts';
import { createGroupCalls } from './web/group-calls.ts';
import { healthPlugin } from './web/health.ts';
import { limitRates } from './web/rate-limit.ts';
import { type Doors, openDoors } from './web/doors.ts';
import { createServer } from './web/server.ts';
import { certificatePlugin, type CertificateRoutesOptions } from './web/pages/certificate-routes.ts';
import { isPublic, type PublicAnnouncement } from './web/pages/announcement-page.ts';
import { pagesPlugin, type PagesOptions } from './web/pages/routes.ts';
import { picturesPlugin } from './web/pictures.ts';
import { createWebhookWatch } from './web/webhook-watch.ts';
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

/** Sends in flight at once. At 200 ms a call that is 320 a second, five times Zalo's 4,000 a minute. */
const SEND_CONNECTIONS = 64;
/** As many as the lane has in flight at its fastest. */
const ANNOUNCEMENT_CONNECTIONS = 128;
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
    const onTaken = (): void => {
      const error = new AppError('DATABASE_IN_USE', 'Another server has taken over this database; this one stops.');
      logger.fatal({ err: error }, error.message);
      options.onBroken?.(error);
    };
    closers.push(await lockStorage(config, onTaken));
    const { ownership, replica } = await joinReplicas({ config, clock, logger });
    // Also when the start fails half-way; once more does nothing.
    closers.push(() => ownership.stop());
    const storage = withErasureFile(withTurnCache(await openStorage(config, logger, replica)), erasures, logger);
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

  // The address of the emulator is known only when the server listens; nothing is sent before that.
  let sender: MessageSender = {
    send: () => Promise.reject(new AppError('INTERNAL', 'Sending began before the server listened.')),
  };
  const lateSender: MessageSender = { send: (...args) => sender.send(...args) };
  const lead: (() => void)[] = [];
  const work = createSharedWork({
    ...{ ownership, coordination, clock, logger, metrics },
    lead: () => lead.forEach((start) => start()),
    onGone: (error) => {
      accepting = false;
      logger.fatal({ err: error }, error.message);
      void server.close();
      parts.onBroken?.(error);
    },
  });
  const times = createAnswerCount({ storage, clock, logger });
  const calls =
    config.zaloCallsPerMinute === undefined
      ? undefined
      : createCallBudget(config.zaloCallsPerMinute, (name, perMinute) =>
          coordination.budget.perMinute(`${oa.appId}-${name}`, perMinute),
        );
  const answers = createAnswers({
    ...{ storage, sender: lateSender, clock, logger, metrics, times, trail, concurrency: SEND_CONNECTIONS },
    ...{ ownership, tellOwner: work.tellAnswer },
    ...(calls ? { calls: calls.answers } : {}),
  });
  // Connections of their own: however many announcements are under way, an answer finds a free one.
  /** Known when the server listens. */
  const late: { announce?: AnnouncementWay; zalo?: ReturnType<ConsoleParts['zalo']> } = {};
  let places: Places | undefined;
  const announcementSender: MessageSender = {
    send: (...args) => late.announce?.send(...args) ?? lateSender.send(...args),
  };
  const lane = createAnnouncementLane({
    ...{ storage, sender: announcementSender, clock, logger, metrics },
    ...(coordination.isShared
      ? { pace: (perSecond) => coordination.budget.perSecond(oa.oaId, 'announcement', perSecond) }
      : {}),
    ...(calls ? { calls: calls.announcements } : {}),
    render: (announcement, recipient) =>
      renderAnnouncement(
        announcement.content,
        mergeValuesOf(recipient, (code) => (places ??= loadPlaces(ROOT_DIR)).commune(code)?.name),
        { catalogue: deps.catalogue, refuseWords: deps.catalogue.messages.optOutFooter },
      ),
    prepare: createPictureTaker({
      pictures: createPictureStore(config.filesDir),
      upload: (bytes, fileName) =>
        late.announce?.uploadPicture(bytes, fileName) ??
        Promise.reject(new AppError('INTERNAL', 'A picture was to be taken to Zalo before the server listened.')),
      now: () => clock.now(),
    }),
  });
  const announcementRounds = createAnnouncementRounds({
    ...{ storage, clock, logger, pseudonymOf },
    onListed: () => lane.nudge(),
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
  const spool = createSpool({
    dataDir: config.dataDir,
    storage,
    clock,
    logger,
    onAccepted: (id, event) => {
      if (event.state !== 'pending' || event.payload === undefined || event.userId === undefined) return;
      const incoming = JSON.parse(event.payload) as QueuedEvent['incoming'];
      turns.add({ id, oaId: event.oaId, userId: event.userId, incoming, receivedAt: event.receivedAt });
    },
    onSpooling: work.onSpooling,
    onBroken: (error) => {
      accepting = false;
      isBroken = true;
      logger.fatal({ err: error }, 'neither the database nor the spool file takes an event: closing the port');
      void server.close();
      parts.onBroken?.(error);
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
  const teamNews = createTeamNews({ ...ownEvents, oaId: oa.oaId });

  const watch = createWebhookWatch({ oaId: oa.oaId, storage, clock, logger });
  await watch.start();
  closers.push(() => watch.stop());
  await server.register(healthPlugin, {
    ...{ storage, metrics, clock, version, dataDir: config.dataDir },
    isAccepting: () => accepting,
    lastWebhookAt: () => watch.lastAt(),
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
    oas: [oa],
    clock,
    logger,
    metrics,
    trail,
    accept: (event) => spool.accept(event),
    onSigned: () => watch.seen(),
    groupCalls: createGroupCalls({
      storage,
      clock,
      oaName: ASSISTANT_NAME,
      onSettled: (oaId, recipient, outboxId) => answers.settled(oaId, recipient, outboxId),
    }),
    onAccepted: (id, event, incoming) => {
      if (event.userId === undefined) return;
      turns.add({ id, oaId: event.oaId, userId: event.userId, incoming, receivedAt: event.receivedAt });
    },
    eraseByAppId: async (userIdByApp) => {
      for (const { oaId, userId } of await storage.findResidentsByAppId({ userIdByApp })) {
        const pseudonym = pseudonymOf(oaId, userId);
        await storage.eraseResident({ oaId, userId, pseudonym, at: clock.now(), via: 'user_withdraw' });
      }
      await storage.checkpoint();
    },
  });
  // Names of the two are never alike: those of announcements are a hash alone.
  const announcementPictures = createPictureStore(config.filesDir);
  await server.register(picturesPlugin, {
    pictures: { read: async (name) => announcementPictures.read(name) ?? pictures.read(name) },
  });
  const printer = createPrinter(clock);
  closers.push(() => printer.close());
  const pages = publicPages(parts, pictures, printer, () => publicUrl);
  await server.register(pagesPlugin, pages);
  await server.register(certificatePlugin, pages);
  const opened = await openConsole({
    ...{ server, config, clock, logger, metrics, storage, answers, turns, printer, pseudonymOf },
    ...{ oaId: oa.oaId, appId: oa.appId, coordination },
    catalogue: () => deps.catalogue,
    publicUrl: () => publicUrl,
    zalo: () => {
      if (late.zalo) return late.zalo;
      throw new AppError('INTERNAL', 'Zalo was asked before the server listened.');
    },
  });
  closers.push(() => opened.close());
  const emulator = config.mode === 'demo' ? await addEmulator(parts) : undefined;

  const doors = await openDoors(server, { port: config.port, host: config.host, backlog: BACKLOG });
  const url = toUrl(doors.address);
  if (config.mode === 'demo') publicUrl = url;
  emulator?.setPublicUrl(`${url}/emulator`);
  emulator?.setWebhookUrl(`${url}/webhook/zalo`);
  const zaloUrls =
    config.mode === 'demo'
      ? { api: `${url}/emulator`, oauth: `${url}/emulator` }
      : { api: config.zaloApiUrl, oauth: config.zaloOauthUrl };
  const { client, announcementClient, tokens } = await connectZalo(parts, zaloUrls);
  late.zalo = { client, tokens, oauthUrl: zaloUrls.oauth };
  const ownPicture = (announcement: Announcement): string | undefined => {
    const path = ownPicturePath(announcement, clock.now());
    return publicUrl === undefined || path === undefined ? undefined : `${publicUrl}${path}`;
  };
  Object.assign(deps, { announcementPicture: ownPicture });
  const lanes = createLanes({
    oaId: oa.oaId,
    storage,
    clock,
    logger,
    metrics,
    zalo: client,
    catalogue: () => deps.catalogue,
    author: ASSISTANT_NAME,
    publicUrl: () => publicUrl,
    pictureOf: (announcement) => ownPicture(announcement) ?? deps.pictureUrl?.(drawnPictureOf(announcement)),
    call: async (key, { announcementId: id, what, ...to }) =>
      void (await acceptOwn(ownEvents, key, { type: 'notice', ...to, notice: { kind: 'cascade', what, id } })),
    provinceOf: (code) => deps.places?.unit(code)?.provinceCode,
    random: (below) => randomInt(below),
  });
  sender = withConsentAlarm(parts, (oaId, userId, message) => sendTo(client, oaId, userId, message));
  late.announce = {
    ...withConsentAlarm(parts, (oaId, userId, message) => sendTo(announcementClient, oaId, userId, message)),
    uploadPicture: (bytes, fileName) => announcementClient.uploads.uploadImage(oa.oaId, { bytes, fileName }),
  };
  const catchUp = createCatchUp({
    ...{ oaId: oa.oaId, storage, clock, logger, metrics, pseudonymOf, maxAgeMs: config.catchUpMs },
    conversations: client.conversations,
    accept: (event) => spool.accept(event),
    onAccepted: (id, event, incoming) => {
      if (event.userId === undefined) return;
      turns.add({ id, oaId: event.oaId, userId: event.userId, incoming, receivedAt: event.receivedAt });
    },
    lastWebhookAt: () => watch.lastAt(),
  });
  const rollup = createRollup({ storage, clock, logger });
  const guideRollup = createGuideRollup({ storage, oaId: oa.oaId, clock, logger });
  // After everything that works for residents: others may take them now.
  closers.push(() => work.stop());
  // Closed after everything that answers: what it counted last is written too.
  closers.push(() => times.stop());
  closers.push(() => guideRollup.stop());
  const retention = createRetention(parts);
  closers.push(...inReverse(doors, spool, turns, answers, lane, wakes, rollup, retention.stop));
  closers.push(() => helpDue.stop());
  closers.push(() => answerNews.stop());
  closers.push(() => lanes.stop());
  closers.push(() => announcementRounds.stop());
  closers.push(() => teamNews.stop());
  closers.push(() => catchUp.stop());
  // Closed first: the turns that the others wait for must not wait for pictures.
  closers.push(() => reading?.close());
  closers.push(() => media.close());
  closers.push(() => fieldPhotos.stop());
  closers.push(() => {
    accepting = false;
  });
  await spool.start();
  for (const once of [lane, announcementRounds, wakes, helpDue, answerNews, lanes, teamNews, catchUp, rollup])
    lead.push(() => once.start());
  lead.push(() => guideRollup.start(), retention.start);
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

/** The pages and hand-outs anybody may read. Hand-outs are made in a thread of their own, which ends with the server. */
function publicPages(
  parts: Parts,
  pictures: Pictures,
  printer: Printer,
  publicUrl: () => string | undefined,
): PagesOptions & CertificateRoutesOptions {
  const { config, clock, logger, storage, oa, deps } = parts;
  const site = {
    clock,
    publicUrl,
    oaName: ASSISTANT_NAME,
    // Nobody finds the demo's OA on Zalo.
    ...(config.mode === 'production' ? { oaId: oa.oaId } : {}),
  };
  const handouts = createHandouts({
    ...site,
    stepPicture: async (slug, step) => {
      const name = pictures.fileName({ kind: 'screen', slug, step });
      // A sheet without a picture still helps.
      return name === undefined ? undefined : pictures.read(name).catch(() => undefined);
    },
    printSheet: (sheet, size) => printer.print(sheet, size),
    printInvite: (invite, size) => printer.printInvite(invite, size),
  });
  return {
    ...site,
    logger,
    content: () => deps.catalogue,
    picture: (ref) => pictures.fileName(ref),
    findTeam: (code) => storage.findTeam({ oaId: oa.oaId, code }),
    listTeams: () => storage.listTeams({ oaId: oa.oaId }),
    findAnnouncement: (id) => findPublicAnnouncement(parts, id),
    handout: (card, size, team) => handouts.print(card, size, team),
    invitation: (team, size) => handouts.invite(team, size),
    findCertificate: (code) => storage.findCertificate({ oaId: oa.oaId, code }),
    printCertificate: (sheet, size) => printer.printCertificate(sheet, size),
  };
}

/** An announcement that anybody may read, with the word that brings people back. */
async function findPublicAnnouncement(
  { storage, oa, clock }: Parts,
  id: string,
): Promise<PublicAnnouncement | undefined> {
  const announcement = await storage.findAnnouncement({ id });
  if (announcement?.oaId !== oa.oaId || !isPublic(announcement)) return undefined;
  const job = await storage.findLaneJob({ oaId: oa.oaId, announcementId: id, lane: 'cascade' });
  const picturePath = ownPicturePath(announcement, clock.now());
  return {
    announcement,
    ...(job?.lane === 'cascade' ? { word: job.detail.word } : {}),
    ...(picturePath === undefined ? {} : { picturePath }),
  };
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

/** Closing order, last first: port, wakes, spool, turns, answers, announcements, indicators, retention. */
function inReverse(
  doors: Doors,
  spool: Spool,
  turns: Turns,
  answers: Answers,
  lane: AnnouncementLane,
  wakes: Wakes,
  rollup: Rollup,
  stopRetention: () => void,
) {
  return [
    () => stopRetention(),
    () => rollup.stop(),
    () => lane.stop(),
    () => answers.stop(),
    () => turns.stop(),
    () => spool.stop(),
    () => wakes.stop(),
    () => doors.close(),
  ];
}

/** The way out for announcements. */
interface AnnouncementWay extends MessageSender {
  uploadPicture(bytes: Buffer, fileName: string): Promise<{ readonly attachmentId: string }>;
}

async function connectZalo(
  parts: Parts,
  urls: { api: string; oauth: string },
): Promise<{ readonly client: ZaloClient; readonly announcementClient: ZaloClient; readonly tokens: TokenKeeper }> {
  const { storage, oa, clock, logger, metrics, closers, config } = parts;
  const transport = createTransport({ apiUrl: urls.api, oauthUrl: urls.oauth, connections: SEND_CONNECTIONS });
  closers.push(() => transport.close());
  await seedTokens(parts);
  const tokens = createTokens({
    transport,
    appId: oa.appId,
    appSecret: oa.appSecret,
    clock,
    store: {
      load: async (oaId) => {
        const row = await storage.loadOa({ oaId });
        if (row?.accessToken === undefined) return undefined;
        return {
          accessToken: row.accessToken,
          expiresAtMs: row.expiresAt ?? 0,
          ...(row.refreshToken === undefined ? {} : { refreshToken: row.refreshToken }),
        };
      },
      save: async (oaId, { accessToken, refreshToken, expiresAtMs }, fence) => {
        const { saved } = await storage.saveOaTokens({
          oaId,
          accessToken,
          expiresAt: expiresAtMs,
          ...(refreshToken === undefined ? {} : { refreshToken }),
          ...(fence === undefined ? {} : { fence }),
        });
        if (!saved) logger.warn({ oaId }, 'another server saved newer tokens meanwhile; those are used');
        metrics.tokenUsable.set(1);
        return saved;
      },
      // A refresh token can be used once, by one replica.
      ...(parts.coordination.isShared || config.databaseUrl !== undefined
        ? { withLock: tokenLockOf(parts.coordination, storage) }
        : {}),
    },
    onRefreshFailed: (oaId, error) =>
      logger.error({ err: error, oaId }, 'the access token could not be refreshed; the old one still works'),
  });
  const announcementTransport = createTransport({
    ...{ apiUrl: urls.api, oauthUrl: urls.oauth, connections: ANNOUNCEMENT_CONNECTIONS },
  });
  closers.push(() => announcementTransport.close());
  const clientOver = (way: typeof transport): ZaloClient =>
    createZaloClient({
      transport: way,
      tokens,
      clock,
      oa: {
        messageApi: async (oaId) => (await storage.loadOa({ oaId }))?.messageApi,
        rememberMessageApi: async (oaId, messageApi) => void (await storage.rememberMessageApi({ oaId, messageApi })),
      },
    });
  return { client: clientOver(transport), announcementClient: clientOver(announcementTransport), tokens };
}

/** The one place that knows that some recipients are groups. */
function sendTo(
  client: ZaloClient,
  oaId: string,
  recipient: string,
  message: unknown,
): ReturnType<MessageSender['send']> {
  const groupId = groupOf(recipient);
  return groupId === undefined
    ? client.sendConsultation(oaId, recipient, message as OutgoingMessage)
    : client.groups.sendMessage(oaId, groupId, message as GroupMessage);
}

/** A dead grant is loud, once an hour: nobody is answered until an administrator of the OA consents again. */
function withConsentAlarm({ clock, logger, metrics }: Parts, send: MessageSender['send']): MessageSender {
  let quietUntil = 0;
  return {
    async send(oaId, userId, message) {
      try {
        return await send(oaId, userId, message);
      } catch (error) {
        if (error instanceof ZaloConsentError) {
          metrics.tokenUsable.set(0);
          if (clock.now() >= quietUntil) {
            quietUntil = clock.now() + 3_600_000;
            logger.fatal(
              { err: error, oaId },
              'NOBODY IS ANSWERED: the OA must consent again, then run "bot tokens import" and restart',
            );
          }
        }
        throw error;
      }
    },
  };
}

/** Stored tokens win over the environment's: they are newer, because refresh tokens are used up. */
async function seedTokens({ storage, oa, clock, logger, metrics, config }: Parts): Promise<void> {
  const stored = await storage.loadOa({ oaId: oa.oaId });
  metrics.tokenUsable.set(1);
  if (stored?.accessToken !== undefined && config.mode === 'production') return;
  if (oa.accessToken === undefined && oa.refreshToken === undefined) {
    metrics.tokenUsable.set(0);
    logger.error(
      { oaId: oa.oaId },
      'ZALO_REFRESH_TOKEN and ZALO_ACCESS_TOKEN are empty and none is stored: messages are accepted, but no answer can be sent. See README, "Connect a real OA".',
    );
    return;
  }
  await storage.saveOaTokens(givenTokens(oa, clock.now()));
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

function createRetention({ storage, clock, logger, config }: Parts): { start(): void; stop(): void } {
  let cancel: (() => void) | undefined;
  let stopped = false;
  const round = async (): Promise<void> => {
    const at = clock.now();
    const cutoffs = { at, inboxBefore: at - DEDUPE_MS, historyBefore: at - config.retentionDays * DAY_MS };
    for (let more = true; more && !stopped; ) ({ more } = await storage.purge(cutoffs));
    // What was handled or purged leaves the disk too, not only the tables.
    if (!stopped) await storage.checkpoint();
    const named = await storage.listAnnouncementPictures({ since: cutoffs.historyBefore });
    createPictureStore(config.filesDir).sweep(new Set(named), at);
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
