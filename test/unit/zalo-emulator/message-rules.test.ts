import { describe, expect, it } from 'vitest';
import { DAY_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

async function sendMessage(bench: Workbench, message: unknown, path?: string): Promise<Record<string, any>> {
  const body = { recipient: { user_id: bench.residentId }, message };
  return (await bench.send(body, path === undefined ? {} : { path })).json;
}

async function ready(options: Parameters<typeof createWorkbench>[0] = {}): Promise<Workbench> {
  const bench = await createWorkbench(options);
  await greet(bench);
  return bench;
}

const show = (title: string, payload = '#a') => ({ title, type: 'oa.query.show', payload });
const withButtons = (buttons: unknown) => ({ text: 'Chọn', attachment: { type: 'template', payload: { buttons } } });
const media = (element: object) => ({
  attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
});
const list = {
  attachment: {
    type: 'template',
    payload: { template_type: 'list', elements: [{ title: 'Bài 1', subtitle: 'Đăng nhập' }, { title: 'Bài 2' }] },
  },
};

describe('text and buttons', () => {
  const accepted: ReadonlyArray<readonly [string, unknown]> = [
    ['a text of 2000 characters', { text: 'ă'.repeat(2000) }],
    ['five buttons', withButtons(Array.from({ length: 5 }, (_, i) => show(`Nút ${i}`)))],
    ['a title of 100 and a payload of 1000 characters', withButtons([show('ê'.repeat(100), 'ô'.repeat(1000))])],
    // as Zalo's PHP SDKs send them
    ['an empty list of buttons', withButtons([])],
    ['fields that are null', { text: 'a', quote_message_id: null, attachment: null }],
    ['a phone button', withButtons([{ title: 'Gọi', type: 'oa.open.phone', payload: { phone_code: '84901234567' } }])],
    ['a link button', withButtons([{ title: 'Mở', type: 'oa.open.url', payload: { url: 'https://example.vn/' } }])],
    [
      'an SMS button',
      withButtons([{ title: 'SMS', type: 'oa.open.sms', payload: { phone_code: '84901234567', content: 'TK' } }]),
    ],
  ];
  it.each(accepted)('accepts %s', async (_name, message) => {
    expect((await sendMessage(await ready(), message))['error']).toBe(0);
  });

  const refused: ReadonlyArray<readonly [string, unknown, number]> = [
    ['a text of 2001 characters', { text: 'ă'.repeat(2001) }, -210],
    ['a title of 101 characters', withButtons([show('ê'.repeat(101))]), -210],
    ['a query payload of 1001 characters', withButtons([show('a', 'ô'.repeat(1001))]), -210],
    ['six buttons', withButtons(Array.from({ length: 6 }, (_, i) => show(`Nút ${i}`))), -201],
    ['buttons that are no list', withButtons({}), -201],
    ['an empty text', { text: '' }, -201],
    ['no message', undefined, -201],
    ['buttons without a text', { attachment: { type: 'template', payload: { buttons: [show('a')] } } }, -201],
    ['an unknown button type', withButtons([{ title: 'a', type: 'oa.open.app', payload: 'x' }]), -201],
    ['a link button whose payload is a string', withButtons([{ title: 'a', type: 'oa.open.url', payload: 'x' }]), -201],
    [
      'a javascript link',
      withButtons([{ title: 'a', type: 'oa.open.url', payload: { url: 'javascript:alert(1)' } }]),
      -201,
    ],
    [
      'an unknown attachment type',
      { attachment: { type: 'image', payload: { url: 'https://example.vn/a.jpg' } } },
      -201,
    ],
    ['a closed template', { attachment: { type: 'template', payload: { template_type: 'promotion' } } }, -233],
    ['a quote of a message that does not exist', { text: 'a', quote_message_id: 'nothing' }, -201],
  ];
  it.each(refused)('refuses %s', async (_name, message, code) => {
    const bench = await ready();
    expect((await sendMessage(bench, message))['error']).toBe(code);
    expect(bench.emulator.history(bench.residentId)).toHaveLength(1);
  });

  it('names the field that is wrong', async () => {
    const answer = await sendMessage(await ready(), withButtons([{ title: 'a', type: 'oa.query.show' }]));
    expect(answer['message']).toBe('message.attachment.payload.buttons.0.payload is invalid!');
  });

  it('answers a long text with the code that the settings name', async () => {
    const bench = await ready({ settings: { tooLongCode: -1210 } });
    expect((await sendMessage(bench, { text: 'a'.repeat(2001) }))['error']).toBe(-1210);
  });
});

describe('media', () => {
  it('takes exactly one of url and attachment_id', async () => {
    const bench = await ready();
    const url = 'https://example.vn/a.png';
    expect((await sendMessage(bench, media({ media_type: 'image', url })))['error']).toBe(0);
    expect((await sendMessage(bench, media({ media_type: 'image' })))['error']).toBe(-201);
    expect((await sendMessage(bench, media({ media_type: 'image', url, attachment_id: 'x' })))['error']).toBe(-201);
  });

  it('takes exactly one element, and a size for a gif', async () => {
    const bench = await ready();
    const image = { media_type: 'image', url: 'https://example.vn/a.png' };
    const two = { attachment: { type: 'template', payload: { template_type: 'media', elements: [image, image] } } };
    expect((await sendMessage(bench, two))['error']).toBe(-201);
    const gif = { media_type: 'gif', url: 'https://example.vn/a.gif' };
    expect((await sendMessage(bench, media(gif)))['error']).toBe(-201);
    expect((await sendMessage(bench, media({ ...gif, width: 320, height: 180 })))['error']).toBe(0);
  });

  async function upload(bench: Workbench, kind: string, name: string, bytes: number) {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
    const encoded = new Response(form);
    const response = await bench.server.inject({
      method: 'POST',
      url: `/v2.0/oa/upload/${kind}`,
      headers: {
        'content-type': encoded.headers.get('content-type') ?? '',
        access_token: bench.emulator.tokens().accessToken,
      },
      payload: Buffer.from(await encoded.arrayBuffer()),
    });
    return response.json<Record<string, any>>();
  }

  it('sends an uploaded picture for seven days and then refuses it with -100', async () => {
    const bench = await ready({ accessTokenTtlMs: 30 * DAY_MS });
    const attachmentId = (await upload(bench, 'image', 'a.png', 1000))['data'].attachment_id;
    const picture = media({ media_type: 'image', attachment_id: attachmentId });
    await bench.advance(7 * DAY_MS);
    expect((await sendMessage(bench, picture))['error']).toBe(0);
    bench.emulator.as.clickChatNow(bench.residentId);
    await bench.advance(1);
    expect((await sendMessage(bench, picture))['error']).toBe(-100);
  });

  it('sends an uploaded file by its token, without a text', async () => {
    const bench = await ready();
    const token = (await upload(bench, 'file', 'don.pdf', 500))['data'].token;
    const file = { attachment: { type: 'file', payload: { token } } };
    expect((await sendMessage(bench, { ...file, text: 'a' }))['error']).toBe(-201);
    expect((await sendMessage(bench, file))['error']).toBe(0);
    expect((await sendMessage(bench, { attachment: { type: 'file', payload: { token: 'x' } } }))['error']).toBe(-201);
    expect(bench.emulator.history(bench.residentId).at(-1)).toMatchObject({ kind: 'file', media: { name: 'don.pdf' } });
  });

  it('refuses an upload that is too big or of a wrong type, and answers a nameless one with empty data', async () => {
    const bench = await ready();
    expect((await upload(bench, 'image', 'a.png', 1024 * 1024 + 1))['error']).toBe(-210);
    expect((await upload(bench, 'image', 'a.webp', 10))['error']).toBe(-201);
    expect(await upload(bench, 'image', 'a', 10)).toEqual({ data: {}, error: 0, message: 'Success' });
  });
});

describe('list template', () => {
  it('is refused on v3 by default, accepted there by setting, and accepted on v2 for a state agency', async () => {
    expect((await sendMessage(await ready(), list))['error']).toBe(-233);
    expect((await sendMessage(await ready({ settings: { listOnV3: true } }), list))['error']).toBe(0);
    expect((await sendMessage(await ready({ oaType: 4 }), list, '/v2.0/oa/message'))['error']).toBe(0);
  });
});
