// Habits of HTTP itself that clients of Zalo have and an emulator on Node must bear.
import { describe, expect, it } from 'vitest';
import { formEncoded, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';
import { headerOf, openConnection, requestBytes } from './raw-http.ts';

const line = 'POST /v3.0/oa/message/cs HTTP/1.1';
const textBody = (bench: ForeignBench) =>
  JSON.stringify({ recipient: { user_id: bench.residentId }, message: { text: 'Chào bác' } });

describe('content types of a JSON body', () => {
  // PHP curl without a header calls every string a form; Java's StringEntity calls it text.
  it.each([
    undefined,
    'application/json;charset=UTF-8',
    'Application/JSON; Charset=utf-8',
    'application/x-www-form-urlencoded',
    'text/plain;charset=ISO-8859-1',
    '*/*',
  ])('%s', async (contentType) => {
    const bench = await startBench();
    const type = contentType === undefined ? [] : [`Content-Type: ${contentType}`];
    const headers = [`Host: ${bench.host}`, `access_token: ${bench.accessToken()}`, ...type, 'Content-Length: *'];
    expect((await bench.call(line, headers, textBody(bench)))['error']).toBe(0);
    expect(bench.lastMessage()).toMatchObject({ text: 'Chào bác' });
  });

  it('only application/json, by setting', async () => {
    const bench = await startBench({ settings: { jsonContentTypeRequired: true } });
    const headers = (type: string) => [
      `Host: ${bench.host}`,
      `access_token: ${bench.accessToken()}`,
      `Content-Type: ${type}`,
      'Content-Length: *',
    ];
    expect((await bench.call(line, headers('text/plain'), textBody(bench)))['error']).toBe(-201);
    expect((await bench.call(line, headers('application/json'), textBody(bench)))['error']).toBe(0);
  });
});

describe('connections', () => {
  it.each(['access_token', 'ACCESS_TOKEN', 'Access_Token', 'Access_token'])('takes the header as %s', async (name) => {
    const bench = await startBench();
    const headers = [`Host: ${bench.host}`, `${name}: ${bench.accessToken()}`];
    expect((await bench.call('GET /v2.0/oa/getoa HTTP/1.1', headers))['error']).toBe(0);
  });

  it('does not take a token under another name', async () => {
    const bench = await startBench();
    for (const name of ['access-token', 'ZALO_OA_ACCESS_TOKEN', 'Authorization']) {
      const headers = [`Host: ${bench.host}`, `${name}: ${bench.accessToken()}`];
      expect((await bench.call('GET /v2.0/oa/getoa HTTP/1.1', headers))['error']).toBe(-216);
    }
  });

  it('answers HTTP/1.0 without a Host header, and closes', async () => {
    const bench = await startBench();
    const answer = await bench.send('GET /v2.0/oa/getoa HTTP/1.0', [`access_token: ${bench.accessToken()}`]);
    expect([answer.status, JSON.parse(answer.text).error, headerOf(answer, 'connection')]).toEqual([200, 0, 'close']);
  });

  it('tells curl to go on with a body over 1 MB, and then refuses a picture of that size as too big', async () => {
    const bench = await startBench();
    const boundary = '------------------------7ec34ae684486c8b';
    const body = Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n`),
      Buffer.alloc(1_100_000, 'x'),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const connection = openConnection(bench.url);
    connection.write(
      requestBytes('POST /v2.0/oa/upload/image HTTP/1.1', [
        `Host: ${bench.host}`,
        'Accept: */*',
        `access_token: ${bench.accessToken()}`,
        `Content-Length: ${body.length}`,
        `Content-Type: multipart/form-data; boundary=${boundary}`,
        'Expect: 100-continue',
      ]),
    );
    expect((await connection.read()).status).toBe(100);
    connection.write(body);
    expect(JSON.parse((await connection.read()).text)).toMatchObject({ error: -210 });
    connection.close();
  });

  it('serves one connection call after call, also when they are written at once', async () => {
    const bench = await startBench();
    const token = `access_token: ${bench.accessToken()}`;
    const send = requestBytes(line, [`Host: ${bench.host}`, token, 'Content-Length: *'], textBody(bench));
    const read = requestBytes('GET /v2.0/oa/getoa HTTP/1.1', [`Host: ${bench.host}`, token]);
    const connection = openConnection(bench.url);
    connection.write(Buffer.concat([send, read, send]));
    for (const key of ['message_id', 'oa_id', 'message_id']) {
      expect(JSON.parse((await connection.read()).text).data).toHaveProperty(key);
    }
    connection.write(read);
    expect(headerOf(await connection.read(), 'x-ratelimit-limit')).toBe('4000');
    connection.close();
  });

  it('answers an empty POST with a business error, with and without a content type', async () => {
    const bench = await startBench();
    for (const type of [[], ['Content-Type: application/json']]) {
      const headers = [`Host: ${bench.host}`, `access_token: ${bench.accessToken()}`, ...type, 'Content-Length: *'];
      const answer = await bench.send(line, headers);
      expect([answer.status, JSON.parse(answer.text).error]).toEqual([200, -201]);
    }
  });
});

describe('the token endpoint', () => {
  it.each(['application/x-www-form-urlencoded; charset=UTF-8', 'Application/X-WWW-Form-Urlencoded'])(
    'reads a form of type %s, a secret in capitals, an empty code_verifier and app_secret beside it',
    async (type) => {
      const bench = await startBench();
      const answer = await bench.call(
        'POST /v4/oa/access_token HTTP/1.1',
        [`Host: ${bench.host}`, `SECRET_KEY: ${bench.appSecret}`, `Content-Type: ${type}`, 'Content-Length: *'],
        formEncoded({
          app_id: bench.appId,
          app_secret: bench.appSecret,
          code: bench.emulator.createAuthorizationCode(),
          code_verifier: '',
          grant_type: 'authorization_code',
        }),
      );
      expect(answer).toMatchObject({ access_token: bench.accessToken() });
    },
  );
});
