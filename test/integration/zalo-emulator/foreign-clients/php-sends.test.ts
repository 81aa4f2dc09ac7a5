// Sends and uploads of zaloplatform/zalo-php-sdk 4.0.4 and 2.0.0; see php-sdk4.ts for the wire.
import { describe, expect, it } from 'vitest';
import { escapedJson, pdfBytes, pngBytes, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';
import { sdk4 } from './php-sdk4.ts';
import type { RawAnswer } from './raw-http.ts';

const listMessage = {
  attachment: {
    type: 'template',
    payload: {
      template_type: 'list',
      elements: [
        {
          title: 'Open Link Google',
          image_url: 'https://img.example.vn/google-logo.png',
          subtitle: 'Search engine',
          default_action: {
            type: 'oa.open.url',
            payload: { url: 'https://www.google.com' },
            url: 'https://www.google.com',
          },
        },
        {
          title: 'Query Show',
          image_url: 'https://img.example.vn/query.jpg',
          subtitle: '',
          default_action: { type: 'oa.query.show', payload: 'query_show' },
        },
      ],
      buttons: [],
    },
  },
};

describe('the official PHP SDK 4.0.4 as the client of a business OA', () => {
  it('sends a text, which always carries "quote_message_id":null', async () => {
    const bench = await startBench();
    const answer = await sdk4(bench).post('/v3.0/oa/message/cs', {
      recipient: { user_id: bench.residentId },
      message: { text: 'Chào bác / ạ', quote_message_id: null },
    });
    expect(answer).toMatchObject({ error: 0, data: { user_id: bench.residentId } });
    expect(bench.lastMessage()).toMatchObject({ kind: 'text', text: 'Chào bác / ạ' });
  });

  it('quotes the resident’s message', async () => {
    const bench = await startBench();
    const quoted = bench.lastMessage()?.id;
    const answer = await sdk4(bench).post('/v3.0/oa/message/cs', {
      recipient: { user_id: bench.residentId },
      message: { text: 'Quote message', quote_message_id: quoted },
    });
    expect(answer['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ quotedMessageId: quoted });
  });

  it('sends a picture by address without a text: "text":null and the size the SDK always adds', async () => {
    const bench = await startBench();
    const element = {
      media_type: 'image',
      width: 500,
      height: 280,
      url: 'https://stc-developers.zdn.vn/images/bg_1.jpg',
    };
    const answer = await sdk4(bench).post('/v3.0/oa/message/cs', {
      recipient: { user_id: bench.residentId },
      message: {
        text: null,
        attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
      },
    });
    expect(answer['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ kind: 'image', media: { url: element.url } });
  });

  it('uploads a picture and sends it by attachment_id', async () => {
    const bench = await startBench();
    const sdk = sdk4(bench);
    const uploaded = await sdk.upload('/v2.0/oa/upload/image', 'ảnh.png', 'image/png', pngBytes);
    expect(uploaded).toMatchObject({ error: 0, data: { attachment_id: expect.any(String) } });
    const answer = await sdk.post('/v3.0/oa/message/cs', {
      recipient: { user_id: bench.residentId },
      message: {
        text: 'Message Image',
        attachment: {
          type: 'template',
          payload: {
            template_type: 'media',
            elements: [{ media_type: 'image', width: 500, height: 280, attachment_id: uploaded['data'].attachment_id }],
          },
        },
      },
    });
    expect(answer['error']).toBe(0);
    const shown = bench.lastMessage();
    expect(shown).toMatchObject({
      kind: 'image',
      text: 'Message Image',
      media: { name: 'ảnh.png', mimeType: 'image/png' },
    });
    const stored = bench.emulator.inner.shelf.find(shown?.media?.mediaId ?? '');
    expect(stored?.bytes.equals(pngBytes)).toBe(true);
  });

  it('uploads a file and sends it by its token', async () => {
    const bench = await startBench();
    const sdk = sdk4(bench);
    const { data } = await sdk.upload('/v2.0/oa/upload/file', 'mau-don.pdf', 'application/pdf', pdfBytes);
    const answer = await sdk.post('/v3.0/oa/message/cs', {
      recipient: { user_id: bench.residentId },
      message: { attachment: { type: 'file', payload: { token: data.token } } },
    });
    expect(answer['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ kind: 'file', media: { name: 'mau-don.pdf' } });
  });

  it('asks for information', async () => {
    const bench = await startBench();
    const element = {
      title: 'OA Chatbot (Testing)',
      subtitle: 'Đang yêu cầu thông tin từ bạn',
      image_url: 'https://stc-oa-chat-adm.zdn.vn/images/request-info-banner.png',
    };
    const answer = await sdk4(bench).post('/v3.0/oa/message/cs', {
      recipient: { user_id: bench.residentId },
      message: {
        attachment: { type: 'template', payload: { template_type: 'request_user_info', elements: [element] } },
      },
    });
    expect(answer['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ kind: 'request_user_info', elements: [{ title: element.title }] });
  });
});

describe('the official PHP SDK 4.0.4 as the client of a state agency', () => {
  it('sends a list through v2, with the empty buttons its builder adds', async () => {
    const bench = await startBench({ oaType: 4 });
    const answer = await sdk4(bench).post('/v2.0/oa/message', {
      recipient: { user_id: bench.residentId },
      message: listMessage,
    });
    expect(answer).toMatchObject({ error: 0, data: { user_id: bench.residentId } });
    expect(bench.lastMessage()).toMatchObject({ kind: 'list', elements: [{ title: 'Open Link Google' }, {}] });
    expect(bench.lastMessage()).not.toHaveProperty('buttons');
  });
});

describe('the official PHP SDK 2.0.0', () => {
  const sdk2Headers = ['Content-Type: application/json', 'SDK-Source: ZALO-PHP-SDK-v2.0.0', 'Accept-Encoding: *'];

  function postWithTokenInQuery(bench: ForeignBench, path: string): Promise<RawAnswer> {
    const body = {
      recipient: { user_id: bench.residentId },
      message: { text: 'a', attachment: { type: 'template', payload: { buttons: [] } } },
      access_token: bench.accessToken(),
    };
    return bench.send(
      `POST ${path}?access_token=${bench.accessToken()} HTTP/1.1`,
      [`Host: ${bench.host}`, 'Accept: */*', ...sdk2Headers, 'Content-Length: *'],
      escapedJson(body, { escapesSlash: true }),
    );
  }

  it('is told -216 on v2 and 404 on v3: a token in the query string counts for nothing', async () => {
    const bench = await startBench({ oaType: 4 });
    const onV2 = await postWithTokenInQuery(bench, '/v2.0/oa/message');
    expect([onV2.status, JSON.parse(onV2.text).error]).toEqual([200, -216]);
    expect((await postWithTokenInQuery(bench, '/v3.0/oa/message/cs')).status).toBe(404);
  });

  it('sends a text with no buttons as "buttons":[] once the token is a header', async () => {
    const bench = await startBench({ oaType: 4 });
    const answer = await bench.call(
      'POST /v2.0/oa/message HTTP/1.1',
      [`Host: ${bench.host}`, `access_token:${bench.accessToken()}`, ...sdk2Headers, 'Content-Length: *'],
      escapedJson(
        {
          recipient: { user_id: bench.residentId },
          message: { text: 'Chào bác', attachment: { type: 'template', payload: { buttons: [] } } },
          access_token: bench.accessToken(),
        },
        { escapesSlash: true },
      ),
    );
    expect(answer['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ kind: 'text', text: 'Chào bác' });
    expect(bench.lastMessage()).not.toHaveProperty('buttons');
  });
});
