import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, START_MS, createWorkbench, greet } from './workbench.ts';

describe('which message API serves which OA', () => {
  it('a business OA sends through v3 and is told -240 on v2', async () => {
    const bench = await createWorkbench({ oaType: 2 });
    await greet(bench);
    const v2 = await bench.sendText('Chào bác', '/v2.0/oa/message');
    expect(v2).toMatchObject({ status: 200, json: { error: -240 } });
    expect(v2.json['message']).toContain('MessageV3');
    expect((await bench.sendText('Chào bác')).json).toEqual({
      data: {
        message_id: expect.stringMatching(/^message-/),
        user_id: bench.residentId,
        sent_time: String(START_MS),
        quota: { quota_type: 'reply', remain: '8', total: '8' },
      },
      error: 0,
      message: 'Success',
    });
  });

  it('a state-agency OA sends through v2 and is told -235 on v3', async () => {
    const bench = await createWorkbench({ oaType: 4 });
    await greet(bench);
    expect((await bench.sendText('Chào bác')).json).toEqual({
      error: -235,
      message: 'This API does not support this type of OA',
    });
    const v2 = await bench.sendText('Chào bác', '/v2.0/oa/message');
    expect(v2.json).toEqual({
      data: { message_id: expect.stringMatching(/^message-/), user_id: bench.residentId },
      error: 0,
      message: 'Success',
    });
    expect(bench.emulator.history(bench.residentId).at(-1)).toMatchObject({ from: 'oa', text: 'Chào bác' });
  });

  it('a state-agency OA may reply to a message id and gets the reply quota as numbers', async () => {
    const bench = await createWorkbench({ oaType: 4 });
    const question = bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'Xin chào' });
    const { json } = await bench.send(
      { recipient: { message_id: question.id }, message: { text: 'Chào bác' } },
      { path: '/v2.0/oa/message' },
    );
    expect(json['data']).toMatchObject({ user_id: bench.residentId, quota: { type: 'reply', total: 8 } });
  });

  it('reactions stay on v2 for a business OA', async () => {
    const bench = await createWorkbench();
    const question = bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'Cảm ơn cháu' });
    const body = {
      recipient: { user_id: bench.residentId },
      sender_action: { react_icon: '/-heart', react_message_id: question.id },
    };
    expect((await bench.send(body, { path: '/v2.0/oa/message' })).json['error']).toBe(0);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ reaction: '/-heart' });
  });

  it('getoa names the type of the OA, and a package only for a business', async () => {
    for (const oaType of [2, 4] as const) {
      const bench = await createWorkbench({ oaType });
      const headers = { access_token: bench.emulator.tokens().accessToken };
      const { data } = (await bench.server.inject({ url: '/v2.0/oa/getoa', headers })).json<{ data: object }>();
      expect(data).toMatchObject({ oa_type: oaType, oa_id: '2468013579246801357' });
      expect('package_name' in data).toBe(oaType === 2);
    }
  });
});

describe('when an OA may write', () => {
  it('is refused with -232 while the resident never interacted', async () => {
    const bench = await createWorkbench();
    expect((await bench.sendText('Chào bác')).json['error']).toBe(-232);
    expect(bench.emulator.history(bench.residentId)).toEqual([]);
  });

  it('is free within 48 hours, billed up to 7 days, and refused with -230 after that', async () => {
    const bench = await createWorkbench({ accessTokenTtlMs: 30 * DAY_MS });
    await greet(bench);
    await bench.advance(48 * HOUR_MS);
    expect((await bench.sendText('trong 48 giờ')).json['data']).toHaveProperty('quota');
    await bench.advance(1);
    const billed = (await bench.sendText('sau 48 giờ')).json;
    expect(billed['error']).toBe(0);
    expect(billed['data']).not.toHaveProperty('quota');
    await bench.advance(5 * DAY_MS - 1);
    expect((await bench.sendText('đúng 7 ngày')).json['error']).toBe(0);
    await bench.advance(1);
    expect((await bench.sendText('quá 7 ngày')).json['error']).toBe(-230);
  });

  it.each(['follow', 'clickChatNow'] as const)('opens the window again when the resident does %s', async (action) => {
    const bench = await createWorkbench({ accessTokenTtlMs: 30 * DAY_MS });
    await greet(bench);
    await bench.advance(8 * DAY_MS);
    expect((await bench.sendText('a')).json['error']).toBe(-230);
    bench.emulator.as[action](bench.residentId);
    expect((await bench.sendText('a')).json['error']).toBe(0);
  });

  it('is refused with the code set for a resident who blocked the OA, until that is taken back', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    bench.emulator.refuseSendsTo(bench.residentId, -217);
    expect((await bench.sendText('a')).json).toMatchObject({ error: -217 });
    bench.emulator.refuseSendsTo(bench.residentId, undefined);
    expect((await bench.sendText('a')).json['error']).toBe(0);
  });

  it('names user_id when the recipient is unknown', async () => {
    const bench = await createWorkbench();
    const { json } = await bench.send({ recipient: { user_id: '1' }, message: { text: 'a' } });
    expect(json).toEqual({ error: -201, message: 'user_id is invalid!' });
  });
});

describe('HTTP side of the OA API', () => {
  it('answers unknown paths with 404 and still shows the rate headers', async () => {
    const bench = await createWorkbench();
    for (const path of ['/v3.0/oa/upload/image', '/v2.0/oa/nothing', '/v3.0/oa/message']) {
      const { status, headers } = await bench.send({}, { path });
      expect(status).toBe(404);
      expect(headers['x-ratelimit-limit']).toBe('4000');
    }
  });

  it('answers a body that is not JSON with a business error, not an HTTP error', async () => {
    const bench = await createWorkbench();
    const response = await bench.server.inject({
      method: 'POST',
      url: '/v3.0/oa/message/cs',
      headers: { 'content-type': 'application/json', access_token: bench.emulator.tokens().accessToken },
      payload: '{"recipient":',
    });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ error: -201 });
  });

  it('refuses with -32 over the limit and serves again in the next minute', async () => {
    const bench = await createWorkbench({ rateLimitPerMinute: 2 });
    await greet(bench);
    expect((await bench.sendText('1')).headers['x-ratelimit-remain']).toBe('1');
    expect((await bench.sendText('2')).headers['x-ratelimit-remain']).toBe('0');
    const over = await bench.sendText('3');
    expect(over).toMatchObject({ status: 200, json: { error: -32 } });
    expect(over.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remain': '0' });
    await bench.advance(60_000);
    expect((await bench.sendText('4')).json['error']).toBe(0);
    expect(bench.emulator.history(bench.residentId).map(({ text }) => text)).toEqual(['Xin chào', '1', '2', '4']);
  });

  it('lives under a prefix inside another server without touching that server’s own parsers', async () => {
    const bench = await createWorkbench({}, '/emulator');
    bench.server.post('/own', async (request) => ({ got: request.body }));
    await greet(bench);
    expect((await bench.sendText('Chào bác')).json['error']).toBe(0);
    expect((await bench.server.inject('/v2.0/oa/getoa')).statusCode).toBe(404);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await bench.server.inject({ method: 'POST', url: '/own', headers: form, payload: 'a=1' })).statusCode).toBe(
      415,
    );
    const own = await bench.server.inject({ method: 'POST', url: '/own', payload: { a: 1 } });
    expect(own.json()).toEqual({ got: { a: 1 } });
  });
});
