import { describe, expect, it } from 'vitest';
import { HOUR_MS, START_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

async function post(bench: Workbench, path: string, payload: object = {}) {
  const response = await bench.server.inject({ method: 'POST', url: `/emulator/api/${path}`, payload });
  return { status: response.statusCode, json: response.json<any>() };
}

async function get(bench: Workbench, path: string) {
  return (await bench.server.inject(`/emulator/api/${path}`)).json<any>();
}

const control = () => createWorkbench({}, '/emulator');

describe('the control API', () => {
  it('moves the clock on, or to an offset', async () => {
    const bench = await control();
    expect(await get(bench, 'clock')).toEqual({ nowMs: START_MS, offsetMs: 0 });
    expect((await post(bench, 'clock', { advanceMs: HOUR_MS })).json).toEqual({
      nowMs: START_MS + HOUR_MS,
      offsetMs: HOUR_MS,
    });
    expect((await post(bench, 'clock', { offsetMs: -5 })).json).toEqual({ nowMs: START_MS - 5, offsetMs: -5 });
    expect((await post(bench, 'clock', { advanceMs: -1 })).status).toBe(400);
    expect((await post(bench, 'clock', { hours: 1 })).status).toBe(400);
  });

  it('sets the faults, all at once', async () => {
    const bench = await control();
    const faults = { hang: { probability: 0.5 }, webhook: { reorderProbability: 1 } };
    expect(await post(bench, 'faults', faults)).toEqual({ status: 200, json: faults });
    expect(await post(bench, 'faults', { hangs: {} })).toMatchObject({
      status: 400,
      json: { code: 'EMULATOR_INPUT_INVALID' },
    });
    expect(await get(bench, 'faults')).toEqual(faults);
    expect((await post(bench, 'faults', {})).json).toEqual({});
  });

  it('changes the account in part, with null for none', async () => {
    const bench = await control();
    const { json } = await post(bench, 'account', { type: 4, packageName: null, zcaBalanceVnd: 0 });
    expect(json).toEqual({
      ...{ type: 4, name: 'Trợ lý số', isVerified: true },
      ...{ packageName: null, packageAllowsGroups: true, zcaBalanceVnd: 0 },
    });
    expect(await get(bench, 'account')).toEqual(json);
    expect(bench.emulator.account.get().packageName).toBeUndefined();
    expect((await post(bench, 'account', { type: 3 })).status).toBe(400);
  });

  it('changes settings and event switches', async () => {
    const bench = await control();
    expect((await post(bench, 'settings', { listOnV3: true })).json).toEqual(await get(bench, 'settings'));
    expect(bench.emulator.settings().listOnV3).toBe(true);
    expect((await post(bench, 'settings', { listOnV4: true })).status).toBe(400);
    expect((await post(bench, 'event-switches', { oa_send_: false })).json).toEqual({ oa_send_: false });
    expect(await get(bench, 'event-switches')).toEqual({ oa_send_: false });
    expect((await post(bench, 'event-switches', { oa_send_: 'off' })).status).toBe(400);
  });

  it('lists calls and deliveries, and posts a delivery again', async () => {
    const bench = await control();
    await greet(bench);
    await bench.server.inject('/emulator/v2.0/oa/getoa');
    expect(await get(bench, 'calls')).toMatchObject([{ path: '/v2.0/oa/getoa', answer: { error: -216 } }]);
    const [delivery] = await get(bench, 'deliveries');
    expect((await post(bench, `deliveries/${delivery.id}/resend`)).json).toMatchObject({
      resent: true,
      rawBody: delivery.rawBody,
    });
    expect(await post(bench, 'deliveries/x/resend')).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_DELIVERY_UNKNOWN' },
    });
  });

  it('gives a snapshot and takes it back', async () => {
    const bench = await control();
    await greet(bench);
    const snapshot = await get(bench, 'snapshot');
    bench.emulator.createResident('Dì Sáu');
    expect(await post(bench, 'snapshot', snapshot)).toEqual({ status: 200, json: { residents: 3 } });
    expect(bench.emulator.residents()).toHaveLength(3);
    expect(await post(bench, 'snapshot', { version: 0 })).toMatchObject({
      status: 400,
      json: { code: 'EMULATOR_SNAPSHOT_INVALID' },
    });
  });

  it('sets, probes and enables the webhook', async () => {
    const bench = await control();
    const url = 'http://127.0.0.1:3000/hook';
    expect((await post(bench, 'webhook', { url })).json).toEqual({ url, disabled: false });
    expect((await post(bench, 'webhook/probe')).json).toEqual({ status: 200 });
    expect(bench.posts.map((sent) => [sent.url, sent.rawBody])).toEqual([
      [url, '{}'],
      [url, '{}'],
    ]);
    expect((await post(bench, 'webhook', { url: 'bot' })).status).toBe(400);
    expect((await post(bench, 'webhook', { url: null })).json).toEqual({ url: null, disabled: false });
    expect((await post(bench, 'webhook/probe')).json).toEqual({ status: null });
    expect((await post(bench, 'webhook/enable')).json).toEqual(await get(bench, 'webhook'));
  });

  it('shows what a bot is configured with, and makes authorization codes', async () => {
    const bench = await control();
    expect(await get(bench, 'tokens')).toEqual({
      ...{ appId: '1357924680135792468', appSecret: 'emulator-app-secret' },
      ...{ oaId: '2468013579246801357', oaSecret: 'emulator-oa-secret' },
      ...bench.emulator.tokens(),
    });
    const { code } = (await post(bench, 'authorization-code')).json;
    const exchanged = await bench.server.inject({
      method: 'POST',
      url: '/emulator/v4/oa/access_token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: 'emulator-app-secret' },
      payload: `app_id=1357924680135792468&grant_type=authorization_code&code=${code}`,
    });
    expect(exchanged.json()).toMatchObject({ access_token: (await get(bench, 'tokens')).accessToken });
  });

  it('takes JSON only, so that a form of another site cannot turn anything', async () => {
    const bench = await control();
    for (const path of ['clock', 'snapshot', 'webhook/enable', `residents/${bench.residentId}/block`]) {
      const response = await bench.server.inject({
        method: 'POST',
        url: `/emulator/api/${path}`,
        headers: { 'content-type': 'text/plain' },
        payload: '{"advanceMs":1}',
      });
      expect([path, response.statusCode]).toEqual([path, 415]);
    }
    expect(bench.emulator.clock.offsetMs()).toBe(0);
  });
});

describe('what residents do, by the control API', () => {
  it('blocking emits unfollow and refuses sends with the setting’s code until it is taken back', async () => {
    const bench = await control();
    await greet(bench);
    await post(bench, 'settings', { blockedByResidentCode: -213 });
    expect((await post(bench, `residents/${bench.residentId}/block`)).json).toMatchObject({
      follows: false,
      refusalCode: -213,
    });
    expect((await bench.sendText('a')).json).toMatchObject({ error: -213 });
    expect((await post(bench, `residents/${bench.residentId}/unblock`)).json).not.toHaveProperty('refusalCode');
    expect((await bench.sendText('b')).json).toMatchObject({ error: 0 });
    await bench.emulator.idle();
    expect(bench.eventNames().slice(0, 2)).toEqual(['user_send_text', 'unfollow']);
  });

  it('calling emits user_call_oa as documented and opens the send window', async () => {
    const bench = await control();
    await post(bench, `residents/${bench.residentId}/call`, { type: 'VIDEO', durationMs: 20_000 });
    await bench.emulator.idle();
    expect(bench.event(0)).toEqual({
      event_name: 'user_call_oa',
      app_id: '1357924680135792468',
      oa_id: '2468013579246801357',
      user_id: bench.residentId,
      call_id: expect.stringMatching(/^call-/),
      call_type: 'VIDEO',
      init_time: String(START_MS - 20_000),
      call_duration: '20000',
      waiting_time: '4',
      talk_time: '19996',
      status_code: 1206,
      timestamp: String(START_MS),
    });
    expect((await bench.sendText('a')).json).toMatchObject({ error: 0 });
  });

  it('pressing "Nhắn tin" and asking for erasure emit their events', async () => {
    const bench = await control();
    expect((await post(bench, `residents/${bench.residentId}/chatnow`)).json).toMatchObject({
      lastInteractionAtMs: START_MS,
    });
    expect((await post(bench, `residents/${bench.residentId}/withdraw`)).status).toBe(200);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_click_chatnow', 'user_withdraw']);
    expect((await post(bench, 'residents/1/call')).status).toBe(404);
  });
});
