// What the JavaScript clients send, recorded 2026-11-22: ky and fetch (ChatbotXIO/ChatbotX integrations/zalo, 2026), axios
// 1.x (oneflow-vn and bautran1911 n8n nodes, daopk/zalo-oa 0.1.6 and many bots), form-data 4 and request 2.88.
import { describe, expect, it } from 'vitest';
import { formEncoded, pdfBytes, pngBytes, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';
import { headerOf } from './raw-http.ts';

const fetchHeaders = (bench: ForeignBench, ...own: readonly string[]) => [
  `host: ${bench.host}`,
  'connection: keep-alive',
  ...own,
  'accept: */*',
  'accept-language: *',
  'sec-fetch-mode: cors',
  'user-agent: node',
  'accept-encoding: gzip, deflate',
];

const axiosHeaders = (bench: ForeignBench, ...own: readonly string[]) => [
  'Accept: application/json, text/plain, */*',
  ...own,
  `access_token: ${bench.accessToken()}`,
  'User-Agent: axios/1.21.1',
  'Accept-Encoding: gzip, compress, deflate, br',
  `Host: ${bench.host}`,
  'Connection: keep-alive',
];

/** axios encodes `params` but leaves `:`, `,` and `$` and writes a space as `+`. */
function axiosData(data: object): string {
  return encodeURIComponent(JSON.stringify(data)).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%20', '+');
}

function filePart(boundary: string, name: string, mimeType: string, bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${mimeType}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

describe('ChatbotX, by ky over fetch', () => {
  it('exchanges a code with fields Zalo does not know beside its own', async () => {
    const bench = await startBench();
    const answer = await bench.call(
      'POST /v4/oa/access_token HTTP/1.1',
      fetchHeaders(
        bench,
        'content-type: application/x-www-form-urlencoded',
        `secret_key: ${bench.appSecret}`,
        'Content-Length: *',
      ),
      formEncoded({
        code: bench.emulator.createAuthorizationCode(),
        app_id: bench.appId,
        redirect_uri: 'https://bot.example.vn/callback?a=1',
        grant_type: 'authorization_code',
      }),
    );
    expect(answer).toMatchObject({ access_token: bench.accessToken(), expires_in: '90000' });
    expect(answer).not.toHaveProperty('error');
  });

  it('sends buttons, and gets a press back as text', async () => {
    const bench = await startBench();
    const buttons = [
      { title: 'Dịch vụ công', type: 'oa.query.show', payload: '#dvc' },
      { title: 'Mở cổng', type: 'oa.open.url', payload: { url: 'https://dichvucong.gov.vn/' } },
      { title: 'Gọi', type: 'oa.open.phone', payload: { phone_code: '84919018791' } },
    ];
    const answer = await bench.call(
      'POST /v3.0/oa/message/cs HTTP/1.1',
      fetchHeaders(
        bench,
        'content-type: application/json',
        `access_token: ${bench.accessToken()}`,
        'content-length: *',
      ),
      JSON.stringify({
        recipient: { user_id: bench.residentId },
        message: { text: 'Chọn', attachment: { type: 'template', payload: { buttons } } },
      }),
    );
    expect(answer['error']).toBe(0);
    expect(bench.lastMessage()?.buttons).toHaveLength(3);
    expect(bench.emulator.as.press(bench.residentId, answer['data'].message_id, 0)).toMatchObject({ text: '#dvc' });
  });

  it('uploads a blob without a name, for which Zalo answers success with nothing in it', async () => {
    const bench = await startBench();
    const boundary = '----formdata-undici-014672062234';
    const answer = await bench.call(
      'POST /v2.0/oa/upload/image HTTP/1.1',
      fetchHeaders(
        bench,
        `access_token: ${bench.accessToken()}`,
        `content-type: multipart/form-data; boundary=${boundary}`,
        'content-length: *',
      ),
      filePart(boundary, 'blob', 'image/png', pngBytes),
    );
    expect(answer).toEqual({ data: {}, error: 0, message: 'Success' });
  });
});

describe('axios and the n8n nodes', () => {
  it('list users of a tag with the colons and commas of JSON left as they are', async () => {
    const bench = await startBench();
    const tagged = { user_id: bench.residentId, tag_name: 'khu phố 3 & 4' };
    await bench.call(
      'POST /v2.0/oa/tag/tagfollower HTTP/1.1',
      axiosHeaders(bench, 'Content-Type: application/json', 'Content-Length: *'),
      JSON.stringify(tagged),
    );
    const data = axiosData({ offset: 0, count: 48, tag_name: 'khu phố 3 & 4' });
    const answer = await bench.call(`GET /v3.0/oa/user/getlist?data=${data} HTTP/1.1`, axiosHeaders(bench));
    expect(answer['data']).toMatchObject({ total: 1, users: [{ user_id: bench.residentId }] });
  });

  it('give a GET request a JSON body, which is passed over', async () => {
    const bench = await startBench();
    const headers = axiosHeaders(bench, 'Content-Type: application/json', 'Content-Length: *');
    expect((await bench.call('GET /v2.0/oa/getoa HTTP/1.1', headers, '{}'))['error']).toBe(0);
  });

  it('encode `data` once more than they should', async () => {
    const bench = await startBench();
    const once = encodeURIComponent(JSON.stringify({ user_id: bench.residentId }));
    const line = `GET /v3.0/oa/user/detail?data=${encodeURIComponent(once)} HTTP/1.1`;
    expect((await bench.call(line, axiosHeaders(bench)))['data']).toMatchObject({ user_id: bench.residentId });
  });

  it('send a template by phone, with sending_mode as a number', async () => {
    const bench = await startBench({
      residents: [{ name: 'Bác Ba', phone: '84912345678' }],
      templates: [{ id: '100009', name: 'Lớp', text: 'Chào <ten>', priceVnd: 200, sendsAtNight: true }],
    });
    const answer = await bench.call(
      'POST /message/template HTTP/1.1',
      axiosHeaders(bench, 'Content-Type: application/json', 'Content-Length: *'),
      JSON.stringify({
        phone: '84912345678',
        template_id: '100009',
        template_data: { ten: 'Bác Ba' },
        sending_mode: 1,
        tracking_id: 'n8n-1',
      }),
    );
    expect(answer).toMatchObject({ error: 0, data: { msg_id: expect.any(String), sending_mode: '1' } });
    expect(bench.lastMessage()).toMatchObject({ kind: 'template', text: 'Chào Bác Ba' });
  });

  it('parse an answer that calls itself text/json', async () => {
    const bench = await startBench();
    const answer = await bench.send('GET /v2.0/oa/getoa HTTP/1.1', axiosHeaders(bench));
    expect(headerOf(answer, 'content-type')).toMatch(/^text\/json\b/);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 0, message: 'Success' });
    const asJson = await startBench({ settings: { answerContentType: 'application/json; charset=utf-8' } });
    const other = await asJson.send('GET /v2.0/oa/getoa HTTP/1.1', axiosHeaders(asJson));
    expect(headerOf(other, 'content-type')).toBe('application/json; charset=utf-8');
  });
});

describe('form-data and request', () => {
  it.each([
    ['form-data 4', 'Content-Type', '--------------------------eebffc02f166e99a8763c8b2'],
    ['request 2.88', 'content-type', '--------------------------286909977043488382722445'],
  ])('%s uploads a file with a Vietnamese name in bare UTF-8', async (_client, spelling, boundary) => {
    const bench = await startBench();
    const { error, data } = await bench.call(
      'POST /v2.0/oa/upload/file HTTP/1.1',
      [
        `access_token: ${bench.accessToken()}`,
        `${spelling}: multipart/form-data; boundary=${boundary}`,
        `host: ${bench.host}`,
        'content-length: *',
        'Connection: keep-alive',
      ],
      filePart(boundary, 'tờ khai.pdf', 'application/pdf', pdfBytes),
    );
    expect(error).toBe(0);
    expect(bench.emulator.inner.shelf.findUpload(data.token)?.media.name).toBe('tờ khai.pdf');
  });
});
