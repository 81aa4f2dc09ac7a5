import type { OaCredentials } from './config.ts';
import type { OaConnection } from './oa-connection.ts';
import type { OaSecretBox } from './oa-secrets.ts';
import type { OaWork } from './oa-work.ts';
import type { MessageSender } from './delivery/answers.ts';
import type { Clock } from './shared/clock.ts';
import { AppError, codeOf } from './shared/errors.ts';
import type { Logger } from './shared/logger.ts';
import { createRounds } from './shared/rounds.ts';
import type { AddedOa } from './storage/oa-ports.ts';
import { withOaSettings } from './storage/oa-settings.ts';
import type { Storage } from './storage/ports.ts';
import type { ServedOa } from './web/webhook.ts';
import { createWebhookWatch, type WebhookWatch } from './web/webhook-watch.ts';

/** An OA of the installation as it runs in this process. */
export interface OpenOa {
  readonly oaId: string;
  readonly name: string;
  readonly appId: string;
  readonly isFirst: boolean;
  readonly isPaused: boolean;
  readonly addedAt: number;
  /** The store with the settings of this OA. */
  readonly storage: Storage;
  readonly watch: WebhookWatch;
  /** Throws INTERNAL before the server listens. */
  connection(): OaConnection;
}

export interface OaBookOptions {
  /** The OA whose keys stand in the environment. */
  readonly first: OaCredentials;
  readonly firstName: () => string;
  readonly storage: Storage;
  readonly secrets: OaSecretBox;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the way to Zalo of one OA. Called once the server listens. */
  connect(oa: OaCredentials): OaConnection;
  /** Begins the background of one OA. */
  startWork(oa: OpenOa): OaWork;
}

/**
 * The OAs of the installation: the first, whose keys stand in the environment, and those that were added in the console.
 * What is added, paused or removed here is taken in at once, elsewhere within seconds.
 */
export interface OaBook {
  /** Reads who is there: the webhook knows them before the port is open. */
  load(): Promise<void>;
  /** Opens the ways to Zalo, and keeps looking for changes. */
  connect(): void;
  /** Begins the background of all OAs, and of those that come; `stopWork` ends it. Both may be called again and again. */
  startWork(): void;
  stopWork(): Promise<void>;
  /** Looks for changes now. */
  refresh(): Promise<void>;
  /** OAs as the webhook knows them; another list whenever one comes, goes, or is paused. */
  served(): readonly ServedOa[];
  /** All OAs, paused ones too, the first one first. */
  all(): readonly OpenOa[];
  find(oaId: string): OpenOa | undefined;
  /** Recipients of an announcement of this OA may be waiting. */
  nudge(oaId: string): void;
  /** Sends to anybody of any OA. Throws OA_PAUSED, OA_NOT_SERVED and the errors of the SDK. */
  readonly sender: MessageSender;
  /** Epoch ms of the last webhook of any OA; 0 = never. */
  lastWebhookAt(): number;
  /** Ends everything that is still open. */
  close(): Promise<void>;
}

/** How soon a server sees what was changed on another one, ms. */
const LOOK_EVERY_MS = 3_000;

interface Entry {
  readonly shown: OpenOa;
  readonly credentials: OaCredentials;
  /** As the store had it; absent for the first. */
  readonly row?: AddedOa;
  connection?: OaConnection;
  work?: OaWork;
}

const hasSameKeys = (one: AddedOa | undefined, other: AddedOa): boolean =>
  one?.appId === other.appId && one.appSecret === other.appSecret && one.oaSecret === other.oaSecret;

export function createOaBook(options: OaBookOptions): OaBook {
  const { storage, clock, logger, first, secrets } = options;
  let entries = new Map<string, Entry>();
  let served: readonly ServedOa[] = [];
  let isConnected = false;
  let isWorking = false;
  /** OAs whose keys cannot be opened here: said once. */
  const unreadable = new Set<string>();
  /** One change of the list after the other. */
  let changing: Promise<void> = Promise.resolve();
  const inTurn = (change: () => Promise<void>): Promise<void> => {
    const done = changing.then(change, change);
    changing = done.catch(() => undefined);
    return done;
  };

  /** `known`: how it stood until now under the same keys; its way to Zalo stays open. */
  const enter = async (credentials: OaCredentials, row?: AddedOa, known?: Entry): Promise<Entry> => {
    const { oaId, appId } = credentials;
    const watch = known?.shown.watch ?? createWebhookWatch({ oaId, storage, clock, logger });
    if (!known) await watch.start();
    if (known && row?.state === 'paused') await endWork(known);
    const entry: Entry = {
      credentials,
      ...(row ? { row } : {}),
      ...(known?.connection ? { connection: known.connection } : {}),
      ...(known?.work ? { work: known.work } : {}),
      shown: {
        ...{ oaId, appId, watch, isFirst: row === undefined, isPaused: row?.state === 'paused' },
        addedAt: row?.addedAt ?? 0,
        get name() {
          return row?.name ?? options.firstName();
        },
        storage: row ? withOaSettings(storage, oaId) : storage,
        connection() {
          if (entry.connection) return entry.connection;
          throw new AppError('INTERNAL', 'Zalo was asked before the server listened.');
        },
      },
    };
    if (isConnected) begin(entry);
    return entry;
  };

  const begin = (entry: Entry): void => {
    entry.connection ??= options.connect(entry.credentials);
    if (isWorking && !entry.shown.isPaused) entry.work ??= options.startWork(entry.shown);
  };

  const endWork = async (entry: Entry): Promise<void> => {
    const { work } = entry;
    delete entry.work;
    await work?.stop();
  };

  const leave = async (entry: Entry): Promise<void> => {
    await endWork(entry);
    await entry.shown.watch.stop();
    await entry.connection?.close();
  };

  /** What the webhook takes: changed as a whole, so that it sees at a glance that it changed. */
  const publish = (next: Map<string, Entry>): void => {
    entries = next;
    served = [...next.values()].map(({ credentials, shown: { isPaused } }) => ({ ...credentials, isPaused }));
  };

  const open = (row: AddedOa): OaCredentials | undefined => {
    try {
      const credentials = { oaId: row.oaId, appId: row.appId, ...secrets.open(row.oaId, row) };
      unreadable.delete(row.oaId);
      return credentials;
    } catch (error) {
      if (!unreadable.has(row.oaId)) logger.error({ err: error, oaId: row.oaId }, 'an OA cannot be served');
      unreadable.add(row.oaId);
      return undefined;
    }
  };

  const look = async (): Promise<void> => {
    const rows = (await storage.listOas()).filter(({ oaId }) => oaId !== first.oaId);
    const firstEntry = entries.get(first.oaId) ?? (await enter(first));
    const next = new Map([[first.oaId, firstEntry]]);
    const over: Entry[] = [];
    let isChanged = false;
    for (const row of rows) {
      const known = entries.get(row.oaId);
      if (known && JSON.stringify(known.row) === JSON.stringify(row)) {
        next.set(row.oaId, known);
        continue;
      }
      isChanged = true;
      if (known && hasSameKeys(known.row, row)) {
        next.set(row.oaId, await enter(known.credentials, row, known));
        continue;
      }
      const credentials = open(row);
      if (credentials) next.set(row.oaId, await enter(credentials, row));
      if (known) over.push(known);
    }
    over.push(...[...entries.values()].filter(({ shown }) => !next.has(shown.oaId)));
    if (!isChanged && over.length === 0 && entries.size === next.size) return;
    publish(next);
    for (const entry of over) await leave(entry);
    if (isConnected) logger.info({ oas: [...next.keys()] }, 'the list of OAs changed');
  };

  const rounds = createRounds({
    clock,
    firstAfterMs: LOOK_EVERY_MS,
    async run() {
      try {
        await inTurn(look);
      } catch (error) {
        logger.warn({ err: error, code: codeOf(error) }, 'the list of OAs could not be read; trying again');
      }
      return LOOK_EVERY_MS;
    },
  });

  const connectionOf = (oaId: string): OaConnection => {
    const entry = entries.get(oaId);
    if (!entry) {
      throw new AppError(
        'OA_NOT_SERVED',
        `OA ${oaId} is not served here any more. Add it again on the console to send.`,
      );
    }
    if (entry.shown.isPaused) {
      throw new AppError('OA_PAUSED', `OA ${oaId} is paused. What waits is sent when it goes on.`);
    }
    return entry.shown.connection();
  };

  return {
    load: () => inTurn(look),
    connect() {
      isConnected = true;
      for (const entry of entries.values()) begin(entry);
      rounds.start();
    },
    startWork() {
      isWorking = true;
      for (const entry of entries.values()) begin(entry);
    },
    stopWork: () =>
      inTurn(async () => {
        isWorking = false;
        await Promise.all([...entries.values()].map(endWork));
      }),
    refresh: () => inTurn(look),
    served: () => served,
    all: () => [...entries.values()].map(({ shown }) => shown),
    find: (oaId) => entries.get(oaId)?.shown,
    nudge: (oaId) => entries.get(oaId)?.work?.nudge(),
    sender: { send: async (oaId, ...rest) => connectionOf(oaId).send(oaId, ...rest) },
    lastWebhookAt: () => Math.max(0, ...[...entries.values()].map(({ shown }) => shown.watch.lastAt())),
    async close() {
      await rounds.stop();
      await inTurn(async () => {
        for (const entry of entries.values()) await leave(entry);
      });
    },
  };
}
