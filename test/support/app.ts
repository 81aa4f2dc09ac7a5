import { type App, startApp } from '../../src/app.ts';
import type { Catalogue } from '../../src/catalog/catalogue.ts';
import { readConfig } from '../../src/config.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { createLogger } from '../../src/shared/logger.ts';
import { echoWebhook, LOAD_IDENTITY, signWebhook, textWebhook } from './load/webhook-body.ts';
import { type ScriptedZalo, startScriptedZalo } from './scripted-zalo.ts';
import { makeTempDir } from './temp-dir.ts';

/** The app and OA of every sample, with secrets of the tests. */
export const IDENTITY = LOAD_IDENTITY;

export interface Posted {
  readonly status: number;
  readonly body: { readonly ok?: boolean; readonly error?: { readonly code: string; readonly message: string } };
}

/** The whole product in production mode on a free port, against a scripted Zalo, with its own data folder. */
export interface TestApp {
  readonly app: App;
  readonly zalo: ScriptedZalo;
  readonly dataDir: string;
  /** Everything logged so far. */
  log(): string;
  /** Posts a raw body to the webhook, with this header or none. */
  post(body: string | Buffer, signature?: string): Promise<Posted>;
  /** Posts an event signed as Zalo signs it. */
  postEvent(event: Record<string, unknown>): Promise<Posted>;
  /** A resident writes; the msg_id is new each time. */
  say(userId: string, text: string): Promise<Posted>;
  /** The echo Zalo sends for a message of the OA. */
  echo(userId: string, text: string, messageId: string): Promise<Posted>;
  /** Text of `GET /metrics`. */
  metrics(): Promise<string>;
  /** Value of a metric line, 0 when it has none. */
  metric(line: string): Promise<number>;
  /** Stops the server and starts it again on the same data folder, against the same Zalo. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** `env` is added to the environment. `clock` replaces the machine's, `catalogue` the shipped content; `drainMs`: see `AppOptions`. */
export async function startTestApp(
  options: {
    readonly env?: Record<string, string>;
    readonly clock?: Clock;
    readonly catalogue?: Catalogue;
    readonly drainMs?: number;
  } = {},
): Promise<TestApp> {
  const folder = makeTempDir();
  const zalo = await startScriptedZalo();
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: folder.dir,
    ZALO_APP_ID: IDENTITY.appId,
    ZALO_APP_SECRET: IDENTITY.appSecret,
    ZALO_OA_ID: IDENTITY.oaId,
    ZALO_OA_SECRET: IDENTITY.oaSecret,
    ZALO_ACCESS_TOKEN: 'access-1',
    ZALO_REFRESH_TOKEN: 'refresh-1',
    ZALO_API_URL: zalo.url,
    ZALO_OAUTH_URL: zalo.url,
    ...options.env,
  });
  const start = () =>
    startApp({
      config,
      logger,
      ...(options.clock ? { clock: options.clock } : {}),
      ...(options.catalogue ? { catalogue: options.catalogue } : {}),
      ...(options.drainMs === undefined ? {} : { drainMs: options.drainMs }),
    });
  let app = await start();

  const post: TestApp['post'] = async (body, signature) => {
    const response = await fetch(`${app.url}/webhook/zalo`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: {
        'content-type': 'application/json',
        ...(signature === undefined ? {} : { 'x-zevent-signature': signature }),
      },
    });
    return { status: response.status, body: (await response.json()) as Posted['body'] };
  };
  const metrics = async (): Promise<string> => (await fetch(`${app.url}/metrics`)).text();

  return {
    get app() {
      return app;
    },
    zalo,
    dataDir: folder.dir,
    log: () => lines.join(''),
    post,
    postEvent: (event) => {
      const body = JSON.stringify(event);
      return post(body, signWebhook(IDENTITY, body, String(event['timestamp'] ?? '')));
    },
    say: (userId, text) => {
      const { body, signature } = textWebhook(IDENTITY, userId, text, Date.now());
      return post(body, signature);
    },
    echo: (userId, text, messageId) => {
      const { body, signature } = echoWebhook(IDENTITY, userId, text, messageId, Date.now());
      return post(body, signature);
    },
    metrics,
    async metric(line) {
      const found = (await metrics()).split('\n').find((candidate) => candidate.startsWith(`${line} `));
      return Number(found?.slice(line.length + 1) ?? 0);
    },
    async restart() {
      await app.close();
      app = await start();
    },
    async close() {
      await app.close();
      await zalo.close();
      folder[Symbol.dispose]();
    },
  };
}
