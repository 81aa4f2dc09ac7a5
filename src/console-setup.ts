import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { permissionLink, type TokenKeeper, type ZaloClient } from 'zalo-oa-sdk';
import { createPictureStore } from './broadcasts/picture-store.ts';
import { createPictureTaker } from './broadcasts/take-picture.ts';
import type { Catalogue } from './catalog/catalogue.ts';
import { type Config, ROOT_DIR } from './config.ts';
import { createAccess } from './console/access/access.ts';
import { ensureFirstAdmin } from './console/access/first-admin.ts';
import { loadConsoleKeys } from './console/access/keys.ts';
import { createSignInDesk } from './console/access/sign-in-desk.ts';
import { createCharts } from './console/charts/charts.ts';
import type { ConsoleDeps } from './console/deps.ts';
import { features } from './console/features.ts';
import { createHelpDeskDoors } from './console/help-desk/doors.ts';
import { consoleRoutes } from './console/router.ts';
import { callbackPlugin } from './console/settings/callback.ts';
import { readOffice } from './console/settings/office.ts';
import type { Turns } from './conversation/turns.ts';
import type { Coordination } from './coordination/ports.ts';
import type { Answers } from './delivery/answers.ts';
import type { Printer } from './handouts/index.ts';
import type { Clock } from './shared/clock.ts';
import type { Logger } from './shared/logger.ts';
import type { Metrics } from './shared/metrics.ts';
import type { Storage } from './storage/ports.ts';
import { loadPlaces, type Places } from './teams/places.ts';

export interface ConsoleParts {
  readonly server: FastifyInstance;
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly storage: Storage;
  readonly oaId: string;
  readonly appId: string;
  readonly answers: Pick<Answers, 'deliver'>;
  readonly turns: Pick<Turns, 'add'>;
  readonly printer: Pick<Printer, 'printReport'>;
  readonly coordination: Pick<Coordination, 'status'>;
  catalogue(): Catalogue;
  publicUrl(): string | undefined;
  pseudonymOf(oaId: string, userId: string): string;
  /** Zalo, once the server listens. */
  zalo(): { readonly client: ZaloClient; readonly tokens: TokenKeeper; readonly oauthUrl: string };
}

export interface OpenConsole {
  /** The first administrator of a fresh installation; `password` where it was made up here, to be printed once. */
  readonly firstAdmin?: { readonly login: string; readonly password?: string };
  close(): Promise<void>;
}

/** The department's name is read anew after this many ms: who changes it sees it at once enough. */
const NAME_LIFE_MS = 5_000;

/** Registers the console at `/console` with everything it needs of the rest, and the callback of a consent. */
export async function openConsole(parts: ConsoleParts): Promise<OpenConsole> {
  const { server, config, clock, logger, storage, oaId, publicUrl } = parts;
  const keys = loadConsoleKeys(config);
  const charts = createCharts(clock);
  const pictures = createPictureStore(config.filesDir);
  const withPicture = createPictureTaker({
    pictures,
    upload: (bytes, fileName) => parts.zalo().client.uploads.uploadImage(oaId, { bytes, fileName }),
    now: () => clock.now(),
  });
  let places: Places | undefined;
  let departmentName = config.departmentName;
  let nameReadAt = Number.NEGATIVE_INFINITY;
  const deps: ConsoleDeps = {
    oaId,
    mode: config.mode,
    storage,
    clock,
    logger,
    catalogue: () => parts.catalogue(),
    // Read when somebody first opens the console: residents' messages do not need the table.
    get places() {
      return (places ??= loadPlaces(ROOT_DIR));
    },
    get departmentName() {
      return departmentName;
    },
    rootDir: ROOT_DIR,
    filesDir: config.filesDir,
    publicUrl,
    pseudonymOf: (of, userId) => parts.pseudonymOf(of, userId),
    randomId: () => randomBytes(16).toString('base64url'),
    charts,
    printReport: (report) => parts.printer.printReport(report),
    keys,
    pictures,
    servers: () => parts.coordination.status(),
    helpDesk: createHelpDeskDoors({
      oaId,
      now: () => clock.now(),
      answers: parts.answers,
      turns: parts.turns,
      withUser: (of, userId) => parts.zalo().client.conversations.withUser(of, userId),
    }),
    zalo: {
      appId: parts.appId,
      permissionLink: ({ redirectUri, state }) =>
        permissionLink({ appId: parts.appId, redirectUri, state, oauthUrl: parts.zalo().oauthUrl }),
      exchangeCode: async (code) => void (await parts.zalo().tokens.exchangeCode(oaId, { code })),
      profile: () => parts.zalo().client.getOa(oaId),
      eventsSeen: () => eventsOf(parts.metrics),
      withPicture,
      sendTest: async (userId, message) => void (await parts.zalo().client.sendConsultation(oaId, userId, message)),
    },
  };
  const accessDeps = { oaId, mode: config.mode, storage, clock, keys, publicUrl };
  const access = createAccess(accessDeps);
  const desk = createSignInDesk(accessDeps);
  await server.register(
    async (fastify) => {
      fastify.addHook('onResponse', async (_request, reply) => {
        if (reply.statusCode >= 500) parts.metrics.consoleErrors.inc();
      });
      fastify.addHook('onRequest', async () => {
        if (clock.now() - nameReadAt < NAME_LIFE_MS) return;
        nameReadAt = clock.now();
        departmentName = (await readOffice(storage, config.departmentName)).name;
      });
      await consoleRoutes(fastify, { deps, access, desk, features, cookieSecret: keys.cookieSecret });
    },
    { prefix: '/console' },
  );
  await server.register(callbackPlugin, { deps });
  const firstAdmin = await ensureFirstAdmin({
    ...{ storage, oaId, mode: config.mode, clock, givenPassword: config.consoleAdminPassword },
  });
  return { ...(firstAdmin ? { firstAdmin } : {}), close: () => charts.close() };
}

/** Webhook events since the start, as `/metrics` counts them. */
async function eventsOf({ registry }: Metrics): Promise<Readonly<Record<string, number>>> {
  const found = await registry.getSingleMetric('bot_events_total')?.get();
  return Object.fromEntries(
    (found?.values ?? []).map(({ labels, value }) => [(labels as { event?: string }).event ?? '', value] as const),
  );
}
