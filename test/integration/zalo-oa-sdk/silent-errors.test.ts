import path from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buttons,
  buttonsMessage,
  createMemoryOaSettingsStore,
  createMemoryTokenStore,
  createPkce,
  createTokens,
  createTransport,
  createZaloClient,
  parseJsonKeepingIds,
  permissionLink,
  readPermissionCallback,
  textMessage,
  type TokenPair,
  type Transport,
  ZaloApiError,
  ZaloConsentError,
} from 'zalo-oa-sdk';
import { createSqliteTokenStore } from '../../../src/zalo-oa-sdk/stores/sqlite.ts';
import { makeTempDir } from '../../support/temp-dir.ts';
import { listen, OA, START_MS, StillClock } from './fakes.ts';

/** What must never be seen again: everything secret or personal that went into a call. */
interface Secrets {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly appSecret: string;
  readonly code: string;
  readonly verifier: string;
  readonly state: string;
  readonly words: string;
  readonly userId: string;
}

const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split('');
/** Long enough not to occur by chance in a message, a path or a stack. */
const token = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 24, maxLength: 40 });
const secrets: fc.Arbitrary<Secrets> = fc.record({
  accessToken: token,
  refreshToken: token,
  appSecret: token,
  code: token,
  verifier: token,
  state: token,
  words: token.map((text) => `Tôi tên ${text} ạ`),
  userId: fc.stringMatching(/^[1-9]\d{18}$/),
});

/** Every way an error is usually written down. */
function writings(error: unknown): string[] {
  const one = error as Error;
  return [
    String(one),
    one.message,
    one.stack ?? '',
    JSON.stringify(one),
    JSON.stringify(Object.assign({}, one, { message: one.message, stack: one.stack, cause: one.cause })),
    inspect(one, { depth: 12, showHidden: true }),
    inspect(one.cause, { depth: 12, showHidden: true }),
  ];
}

function expectSilence(error: unknown, secret: Secrets): void {
  expect(error).toBeInstanceOf(Error);
  const text = writings(error).join('\n');
  for (const [name, value] of Object.entries(secret) as [string, string][]) {
    // of words their bare part too: what is left of them after an escape
    for (const form of [value, ...value.split(/[^A-Za-z0-9]+/).filter((part) => part.length > 20)]) {
      expect({ name, isLeaked: text.includes(form) }).toEqual({ name, isLeaked: false });
    }
  }
}

const failureOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** How the echoing server answers; it always repeats the whole request, headers included. */
let answerWith: (echo: string) => { status: number; body: string } | 'hang' | 'reset';
let server: Awaited<ReturnType<typeof listen>>;
let transport: Transport;
let folder: ReturnType<typeof makeTempDir>;

beforeAll(async () => {
  folder = makeTempDir();
  server = await listen(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
    const echo = `${request.url ?? ''} ${JSON.stringify(request.headers)} ${decodeURIComponent(body)}`;
    const answer = answerWith(echo);
    if (answer === 'reset') request.socket.destroy();
    if (typeof answer === 'string') return;
    response.statusCode = answer.status;
    response.end(answer.body);
  });
  transport = createTransport({ apiUrl: server.url, oauthUrl: server.url, businessUrl: server.url, timeoutMs: 40 });
});
afterAll(async () => {
  await transport.close();
  await server.close();
  folder[Symbol.dispose]();
});

const ANSWERS: [string, typeof answerWith][] = [
  ['a refusal', (echo) => ({ status: 200, body: JSON.stringify({ error: -201, message: `${echo} is invalid!` }) })],
  ['an open refusal', (echo) => ({ status: 200, body: JSON.stringify({ error: -200, message: echo }) })],
  ['a refused token', (echo) => ({ status: 200, body: JSON.stringify({ error: -216, message: echo, [echo]: echo }) })],
  ['an OAuth error', (echo) => ({ status: 400, body: JSON.stringify({ error: -14014, error_description: echo }) })],
  ['an error that is words', (echo) => ({ status: 200, body: JSON.stringify({ error: echo, error_name: echo }) })],
  ['a success without a result', (echo) => ({ status: 200, body: JSON.stringify({ error: 0, data: { echo } }) })],
  ['HTML', (echo) => ({ status: 502, body: `<html>${echo}</html>` })],
  ['HTML and 200', (echo) => ({ status: 200, body: `<html>${echo}</html>` })],
  ['broken JSON', (echo) => ({ status: 200, body: `{"error":${echo}` })],
  ['a JSON array', (echo) => ({ status: 200, body: JSON.stringify([echo]) })],
  ['a broken connection', () => 'reset'],
];

function partsOf(secret: Secrets, expiresAtMs: number) {
  const clock = new StillClock();
  const { accessToken, refreshToken, appSecret } = secret;
  const pair: TokenPair = { accessToken, refreshToken, expiresAtMs };
  const store = createMemoryTokenStore({ [OA]: pair });
  const heard: unknown[] = [];
  const tokens = createTokens({
    ...{ store, transport, appId: '135', appSecret, clock },
    onReconsentNeeded: (_oaId, error) => heard.push(error),
    onRefreshFailed: (_oaId, error) => heard.push(error),
  });
  return { tokens, heard, client: createZaloClient({ transport, tokens, oa: createMemoryOaSettingsStore(), clock }) };
}

describe('no error says anything that was in the request', () => {
  it.each(ANSWERS)('when Zalo answers with %s and repeats it', async (_name, answer) => {
    answerWith = answer;
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        const { client, tokens } = partsOf(secret, START_MS + 90_000_000);
        const sending = client.sendConsultation(OA, secret.userId, textMessage(secret.words));
        expectSilence(await failureOf(sending), secret);
        const { code, verifier: codeVerifier } = secret;
        expectSilence(await failureOf(tokens.exchangeCode(OA, { code, codeVerifier })), secret);
        const ended = partsOf(secret, START_MS - 1);
        expectSilence(await failureOf(ended.tokens.accessToken(OA)), secret);
        const soon = partsOf(secret, START_MS + 1);
        expect(await soon.tokens.accessToken(OA)).toBe(secret.accessToken);
        expect(soon.heard.length).toBeGreaterThan(0);
        for (const error of [...ended.heard, ...soon.heard]) expectSilence(error, secret);
      }),
      { numRuns: 15 },
    );
  });

  it('when the answer does not come in time', async () => {
    answerWith = () => 'hang';
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        const { client } = partsOf(secret, START_MS + 90_000_000);
        expectSilence(await failureOf(client.sendConsultation(OA, secret.userId, textMessage(secret.words))), secret);
      }),
      { numRuns: 3 },
    );
  });

  it('when there is no connection at all, or a token cannot be a header', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        const closed = createTransport({ apiUrl: server.url });
        await closed.close();
        const json = { text: secret.words };
        const headers = { access_token: secret.accessToken, secret_key: secret.appSecret };
        const query = { data: JSON.stringify({ user_id: secret.userId }) };
        const call = { host: 'api', method: 'POST', path: '/v2.0/oa/message', json, headers, query } as const;
        expectSilence(await failureOf(closed.request(call)), secret);
        const broken = { ...call, headers: { access_token: `${secret.accessToken}\n` } };
        expectSilence(await failureOf(transport.request(broken)), secret);
      }),
      { numRuns: 30 },
    );
  });

  it('when input is refused before it leaves', () =>
    fc.assert(
      fc.property(secrets, (secret) => {
        const { code, state, words, userId } = secret;
        const failures = [
          () => textMessage(words.repeat(200)),
          () => buttonsMessage(words, [buttons.showQuery(words.repeat(9), words)]),
          () => buttonsMessage(words, [buttons.phone('Gọi', words)]),
          () => buttonsMessage(words, [buttons.openUrl('Mở', words)]),
          () => permissionLink({ appId: '1', redirectUri: `https://a.example/back?secret=${state}` }),
          () => permissionLink({ appId: '1', redirectUri: `http://${code}.example/` }),
          () => permissionLink({ appId: '1', redirectUri: words }),
          () => readPermissionCallback(`/?code=${code}&oa_id=${userId}&state=${state}`, { expectedState: `${state}x` }),
          () => readPermissionCallback(`/?code=${code}&oa_id=${words}`),
          () => readPermissionCallback(`/?code=${code}&error_code=${code}`),
          () => createPkce(() => Buffer.from(code + state)),
          () => parseJsonKeepingIds(Buffer.from(`{"text":"${words}"`)),
        ];
        for (const failure of failures) expectSilence(thrownBy(failure), secret);
      }),
      { numRuns: 50 },
    ));

  it('when the stored tokens cannot be opened', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(secrets, fc.uint8Array({ minLength: 32, maxLength: 32 }), async (secret, encryptionKey) => {
        const file = path.join(folder.dir, `tokens-${(number += 1)}.db`);
        const sealed = createSqliteTokenStore({ path: file, encryptionKey });
        await sealed.save(OA, { accessToken: secret.accessToken, refreshToken: secret.refreshToken, expiresAtMs: 1 });
        const keyless = createSqliteTokenStore({ path: file, lockTimeoutMs: 0 });
        expectSilence(await failureOf(keyless.load(OA)), secret);
        expectSilence(await failureOf(sealed.withLock(OA, () => keyless.withLock(OA, async () => {}))), secret);
        sealed.close();
        keyless.close();
        expectSilence(await failureOf(keyless.save(OA, { ...secret, expiresAtMs: 1 })), secret);
      }),
      { numRuns: 5 },
    );
  });

  it('and the check itself would notice a leak', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const leaks = [
          new ZaloApiError(-201, `GET /x?token=${secret.accessToken}`),
          new ZaloConsentError(OA, secret.refreshToken),
          new Error('quiet', { cause: { data: secret.words } }),
          Object.assign(new Error('quiet'), { request: { headers: [secret.appSecret] } }),
        ];
        for (const leak of leaks) expect(() => expectSilence(leak, secret)).toThrow(/isLeaked/);
      }),
      { numRuns: 10 },
    );
  });
});
