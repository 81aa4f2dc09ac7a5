import { afterEach, describe, expect, it } from 'vitest';
import { startFakeZalo, type FakeZalo, type FakeZaloOptions, type SendRecord } from './fake-zalo.ts';
import type { SendFault } from './send-faults.ts';
import { LOAD_IDENTITY } from './webhook-body.ts';

let fake: FakeZalo | undefined;
let delivered: SendRecord[] = [];

async function start(options: Partial<FakeZaloOptions> = {}): Promise<FakeZalo> {
  delivered = [];
  fake = await startFakeZalo({ identity: LOAD_IDENTITY, onDelivered: (record) => delivered.push(record), ...options });
  return fake;
}

function failing(fault: SendFault): Partial<FakeZaloOptions> {
  return { faults: { next: () => fault } };
}

function send(zalo: FakeZalo, accessToken = LOAD_IDENTITY.accessToken, signal?: AbortSignal): Promise<Response> {
  return fetch(`${zalo.url}/v3.0/oa/message/cs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', access_token: accessToken },
    body: JSON.stringify({ recipient: { user_id: '36914' }, message: { text: 'Chào bác' } }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function refresh(zalo: FakeZalo, refreshToken: string): Promise<Response> {
  return fetch(`${zalo.url}/v4/oa/access_token`, {
    method: 'POST',
    headers: { secret_key: LOAD_IDENTITY.appSecret },
    body: new URLSearchParams({
      refresh_token: refreshToken,
      app_id: LOAD_IDENTITY.appId,
      grant_type: 'refresh_token',
    }),
  });
}

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

describe('the fake Zalo', () => {
  it('delivers and records a send', async () => {
    const zalo = await start();
    const answer = (await (await send(zalo)).json()) as { error: number; data: { message_id: string } };
    expect(answer.error).toBe(0);
    expect(answer.data.message_id).toMatch(/^[0-9a-f]{20}$/);
    expect(delivered.map((record) => [record.userId, record.text, record.doubt])).toEqual([
      ['36914', 'Chào bác', 'none'],
    ]);
    expect(zalo.inFlight()).toBe(0);
  });

  it('refuses an unknown token with -216 in an HTTP 200', async () => {
    const response = await send(await start(), 'wrong');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ error: -216 });
    expect(delivered).toEqual([]);
  });

  it('answers -32 without delivering, and that outcome is known', async () => {
    const zalo = await start(failing('rate-limited'));
    expect(await (await send(zalo)).json()).toMatchObject({ error: -32 });
    expect(delivered).toEqual([]);
    expect(zalo.sends[0]?.doubt).toBe('none');
  });

  it('answers -216 without delivering when a token is refused for a moment, and that outcome is known', async () => {
    const zalo = await start(failing('token-refused'));
    expect(await (await send(zalo)).json()).toMatchObject({ error: -216 });
    expect(delivered).toEqual([]);
    expect(zalo.sends[0]?.doubt).toBe('none');
  });

  it.each([
    ['api-200-lost', 0],
    ['api-200-delivered', 1],
  ] as const)('answers -200 for %s and delivers %i messages', async (fault, count) => {
    const zalo = await start(failing(fault));
    expect(await (await send(zalo)).json()).toMatchObject({ error: -200 });
    expect(delivered).toHaveLength(count);
    expect(zalo.sends[0]?.doubt).toBe('fault');
  });

  it('refuses every token given out before they expired, and takes the next one', async () => {
    const zalo = await start();
    zalo.expireTokens(-220);
    expect(await (await send(zalo)).json()).toMatchObject({ error: -220 });
    const fresh = (await (await refresh(zalo, LOAD_IDENTITY.refreshToken)).json()) as { access_token: string };
    expect(await (await send(zalo, fresh.access_token)).json()).toMatchObject({ error: 0 });
    expect(zalo.tokens()).toEqual({ granted: 1, refused: 1 });
  });

  it('limits sends a minute when told to', async () => {
    const zalo = await start({ rateLimitPerMinute: 0 });
    const response = await send(zalo);
    expect(response.headers.get('x-ratelimit-limit')).toBe('0');
    expect(await response.json()).toMatchObject({ error: -32 });
  });

  it('answers -32 to everything once the minute is used up', async () => {
    const zalo = await start();
    zalo.exhaustMinute();
    const response = await send(zalo);
    expect(response.headers.get('x-ratelimit-remain')).toBe('0');
    expect(await response.json()).toMatchObject({ error: -32 });
    expect(delivered).toEqual([]);
  });

  it.each([
    ['html-502-lost', 0],
    ['html-502-delivered', 1],
  ] as const)('answers HTML for %s and delivers %i messages', async (fault, count) => {
    const zalo = await start(failing(fault));
    const response = await send(zalo);
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(delivered).toHaveLength(count);
    expect(zalo.sends[0]?.doubt).toBe('fault');
  });

  it('resets the connection before it reads the message', async () => {
    const zalo = await start(failing('reset'));
    await expect(send(zalo)).rejects.toThrow('fetch failed');
    expect(zalo.resets()).toBe(1);
    expect(zalo.sends).toEqual([]);
  });

  it.each([
    ['timeout-lost', 0],
    ['timeout-delivered', 1],
  ] as const)('never answers for %s and delivers %i messages', async (fault, count) => {
    const zalo = await start(failing(fault));
    await expect(send(zalo, LOAD_IDENTITY.accessToken, AbortSignal.timeout(100))).rejects.toThrow(/abort|timeout/i);
    expect(delivered).toHaveLength(count);
    expect(zalo.sends[0]?.answeredAtMs).toBeNull();
  });

  it('does not deliver a late send whose sender is gone', async () => {
    const zalo = await start({ latencyMs: 60, lateDelivery: () => true });
    await expect(send(zalo, LOAD_IDENTITY.accessToken, AbortSignal.timeout(20))).rejects.toThrow(/abort|timeout/i);
    await expect.poll(() => zalo.inFlight()).toBe(0);
    expect(delivered).toEqual([]);
  });

  it('takes each refresh token once', async () => {
    const zalo = await start();
    const first = (await (await refresh(zalo, LOAD_IDENTITY.refreshToken)).json()) as { access_token: string };
    expect((await (await send(zalo, first.access_token)).json()) as object).toMatchObject({ error: 0 });
    expect(await (await refresh(zalo, LOAD_IDENTITY.refreshToken)).json()).toMatchObject({ error: -14014 });
  });
});
