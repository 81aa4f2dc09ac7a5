import { expect, it } from 'vitest';
import type { ZaloCall } from 'zalo-oa-sdk';
import { createOaCall } from '../../../src/zalo-oa-sdk/oa-call.ts';
import { scriptedOauth } from './scripted-oauth.ts';

const BY_PHONE: ZaloCall = { host: 'business', method: 'POST', path: '/message/template', json: {} };

function oaCall() {
  const wire = scriptedOauth();
  const refreshed: string[] = [];
  const call = createOaCall(wire, {
    accessToken: async () => 'A1',
    refresh: async (oaId, usedToken) => {
      refreshed.push(`${oaId}:${usedToken}`);
      return 'A2';
    },
  });
  return { wire, refreshed, call };
}

it('refreshes a token that the host of template messages refuses by its own code', async () => {
  const { wire, refreshed, call } = oaCall();
  wire.answer({ error: -124 }, { error: 0, data: {} });
  expect(await call('42', BY_PHONE)).toEqual({ error: 0, data: {} });
  expect(refreshed).toEqual(['42:A1']);
  expect(wire.calls.map(({ headers }) => headers)).toEqual([{ access_token: 'A1' }, { access_token: 'A2' }]);
});

it('reads the codes of that host in its own table, and -124 of the OA API as unknown', async () => {
  const { wire, refreshed, call } = oaCall();
  wire.answer({ error: -118 }, { error: -124 });
  await expect(call('42', BY_PHONE)).rejects.toMatchObject({ code: -118, table: 'zbs', advice: 'skip-recipient' });
  await expect(call('42', { ...BY_PHONE, host: 'api' })).rejects.toMatchObject({
    code: -124,
    table: 'oa',
    advice: 'fix',
  });
  expect(refreshed).toEqual([]);
});
