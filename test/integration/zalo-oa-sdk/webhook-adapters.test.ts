import { once } from 'node:events';
import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebhookReceiver, type WebhookRefused, type WebhookResult } from 'zalo-oa-sdk';
import { signedWebhook, TEST_IDS, userSendText } from 'zalo-oa-sdk/testing';
import { zaloWebhookPlugin } from '../../../src/zalo-oa-sdk/adapters/fastify.ts';
import { createWebhookListener, type WebhookHandling } from '../../../src/zalo-oa-sdk/adapters/node-http.ts';
import { listen } from './fakes.ts';
import { openRaw } from './raw-request.ts';

const PATH = '/webhook/zalo';
const SECRET = { appId: TEST_IDS.appId, oaSecret: 'oa-secret-of-a-test' };
const MAX_BODY_BYTES = 2_000;

const receiver = createWebhookReceiver({
  apps: [{ ...SECRET, oaIds: [TEST_IDS.oaId] }],
  clock: { now: () => 0 },
  maxBodyBytes: MAX_BODY_BYTES,
});

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

const servers: Served[] = [];

async function serveFastify(handling: WebhookHandling): Promise<Served> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(zaloWebhookPlugin, { path: PATH, ...handling });
  app.post('/other', async (request) => ({ parsed: request.body }));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, close: () => app.close() };
}

const ADAPTERS = [
  ['Fastify', serveFastify],
  ['node:http', (handling: WebhookHandling) => listen(createWebhookListener({ path: PATH, ...handling }))],
] as const;

const { rawBody, headers } = signedWebhook({ ...SECRET, body: userSendText() });

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe.each(ADAPTERS)('the webhook over %s', (_name, serve) => {
  async function setUp(handling: Partial<WebhookHandling> = {}) {
    const events: WebhookResult[] = [];
    const refusals: WebhookRefused[] = [];
    const server = await serve({
      receiver,
      onEvent: (result) => void events.push(result),
      onRefused: (refused) => refusals.push(refused),
      ...handling,
    });
    servers.push(server);
    const post = async (init: RequestInit, path = PATH) => {
      const response = await fetch(server.url + path, { method: 'POST', ...init });
      return { status: response.status, headers: response.headers, body: await response.text() };
    };
    return { url: server.url, events, refusals, post };
  }

  const code = (body: string): unknown => (JSON.parse(body) as { error: { code: string } }).error.code;

  it('hands a signed event over and answers 200', async () => {
    const { events, post, refusals } = await setUp();
    const answer = await post({ body: rawBody, headers });
    expect([answer.status, answer.body]).toEqual([200, '{"ok":true}']);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(events).toEqual([receiver.read({ rawBody, header: headers['x-zevent-signature'] })]);
    expect(events).toMatchObject([{ kind: 'event', oaId: TEST_IDS.oaId }]);
    expect(refusals).toEqual([]);
  });

  it('hands unknown and unreadable events over too', async () => {
    const { events, post } = await setUp();
    const dance = { event_name: 'user_dance', oa_id: TEST_IDS.oaId, timestamp: '1' };
    const broken = { ...userSendText(), message: 'no object' };
    for (const body of [dance, broken]) {
      const signed = signedWebhook({ ...SECRET, body });
      const answer = await post({ body: signed.rawBody, headers: signed.headers });
      expect(answer.status).toBe(200);
    }
    expect(events.map(({ kind }) => kind)).toEqual(['unknown', 'unreadable']);
  });

  it('answers only when the event has been taken', async () => {
    const taken = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let isAnswered = false;
    const { post } = await setUp({
      onEvent: () => {
        reached.resolve();
        return taken.promise;
      },
    });
    const answer = post({ body: rawBody, headers }).then((result) => {
      isAnswered = true;
      return result;
    });
    await reached.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    taken.resolve();
    expect((await answer).status).toBe(200);
  });

  it.each([
    ['throws', () => JSON.parse('{') as void],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('answers 503 when taking the event %s, and tells why', async (_how, onEvent) => {
    const errors: unknown[] = [];
    const { post, refusals } = await setUp({ onEvent, onHandlerError: (error) => errors.push(error) });
    const answer = await post({ body: rawBody, headers });
    expect([answer.status, code(answer.body)]).toEqual([503, 'ZALO_WEBHOOK_HANDLER_FAILED']);
    expect(answer.body).not.toMatch(/disk full/);
    expect(errors).toEqual([expect.any(Error)]);
    expect(refusals.map((refused) => refused.code)).toEqual(['ZALO_WEBHOOK_HANDLER_FAILED']);
  });

  it('answers all the same when the observers throw', async () => {
    const fail = () => {
      throw new Error('no registry');
    };
    const { post } = await setUp({ onEvent: fail, onRefused: fail, onHandlerError: fail });
    expect((await post({ body: rawBody, headers })).status).toBe(503);
    expect((await post({ body: rawBody })).status).toBe(401);
  });

  it("answers 200 to the console's unsigned {} and hands nothing over", async () => {
    const { events, post, refusals } = await setUp();
    const answer = await post({ body: '{}', headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(200);
    expect([events, refusals]).toEqual([[], []]);
  });

  it.each([
    ['unsigned', 401, 'SIGNATURE_MISSING', { body: rawBody }],
    ['with another signature', 401, 'SIGNATURE_WRONG', { body: `${rawBody.toString()} `, headers }],
    [
      'with half a signature',
      401,
      'SIGNATURE_MALFORMED',
      { body: rawBody, headers: { 'x-zevent-signature': 'mac=12' } },
    ],
    ['without a body', 401, 'SIGNATURE_MISSING', {}],
    [
      'without a body but signed',
      400,
      'BAD_JSON',
      { headers: { 'x-zevent-signature': headers['x-zevent-signature'] } },
    ],
    ['not JSON', 400, 'BAD_JSON', { body: 'hello', headers }],
    ['for another OA', 403, 'UNKNOWN_OA', signedInit(userSendText({ oaId: '77' }))],
  ] satisfies [string, number, string, RequestInit][])(
    'refuses a request %s with %i %s',
    async (_what, status, refused, init) => {
      const { events, post, refusals } = await setUp();
      const answer = await post(init);
      expect([answer.status, code(answer.body)]).toEqual([status, `ZALO_WEBHOOK_${refused}`]);
      expect(refusals).toMatchObject([{ kind: 'refused', status, code: `ZALO_WEBHOOK_${refused}` }]);
      expect(events).toEqual([]);
    },
  );

  it.each(['text/plain', 'text/json', 'application/json; charset=utf-8', 'application/octet-stream'])(
    'takes a signed event whatever it says it is: %s',
    async (type) => {
      const { post } = await setUp();
      expect((await post({ body: rawBody, headers: { ...headers, 'content-type': type } })).status).toBe(200);
    },
  );

  it('takes a signed event that does not say what it is', async () => {
    const { url } = await setUp();
    const raw = openRaw(url);
    raw.write(head([`Content-Length: ${rawBody.length}`, `X-ZEVENT-SIGNATURE: ${headers['x-zevent-signature']}`]));
    raw.write(rawBody);
    expect(await raw.whole).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('reads bodies of exactly the limit, in chunks, and refuses one byte more', async () => {
    const { events, url } = await setUp();
    const padding = MAX_BODY_BYTES - Buffer.byteLength(JSON.stringify(userSendText({ text: '' })));
    for (const [extra, status] of [
      [0, 200],
      [1, 413],
    ] as const) {
      const signed = signedWebhook({ ...SECRET, body: userSendText({ text: 'x'.repeat(padding + extra) }) });
      const raw = openRaw(url);
      raw.write(head(['Transfer-Encoding: chunked', `X-ZEvent-Signature: ${signed.headers['x-zevent-signature']}`]));
      for (const piece of [signed.rawBody.subarray(0, 700), signed.rawBody.subarray(700)]) {
        raw.write(`${piece.length.toString(16)}\r\n`);
        raw.write(piece);
        raw.write('\r\n');
      }
      raw.write('0\r\n\r\n');
      expect(await raw.whole).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
    expect(events).toHaveLength(1);
  });

  it('refuses a body that says it is too large before it has come, and closes', async () => {
    const { refusals, url } = await setUp();
    const raw = openRaw(url);
    raw.write(head([`Content-Length: ${MAX_BODY_BYTES + 1}`], 'keep-alive'));
    const answer = await raw.whole;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(refusals.map((refused) => refused.code)).toEqual(['ZALO_WEBHOOK_BODY_TOO_LARGE']);
  });

  it('stops reading a body that never ends', async () => {
    const { url } = await setUp();
    const raw = openRaw(url);
    raw.write(head(['Transfer-Encoding: chunked'], 'keep-alive'));
    raw.write(`${(MAX_BODY_BYTES + 1).toString(16)}\r\n${'x'.repeat(MAX_BODY_BYTES + 1)}\r\n`);
    expect(await raw.whole).toMatch(/^HTTP\/1\.1 413 [^]*ZALO_WEBHOOK_BODY_TOO_LARGE/);
  });

  it('gives up on a body that comes too slowly', async () => {
    const { events, refusals, url } = await setUp({ bodyTimeoutMs: 40 });
    const raw = openRaw(url);
    raw.write(head([`Content-Length: ${rawBody.length}`], 'keep-alive'));
    raw.write(rawBody.subarray(0, 10));
    expect(await raw.whole).toMatch(/^HTTP\/1\.1 408 [^]*ZALO_WEBHOOK_BODY_TOO_SLOW/);
    expect(refusals.map((refused) => refused.status)).toEqual([408]);
    expect(events).toEqual([]);
  });

  it('survives a connection that breaks in the middle of a body', async () => {
    const broken = Promise.withResolvers<WebhookRefused>();
    const { events, post, url } = await setUp({ onRefused: (refused) => broken.resolve(refused) });
    const raw = openRaw(url);
    raw.write(head([`Content-Length: ${rawBody.length}`]));
    raw.write(rawBody.subarray(0, 10));
    // the server must have seen the beginning before the end is missing
    await post({ body: '{}' });
    raw.destroy();
    expect((await broken.promise).code).toBe('ZALO_WEBHOOK_BODY_BROKEN');
    expect(events).toEqual([]);
    expect((await post({ body: rawBody, headers })).status).toBe(200);
  });

  it('keeps a connection open for the next event', async () => {
    const { url } = await setUp();
    const raw = openRaw(url);
    const request = (connection: string) =>
      Buffer.concat([
        Buffer.from(
          head(
            [`Content-Length: ${rawBody.length}`, `X-ZEvent-Signature: ${headers['x-zevent-signature']}`],
            connection,
          ),
        ),
        rawBody,
      ]);
    raw.write(request('keep-alive'));
    raw.write(request('close'));
    expect((await raw.whole).match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });

  it('has nothing at another path or for another method', async () => {
    const { post, refusals, url } = await setUp();
    expect((await post({ body: rawBody, headers }, '/webhook')).status).toBe(404);
    expect((await post({ body: rawBody, headers }, `${PATH}?from=zalo`)).status).toBe(200);
    const get = await fetch(url + PATH);
    expect(get.ok).toBe(false);
    expect(refusals).toEqual([]);
  });
});

describe('the Fastify plugin', () => {
  it('leaves the parsers of the rest of the application alone', async () => {
    const server = await serveFastify({ receiver, onEvent: () => {} });
    servers.push(server);
    const response = await fetch(`${server.url}/other`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await response.json()).toEqual({ parsed: { a: 1 } });
  });

  it('answers 404 to another method', async () => {
    const server = await serveFastify({ receiver, onEvent: () => {} });
    servers.push(server);
    expect((await fetch(server.url + PATH)).status).toBe(404);
  });
});

describe('the node:http listener', () => {
  const onEvent = () => {};

  async function serveWith(...args: Parameters<typeof listen>): Promise<string> {
    const server = await listen(...args);
    servers.push(server);
    return server.url;
  }

  it('answers 405 to another method and names the right one', async () => {
    const url = await serveWith(createWebhookListener({ path: PATH, receiver, onEvent }));
    const response = await fetch(url + PATH, { method: 'PUT', body: 'x' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({ error: { code: 'METHOD_NOT_ALLOWED' } });
    const elsewhere = await fetch(`${url}/elsewhere`);
    expect([elsewhere.status, elsewhere.headers.get('allow')]).toEqual([404, null]);
    expect(await elsewhere.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('answers every path when none is set', async () => {
    const url = await serveWith(createWebhookListener({ receiver, onEvent }));
    expect((await fetch(`${url}/any?x=1`, { method: 'POST', body: rawBody, headers })).status).toBe(200);
    expect((await fetch(`${url}/any`)).status).toBe(405);
  });

  it('passes what is not for it to the next handler, as Express expects', async () => {
    const listener = createWebhookListener({ path: PATH, receiver, onEvent });
    const url = await serveWith((request, response) => listener(request, response, () => response.end('next')));
    expect(await (await fetch(`${url}/other`, { method: 'POST', body: 'x' })).text()).toBe('next');
    expect(await (await fetch(url + PATH)).text()).toBe('next');
    expect(await (await fetch(url + PATH, { method: 'POST', body: rawBody, headers })).text()).toBe('{"ok":true}');
  });

  it.each(['rawBody', 'body'])('takes the bytes from request.%s when something has read them before', async (field) => {
    const listener = createWebhookListener({ receiver, onEvent });
    const url = await serveWith((request, response) => {
      void request.toArray().then((chunks) => {
        Object.assign(request, { body: { parsed: true } }, { [field]: Buffer.concat(chunks as Buffer[]) });
        listener(request, response);
      });
    });
    expect((await fetch(url, { method: 'POST', body: rawBody, headers })).status).toBe(200);
  });

  it('says so when the body was parsed before and its bytes are lost', async () => {
    const listener = createWebhookListener({ receiver, onEvent });
    const url = await serveWith((request, response) => {
      request.resume();
      void once(request, 'end').then(() => {
        Object.assign(request, { body: JSON.parse(rawBody.toString()) });
        listener(request, response);
      });
    });
    const response = await fetch(url, { method: 'POST', body: rawBody, headers });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { code: 'ZALO_WEBHOOK_BODY_NOT_BYTES' } });
  });

  it('refuses kept bytes over the limit as well', async () => {
    const listener = createWebhookListener({ receiver, onEvent });
    const url = await serveWith((request, response) => {
      Object.assign(request, { rawBody: Buffer.alloc(MAX_BODY_BYTES + 1) });
      listener(request, response);
    });
    expect((await fetch(url, { method: 'POST' })).status).toBe(413);
  });
});

function signedInit(body: object): RequestInit {
  const signed = signedWebhook({ ...SECRET, body });
  return { body: signed.rawBody, headers: signed.headers };
}

function head(lines: readonly string[], connection = 'close'): string {
  return [`POST ${PATH} HTTP/1.1`, 'Host: 127.0.0.1', `Connection: ${connection}`, ...lines, '', ''].join('\r\n');
}
