import { onTestFinished } from 'vitest';
import { type ApiCall, type Emulator, startEmulator, type StartEmulatorOptions } from 'zalo-emulator';
import {
  createMemoryOaSettingsStore,
  createMemoryTokenStore,
  createTokens,
  createTransport,
  createWebhookReceiver,
  createZaloClient,
  type OaSettingsStore,
  type TokenKeeper,
  type TokensOptions,
  type TokenStore,
  type Transport,
  type TransportOptions,
  type ZaloClient,
  type ZaloClientOptions,
  type ZaloEvent,
} from 'zalo-oa-sdk';
import { keepAsProof } from './proofs.ts';

/** 2026-11-22 10:00 in Viet Nam, where every clock of these tests starts; it stands until a test moves it on. */
export const START_MS = Date.UTC(2026, 10, 22, 3, 0, 0);

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Options of {@link startOa}: the emulator's, and what a test changes about the SDK. */
export interface EmulatedOaOptions extends StartEmulatorOptions {
  readonly transport?: TransportOptions;
  readonly tokens?: Partial<TokensOptions>;
  readonly client?: Partial<ZaloClientOptions>;
  /** Puts something between client and wire. */
  readonly wrap?: (transport: Transport) => Transport;
}

/** The event of a name, also where several names share a shape. */
type EventOf<Name, Event = ZaloEvent> = Event extends { event_name: infer Names }
  ? Name extends Names
    ? Event
    : never
  : never;

/** An emulated OA behind real HTTP on loopback, and the SDK in front of it. */
export interface EmulatedOa {
  readonly emulator: Emulator;
  readonly url: string;
  readonly oaId: string;
  /** Bác Ba, the first resident; has not written yet. */
  readonly residentId: string;
  readonly client: ZaloClient;
  readonly tokens: TokenKeeper;
  readonly tokenStore: Required<TokenStore>;
  readonly oaSettings: OaSettingsStore;
  readonly transport: Transport;
  /** Bác Ba says something: the OA may answer from now on. */
  greet(): Promise<void>;
  /** Every event so far, as the SDK's webhook receiver read it from the signed bytes. */
  events(): Promise<readonly ZaloEvent[]>;
  /** Their names, without those of what residents did. */
  oaEventNames(): Promise<readonly string[]>;
  /** The last event of a name; fails when there is none. */
  lastEvent<Name extends ZaloEvent['event_name']>(name: Name): Promise<EventOf<Name>>;
  /** The last call the emulator logged; fails when there is none. */
  lastCall(): ApiCall;
  /** Paths of all logged calls, with the method and the answer's error code. */
  traffic(): readonly string[];
}

/**
 * Starts an emulator with a standing clock and a client for it. Both end with the test, and what the emulator logged
 * counts for the table. Every event must be one that the SDK can read, else `events()` throws.
 */
export async function startOa(options: EmulatedOaOptions = {}): Promise<EmulatedOa> {
  const { transport: wire, tokens: tokenOptions, client: clientOptions, wrap, ...emulatorOptions } = options;
  const posted: { readonly rawBody: Uint8Array; readonly header: string | undefined }[] = [];
  const { emulator, url, close } = await startEmulator({
    chatPage: false,
    now: () => START_MS,
    webhookUrl: 'http://bot.invalid/webhook',
    async postWebhook({ bodyBytes, headers }) {
      posted.push({ rawBody: bodyBytes, header: headers['X-ZEvent-Signature'] });
      return { outcome: 'answered', status: 200 };
    },
    ...emulatorOptions,
  });
  const { appId, appSecret, oaId, oaSecret, accessTokenTtlMs } = emulator.options;
  const clock = { now: () => emulator.clock.now() };
  const bare = createTransport({ apiUrl: url, oauthUrl: url, businessUrl: url, ...wire });
  const transport = wrap?.(bare) ?? bare;
  const tokenStore = createMemoryTokenStore({
    [oaId]: { ...emulator.tokens(), expiresAtMs: clock.now() + accessTokenTtlMs },
  });
  const tokens = createTokens({ store: tokenStore, transport, appId, appSecret, clock, ...tokenOptions });
  const oaSettings = createMemoryOaSettingsStore();
  const client = createZaloClient({ transport, tokens, oa: oaSettings, clock, ...clientOptions });
  const receiver = createWebhookReceiver({ apps: [{ appId, oaSecret, oaIds: [oaId] }], clock });
  const residentId = emulator.residents()[0]?.id ?? '';

  onTestFinished(async () => {
    keepAsProof(emulator.calls());
    await transport.close();
    await close();
  });

  async function events(): Promise<readonly ZaloEvent[]> {
    await emulator.idle();
    return posted.map((post) => {
      const result = receiver.read(post);
      if (result.kind === 'event') return result.event;
      throw new Error(`an event of the emulator cannot be read: ${JSON.stringify(result)}`);
    });
  }

  return {
    emulator,
    url,
    oaId,
    residentId,
    client,
    tokens,
    tokenStore,
    oaSettings,
    transport,
    async greet() {
      emulator.as.send(residentId, { kind: 'text', text: 'Xin chào' });
      await emulator.idle();
    },
    events,
    async oaEventNames() {
      const names = (await events()).map(({ event_name: name }) => name as string);
      return names.filter((name) => !/^(user_send|anonymous_send|follow)/.test(name));
    },
    async lastEvent<Name extends ZaloEvent['event_name']>(name: Name) {
      const found = (await events()).findLast((event) => event.event_name === name);
      if (found === undefined) throw new Error(`no event ${name} came`);
      return found as EventOf<Name>;
    },
    lastCall() {
      const call = emulator.calls().at(-1);
      if (call === undefined) throw new Error('no call came');
      return call;
    },
    traffic: () =>
      emulator.calls().map(({ method, path, answer }) => `${method} ${path.split('?')[0]} ${errorOf(answer)}`),
  };
}

function errorOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return 'none';
  return String('error' in answer ? answer.error : 0);
}

/** A png, a gif and a pdf: the smallest pictures there are, and the beginning of a document. */
export const FILES = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
    'base64',
  ),
  gif: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  pdf: Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\r\n<<>>\r\nendobj\n%%EOF\n', 'latin1'),
} as const;
