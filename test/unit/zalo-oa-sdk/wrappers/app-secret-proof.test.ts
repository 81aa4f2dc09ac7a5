import { describe, expect, it } from 'vitest';
import { withAppSecretProof, ZaloSetupError } from 'zalo-oa-sdk';
import { CALLS, ScriptedTransport } from './scripted-transport.ts';

const APP_SECRET = 'test-secret';
/** `printf token-1 | openssl dgst -sha256 -hmac test-secret` */
const PROOF = 'cfa43aa3bfb72ceb89c0561b13669d09af7697c78ae1c3ca2011a6d651777ea5';

function setUp() {
  const inner = new ScriptedTransport();
  return { inner, transport: withAppSecretProof(inner, { appSecret: APP_SECRET }) };
}

describe('withAppSecretProof', () => {
  it('adds the HMAC of the token under the app secret beside the other headers', async () => {
    const { inner, transport } = setUp();
    await transport.request({ ...CALLS.post, headers: { access_token: 'token-1', other: 'kept' } });
    expect(inner.calls).toEqual([
      { ...CALLS.post, headers: { access_token: 'token-1', other: 'kept', appsecret_proof: PROOF } },
    ]);
  });

  it('leaves calls without a token as they are', async () => {
    const { inner, transport } = setUp();
    const call = { ...CALLS.oauth, headers: { secret_key: 's' } };
    await transport.request(call);
    await transport.request(CALLS.get);
    expect(inner.calls[0]).toBe(call);
    expect(inner.calls[1]).toBe(CALLS.get);
  });

  it('leaves a proof that is there already', async () => {
    const { inner, transport } = setUp();
    await transport.request({ ...CALLS.post, headers: { access_token: 'token-1', appsecret_proof: 'mine' } });
    expect(inner.calls[0]?.headers).toEqual({ access_token: 'token-1', appsecret_proof: 'mine' });
  });

  it('passes the answer back and closes the transport', async () => {
    const { inner, transport } = setUp();
    inner.steps.push({ status: 200, body: { error: -242 } });
    await expect(transport.request({ ...CALLS.get, headers: { access_token: 'x' } })).resolves.toEqual({
      status: 200,
      body: { error: -242 },
    });
    await transport.close();
    expect(inner.closed).toBe(1);
  });

  it('refuses an empty secret', () => {
    const make = () => withAppSecretProof(new ScriptedTransport(), { appSecret: '' });
    expect(make).toThrow(ZaloSetupError);
    expect(make).toThrow("ZALO_BAD_SETUP: appSecret is empty; expected the app's secret key. Set it.");
  });
});
