import { afterEach, describe, expect, it } from 'vitest';
import { startEmulator } from 'zalo-emulator';
import type { RunningEmulator, StartEmulatorOptions } from 'zalo-emulator';
import { HOUR_MS, createWorkbench, greet } from './workbench.ts';

describe('fault switches', () => {
  it('answers the next two sends with an HTML 502 and then works again', async () => {
    const bench = await createWorkbench({ faults: { html502: { nextCount: 2 } } });
    await greet(bench);
    const call = () =>
      bench.server.inject({
        method: 'POST',
        url: '/v3.0/oa/message/cs',
        headers: { access_token: bench.emulator.tokens().accessToken },
        payload: { recipient: { user_id: bench.residentId }, message: { text: 'a' } },
      });
    for (const attempt of [1, 2]) {
      const response = await call();
      expect([attempt, response.statusCode]).toEqual([attempt, 502]);
      expect(response.headers['content-type']).toContain('text/html');
    }
    expect((await call()).json()).toMatchObject({ error: 0 });
    expect(bench.emulator.history(bench.residentId)).toHaveLength(2);
  });

  it('delivers the message although it answers with an error', async () => {
    const bench = await createWorkbench({ faults: { errorReply: { nextCount: 1, code: -200 } } });
    await greet(bench);
    expect((await bench.sendText('đến rồi')).json).toMatchObject({ error: -200 });
    expect(bench.emulator.history(bench.residentId).at(-1)).toMatchObject({ from: 'oa', text: 'đến rồi' });
  });

  it('strikes by chance with the random numbers it is given, and stops when switched off', async () => {
    const bench = await createWorkbench({ random: () => 0.3, faults: { html502: { probability: 0.31 } } });
    await greet(bench);
    const status = async () =>
      (
        await bench.server.inject({
          method: 'POST',
          url: '/v3.0/oa/message/cs',
          headers: { access_token: bench.emulator.tokens().accessToken },
          payload: {},
        })
      ).statusCode;
    expect(await status()).toBe(502);
    bench.emulator.setFaults({ html502: { probability: 0.3 } });
    expect(await status()).toBe(200);
    bench.emulator.setFaults({});
    expect(await status()).toBe(200);
  });

  it('rotates the tokens but loses the answer, so that the old refresh token is dead', async () => {
    const bench = await createWorkbench({ faults: { html502: { nextCount: 1, delivered: true, on: 'token' } } });
    const { refreshToken } = bench.emulator.tokens();
    const refresh = () =>
      bench.server.inject({
        method: 'POST',
        url: '/v4/oa/access_token',
        headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: 'emulator-app-secret' },
        payload: `app_id=1357924680135792468&grant_type=refresh_token&refresh_token=${refreshToken}`,
      });
    expect((await refresh()).statusCode).toBe(502);
    expect((await refresh()).json()).toMatchObject({ error: -14014 });
  });
});

describe('faults of the connection', () => {
  let running: RunningEmulator;
  afterEach(() => running.close());

  async function sendTo(options: StartEmulatorOptions): Promise<Response> {
    running = await startEmulator({ echoes: false, ...options });
    const residentId = running.emulator.residents()[0]?.id ?? '';
    running.emulator.as.send(residentId, { kind: 'text', text: 'Xin chào' });
    return fetch(`${running.url}/v3.0/oa/message/cs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', access_token: running.emulator.tokens().accessToken },
      body: JSON.stringify({ recipient: { user_id: residentId }, message: { text: 'a' } }),
    });
  }

  function oaMessageCount(): number {
    const [resident] = running.emulator.residents();
    return running.emulator.history(resident?.id ?? '').filter(({ from }) => from === 'oa').length;
  }

  it('drops the connection without an answer, with or without delivering', async () => {
    await expect(sendTo({ faults: { refused: { nextCount: 1 } } })).rejects.toThrow('fetch failed');
    expect(oaMessageCount()).toBe(0);
    await running.close();
    await expect(sendTo({ faults: { refused: { nextCount: 1, delivered: true } } })).rejects.toThrow('fetch failed');
    expect(oaMessageCount()).toBe(1);
  });

  it('holds the answer for the time that is set and then drops the connection', async () => {
    const delays: number[] = [];
    const drops: Array<() => void> = [];
    const hanging = sendTo({
      faults: { hang: { nextCount: 1 } },
      settings: { hangMs: 12_345 },
      schedule(run, delayMs) {
        delays.push(delayMs);
        drops.push(run);
        setImmediate(run);
        return () => undefined;
      },
    });
    await expect(hanging).rejects.toThrow('fetch failed');
    expect(delays.filter((delayMs) => delayMs < HOUR_MS)).toEqual([12_345]);
  });
});
