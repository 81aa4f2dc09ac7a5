import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { deriveConsoleKeys } from '../../src/console/access/keys.ts';
import { createPictureStore } from '../../src/broadcasts/picture-store.ts';
import type { Access } from '../../src/console/access/types.ts';
import { runAction } from '../../src/console/context.ts';
import type { Action } from '../../src/console/action.ts';
import { createCharts } from '../../src/console/charts/charts.ts';
import type { ConsoleDeps } from '../../src/console/deps.ts';
import type { Feature } from '../../src/console/page.ts';
import type { Actor } from '../../src/console/permissions.ts';
import { checkInput } from '../../src/console/problems.ts';
import { consoleRoutes } from '../../src/console/router.ts';
import { createPrinter } from '../../src/handouts/index.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { loadPlaces } from '../../src/teams/places.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { rootDir, shippedCatalogue } from './shipped-content.ts';
import { OA } from './storage-rows.ts';
import { makeTempDir } from './temp-dir.ts';

/** An administrator of the province. */
export const ADMIN: Actor = { id: 'acc-admin', accountId: 'acc-admin', name: 'Chị Hạnh', role: 'admin' };
/** An officer of one commune. */
export const OFFICER: Actor = {
  id: 'acc-officer',
  accountId: 'acc-officer',
  name: 'Anh Sơn',
  role: 'commune-officer',
  communeCode: '25270',
};

/** The console over a real SQLite file with a clock of the test, and somebody signed in. */
export interface ConsoleStage {
  readonly storage: Storage;
  readonly clock: ManualClock;
  readonly deps: ConsoleDeps;
  readonly server: FastifyInstance;
  readonly dataDir: string;
  /** Somebody else sits at the browser; undefined = nobody is signed in. */
  signIn(actor: Actor | undefined): void;
  /** Whose key of the API every call carries from now on; undefined = none. */
  useKey(actor: Actor | undefined): void;
  /** Opens a page; the path is below `/console`. */
  open(path: string): Promise<LightMyRequestResponse>;
  /** Fills in the form with this path on a page and presses its button. Returns what the browser shows next. */
  press(
    pagePath: string,
    formPath: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<LightMyRequestResponse>;
  /** Posts a form with files, as `press` does. */
  upload(
    pagePath: string,
    formPath: string,
    fields: Readonly<Record<string, string>>,
    files: Readonly<Record<string, { readonly name: string; readonly type: string; readonly bytes: Buffer }>>,
  ): Promise<LightMyRequestResponse>;
  /** Runs an action as the API would. */
  run(action: Action, input: unknown, onceKey?: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface ConsoleStageOptions {
  readonly features: readonly Feature[];
  readonly actor?: Actor;
  readonly deps?: Partial<ConsoleDeps>;
}

/** Puts these features on a server of their own. `deps` replaces parts of what they get. */
export async function createConsoleStage(options: ConsoleStageOptions): Promise<ConsoleStage> {
  const folder = makeTempDir();
  const clock = createManualClock();
  const storage = await openSqliteStorage(folder.dir);
  const catalogue = shippedCatalogue();
  let ids = 0;
  const charts = createCharts(systemClock);
  const printer = createPrinter(systemClock);
  const deps: ConsoleDeps = {
    oaId: OA,
    mode: 'production',
    storage,
    clock,
    logger: silentLogger,
    catalogue: () => catalogue,
    places: loadPlaces(rootDir),
    departmentName: 'Sở Khoa học và Công nghệ',
    rootDir,
    filesDir: folder.dir,
    publicUrl: () => 'https://tro-ly.example.vn',
    pseudonymOf: (oaId, userId) => `p-${oaId}-${userId}`,
    randomId: () => `id-${(ids += 1)}`,
    keys: deriveConsoleKeys(Buffer.alloc(32, 7)),
    charts,
    printReport: (report) => printer.printReport(report),
    // What is committed is what tests of pages look at; nothing leaves.
    helpDesk: { deliver: () => {}, queue: () => {}, recentMessages: async () => [] },
    zalo: {
      appId: '1357924680135792468',
      permissionLink: ({ redirectUri, state }) =>
        `https://oauth.zaloapp.com/v4/oa/permission?redirect_uri=${redirectUri}&state=${state}`,
      exchangeCode: async () => {},
      profile: async () => ({ oaId: OA, name: 'Trợ lý số', oaType: 4, isVerified: true }),
      eventsSeen: async () => ({}),
      withPicture: async (announcement) => announcement,
      sendTest: async () => {},
    },
    pictures: createPictureStore(folder.dir),
    servers: () => ({ kind: 'local', state: 'together', since: clock.now(), replicas: 1 }),
    ...options.deps,
  };
  let keyActor: Actor | undefined;
  let actor: Actor | undefined = 'actor' in options ? options.actor : ADMIN;
  const access: Access = {
    actorOf: async () => actor && { actor, sessionHash: 'session', stage: 'complete' },
    endedOwnerOf: async () => undefined,
    csrfToken: () => 'csrf-token',
    isCsrfValid: (_signedIn, token) => token === 'csrf-token',
    actorOfKey: async () => keyActor,
  };
  const server = Fastify();
  await server.register(
    (fastify) =>
      consoleRoutes(fastify, {
        deps,
        access,
        features: options.features,
        cookieSecret: 'a cookie secret of the tests',
      }),
    { prefix: '/console' },
  );
  await server.ready();

  const follow = async (response: LightMyRequestResponse): Promise<LightMyRequestResponse> => {
    const to = response.headers.location;
    if (response.statusCode !== 303 || to === undefined) return response;
    const cookie = [response.headers['set-cookie'] ?? []].flat().map((one) => one.split(';')[0]);
    return server.inject({ url: to, headers: { cookie: cookie.join('; ') } });
  };
  const open = (path: string) => server.inject(`/console${path === '/' ? '' : path}`);

  /** What protects a form of a page, as the page carries it. */
  const protection = async (pagePath: string, formPath: string): Promise<Record<string, string>> => {
    const page = await open(pagePath);
    const start = page.body.indexOf(`action="/console${formPath}"`);
    if (start < 0) throw new Error(`The page ${pagePath} (${page.statusCode}) has no form for ${formPath}.`);
    const once = /name="_once" value="([^"]+)"/u.exec(page.body.slice(start))?.[1];
    return { _csrf: 'csrf-token', _once: once ?? '' };
  };

  return {
    storage,
    clock,
    deps,
    server,
    dataDir: folder.dir,
    signIn: (next) => {
      actor = next;
    },
    useKey: (next) => {
      keyActor = next;
    },
    open,
    async press(pagePath, formPath, fields = {}) {
      const body = new URLSearchParams(await protection(pagePath, formPath));
      for (const [name, value] of Object.entries(fields)) {
        for (const one of [value].flat()) body.append(name, one as string);
      }
      return follow(
        await server.inject({
          method: 'POST',
          url: `/console${formPath}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: body.toString(),
        }),
      );
    },
    async upload(pagePath, formPath, fields, files) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...(await protection(pagePath, formPath)), ...fields })) {
        form.append(name, value);
      }
      for (const [name, file] of Object.entries(files)) {
        form.append(name, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
      }
      const request = new Request('http://console/', { method: 'POST', body: form });
      return follow(
        await server.inject({
          method: 'POST',
          url: `/console${formPath}`,
          headers: { 'content-type': request.headers.get('content-type') ?? '' },
          payload: Buffer.from(await request.arrayBuffer()),
        }),
      );
    },
    run: (action, input, onceKey) =>
      runAction({
        deps,
        actor: actor ?? ADMIN,
        action,
        input: checkInput(action.input, input),
        ...(onceKey === undefined ? {} : { onceKey }),
      }),
    async close() {
      await server.close();
      await charts.close();
      await printer.close();
      await storage.close();
      folder[Symbol.dispose]();
    },
  };
}
