// What zaloplatform/zalo-java-sdk 4.1 puts on the wire through Apache HttpClient 4.5 (recorded 2026-11-22, Java 17), and
// what programs without the SDK send with HttpURLConnection and java.net.http.
// Sources: ZaloBaseClient.java, APIConfig.java and src/test/java/**, which are the SDK's samples.
import { describe, expect, it } from 'vitest';
import { formEncoded, pngBytes, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';
import { chunked } from './raw-http.ts';

/** Order of a `HashMap`, then what HttpClient adds. */
function sdkHeaders(bench: ForeignBench, ...content: readonly string[]): readonly string[] {
  return [
    `access_token: ${bench.accessToken()}`,
    'SDK_VERSION: Java 4.1',
    'User-Agent: zalosdk/4.1 Zalo Open API Java SDK',
    'SDK-Source: JavaSDK-4.1',
    ...content,
    `Host: ${bench.host}`,
    'Connection: Keep-Alive',
    'Accept-Encoding: gzip,deflate',
  ];
}

const jsonContent = ['Content-Length: *', 'Content-Type: application/json; charset=UTF-8'];

function post(bench: ForeignBench, path: string, body: unknown, content: readonly string[] = jsonContent) {
  return bench.call(`POST ${path} HTTP/1.1`, sdkHeaders(bench, ...content), JSON.stringify(body));
}

function get(bench: ForeignBench, path: string, data?: object) {
  const query = data === undefined ? '' : `?${formEncoded({ data: JSON.stringify(data) })}`;
  return bench.call(`GET ${path}${query} HTTP/1.1`, sdkHeaders(bench));
}

const textTo = (userId: unknown) => ({ recipient: { user_id: userId }, message: { text: 'Chào bác = <b>' } });

describe('the official Java SDK 4.1', () => {
  it('sends a text with a charset in the content type', async () => {
    const bench = await startBench();
    const answer = await post(bench, '/v3.0/oa/message/cs', textTo(bench.residentId));
    expect(answer).toMatchObject({ error: 0, message: 'Success', data: { user_id: bench.residentId } });
    expect(bench.lastMessage()).toMatchObject({ text: 'Chào bác = <b>' });
  });

  it('sends a user id held in a long, and a body it calls text/plain', async () => {
    const bench = await startBench();
    const json = JSON.stringify(textTo(bench.residentId)).replace(`"${bench.residentId}"`, bench.residentId);
    const headers = sdkHeaders(bench, 'Content-Length: *', 'Content-Type: text/plain; charset=UTF-8');
    const answer = await bench.call('POST /v3.0/oa/message/cs HTTP/1.1', headers, json);
    expect(answer).toMatchObject({ error: 0, data: { user_id: bench.residentId } });
  });

  // addBinaryBody(stream, ContentType.MULTIPART_FORM_DATA): chunked, a part that calls itself a form in ISO-8859-1, and a
  // name in which every letter beyond ASCII is "?".
  it.each(['multipart/form-data; charset=ISO-8859-1', 'image/png'])(
    'uploads a picture in chunks, as a part of type %s',
    async (partType) => {
      const bench = await startBench();
      const boundary = 'Z6yhuFM7Fq1y_JJcsrBxg40SWb8gznAtZ6mpb';
      const body = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="?nh.png"\r\n` +
            `Content-Type: ${partType}\r\nContent-Transfer-Encoding: binary\r\n\r\n`,
        ),
        pngBytes,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      const { error, data } = await bench.call(
        'POST /v2.0/oa/upload/image HTTP/1.1',
        sdkHeaders(bench, 'Transfer-Encoding: chunked', `Content-Type: multipart/form-data; boundary=${boundary}`),
        chunked(body),
      );
      expect(error).toBe(0);
      const upload = bench.emulator.inner.shelf.findUpload(data.attachment_id);
      expect(upload?.media.bytes.equals(pngBytes)).toBe(true);
      expect(upload?.media.name).toBe('?nh.png');
    },
  );

  it('lists followers of a state agency by a tag, with "+" for a space', async () => {
    const bench = await startBench({ oaType: 4 });
    await post(bench, '/v2.0/oa/tag/tagfollower', { user_id: bench.residentId, tag_name: 'khu phố 3' });
    const answer = await get(bench, '/v2.0/oa/getfollowers', { offset: 0, count: 5, tag_name: 'khu phố 3' });
    expect(answer).toMatchObject({ error: 0, data: { total: 1, followers: [{ user_id: bench.residentId }] } });
  });

  it('reads its followers’ profile and its last chats', async () => {
    const bench = await startBench({ oaType: 4 });
    expect((await get(bench, '/v2.0/oa/getprofile', { user_id: bench.residentId }))['data'].display_name).toBe(
      'Bác Ba',
    );
    const chats = await get(bench, '/v2.0/oa/listrecentchat', { offset: 0, count: 5 });
    expect(chats).toMatchObject({ error: 0, data: [{ src: 1, from_id: bench.residentId, message: 'Xin chào' }] });
  });

  it('makes the sample’s article with a video from elsewhere, and lists it with plain query keys', async () => {
    const bench = await startBench({ settings: { articleProcessingMs: 0 } });
    const picture = 'https://stc-developers.zdn.vn/images/bg_1.jpg';
    const created = await post(bench, '/v2.0/article/create', {
      type: 'normal',
      title: 'article test',
      author: 'Huỳnh Hồng Hiển',
      cover: { cover_type: 'photo', photo_url: picture, status: 'show' },
      description: 'article test',
      body: [
        { type: 'text', content: 'content' },
        { type: 'image', url: picture, caption: 'caption' },
        { type: 'video', url: 'https://www.youtube.com/watch?v=mY4l5C5DDEE', thumb: picture },
      ],
      status: 'hide',
      comment: 'show',
    });
    const { data } = await post(bench, '/v2.0/article/verify', { token: created['data'].token });
    const slice = await get(bench, '/v2.0/article/getslice?limit=5&offset=0&type=normal');
    expect(slice['data']).toMatchObject({ total: 1, medias: [{ id: data.id, title: 'article test', status: 'hide' }] });
  });

  it('reacts to a message and writes to an anonymous visitor on v2, for a business too', async () => {
    const bench = await startBench();
    const reacted = await post(bench, '/v2.0/oa/message', {
      recipient: { user_id: bench.residentId },
      sender_action: { react_icon: '/-strong', react_message_id: bench.lastMessage()?.id },
    });
    expect(reacted['error']).toBe(0);
    const { anonymousId, conversationId } = bench.emulator.visitors.create();
    const sent = await post(bench, '/v2.0/oa/message', {
      recipient: { conversation_id: conversationId, anonymous_id: anonymousId },
      message: { text: 'text_message' },
    });
    expect(sent['data']).toMatchObject({ anonymous_id: anonymousId, conversation_id: conversationId });
  });

  it('renews the tokens', async () => {
    const bench = await startBench();
    const answer = await bench.call(
      'POST /v4/oa/access_token HTTP/1.1',
      [
        `secret_key: ${bench.appSecret}`,
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Length: *',
        `Host: ${bench.host}`,
        'Connection: Keep-Alive',
        'User-Agent: Apache-HttpClient/4.5.14 (Java/17.0.15)',
        'Accept-Encoding: gzip,deflate',
      ],
      formEncoded({
        refresh_token: bench.emulator.tokens().refreshToken,
        app_id: bench.appId,
        grant_type: 'refresh_token',
      }),
    );
    expect(answer).toMatchObject({ access_token: bench.accessToken(), expires_in: '90000' });
  });
});

describe('Java without the SDK', () => {
  // new URL(".../getlist?data={\"offset\":0,...}").openConnection() leaves quotes and braces as they are; so does C#.
  it('HttpURLConnection asks with JSON that is not encoded', async () => {
    const bench = await startBench();
    const answer = await bench.call(
      'GET /v3.0/oa/user/getlist?data={"offset":0,"count":50,"is_follower":"true"} HTTP/1.1',
      [
        `access_token: ${bench.accessToken()}`,
        'User-Agent: Java/17.0.15',
        `Host: ${bench.host}`,
        'Accept: text/html, image/gif, image/jpeg, */*; q=0.2',
        'Connection: keep-alive',
      ],
    );
    expect(answer).toMatchObject({ error: 0, data: { total: 1, users: [{ user_id: bench.residentId }] } });
  });

  it('java.net.http offers an upgrade to HTTP/2, which is passed over', async () => {
    const bench = await startBench();
    const answer = await bench.send('GET /v2.0/oa/getoa HTTP/1.1', [
      'Connection: Upgrade, HTTP2-Settings',
      'Content-Length: 0',
      `Host: ${bench.host}`,
      'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
      'Upgrade: h2c',
      'User-Agent: Java-http-client/17.0.15',
      `access_token: ${bench.accessToken()}`,
    ]);
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([200, 0]);
  });

  it('OkHttp gives each part of a form its length', async () => {
    const bench = await startBench();
    const body = Buffer.concat([
      Buffer.from(
        '--0d1a-44e1\r\nContent-Disposition: form-data; name="file"; filename="anh.png"\r\n' +
          `Content-Type: image/png\r\nContent-Length: ${pngBytes.length}\r\n\r\n`,
      ),
      pngBytes,
      Buffer.from('\r\n--0d1a-44e1--\r\n'),
    ]);
    const answer = await bench.call(
      'POST /v2.0/oa/upload/image HTTP/1.1',
      [
        `access_token: ${bench.accessToken()}`,
        'Content-Type: multipart/form-data; boundary=0d1a-44e1',
        'Content-Length: *',
        `Host: ${bench.host}`,
        'Connection: Keep-Alive',
        'Accept-Encoding: gzip',
        'User-Agent: okhttp/4.12.0',
      ],
      body,
    );
    expect(answer).toMatchObject({ error: 0, data: { attachment_id: expect.any(String) } });
  });
});
