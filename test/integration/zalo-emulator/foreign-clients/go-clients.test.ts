// What Go's net/http sends for toanppp/zgo (2024; authenticate.go, message.go) and nextlevelbuilder/goclaw (2026;
// internal/channels/zalo/oa/api.go, auth.go, upload.go, poll.go), recorded 2026-11-22 with Go 1.19. Go decodes into typed
// structs: a number where a string is expected, or the other way round, fails the whole answer.
import { describe, expect, it } from 'vitest';
import { formEncoded, pdfBytes, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';
import { chunked } from './raw-http.ts';

/** Go writes every header as `Capital_letter`: `access_token` goes out as `Access_token`. */
function headers(bench: ForeignBench, ...content: readonly string[]): readonly string[] {
  return [
    `Host: ${bench.host}`,
    'User-Agent: Go-http-client/1.1',
    ...content.slice(0, 1),
    `Access_token: ${bench.accessToken()}`,
    ...content.slice(1),
    'Accept-Encoding: gzip',
  ];
}

function refresh(bench: ForeignBench, fields: Readonly<Record<string, string>>) {
  return bench.call(
    'POST /v4/oa/access_token HTTP/1.1',
    [
      `Host: ${bench.host}`,
      'User-Agent: Go-http-client/1.1',
      'Content-Length: *',
      'Content-Type: application/x-www-form-urlencoded',
      `Secret_key: ${bench.appSecret}`,
      'Accept-Encoding: gzip',
    ],
    formEncoded(fields),
  );
}

/** `url.Values.Encode` of `json.Marshal`. */
const get = (bench: ForeignBench, path: string, data: string) =>
  bench.call(`GET ${path}?${formEncoded({ data })} HTTP/1.1`, headers(bench));

/** `json.Marshal` escapes `<`, `>` and `&`. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

describe('zgo', () => {
  it('renews the tokens into a struct of strings', async () => {
    const bench = await startBench();
    const refreshToken = bench.emulator.tokens().refreshToken;
    const fields = { app_id: bench.appId, grant_type: 'refresh_token', refresh_token: refreshToken };
    expect(await refresh(bench, fields)).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: '90000',
    });
    // ErrorResp: four strings and an int, at HTTP 200 (zgo gives up on any other status).
    expect(await refresh(bench, fields)).toEqual({
      error_name: expect.any(String),
      error_reason: expect.any(String),
      ref_doc: expect.any(String),
      error_description: expect.any(String),
      error: -14014,
    });
  });

  it('reads a conversation by an int64 user id into typed fields', async () => {
    const bench = await startBench();
    bench.emulator.as.send(bench.residentId, { kind: 'location', latitude: '11.53', longitude: '106.89' });
    bench.emulator.as.send(bench.residentId, { kind: 'image', bytes: Buffer.from('GIF89a'), name: 'a.gif' });
    const answer = await get(bench, '/v2.0/oa/conversation', `{"user_id":${bench.residentId},"offset":0,"count":10}`);
    expect(answer['error']).toBe(0);
    expect(answer['data']).toHaveLength(3);
    for (const item of answer['data']) {
      const { src, time, links, ...strings } = item;
      expect([Number.isInteger(src), Number.isInteger(time), links]).toEqual([true, true, undefined]);
      for (const value of Object.values(strings)) expect(typeof value).toBe('string');
    }
  });
});

describe('goclaw', () => {
  it('exchanges a code without a verifier when the app has no challenge', async () => {
    const bench = await startBench();
    const code = bench.emulator.createAuthorizationCode();
    const answer = await refresh(bench, { app_id: bench.appId, code, grant_type: 'authorization_code' });
    expect(answer).toMatchObject({ access_token: bench.accessToken() });
  });

  it('sends JSON with < > & escaped, and in chunks when it streams', async () => {
    const bench = await startBench();
    const body = goJson({ message: { text: 'Chào <b>bác</b> & cô' }, recipient: { user_id: bench.residentId } });
    const line = 'POST /v3.0/oa/message/cs HTTP/1.1';
    const whole = await bench.call(line, headers(bench, 'Content-Length: *', 'Content-Type: application/json'), body);
    expect(whole['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ text: 'Chào <b>bác</b> & cô' });
    const inChunks = headers(bench, 'Transfer-Encoding: chunked', 'Content-Type: application/json');
    expect((await bench.call(line, inChunks, chunked(Buffer.from(`${body}\n`))))['error']).toBe(0);
  });

  it('uploads a file whose name has quotes, which mime/multipart escapes, beside a field', async () => {
    const bench = await startBench();
    const boundary = '4ea1c8574567cfda2d029491a96544c30405c946a4fdbd6f4bd11b943b67';
    const body = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="filename"\r\n\r\ngiấy "tờ".pdf\r\n` +
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="giấy \\"tờ\\".pdf"\r\n` +
          'Content-Type: application/octet-stream\r\n\r\n',
      ),
      pdfBytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const type = `Content-Type: multipart/form-data; boundary=${boundary}`;
    const { error, data } = await bench.call(
      'POST /v2.0/oa/upload/file HTTP/1.1',
      headers(bench, 'Content-Length: *', type),
      body,
    );
    expect(error).toBe(0);
    const upload = bench.emulator.inner.shelf.findUpload(data.token);
    expect(upload?.media.name).toBe('giấy "tờ".pdf');
    expect(upload?.media.bytes.equals(pdfBytes)).toBe(true);
  });

  it('reads the last chats ten at a time and is told -210 above that', async () => {
    const bench = await startBench();
    const ten = await get(bench, '/v2.0/oa/listrecentchat', '{"count":10,"offset":0}');
    expect(ten['data']).toMatchObject([{ from_id: bench.residentId, message: 'Xin chào', type: 'text' }]);
    expect((await get(bench, '/v2.0/oa/listrecentchat', '{"count":11,"offset":0}'))['error']).toBe(-210);
  });

  it('tells a dead access token by its code and by "access_token" in the message', async () => {
    const bench = await startBench();
    const old = headers(bench);
    const refreshToken = bench.emulator.tokens().refreshToken;
    await refresh(bench, { app_id: bench.appId, grant_type: 'refresh_token', refresh_token: refreshToken });
    const answer = await bench.call('GET /v2.0/oa/getoa HTTP/1.1', old);
    expect(answer).toEqual({ error: -220, message: expect.stringContaining('access_token is expired') });
  });
});
