import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTokens,
  createTransport,
  createZaloClient,
  textMessage,
  type Transport,
  type ZaloClient,
} from 'zalo-oa-sdk';
import { MemorySettings, MemoryTokens, OA, START_MS, StillClock } from './fakes.ts';

const API = 'https://openapi.zalo.me';
const V3 = '/v3.0/oa/message/cs';
const V2 = '/v2.0/oa/message';
const USER = '2512523625412515';
const TEXT = textMessage('Chào bác');
const BODY = { recipient: { user_id: USER }, message: { text: 'Chào bác' } };
const SENT = { data: { message_id: '63ecf43f0df7dba892e6', user_id: USER }, error: 0, message: 'Success' };

let transport: Transport;
let settings: MemorySettings;
let client: ZaloClient;

function start(): void {
  const clock = new StillClock();
  const store = new MemoryTokens({ accessToken: 'A1', refreshToken: 'R1', expiresAtMs: START_MS + 25 * 3_600_000 });
  const tokens = createTokens({ store, transport, appId: '135', appSecret: 'app-secret', clock });
  client = createZaloClient({ transport, tokens, oa: settings, clock });
}

beforeEach(() => {
  nock.disableNetConnect();
  transport = createTransport();
  settings = new MemorySettings();
  start();
});

afterEach(async () => {
  await transport.close();
  const unused = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(unused).toEqual([]);
});

function answer(path: string, reply: object | string, options: { token?: string; status?: number } = {}): void {
  nock(API, { reqheaders: { access_token: options.token ?? 'A1' } })
    .post(path, BODY)
    .reply(options.status ?? 200, reply);
}

const send = () => client.sendConsultation(OA, USER, TEXT);

describe('sendConsultation', () => {
  it('posts to v3 with the token in a header, and reads receipt and quota', async () => {
    const quota = { quota_type: 'reply', remain: '8', total: '8' };
    answer(V3, { ...SENT, data: { ...SENT.data, sent_time: '1626926349402', quota } });
    expect(await send()).toEqual({
      messageId: '63ecf43f0df7dba892e6',
      userId: USER,
      sentAtMs: 1626926349402,
      quota: { type: 'reply', remain: 8, total: 8 },
    });
  });

  it('makes one HTTP call and no read of the settings for the second message', async () => {
    answer(V3, SENT);
    answer(V3, { ...SENT, error: '0' });
    expect((await send()).sentAtMs).toBe(START_MS);
    await send();
    expect(settings.reads).toBe(1);
  });

  it('keeps a message id that comes as a number as the string of its digits', async () => {
    answer(V3, '{"data":{"message_id":9007199254740993123,"user_id":1},"error":0}');
    expect((await send()).messageId).toBe('9007199254740993123');
  });

  it.each([-216, -220])('refreshes once and sends again on %i', async (error) => {
    answer(V3, { error, message: 'Access token is invalid' });
    nock('https://oauth.zaloapp.com')
      .post('/v4/oa/access_token')
      .reply(200, { access_token: 'A2', expires_in: '90000' });
    answer(V3, SENT, { token: 'A2' });
    expect((await send()).messageId).toBe('63ecf43f0df7dba892e6');
  });

  it('gives up when the refreshed token is refused too', async () => {
    answer(V3, { error: -216 });
    nock('https://oauth.zaloapp.com')
      .post('/v4/oa/access_token')
      .reply(200, { access_token: 'A2', expires_in: '90000' });
    answer(V3, { error: -216 }, { token: 'A2' });
    await expect(send()).rejects.toMatchObject({ name: 'ZaloApiError', code: -216 });
  });

  it('sends the same body by v2 on -235, and goes straight to v2 from then on', async () => {
    answer(V3, { error: -235 });
    answer(V2, SENT);
    answer(V2, SENT);
    expect((await send()).messageId).toBe('63ecf43f0df7dba892e6');
    expect(settings.remembered).toEqual([`${OA}:v2`]);
    await send();
  });

  it('goes straight to v2 after a restart', async () => {
    settings.api = 'v2';
    answer(V2, SENT);
    await send();
    expect(settings.remembered).toEqual([]);
  });

  it('remembers v2 also when v2 answers that this resident cannot be reached', async () => {
    answer(V3, { error: -235 });
    answer(V2, { error: -230 });
    await expect(send()).rejects.toMatchObject({ code: -230 });
    expect(settings.api).toBe('v2');
  });

  it('does not remember v2 when v2 is closed to this OA as well', async () => {
    answer(V3, { error: -235 });
    answer(V2, { error: -240 });
    await expect(send()).rejects.toMatchObject({ code: -240 });
    expect(settings.remembered).toEqual([]);
  });

  it('reports a delivered message as sent although the settings cannot be written', async () => {
    settings.rememberMessageApi = () => Promise.reject(new Error('disk full'));
    answer(V3, { error: -235 });
    answer(V2, SENT);
    expect((await send()).messageId).toBe('63ecf43f0df7dba892e6');
  });

  it.each([-32, -200, -201, -211, -213, -230, -240, -244, -77777])('never falls back to v2 on %i', async (error) => {
    answer(V3, { error });
    const mayHaveBeenDelivered = error === -200 || error === -77777;
    await expect(send()).rejects.toMatchObject({
      name: 'ZaloApiError',
      code: error,
      table: 'oa',
      mayHaveBeenDelivered,
    });
  });

  it('does not go from v2 to v3 on -235', async () => {
    settings.api = 'v2';
    answer(V2, { error: -235 });
    await expect(send()).rejects.toMatchObject({ code: -235 });
  });

  it.each([
    ['an HTML 502', '<html>Bad Gateway</html>', 502, true],
    ['a JSON 503', '{"error":-200}', 503, true],
    ['an empty 200', '', 200, true],
    ['JSON without an error field', '{"data":{}}', 200, true],
    ['success without a message id', '{"error":0,"data":{}}', 200, true],
    ['an HTML 404', '<html>Not found</html>', 404, false],
  ])('reports %s as a bad answer that leaves delivery open: %#', async (_name, reply, status, mayHaveBeenDelivered) => {
    answer(V3, reply, { status });
    const failure = await send().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ZaloTransportError', kind: 'http', status, mayHaveBeenDelivered });
    expect(String(failure)).not.toMatch(/Chào bác|A1|2512523625412515/);
  });

  it('reads an error code from a 4xx with a JSON body', async () => {
    answer(V3, { error: -32 }, { status: 429 });
    await expect(send()).rejects.toMatchObject({ name: 'ZaloApiError', code: -32 });
  });

  it('leaves words, ids and tokens out of the error of a refused message', async () => {
    answer(V3, { error: -201, message: 'message Chào bác A1 is invalid!' });
    const failure = await send().catch((error: unknown) => error);
    expect(String(failure)).toMatch(/-201/);
    expect(String(failure)).not.toMatch(/Chào bác|A1|2512523625412515/);
  });
});

describe('getOa', () => {
  it('reads the profile of a state agency', async () => {
    const data = { oaid: 2468013579246801357n, name: 'Sở Khoa học và Công nghệ', oa_type: '4', is_verified: true };
    const raw = JSON.stringify({ error: 0, data: { ...data, oaid: '@' } }).replace('"@"', String(data.oaid));
    nock(API, { reqheaders: { access_token: 'A1' } })
      .get('/v2.0/oa/getoa')
      .reply(200, raw);
    expect(await client.getOa(OA)).toEqual({
      oaId: OA,
      name: 'Sở Khoa học và Công nghệ',
      oaType: 4,
      isVerified: true,
    });
  });
});
