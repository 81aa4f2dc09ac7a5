import { describe, expect, it } from 'vitest';
import { imageMessage, textMessage, withRetry, ZaloApiError, ZaloTransportError } from 'zalo-oa-sdk';
import { type EmulatedOa, FILES, HOUR_MS, MINUTE_MS, startOa } from './emulated-oa.ts';
import { refusalOf } from './refusal.ts';

const SEND = 'POST /v3.0/oa/message/cs';

const send = ({ client, oaId, residentId }: EmulatedOa) =>
  client.sendConsultation(oaId, residentId, textMessage('Chào bác'));

/** How many messages of the OA the chat shows. */
const delivered = ({ emulator, residentId }: EmulatedOa) =>
  emulator.history(residentId).filter(({ from }) => from === 'oa').length;

async function failureOf(call: Promise<unknown>): Promise<ZaloTransportError> {
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ZaloTransportError);
  return error as ZaloTransportError;
}

describe.each([
  ['before', false, 0],
  ['after', true, 1],
] as const)('an answer that is lost %s the message was delivered', (_when, isDelivered, count) => {
  it('as HTTP 502 with a page of HTML is a typed failure that may have delivered', async () => {
    const oa = await startOa({ faults: { html502: { nextCount: 1, delivered: isDelivered } } });
    await oa.greet();
    expect(await failureOf(send(oa))).toMatchObject({
      kind: 'http',
      code: 'ZALO_BAD_ANSWER',
      status: 502,
      method: SEND,
      mayHaveBeenDelivered: true,
    });
    expect(delivered(oa)).toBe(count);
    await send(oa);
    expect(delivered(oa)).toBe(count + 1);
  });

  it('by silence is a time-out that may have delivered', async () => {
    const oa = await startOa({
      faults: { hang: { nextCount: 1, delivered: isDelivered } },
      transport: { timeoutMs: 150 },
    });
    await oa.greet();
    expect(await failureOf(send(oa))).toMatchObject({
      kind: 'timeout',
      code: 'ZALO_TIMEOUT',
      method: SEND,
      mayHaveBeenDelivered: true,
    });
    expect(delivered(oa)).toBe(count);
    await send(oa);
    expect(delivered(oa)).toBe(count + 1);
  });

  it('by a dropped connection is a failure that may have delivered', async () => {
    const oa = await startOa({ faults: { refused: { nextCount: 1, delivered: isDelivered } } });
    await oa.greet();
    expect(await failureOf(send(oa))).toMatchObject({
      kind: 'network',
      code: 'ZALO_CONNECTION_BROKEN',
      method: SEND,
      mayHaveBeenDelivered: true,
    });
    expect(delivered(oa)).toBe(count);
    await send(oa);
    expect(delivered(oa)).toBe(count + 1);
  });
});

it('a hang that the emulator ends by itself is a broken connection, not a time-out', async () => {
  const oa = await startOa({ faults: { hang: { nextCount: 1 } }, settings: { hangMs: 50 } });
  await oa.greet();
  expect(await failureOf(send(oa))).toMatchObject({ kind: 'network', mayHaveBeenDelivered: true });
});

describe('an error answered to a message that was delivered', () => {
  it.each([
    ['-200, which names no reason', -200, 'retry', true],
    ['a code that is in no table', -999, 'fix', true],
    ['a documented refusal, which is believed', -230, 'skip-recipient', false],
  ] as const)('as %s', async (_what, code, advice, mayHaveBeenDelivered) => {
    const oa = await startOa({ faults: { errorReply: { nextCount: 1, code } } });
    await oa.greet();
    expect(await refusalOf(send(oa))).toMatchObject({ code, advice, mayHaveBeenDelivered });
    expect(delivered(oa)).toBe(1);
    expect(oa.traffic()).toEqual([`${SEND} ${code}`]);
  });

  it('never leads to the other API: a state agency that got -200 by v3 is not sent to by v2', async () => {
    const oa = await startOa({ oaType: 4, faults: { errorReply: { nextCount: 1, code: -200 } } });
    await oa.greet();
    await refusalOf(send(oa));
    expect(oa.traffic()).toEqual([`${SEND} -200`]);
  });
});

describe('too many calls (-32)', () => {
  it('is refused as a typed error while the storm lasts, and what was refused was not delivered', async () => {
    const oa = await startOa({ faults: { rateStorm: { forMs: MINUTE_MS } } });
    await oa.greet();
    for (let call = 0; call < 3; call += 1) {
      expect(await refusalOf(send(oa))).toMatchObject({ code: -32, advice: 'retry', mayHaveBeenDelivered: false });
    }
    oa.emulator.clock.advance(MINUTE_MS);
    await send(oa);
    expect(delivered(oa)).toBe(1);
  });

  it('is waited out by withRetry until the next minute, and the message arrives once', async () => {
    const sleeps: number[] = [];
    let turn: (ms: number) => void = () => undefined;
    const oa = await startOa({
      rateLimitPerMinute: 1,
      wrap: (transport) =>
        withRetry(transport, {
          clock: { now: () => clock() },
          sleep: async (ms) => {
            sleeps.push(ms);
            turn(ms);
          },
          random: () => 0,
        }),
    });
    const clock = () => oa.emulator.clock.now();
    turn = (ms) => oa.emulator.clock.advance(ms);
    await oa.greet();
    await send(oa);
    await send(oa);
    expect(delivered(oa)).toBe(2);
    expect(oa.traffic()).toEqual([`${SEND} 0`, `${SEND} -32`, `${SEND} 0`]);
    expect(sleeps).toEqual([MINUTE_MS]);
  });

  it('shows in the headers of the answer before it comes', async () => {
    const oa = await startOa({ rateLimitPerMinute: 2 });
    const { accessToken } = oa.emulator.tokens();
    const ask = () =>
      oa.transport.request({
        host: 'api',
        method: 'GET',
        path: '/v2.0/oa/getoa',
        headers: { access_token: accessToken },
      });
    expect((await ask()).rateLimit).toEqual({ limit: 2, remain: 1 });
    expect((await ask()).rateLimit).toEqual({ limit: 2, remain: 0 });
    expect(await ask()).toMatchObject({ body: { error: -32 }, rateLimit: { limit: 2, remain: 0 } });
  });
});

describe('the answer of the token endpoint', () => {
  it('lost after the pair was rotated leaves a dead refresh token: the next try raises the alarm', async () => {
    const alarms: string[] = [];
    const oa = await startOa({ tokens: { onReconsentNeeded: (oaId) => void alarms.push(oaId) } });
    const before = await oa.tokenStore.load(oa.oaId);
    oa.emulator.clock.advance(25 * HOUR_MS);
    oa.emulator.setFaults({ lostTokenAnswer: { nextCount: 1 } });
    expect(await failureOf(oa.tokens.accessToken(oa.oaId))).toMatchObject({
      kind: 'network',
      method: 'POST /v4/oa/access_token',
      mayHaveBeenDelivered: true,
    });
    expect(oa.emulator.tokens().refreshToken).not.toBe(before?.refreshToken);
    expect(await oa.tokenStore.load(oa.oaId)).toEqual(before);
    expect(alarms).toEqual([]);

    oa.emulator.clock.advance(MINUTE_MS);
    await expect(oa.tokens.accessToken(oa.oaId)).rejects.toMatchObject({ name: 'ZaloConsentError', oauthCode: -14014 });
    expect(alarms).toEqual([oa.oaId]);
  });

  it('lost while the old token still works: calls go on, and the alarm comes before the token ends', async () => {
    const failures: unknown[] = [];
    const alarms: string[] = [];
    const oa = await startOa({
      settings: { rotatedOutTokenCode: 0 },
      tokens: {
        onRefreshFailed: (_oaId, error) => void failures.push(error),
        onReconsentNeeded: (oaId) => void alarms.push(oaId),
      },
    });
    const { accessToken } = oa.emulator.tokens();
    oa.emulator.clock.advance(24 * HOUR_MS + 45 * MINUTE_MS);
    oa.emulator.setFaults({ lostTokenAnswer: { nextCount: 1 } });
    expect(await oa.tokens.accessToken(oa.oaId)).toBe(accessToken);
    expect(failures).toEqual([expect.any(ZaloTransportError)]);
    expect(alarms).toEqual([]);

    oa.emulator.clock.advance(MINUTE_MS);
    expect(await oa.tokens.accessToken(oa.oaId)).toBe(accessToken);
    expect(alarms).toEqual([oa.oaId]);
    expect(await oa.tokens.state(oa.oaId)).toMatchObject({ kind: 'reconsent-needed' });
  });

  it.each([
    ['a page of HTML', { html502: { nextCount: 1, on: 'token' } }, 'http'],
    ['a dropped connection', { refused: { nextCount: 1, on: 'token' } }, 'network'],
  ] as const)(
    'replaced by %s before anything was rotated costs nothing: the next try succeeds',
    async (_what, faults, kind) => {
      const oa = await startOa();
      oa.emulator.clock.advance(25 * HOUR_MS);
      oa.emulator.setFaults(faults);
      expect(await failureOf(oa.tokens.accessToken(oa.oaId))).toMatchObject({ kind });
      expect(await oa.tokens.accessToken(oa.oaId)).toBe(oa.emulator.tokens().accessToken);
    },
  );
});

describe('an upload', () => {
  const upload = ({ client, oaId }: EmulatedOa) =>
    client.uploads.uploadImage(oaId, { fileName: 'a.png', bytes: FILES.png });

  it('whose answer is lost can be repeated: it is a second file with an id of its own', async () => {
    const oa = await startOa({ faults: { html502: { nextCount: 1, on: 'any', delivered: true } } });
    await oa.greet();
    expect(await failureOf(upload(oa))).toMatchObject({ method: 'POST /v2.0/oa/upload/image', status: 502 });
    await oa.client.sendConsultation(oa.oaId, oa.residentId, imageMessage(await upload(oa)));
    expect(delivered(oa)).toBe(1);
  });
});

it('an emulator that is gone is a refused connection, and nothing was delivered', async () => {
  const oa = await startOa({ transport: { apiUrl: 'http://127.0.0.1:1' } });
  expect(await failureOf(send(oa))).toMatchObject({
    kind: 'refused',
    code: 'ZALO_UNREACHABLE',
    mayHaveBeenDelivered: false,
  });
});

it('a path that Zalo does not have is answered 404 with JSON, which is read as a code outside the table', async () => {
  const oa = await startOa();
  const { accessToken } = oa.emulator.tokens();
  const call = { host: 'api', method: 'POST', path: '/v3.0/oa/upload/image', json: {} } as const;
  const { status, body } = await oa.transport.request({ ...call, headers: { access_token: accessToken } });
  expect([status, body['error']]).toEqual([404, 404]);
  expect(new ZaloApiError(404, 'POST /v3.0/oa/upload/image')).toMatchObject({
    advice: 'fix',
    mayHaveBeenDelivered: false,
  });
});
