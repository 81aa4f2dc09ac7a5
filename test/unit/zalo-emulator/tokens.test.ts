import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const app = { app_id: '1357924680135792468' };

async function exchange(bench: Workbench, form: Record<string, string>, secretKey = 'emulator-app-secret') {
  const response = await bench.server.inject({
    method: 'POST',
    url: '/v4/oa/access_token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: secretKey },
    payload: new URLSearchParams(form).toString(),
  });
  return { status: response.statusCode, json: response.json<Record<string, any>>() };
}

const refreshWith = (bench: Workbench, token: string) =>
  exchange(bench, { ...app, grant_type: 'refresh_token', refresh_token: token });

async function errorOfSend(bench: Workbench, headers: Record<string, string>): Promise<unknown> {
  const { json } = await bench.send({ recipient: { user_id: bench.residentId }, message: { text: 'a' } }, { headers });
  return json['error'];
}

describe('token endpoint', () => {
  it('gives a new pair for a refresh token, with the lifetime as a string of seconds', async () => {
    const bench = await createWorkbench();
    const before = bench.emulator.tokens();
    const { status, json } = await refreshWith(bench, before.refreshToken);
    expect(status).toBe(200);
    expect(json['expires_in']).toBe('90000');
    expect(json['access_token']).not.toBe(before.accessToken);
    expect(json['refresh_token']).not.toBe(before.refreshToken);
    expect(bench.emulator.tokens()).toEqual({ accessToken: json['access_token'], refreshToken: json['refresh_token'] });
  });

  it('refuses a refresh token the second time with HTTP 200 and -14014', async () => {
    const bench = await createWorkbench();
    const { refreshToken } = bench.emulator.tokens();
    await refreshWith(bench, refreshToken);
    const { status, json } = await refreshWith(bench, refreshToken);
    expect(status).toBe(200);
    expect(json).toMatchObject({ error: -14014, error_name: 'Invalid refresh token' });
    expect(json).not.toHaveProperty('access_token');
  });

  it.each(['form', ';', 'application/x-www-form-urlencoded, application/json'])(
    'answers in Zalo’s shape when the content type is malformed: "%s"',
    async (contentType) => {
      const bench = await createWorkbench();
      const before = bench.emulator.tokens();
      const form = { ...app, grant_type: 'refresh_token', refresh_token: before.refreshToken };
      const call = (url: string) =>
        bench.server.inject({
          method: 'POST',
          url,
          headers: { 'content-type': contentType, secret_key: 'emulator-app-secret' },
          payload: new URLSearchParams(form).toString(),
        });
      const answer = await call('/v4/oa/access_token');
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ error: -14002, error_name: 'Invalid app id' });
      expect(answer.headers['x-ratelimit-limit']).toBe('4000');
      expect(bench.emulator.tokens()).toEqual(before);
      expect(bench.emulator.calls()).toMatchObject([{ path: '/v4/oa/access_token', answer: { error: -14002 } }]);
      const unknown = await call('/v4/oa/nothing');
      expect([unknown.statusCode, unknown.json()]).toEqual([404, { error: 404 }]);
    },
  );

  it('kills the old access token with the refresh and accepts the new one', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    const before = bench.emulator.tokens();
    expect(await errorOfSend(bench, { access_token: before.accessToken })).toBe(0);
    const { json } = await refreshWith(bench, before.refreshToken);
    expect(await errorOfSend(bench, { access_token: before.accessToken })).toBe(-220);
    expect(await errorOfSend(bench, { access_token: json['access_token'] })).toBe(0);
  });

  it('lets a refresh token expire after 90 days', async () => {
    const bench = await createWorkbench();
    await bench.advance(90 * DAY_MS);
    expect((await refreshWith(bench, bench.emulator.tokens().refreshToken)).json['error']).toBe(-14020);
  });

  it('takes an authorization code once and within ten minutes', async () => {
    const bench = await createWorkbench();
    const form = () => ({ ...app, grant_type: 'authorization_code', code: bench.emulator.createAuthorizationCode() });
    const fresh = form();
    expect((await exchange(bench, fresh)).json).toHaveProperty('access_token');
    expect((await exchange(bench, fresh)).json['error']).toBe(-14012);
    const stale = form();
    await bench.advance(10 * MINUTE_MS);
    expect((await exchange(bench, stale)).json['error']).toBe(-14012);
  });

  it('refuses a wrong app, a wrong secret and an unknown grant without using the refresh token up', async () => {
    const bench = await createWorkbench();
    const { refreshToken } = bench.emulator.tokens();
    const form = { ...app, grant_type: 'refresh_token', refresh_token: refreshToken };
    expect((await exchange(bench, { ...form, app_id: '1' })).json['error']).toBe(-14002);
    expect((await exchange(bench, form, 'wrong')).json['error']).toBe(-14004);
    expect((await exchange(bench, { ...form, grant_type: 'password' })).json['error']).toBe(-14001);
    expect((await exchange(bench, form)).json).toHaveProperty('access_token');
  });

  it('answers with the codes and the status that the settings name', async () => {
    const bench = await createWorkbench({ settings: { usedRefreshTokenCode: -118, oauthErrorStatus: 400 } });
    const { status, json } = await refreshWith(bench, 'unknown');
    expect(status).toBe(400);
    expect(json['error']).toBe(-118);
  });
});

describe('access token of the OA API', () => {
  it('is refused with -216 when missing or unknown, and with -220 after 25 hours', async () => {
    const bench = await createWorkbench();
    const { accessToken } = bench.emulator.tokens();
    expect(await errorOfSend(bench, {})).toBe(-216);
    expect(await errorOfSend(bench, { access_token: 'unknown' })).toBe(-216);
    await bench.advance(25 * HOUR_MS - 1);
    await greet(bench);
    expect(await errorOfSend(bench, { access_token: accessToken })).toBe(0);
    await bench.advance(1);
    expect(await errorOfSend(bench, { access_token: accessToken })).toBe(-220);
  });

  it('is not read from the query string: 404 on v3, -216 on v2', async () => {
    const bench = await createWorkbench();
    const query = `?access_token=${bench.emulator.tokens().accessToken}`;
    expect((await bench.send({}, { path: `/v3.0/oa/message/cs${query}`, headers: {} })).status).toBe(404);
    expect((await bench.send({}, { path: `/v2.0/oa/message${query}`, headers: {} })).json['error']).toBe(-216);
  });

  it('is refused with -242 when it comes with a wrong appsecret_proof', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    const token = bench.emulator.tokens().accessToken;
    const proof = createHmac('sha256', 'emulator-app-secret').update(token).digest('hex');
    expect(await errorOfSend(bench, { access_token: token, appsecret_proof: proof })).toBe(0);
    expect(await errorOfSend(bench, { access_token: token, appsecret_proof: proof.replace(/.$/, 'x') })).toBe(-242);
  });
});
