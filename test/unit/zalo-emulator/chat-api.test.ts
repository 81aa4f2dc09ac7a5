import { describe, expect, it } from 'vitest';
import { startEmulator } from 'zalo-emulator';
import { MINUTE_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

async function post(bench: Workbench, path: string, payload: object = {}) {
  const response = await bench.server.inject({ method: 'POST', url: `/emulator/api/${path}`, payload });
  return { status: response.statusCode, json: response.json<Record<string, any>>() };
}

async function get(bench: Workbench, path: string) {
  return (await bench.server.inject(`/emulator/api/${path}`)).json<any>();
}

const buttons = [
  { title: 'Dịch vụ công', type: 'oa.query.show', payload: 'Tôi muốn làm dịch vụ công' },
  { title: 'Để sau', type: 'oa.query.hide', payload: '#de-sau' },
  { title: 'Mở cổng', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn/' } },
];

async function benchWithButtons(): Promise<{ bench: Workbench; messageId: string }> {
  const bench = await createWorkbench({ echoes: false }, '/emulator');
  await greet(bench);
  const message = { text: 'Chọn chủ đề', attachment: { type: 'template', payload: { buttons } } };
  const { json } = await bench.send({ recipient: { user_id: bench.residentId }, message });
  return { bench, messageId: json['data'].message_id };
}

describe('endpoints of the chat page', () => {
  it('list the OA, the webhook and the residents', async () => {
    const bench = await createWorkbench({}, '/emulator');
    expect(await get(bench, 'state')).toMatchObject({
      oa: { name: 'Trợ lý số', type: 2 },
      webhook: { url: 'http://bot.invalid/webhook', disabled: false },
      residents: [{ name: 'Bác Ba', follows: false }, { name: 'Cô Tư' }, { name: 'Anh Năm' }],
    });
  });

  it('create a resident who can write at once', async () => {
    const bench = await createWorkbench({}, '/emulator');
    const { json } = await post(bench, 'residents', { name: ' Dì Sáu ' });
    expect(json).toMatchObject({ name: 'Dì Sáu' });
    expect((await post(bench, `residents/${json['id']}/messages`, { kind: 'text', text: 'Chào' })).status).toBe(200);
    await bench.emulator.idle();
    expect(bench.event(0)['sender']).toEqual({ id: json['id'] });
  });

  it('send what a resident typed and keep it in the history', async () => {
    const bench = await createWorkbench({}, '/emulator');
    const path = `residents/${bench.residentId}/messages`;
    await post(bench, path, { kind: 'text', text: 'Dòng một\nDòng hai' });
    await bench.emulator.idle();
    expect(bench.event(0)['message'].text).toBe('Dòng một\nDòng hai');
    expect(await get(bench, path)).toMatchObject([{ text: 'Dòng một\nDòng hai', from: 'resident', state: 'received' }]);
  });

  it('press an oa.query.show button: the payload is the resident’s text and refreshes the interaction', async () => {
    const { bench, messageId } = await benchWithButtons();
    await bench.advance(MINUTE_MS);
    const { json } = await post(bench, `residents/${bench.residentId}/presses`, { messageId, buttonIndex: 0 });
    await bench.emulator.idle();
    expect(json).toMatchObject({ from: 'resident', text: 'Tôi muốn làm dịch vụ công' });
    expect(json).not.toHaveProperty('hidden');
    expect(bench.event(1)).toMatchObject({
      event_name: 'user_send_text',
      message: { text: 'Tôi muốn làm dịch vụ công' },
    });
    const [resident] = bench.emulator.residents();
    expect(resident?.lastInteractionAtMs).toBe(json['sentAtMs']);
  });

  it('press an oa.query.hide button: the bot hears it, the chat does not show it', async () => {
    const { bench, messageId } = await benchWithButtons();
    const { json } = await post(bench, `residents/${bench.residentId}/presses`, { messageId, buttonIndex: 1 });
    await bench.emulator.idle();
    expect(json).toMatchObject({ text: '#de-sau', hidden: true });
    expect(bench.event(1)).toMatchObject({ event_name: 'user_send_text', message: { text: '#de-sau' } });
  });

  it('refuse to press a button that never reaches the webhook, or one that is not there', async () => {
    const { bench, messageId } = await benchWithButtons();
    const press = (body: object) => post(bench, `residents/${bench.residentId}/presses`, body);
    expect(await press({ messageId, buttonIndex: 2 })).toMatchObject({
      status: 400,
      json: { code: 'EMULATOR_BUTTON_NOT_SENDABLE' },
    });
    expect(await press({ messageId, buttonIndex: 3 })).toMatchObject({ json: { code: 'EMULATOR_BUTTON_UNKNOWN' } });
    expect(await press({ messageId: 'x', buttonIndex: 0 })).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_MESSAGE_UNKNOWN' },
    });
    expect(bench.posts).toHaveLength(1);
  });

  it('follow and unfollow with their events', async () => {
    const bench = await createWorkbench({}, '/emulator');
    expect((await post(bench, `residents/${bench.residentId}/follow`)).json).toMatchObject({ follows: true });
    expect((await post(bench, `residents/${bench.residentId}/unfollow`)).json).toMatchObject({ follows: false });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['follow', 'unfollow']);
    expect(bench.event(0)).toMatchObject({ follower: { id: bench.residentId }, source: 'oa_profile' });
  });

  it('list the webhook deliveries with event, status and duration', async () => {
    const bench = await createWorkbench({}, '/emulator');
    await greet(bench);
    expect(await get(bench, 'deliveries')).toMatchObject([
      { eventName: 'user_send_text', outcome: 'answered', status: 200, durationMs: 0, attempt: 0 },
    ]);
  });

  it('answer an unknown resident with 404 and a wrong body with 400 that names the field', async () => {
    const bench = await createWorkbench({}, '/emulator');
    expect(await post(bench, 'residents/1/follow')).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_RESIDENT_UNKNOWN' },
    });
    const wrong = await post(bench, `residents/${bench.residentId}/messages`, { kind: 'text', text: '   ' });
    expect(wrong).toMatchObject({ status: 400, json: { code: 'EMULATOR_INPUT_INVALID' } });
    expect(wrong.json['message']).toContain('"text"');
  });

  it('take JSON only, so that a form of another site cannot write as a resident', async () => {
    const bench = await createWorkbench({}, '/emulator');
    const response = await bench.server.inject({
      method: 'POST',
      url: `/emulator/api/residents/${bench.residentId}/follow`,
      headers: { 'content-type': 'text/plain' },
      payload: '{}',
    });
    expect(response.statusCode).toBe(415);
    expect(bench.emulator.residents()[0]?.follows).toBe(false);
  });
});

describe('media a resident sent', () => {
  async function storePicture(bench: Workbench, bytes: Buffer) {
    const path = `residents/${bench.residentId}/messages`;
    const { json } = await post(bench, path, { kind: 'image', name: 'a.png', bytes: bytes.toString('base64') });
    return String(json['media'].mediaId);
  }

  it('can be fetched from the webhook’s URL for 30 minutes, and by the page for longer', async () => {
    const bench = await createWorkbench({}, '/emulator');
    const bytes = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    const mediaId = await storePicture(bench, bytes);
    const fetched = await bench.server.inject(`/emulator/media/${mediaId}`);
    expect(fetched.headers['content-type']).toBe('image/png');
    expect(fetched.rawPayload).toEqual(bytes);
    await bench.advance(30 * MINUTE_MS + 1);
    expect((await bench.server.inject(`/emulator/media/${mediaId}`)).statusCode).toBe(404);
    expect((await bench.server.inject(`/emulator/api/media/${mediaId}`)).statusCode).toBe(200);
  });

  it('are never served as a page, whatever they claim to be', async () => {
    const bench = await createWorkbench({}, '/emulator');
    const mediaId = await storePicture(bench, Buffer.from('<svg onload="alert(1)">'));
    const { headers } = await bench.server.inject(`/emulator/api/media/${mediaId}`);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('the page and its stream', () => {
  it('serves the page at / and its files under the prefix, without inline code', async () => {
    const bench = await createWorkbench({}, '/emulator');
    const page = await bench.server.inject('/');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).toContain('data-base="/emulator"');
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
    const files = [...page.body.matchAll(/(?:src|href)="(\/emulator\/page\/[^"#]+)/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect([file, (await bench.server.inject(file)).statusCode]).toEqual([file, 200]);
    expect((await bench.server.inject('/emulator/page/..%2fpackage.json')).statusCode).toBe(404);
  });

  it('streams each new message to the page', async () => {
    const running = await startEmulator();
    try {
      const response = await fetch(`${running.url}/api/live`);
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      running.emulator.as.send(running.emulator.residents()[0]?.id ?? '', { kind: 'text', text: 'Xin chào' });
      let received = '';
      for await (const chunk of response.body ?? []) {
        received += Buffer.from(chunk).toString('utf8');
        if (received.includes('"type":"message"')) break;
      }
      expect(received).toContain('"text":"Xin chào"');
    } finally {
      await running.close();
    }
  });
});
