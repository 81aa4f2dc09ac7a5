import { describe, expect, it } from 'vitest';
import { createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/** Sends raw bytes as clients in other languages do. */
async function sendRaw(bench: Workbench, payload: string, headers: Record<string, string> = {}) {
  const response = await bench.server.inject({
    method: 'POST',
    url: '/v3.0/oa/message/cs',
    headers: { access_token: bench.emulator.tokens().accessToken, ...headers },
    payload,
  });
  return { headers: response.headers, json: response.json<Record<string, any>>() };
}

describe('requests of other people’s clients', () => {
  it('may carry a 19-digit user id as a JSON number, which JavaScript alone would round', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    expect(bench.residentId).toBe('3691470258369147001');
    const payload = `{"recipient":{"user_id": 3691470258369147001},"message":{"text":"số, không phải chuỗi"}}`;
    const { json } = await sendRaw(bench, payload, { 'content-type': 'application/json' });
    expect(json).toMatchObject({ error: 0, data: { user_id: bench.residentId } });
  });

  it('keep long digits inside texts as they are', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    const text = 'mã: 12345678901234567890';
    await sendRaw(bench, `{"recipient":{"user_id":${bench.residentId}},"message":{"text":"${text}"}}`);
    expect(bench.emulator.history(bench.residentId).at(-1)?.text).toBe(text);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8', 'text/plain', ''])(
    'are read with the content type "%s"',
    async (contentType) => {
      const bench = await createWorkbench();
      await greet(bench);
      const payload = JSON.stringify({
        recipient: { user_id: bench.residentId, extra: 1 },
        message: { text: 'a' },
        more: {},
      });
      const { json } = await sendRaw(bench, payload, contentType === '' ? {} : { 'content-type': contentType });
      expect(json).toMatchObject({ error: 0 });
    },
  );

  it('are refused without the JSON content type when the setting says so', async () => {
    const bench = await createWorkbench({ settings: { jsonContentTypeRequired: true } });
    await greet(bench);
    const payload = JSON.stringify({ recipient: { user_id: bench.residentId }, message: { text: 'a' } });
    expect((await sendRaw(bench, payload, { 'content-type': 'text/plain' })).json).toMatchObject({ error: -201 });
    expect((await sendRaw(bench, payload, { 'content-type': 'application/json' })).json).toMatchObject({ error: 0 });
  });

  it('get text/json, or what the setting says', async () => {
    const bench = await createWorkbench();
    expect((await sendRaw(bench, '{}')).headers['content-type']).toBe('text/json;charset=utf-8');
    bench.emulator.updateSettings({ answerContentType: 'text/plain; charset=utf-8' });
    expect((await sendRaw(bench, '{}')).headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it.each([
    ['as it is', (json: string) => json],
    ['percent-encoded', (json: string) => encodeURIComponent(json)],
    ['form-encoded', (json: string) => new URLSearchParams({ data: json }).toString().slice('data='.length)],
    ['percent-encoded twice', (json: string) => encodeURIComponent(encodeURIComponent(json))],
  ])('may put the JSON of the query key data %s', async (_name, encode) => {
    const bench = await createWorkbench();
    await greet(bench);
    const data = encode(JSON.stringify({ user_id: bench.residentId, note: 'a b' }));
    const response = await bench.server.inject({
      url: `/v3.0/oa/user/detail?data=${data}`,
      headers: { access_token: bench.emulator.tokens().accessToken },
    });
    expect(response.json()).toMatchObject({ error: 0, data: { user_id: bench.residentId } });
  });
});
