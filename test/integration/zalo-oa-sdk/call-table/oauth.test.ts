import { describe, expect, it } from 'vitest';
import {
  createPkce,
  createState,
  createTokens,
  permissionLink,
  readPermissionCallback,
  textMessage,
  ZaloApiError,
  ZaloConsentError,
  ZaloPermissionError,
} from 'zalo-oa-sdk';
import { DAY_MS, type EmulatedOa, HOUR_MS, MINUTE_MS, START_MS, startOa } from './emulated-oa.ts';
import { keepAsProof, unprovenRows } from './proofs.ts';
import { refusalOf } from './refusal.ts';

const CALLBACK = 'https://bot.example.vn/zalo/callback';

const appIdOf = (oa: EmulatedOa) => oa.emulator.options.appId;

/** Opens a permission link as an admin's browser does and presses a button; resolves to where the browser is sent. */
async function consent(link: string, decision: 'allow' | 'refuse'): Promise<string> {
  const page = await open(link);
  if (page.status !== 200) return locationOf(page);
  expect(await page.text()).toContain('Cho phép');
  return locationOf(await fetch(link, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' }));
}

/** A page of a browser, which the emulator's log of calls leaves out: noted here. */
async function open(link: string): Promise<Response> {
  const response = await fetch(link, { redirect: 'manual' });
  const answer = { error: response.status === 200 ? 0 : response.status };
  keepAsProof([{ method: 'GET', path: new URL(link).pathname, requestBody: undefined, answer }]);
  return response;
}

function locationOf(response: Response): string {
  return new URL(response.headers.get('location') ?? '', response.url).href;
}

describe('the permission link', () => {
  it('leads an admin to a page that asks, and back to the callback with code, OA and state', async () => {
    const oa = await startOa();
    const state = createState();
    const link = permissionLink({ appId: appIdOf(oa), redirectUri: CALLBACK, state, oauthUrl: oa.url });
    const callback = await consent(link, 'allow');
    expect(callback).toMatch(/^https:\/\/bot\.example\.vn\/zalo\/callback\?/);
    const grant = readPermissionCallback(callback, { expectedState: state });
    expect(grant.oaId).toBe(oa.oaId);
    expect(await oa.tokens.exchangeCode(grant.oaId, { code: grant.code })).toMatchObject({ kind: 'valid' });
  });

  it('whose admin refuses comes back as a typed error without a code', async () => {
    const oa = await startOa();
    const link = permissionLink({ appId: appIdOf(oa), redirectUri: CALLBACK, oauthUrl: oa.url });
    const callback = await consent(link, 'refuse');
    expect(() => readPermissionCallback(callback)).toThrow(
      expect.objectContaining({ name: 'ZaloPermissionError', code: 'ZALO_CALLBACK_REFUSED', oauthCode: -14001 }),
    );
  });

  it('with an address on an unverified domain ends at -14003', async () => {
    const oa = await startOa({ verifiedDomains: ['bot.example.vn'] });
    const link = permissionLink({ appId: appIdOf(oa), redirectUri: 'https://khac.example.vn/', oauthUrl: oa.url });
    const ended = await consent(link, 'allow');
    expect(new URL(ended).pathname).toBe('/v4/permission/error');
    expect(() => readPermissionCallback(ended)).toThrow(expect.objectContaining({ oauthCode: -14003 }));
  });

  it('with an address that has a query string is not even made, since Zalo answers -14003', async () => {
    const oa = await startOa();
    const options = { appId: appIdOf(oa), redirectUri: `${CALLBACK}?a=1`, oauthUrl: oa.url };
    expect(() => permissionLink(options)).toThrow(ZaloPermissionError);
    const byHand = `${oa.url}/v4/oa/permission?${new URLSearchParams({ app_id: options.appId, redirect_uri: options.redirectUri }).toString()}`;
    expect(locationOf(await open(byHand))).toContain('error_code=-14003');
  });

  it('of an unknown app ends at -14002', async () => {
    const oa = await startOa();
    const link = permissionLink({ appId: '1', redirectUri: CALLBACK, oauthUrl: oa.url });
    expect(await consent(link, 'allow')).toContain('error_code=-14002');
  });
});

describe('the exchange of a code', () => {
  it('gives a pair that works, lives 25 hours, and replaces the old one', async () => {
    const oa = await startOa();
    const old = oa.emulator.tokens();
    const state = await oa.tokens.exchangeCode(oa.oaId, { code: oa.emulator.createAuthorizationCode() });
    expect(state).toEqual({ kind: 'valid', expiresAtMs: START_MS + 25 * HOUR_MS, canRefresh: true });
    expect(await oa.tokenStore.load(oa.oaId)).toEqual({
      ...oa.emulator.tokens(),
      expiresAtMs: START_MS + 25 * HOUR_MS,
    });
    expect(oa.emulator.tokens().accessToken).not.toBe(old.accessToken);
    expect((await oa.client.getOa(oa.oaId)).oaId).toBe(oa.oaId);
    expect(oa.traffic()).toEqual(['POST /v4/oa/access_token 0', 'GET /v2.0/oa/getoa 0']);
  });

  it('sends grant, app, code and secret, and no redirect_uri', async () => {
    const oa = await startOa();
    await oa.tokens.exchangeCode(oa.oaId, { code: oa.emulator.createAuthorizationCode() });
    expect(oa.lastCall().requestBody).toEqual({
      code: '<hidden>',
      app_id: appIdOf(oa),
      grant_type: 'authorization_code',
    });
  });

  it('proves with the verifier that it belongs to the link (PKCE)', async () => {
    const oa = await startOa();
    const pkce = createPkce();
    const link = permissionLink({
      appId: appIdOf(oa),
      redirectUri: CALLBACK,
      codeChallenge: pkce.challenge,
      oauthUrl: oa.url,
    });
    const { code } = readPermissionCallback(await consent(link, 'allow'));
    const wrong = oa.tokens.exchangeCode(oa.oaId, { code, codeVerifier: createPkce().verifier });
    await expect(wrong).rejects.toMatchObject({ name: 'ZaloConsentError', oauthCode: -14012 });

    const again = readPermissionCallback(await consent(link, 'allow'));
    const right = { code: again.code, codeVerifier: pkce.verifier };
    expect(await oa.tokens.exchangeCode(oa.oaId, right)).toMatchObject({ kind: 'valid' });
  });

  it.each([
    ['used before', async (oa: EmulatedOa, code: string) => void (await oa.tokens.exchangeCode(oa.oaId, { code }))],
    ['older than 10 minutes', async (oa: EmulatedOa) => oa.emulator.clock.advance(10 * MINUTE_MS)],
  ])('is refused for a code %s, and the stored pair stays', async (_what, spoil) => {
    const oa = await startOa();
    const code = oa.emulator.createAuthorizationCode();
    await spoil(oa, code);
    const before = await oa.tokenStore.load(oa.oaId);
    await expect(oa.tokens.exchangeCode(oa.oaId, { code })).rejects.toBeInstanceOf(ZaloConsentError);
    expect(await oa.tokenStore.load(oa.oaId)).toEqual(before);
  });

  it.each([
    ['the app id', { appId: '1' }, -14002],
    ['the secret', { appSecret: 'khac' }, -14004],
  ])('is refused when %s is wrong', async (_what, tokens, oauthCode) => {
    const oa = await startOa({ tokens });
    const exchange = oa.tokens.exchangeCode(oa.oaId, { code: oa.emulator.createAuthorizationCode() });
    await expect(exchange).rejects.toMatchObject({ oaId: oa.oaId, oauthCode });
  });
});

describe('the refresh', () => {
  it('happens by itself before the token ends, and the refresh token is used once', async () => {
    const oa = await startOa();
    await oa.greet();
    const [first, nowMs] = [oa.emulator.tokens(), oa.emulator.clock.now()];
    oa.emulator.clock.advance(24 * HOUR_MS + 31 * MINUTE_MS);
    await oa.client.sendConsultation(oa.oaId, oa.residentId, textMessage('Chào bác'));
    await oa.client.sendConsultation(oa.oaId, oa.residentId, textMessage('Chào bác'));
    expect(oa.traffic()).toEqual([
      'POST /v4/oa/access_token 0',
      'POST /v3.0/oa/message/cs 0',
      'POST /v3.0/oa/message/cs 0',
    ]);
    expect(oa.emulator.calls()[0]?.requestBody).toEqual({
      refresh_token: '<hidden>',
      app_id: appIdOf(oa),
      grant_type: 'refresh_token',
    });
    const stored = await oa.tokenStore.load(oa.oaId);
    expect(stored).toMatchObject(oa.emulator.tokens());
    expect(stored?.refreshToken).not.toBe(first.refreshToken);
    expect(stored?.expiresAtMs).toBe(nowMs + 24 * HOUR_MS + 31 * MINUTE_MS + 25 * HOUR_MS);
  });

  it.each([
    ['-216, invalid', { wrongTokenCode: -216, rotatedOutTokenCode: -216 }, -216],
    ['-220, expired or removed', {}, -220],
  ])('follows a call that is answered %s, and the call is made once more', async (_what, settings, code) => {
    const oa = await startOa({ settings });
    await oa.greet();
    // somebody else has refreshed: the pair in our store is the new one, the token in our hands the old
    await oa.tokens.accessToken(oa.oaId);
    const other = createTokens({
      store: oa.tokenStore,
      transport: oa.transport,
      appId: appIdOf(oa),
      appSecret: oa.emulator.options.appSecret,
      clock: oa.emulator.clock,
    });
    await other.refresh(oa.oaId, oa.emulator.tokens().accessToken);
    await oa.client.sendConsultation(oa.oaId, oa.residentId, textMessage('Chào bác'));
    expect(oa.traffic()).toEqual([
      'POST /v4/oa/access_token 0',
      `POST /v3.0/oa/message/cs ${code}`,
      'POST /v3.0/oa/message/cs 0',
    ]);
  });

  it('by twenty callers at once is one call to Zalo', async () => {
    const oa = await startOa();
    oa.emulator.clock.advance(25 * HOUR_MS);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => oa.tokens.accessToken(oa.oaId)));
    expect(new Set(tokens)).toEqual(new Set([oa.emulator.tokens().accessToken]));
    expect(oa.traffic()).toEqual(['POST /v4/oa/access_token 0']);
  });

  it.each([
    ['used elsewhere', -14014, async (oa: EmulatedOa) => rotateElsewhere(oa)],
    ['older than 3 months', -14020, async (oa: EmulatedOa) => oa.emulator.clock.advance(90 * DAY_MS)],
  ])('with a refresh token %s ends in an alarm: the admin must consent again', async (_what, oauthCode, spoil) => {
    const alarms: ZaloConsentError[] = [];
    const oa = await startOa({ tokens: { onReconsentNeeded: (_oaId, error) => void alarms.push(error) } });
    await spoil(oa);
    oa.emulator.clock.advance(25 * HOUR_MS);
    const refusal = await oa.tokens.accessToken(oa.oaId).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'ZaloConsentError',
      code: 'ZALO_RECONSENT_NEEDED',
      oaId: oa.oaId,
      oauthCode,
    });
    expect(alarms).toEqual([refusal]);
    expect(await oa.tokens.state(oa.oaId)).toMatchObject({ kind: 'reconsent-needed' });

    const code = oa.emulator.createAuthorizationCode();
    expect(await oa.tokens.exchangeCode(oa.oaId, { code })).toMatchObject({ kind: 'valid' });
    expect((await oa.client.getOa(oa.oaId)).oaId).toBe(oa.oaId);
  });

  it('answered by HTTP 400 is read like one answered by 200', async () => {
    const oa = await startOa({ settings: { oauthErrorStatus: 400 } });
    await rotateElsewhere(oa);
    oa.emulator.clock.advance(25 * HOUR_MS);
    await expect(oa.tokens.accessToken(oa.oaId)).rejects.toMatchObject({ oauthCode: -14014 });
  });

  it('answered by -32 keeps the grant', async () => {
    const oa = await startOa();
    oa.emulator.clock.advance(25 * HOUR_MS);
    oa.emulator.setFaults({ rateStorm: { nextCount: 1, on: 'token' } });
    const refusal = await refusalOf(oa.tokens.accessToken(oa.oaId));
    expect(refusal).toMatchObject({ code: -32, table: 'oauth', advice: 'retry' });
    expect(refusal).toBeInstanceOf(ZaloApiError);
    oa.emulator.setFaults({});
    expect(await oa.tokens.accessToken(oa.oaId)).toBe(oa.emulator.tokens().accessToken);
  });
});

/** Uses up the refresh token behind the back of the store. */
async function rotateElsewhere(oa: EmulatedOa): Promise<void> {
  const { appId, appSecret } = oa.emulator.options;
  const { refreshToken } = oa.emulator.tokens();
  const form = { refresh_token: refreshToken, app_id: appId, grant_type: 'refresh_token' };
  await oa.transport.request({
    host: 'oauth',
    method: 'POST',
    path: '/v4/oa/access_token',
    headers: { secret_key: appSecret },
    form,
  });
}

it('no row of the OAuth tables is left without an accepted and a refused call', () => {
  expect(unprovenRows('oauth')).toEqual([]);
});
