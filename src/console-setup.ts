import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { permissionLink } from 'zalo-oa-sdk';
import type { PictureStore } from './broadcasts/picture-store.ts';
import { createPictureTaker } from './broadcasts/take-picture.ts';
import type { Catalogue } from './catalog/catalogue.ts';
import { type Config, type OaCredentials, ROOT_DIR } from './config.ts';
import { createAccess } from './console/access/access.ts';
import { ensureFirstAdmin } from './console/access/first-admin.ts';
import { type ConsoleKeys, loadConsoleKeys } from './console/access/keys.ts';
import { createSignInDesk } from './console/access/sign-in-desk.ts';
import { type Charts, createCharts } from './console/charts/charts.ts';
import type { ConsoleDeps } from './console/deps.ts';
import { features } from './console/features.ts';
import { createHelpDeskDoors } from './console/help-desk/doors.ts';
import type { ConsoleOas } from './console/oas/door.ts';
import { consoleRoutes } from './console/router.ts';
import { callbackPlugin } from './console/settings/callback.ts';
import { readOffice } from './console/settings/office.ts';
import type { Turns } from './conversation/turns.ts';
import type { Coordination } from './coordination/ports.ts';
import type { Answers } from './delivery/answers.ts';
import type { Printer } from './handouts/index.ts';
import type { OaBook, OpenOa } from './oa-book.ts';
import type { OaSecretBox } from './oa-secrets.ts';
import type { Clock } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Logger } from './shared/logger.ts';
import type { Metrics } from './shared/metrics.ts';
import type { Storage } from './storage/ports.ts';
import type { Places } from './teams/places.ts';

export interface ConsoleParts {
  readonly server: FastifyInstance;
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly storage: Storage;
  readonly oas: OaBook;
  readonly oaSecrets: OaSecretBox;
  /** The OA whose keys stand in the environment. */
  readonly first: OaCredentials;
  readonly answers: Pick<Answers, 'deliver'>;
  readonly turns: Pick<Turns, 'add'>;
  readonly printer: Pick<Printer, 'printReport'>;
  /** Those of announcements. */
  readonly pictures: PictureStore;
  /** Read when somebody first asks: residents' messages do not need the table. */
  places(): Places;
  readonly coordination: Pick<Coordination, 'status'>;
  catalogue(): Catalogue;
  publicUrl(): string | undefined;
  pseudonymOf(oaId: string, userId: string): string;
  /** Where Zalo asks for consent, once the server listens. */
  oauthUrl(): string;
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
  const { server, config, clock, storage, first } = parts;
  const keys = loadConsoleKeys(config);
  const charts = createCharts(clock);
  const shared = { keys, charts };
  const names = new Map<string, string>();
  const opened = new Map<OpenOa, ConsoleDeps>();
  /** Of each OA its own; undefined for one that is not of this installation. */
  const depsOf = (oaId: string): ConsoleDeps | undefined => {
    const oa = parts.oas.find(oaId);
    if (!oa) return undefined;
    const known = opened.get(oa) ?? depsAt(parts, oa, shared, (of) => names.get(of) ?? config.departmentName);
    opened.set(oa, known);
    for (const one of opened.keys()) if (parts.oas.find(one.oaId) !== one) opened.delete(one);
    return known;
  };
  const deps = depsOf(first.oaId);
  if (!deps) throw new AppError('INTERNAL', 'The console was opened before the list of OAs was read.');
  let namesReadAt = Number.NEGATIVE_INFINITY;
  const readNames = async (): Promise<void> => {
    for (const oa of parts.oas.all()) names.set(oa.oaId, (await readOffice(oa.storage, config.departmentName)).name);
  };
  const accessDeps = {
    ...{ oaId: first.oaId, mode: config.mode, storage, clock, keys, publicUrl: parts.publicUrl },
    isServed: (oaId: string) => parts.oas.find(oaId) !== undefined,
  };
  const access = createAccess(accessDeps);
  const desk = createSignInDesk(accessDeps);
  await server.register(
    async (fastify) => {
      fastify.addHook('onResponse', async (_request, reply) => {
        if (reply.statusCode >= 500) parts.metrics.consoleErrors.inc();
      });
      fastify.addHook('onRequest', async () => {
        if (clock.now() - namesReadAt < NAME_LIFE_MS) return;
        namesReadAt = clock.now();
        await readNames();
      });
      await consoleRoutes(fastify, { deps, depsOf, access, desk, features, cookieSecret: keys.cookieSecret });
    },
    { prefix: '/console' },
  );
  await server.register(callbackPlugin, { deps, depsOf });
  const firstAdmin = await ensureFirstAdmin({
    ...{ storage, oaId: first.oaId, mode: config.mode, clock, givenPassword: config.consoleAdminPassword },
  });
  return { ...(firstAdmin ? { firstAdmin } : {}), close: () => charts.close() };
}

interface SharedParts {
  readonly keys: ConsoleKeys;
  readonly charts: Charts;
}

/** What the console of one OA needs. */
function depsAt(
  parts: ConsoleParts,
  oa: OpenOa,
  { keys, charts }: SharedParts,
  nameOf: (oaId: string) => string,
): ConsoleDeps {
  const { config, clock, logger, publicUrl, pictures } = parts;
  const { oaId, appId, storage } = oa;
  const withPicture = createPictureTaker({
    pictures,
    upload: (bytes, fileName) => oa.connection().client.uploads.uploadImage(oaId, { bytes, fileName }),
    now: () => clock.now(),
  });
  return {
    ...{ oaId, storage, clock, logger, keys, charts, pictures, publicUrl, mode: config.mode },
    oas: consoleOas(parts),
    catalogue: () => parts.catalogue(),
    get places() {
      return parts.places();
    },
    get departmentName() {
      return nameOf(oaId);
    },
    rootDir: ROOT_DIR,
    filesDir: config.filesDir,
    servers: () => parts.coordination.status(),
    pseudonymOf: (of, userId) => parts.pseudonymOf(of, userId),
    randomId: () => randomBytes(16).toString('base64url'),
    printReport: (report) => parts.printer.printReport(report),
    helpDesk: createHelpDeskDoors({
      oaId,
      now: () => clock.now(),
      answers: parts.answers,
      turns: parts.turns,
      withUser: (of, userId) => oa.connection().client.conversations.withUser(of, userId),
    }),
    zalo: {
      appId,
      permissionLink: ({ redirectUri, state }) =>
        permissionLink({ appId, redirectUri, state, oauthUrl: parts.oauthUrl() }),
      exchangeCode: async (code) => void (await oa.connection().tokens.exchangeCode(oaId, { code })),
      profile: () => oa.connection().client.getOa(oaId),
      eventsSeen: () => eventsOf(parts.metrics),
      withPicture,
      sendTest: async (userId, message) => void (await oa.connection().client.sendConsultation(oaId, userId, message)),
    },
  };
}

function consoleOas({ oas, oaSecrets, first }: ConsoleParts): ConsoleOas {
  return {
    list: () =>
      oas.all().map(({ oaId, name, appId, isFirst, isPaused, addedAt, watch }) => ({
        ...{ oaId, name, appId, isFirst, isPaused, addedAt, lastWebhookAt: watch.lastAt() },
      })),
    seal(oaId, { appId = first.appId, appSecret = first.appSecret, oaSecret = first.oaSecret }) {
      return { appId, ...oaSecrets.seal(oaId, { appSecret, oaSecret }) };
    },
    refresh: () => oas.refresh(),
  };
}

/** Webhook events since the start, as `/metrics` counts them. */
async function eventsOf({ registry }: Metrics): Promise<Readonly<Record<string, number>>> {
  const found = await registry.getSingleMetric('bot_events_total')?.get();
  return Object.fromEntries(
    (found?.values ?? []).map(({ labels, value }) => [(labels as { event?: string }).event ?? '', value] as const),
  );
}
