import { describe, expect, it } from 'vitest';
import { startEmulator } from 'zalo-emulator';
import { START_MS, createWorkbench, greet } from './workbench.ts';

const refreshForm = (refreshToken: string) =>
  `app_id=1357924680135792468&grant_type=refresh_token&refresh_token=${refreshToken}`;

describe('the log of API calls', () => {
  it('keeps path, body, status and answer of a send, and never the token', async () => {
    const bench = await createWorkbench({}, '/emulator');
    await greet(bench);
    const { json } = await bench.sendText('Chào bác');
    expect(bench.emulator.calls()).toEqual([
      {
        id: expect.stringMatching(/^call-/),
        atMs: START_MS,
        durationMs: 0,
        method: 'POST',
        path: '/v3.0/oa/message/cs',
        requestBody: { recipient: { user_id: bench.residentId }, message: { text: 'Chào bác' } },
        status: 200,
        answer: json,
      },
    ]);
    expect(JSON.stringify(bench.emulator.calls())).not.toContain(bench.emulator.tokens().accessToken);
  });

  it('hides a token that came in the query string', async () => {
    const bench = await createWorkbench();
    const { accessToken } = bench.emulator.tokens();
    await bench.server.inject(`/v2.0/oa/getoa?access_token=${accessToken}&x=1`);
    expect(bench.emulator.calls()).toMatchObject([
      { path: '/v2.0/oa/getoa?access_token=<hidden>&x=1', answer: { error: -216 } },
    ]);
  });

  it('shows an upload by its size', async () => {
    const bench = await createWorkbench();
    const payload = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nxyz\r\n--x--\r\n';
    await bench.server.inject({
      method: 'POST',
      url: '/v2.0/oa/upload/image',
      headers: {
        'content-type': 'multipart/form-data; boundary=x',
        access_token: bench.emulator.tokens().accessToken,
      },
      payload,
    });
    expect(bench.emulator.calls()).toMatchObject([{ requestBody: `<${payload.length} bytes>`, answer: { error: 0 } }]);
  });

  it('has the calls over the rate limit, on unknown paths and with unreadable bodies too', async () => {
    const bench = await createWorkbench({ rateLimitPerMinute: 2 });
    await bench.server.inject('/v3.0/oa/nothing');
    await bench.server.inject({
      method: 'POST',
      url: '/v3.0/oa/message/cs',
      headers: { 'content-type': 'application/json', access_token: bench.emulator.tokens().accessToken },
      payload: 'x'.repeat(2_000_000),
    });
    await bench.sendText('quá nhiều');
    expect(bench.emulator.calls()).toMatchObject([
      { path: '/v3.0/oa/nothing', status: 404 },
      { path: '/v3.0/oa/message/cs', status: 200, answer: { error: -201, message: 'body is invalid!' } },
      { requestBody: { message: { text: 'quá nhiều' } }, answer: { error: -32 } },
    ]);
  });

  it('names the fault, and status 0 when no answer went out', async () => {
    const running = await startEmulator({ faults: { html502: { nextCount: 1 } } });
    const send = () =>
      fetch(`${running.url}/v3.0/oa/message/cs`, {
        method: 'POST',
        headers: { access_token: running.emulator.tokens().accessToken },
        body: '{}',
      });
    try {
      await send();
      running.emulator.setFaults({ refused: { nextCount: 1 } });
      await expect(send()).rejects.toThrow('fetch failed');
      expect(running.emulator.calls().map(({ fault, status, answer }) => [fault, status, answer])).toEqual([
        ['html502', 502, undefined],
        ['refused', 0, undefined],
      ]);
    } finally {
      await running.close();
    }
  });

  it('shows a token call without its secrets', async () => {
    const bench = await createWorkbench();
    const { refreshToken } = bench.emulator.tokens();
    await bench.server.inject({
      method: 'POST',
      url: '/v4/oa/access_token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: 'emulator-app-secret' },
      payload: refreshForm(refreshToken),
    });
    const [call] = bench.emulator.calls();
    expect(call).toMatchObject({
      path: '/v4/oa/access_token',
      requestBody: { app_id: '1357924680135792468', grant_type: 'refresh_token', refresh_token: '<hidden>' },
      status: 200,
      answer: { access_token: '<hidden>', refresh_token: '<hidden>', expires_in: '90000' },
    });
    const { accessToken } = bench.emulator.tokens();
    for (const secret of [refreshToken, accessToken]) expect(JSON.stringify(call)).not.toContain(secret);
  });

  it('holds the last 500 and tells listeners of each', async () => {
    const bench = await createWorkbench({ echoes: false });
    let heard = 0;
    bench.emulator.subscribe(({ type }) => {
      if (type === 'call') heard += 1;
    });
    for (let n = 0; n < 503; n += 1) await bench.server.inject(`/v2.0/oa/getoa?n=${n}`);
    const calls = bench.emulator.calls();
    expect([calls.length, calls[0]?.path, heard]).toEqual([500, '/v2.0/oa/getoa?n=3', 503]);
  });
});
