import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { TOKEN } from '../support/scripted-zalo.ts';
import { storedRows } from '../support/stored-rows.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    env: {
      CONSOLE_ADMIN_PASSWORD: 'con trâu gặm cỏ non',
      PSEUDONYM_KEY: 'pseudonym-key-of-the-tests',
      PUBLIC_URL: 'https://tro-ly.example.vn',
    },
  });
});
afterAll(() => app.close());

/** Nothing that stands in a log by itself. */
const aSecret = fc.stringMatching(/^[A-Za-z0-9]{14,40}$/u).map((text) => `Zq7${text}`);

/** Every way a text of somebody else comes in, and what Zalo may answer with it in. */
const ways: Readonly<Record<string, (secret: string) => Promise<unknown>>> = {
  'a message': (secret) => app.say(residentId(7), `mật khẩu của tôi là ${secret}`),
  'a question': (secret) => app.say(residentId(7), `em ơi ${secret} là gì`),
  'the caption of a picture': (secret) =>
    app.postEvent({
      ...{ app_id: IDENTITY.appId, event_name: 'user_send_image', timestamp: String(Date.now()) },
      ...{ sender: { id: residentId(7) }, recipient: { id: IDENTITY.oaId } },
      message: {
        ...{ msg_id: `m${secret}`, text: secret },
        attachments: [{ type: 'image', payload: { url: `https://f1-zpg.zdn.vn/x.jpg?token=${secret}` } }],
      },
    }),
  'an event of an unknown kind': (secret) =>
    app.postEvent({
      ...{ app_id: IDENTITY.appId, event_name: 'user_does_something', timestamp: String(Date.now()) },
      ...{ sender: { id: residentId(7) }, recipient: { id: IDENTITY.oaId }, info: { phone: secret, text: secret } },
    }),
  'a broken body': (secret) => app.post(`{"text":"${secret}`, `mac=${secret}`),
  'a wrong signature': (secret) => app.post(JSON.stringify({ oa_id: IDENTITY.oaId, text: secret }), `mac=${secret}`),
  'an address': (secret) => ask(`/${secret}?access_token=${secret}`),
  'a page': (secret) => ask(`/h/${secret}?q=${secret}`),
  'a team': (secret) => ask(`/t/${secret}/${secret}?utm=${secret}`),
  'the callback': (secret) => ask(`/callback?code=${secret}&state=${secret}&oa_id=${IDENTITY.oaId}`),
  'headers of a request': (secret) =>
    ask('/console', {
      headers: { authorization: `Bearer ${secret}`, cookie: `phien=${secret}; x=${secret}`, 'x-forwarded-for': secret },
    }),
  'a key of the API': (secret) => ask('/console/api/v1/me', { headers: { authorization: `Bearer ${secret}` } }),
  'a form': (secret) =>
    ask('/console/dang-nhap', {
      method: 'POST',
      body: new URLSearchParams({ login: secret, password: secret, den: `/console/${secret}` }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    }),
  'an upload that is none': (secret) =>
    ask('/console/dang-nhap', {
      method: 'POST',
      body: secret,
      headers: { 'content-type': `multipart/form-data; boundary=${secret}` },
    }),
  'an error of Zalo': (secret) =>
    refusedBy({ error: -201, message: `param ${secret} is invalid, access_token=${secret}` }, residentId(8)),
  'a token Zalo refuses': (secret) =>
    refusedBy({ error: -216, message: secret, error_description: secret }, residentId(9)),
};

/** Zalo answers the next message with this; what is tried again later is answered as always. */
async function refusedBy(json: object, userId: string): Promise<void> {
  const before = app.zalo.calls.length;
  // A refresh goes well, so that the next one is asked too.
  app.zalo.answer = ({ path }) => (path === TOKEN ? undefined : { json });
  await app.say(userId, 'xin chào');
  await eventually(() => expect(app.zalo.calls.length).toBeGreaterThan(before));
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${app.app.url}${path}`, { redirect: 'manual', ...init });

const secrets: string[] = [];
const waiting = (): number => storedRows(app.dataDir, `select 1 from inbox where state = 'pending'`).length;

test.each(Object.entries(ways))('a secret in %s never reaches the log', async (name, send) => {
  await fc.assert(
    fc.asyncProperty(aSecret, async (secret) => {
      app.zalo.answer = () => undefined;
      secrets.push(secret);
      await send(secret);
      // Refused messages wait for their next try.
      if (!name.includes('Zalo')) await eventually(() => expect(waiting()).toBe(0));
      expect(app.log()).not.toContain(secret);
    }),
    { numRuns: 5 },
  );
  app.zalo.answer = () => undefined;
});

test('neither do the secrets of the installation, nor who wrote; and the log is not empty', () => {
  const log = app.log();
  expect(log.split('\n').length).toBeGreaterThan(50);
  for (const secret of secrets) expect(log).not.toContain(secret);
  const { appSecret, oaSecret } = IDENTITY;
  for (const secret of [
    appSecret,
    oaSecret,
    'access-1',
    'refresh-1',
    'con trâu gặm',
    'pseudonym-key-of',
    residentId(7),
  ]) {
    expect(log, secret.slice(0, 4)).not.toContain(secret);
  }
});
