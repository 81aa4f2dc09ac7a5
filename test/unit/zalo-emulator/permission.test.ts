import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { reopen } from './api-calls.ts';
import { createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const redirectUri = 'https://bot.example.vn/zalo/callback';
const verifier = 'Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const challenge = createHash('sha256').update(verifier).digest('base64url');

const link = (change: Record<string, string> = {}) =>
  `/v4/oa/permission?${new URLSearchParams({ app_id: '1357924680135792468', redirect_uri: redirectUri, ...change }).toString()}`;

async function decide(bench: Workbench, url: string, decision: string, prefix = '') {
  const response = await bench.server.inject({
    method: 'POST',
    url: prefix + url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `decision=${decision}`,
  });
  return { status: response.statusCode, location: String(response.headers.location) };
}

async function exchange(bench: Workbench, fields: Record<string, string>) {
  const response = await bench.server.inject({
    method: 'POST',
    url: '/v4/oa/access_token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: 'emulator-app-secret' },
    payload: new URLSearchParams({
      app_id: '1357924680135792468',
      grant_type: 'authorization_code',
      ...fields,
    }).toString(),
  });
  return response.json<Record<string, unknown>>();
}

async function codeFrom(bench: Workbench, change: Record<string, string> = {}): Promise<string> {
  const { location } = await decide(bench, link(change), 'allow');
  return new URL(location).searchParams.get('code') ?? '';
}

describe('the permission page', () => {
  it('asks in Vietnamese, without scripts, and names app, OA and where it leads', async () => {
    const bench = await createWorkbench({ oaName: 'Xã <Lộc> Ninh' });
    const page = await bench.server.inject(link());
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('lang="vi"');
    expect(page.body).toContain('width=device-width');
    for (const text of ['1357924680135792468', 'Xã &lt;Lộc&gt; Ninh', redirectUri, 'Cho phép', 'Từ chối']) {
      expect(page.body).toContain(text);
    }
    expect(page.body).not.toContain('<script');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' https://bot.example.vn;");
    const style = /<style>([^]*)<\/style>/.exec(page.body)?.[1] ?? '';
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it('leads back with a code, the OA and the state when allowed', async () => {
    const bench = await createWorkbench();
    const { status, location } = await decide(bench, link({ state: 'a b&c' }), 'allow');
    expect(status).toBe(303);
    const target = new URL(location);
    expect(target.origin + target.pathname).toBe(redirectUri);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      code: expect.stringMatching(/^code-/),
      oa_id: '2468013579246801357',
      state: 'a b&c',
    });
    expect(await exchange(bench, { code: target.searchParams.get('code') ?? '' })).toHaveProperty('access_token');
  });

  it('leads back with an error code and no code when refused', async () => {
    const bench = await createWorkbench({ settings: { permissionRefusedCode: -14099 } });
    const { location } = await decide(bench, link({ state: 's' }), 'refuse');
    expect(location).toBe(`${redirectUri}?error_code=-14099&state=s`);
  });

  it.each([
    [{ redirect_uri: `${redirectUri}?a=1` }, -14003],
    [{ redirect_uri: `${redirectUri}?` }, -14003],
    [{ redirect_uri: `${redirectUri}#x` }, -14003],
    [{ redirect_uri: '/callback' }, -14003],
    [{ redirect_uri: 'javascript:alert(1)' }, -14003],
    [{ app_id: '1' }, -14002],
  ])('shows an error page for %j: %d', async (change, code) => {
    const bench = await createWorkbench();
    const response = await bench.server.inject(link(change));
    expect(response.statusCode).toBe(302);
    const target = new URL(String(response.headers.location), `http://oa${link(change)}`);
    expect(target.pathname + target.search).toBe(`/v4/permission/error?error_code=${code}`);
    const page = await bench.server.inject(target.pathname + target.search);
    expect(page.body).toContain(String(code));
    expect((await decide(bench, link(change), 'allow')).location).toBe(`../permission/error?error_code=${code}`);
  });

  it('takes verified domains only, once some are given', async () => {
    const bench = await createWorkbench({ verifiedDomains: ['bot.example.vn'] });
    expect((await bench.server.inject(link())).statusCode).toBe(200);
    const other = await bench.server.inject(link({ redirect_uri: 'https://evil.example.vn/' }));
    expect(other.headers.location).toBe('../permission/error?error_code=-14003');
  });

  it('writes nothing into the error page that is not a number', async () => {
    const bench = await createWorkbench();
    const page = await bench.server.inject('/v4/permission/error?error_code=<b>1</b>');
    expect(page.body).not.toContain('<b>');
  });

  it('works under a prefix', async () => {
    const bench = await createWorkbench({}, '/emulator');
    expect((await bench.server.inject(`/emulator${link()}`)).statusCode).toBe(200);
    expect((await decide(bench, link(), 'allow', '/emulator')).location).toContain(`${redirectUri}?code=`);
    expect((await bench.server.inject(link())).statusCode).toBe(404);
  });
});

describe('PKCE', () => {
  it('wants the verifier of the link’s challenge, and a wrong one uses the code up', async () => {
    const bench = await createWorkbench();
    const code = await codeFrom(bench, { code_challenge: challenge });
    expect(await exchange(bench, { code, code_verifier: verifier })).toHaveProperty('access_token');
    for (const fields of [{ code_verifier: `${verifier}x` }, {}]) {
      const fresh = await codeFrom(bench, { code_challenge: challenge });
      expect(await exchange(bench, { code: fresh, ...fields })).toMatchObject({ error: -14012 });
      expect(await exchange(bench, { code: fresh, code_verifier: verifier })).toMatchObject({ error: -14012 });
    }
  });

  it('needs no verifier without a challenge, and ignores one that comes all the same', async () => {
    const bench = await createWorkbench();
    expect(await exchange(bench, { code: await codeFrom(bench) })).toHaveProperty('access_token');
    const code = await codeFrom(bench, { code_challenge: '' });
    expect(await exchange(bench, { code, code_verifier: 'x' })).toHaveProperty('access_token');
  });

  it('uses the challenge of the console when the link brings none', async () => {
    const options: EmulatorOptions = { codeChallenge: challenge, settings: { wrongVerifierCode: -14098 } };
    const bench = await createWorkbench(options);
    expect(await exchange(bench, { code: await codeFrom(bench) })).toMatchObject({ error: -14098 });
    const code = bench.emulator.createAuthorizationCode();
    expect(await exchange(bench, { code, code_verifier: verifier })).toHaveProperty('access_token');
    const own = createHash('sha256').update('another').digest('base64url');
    const fromLink = await codeFrom(bench, { code_challenge: own });
    expect(await exchange(bench, { code: fromLink, code_verifier: 'another' })).toHaveProperty('access_token');
  });

  it('is remembered through a snapshot', async () => {
    const bench = await createWorkbench();
    const code = await codeFrom(bench, { code_challenge: challenge });
    expect(await exchange(await reopen(bench), { code, code_verifier: 'wrong' })).toMatchObject({ error: -14012 });
    expect(await exchange(await reopen(bench), { code, code_verifier: verifier })).toHaveProperty('access_token');
  });
});

it('the token answer tells the life of the refresh token when the setting says so', async () => {
  for (const [refreshExpiryInAnswer, expected] of [
    [true, '7776000'],
    [false, undefined],
  ] as const) {
    const bench = await createWorkbench({ settings: { refreshExpiryInAnswer } });
    expect((await exchange(bench, { code: await codeFrom(bench) }))['refresh_token_expires_in']).toBe(expected);
  }
});
