// Two .NET habits (HttpClient's MultipartFormDataContent; multipart written by hand over HttpWebRequest, as in public C#
// integrations) and Python requests 2.x (GMF bots, Odoo modules), recorded or written down 2026-11-22.
import { describe, expect, it } from 'vitest';
import { escapedJson, pngBytes, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';

function form(...parts: ReadonlyArray<string | Buffer>): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

function upload(bench: ForeignBench, contentType: string, body: Buffer) {
  return bench.call(
    'POST /v2.0/oa/upload/image HTTP/1.1',
    [
      `access_token: ${bench.accessToken()}`,
      `Content-Type: ${contentType}`,
      `Host: ${bench.host}`,
      'Content-Length: *',
    ],
    body,
  );
}

describe('uploads from .NET', () => {
  it('HttpClient: the boundary in quotes, names without, and the real name in filename*', async () => {
    const bench = await startBench();
    const boundary = '5c8f1f0e-2d7a-4e3b-9c50-7b1d2f3a4e5c';
    const { data } = await upload(
      bench,
      `multipart/form-data; boundary="${boundary}"`,
      form(
        `--${boundary}\r\nContent-Type: image/png\r\n` +
          'Content-Disposition: form-data; name=file; filename="=?utf-8?B?4bqjbmgucG5n?="; filename*=utf-8\'\'%E1%BA%A3nh.png\r\n\r\n',
        pngBytes,
        `\r\n--${boundary}--\r\n`,
      ),
    );
    expect(bench.emulator.inner.shelf.findUpload(data.attachment_id)?.media.name).toBe('ảnh.png');
  });

  it('HttpWebRequest: a line break before the first boundary, the whole path as the name', async () => {
    const bench = await startBench();
    const boundary = '---------------------------8dce50f1a2b3c4d';
    const { data } = await upload(
      bench,
      `multipart/form-data; boundary=${boundary}`,
      form(
        `\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="D:\\web\\File\\9a1c-anh.png"\r\n` +
          'Content-Type: image/png\r\n\r\n',
        pngBytes,
        `\r\n--${boundary}--\r\n`,
      ),
    );
    const media = bench.emulator.inner.shelf.findUpload(data.attachment_id)?.media;
    expect(media?.name).toBe('9a1c-anh.png');
    expect(media?.bytes.equals(pngBytes)).toBe(true);
  });

  it('a form without its last line break, and one whose header forgot the boundary', async () => {
    const bench = await startBench();
    const body = form(
      '--b1\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n',
      pngBytes,
      '\r\n--b1--',
    );
    expect((await upload(bench, 'multipart/form-data; boundary=b1', body))['error']).toBe(0);
    expect(await upload(bench, 'multipart/form-data', body)).toEqual({ error: -201, message: 'file is invalid!' });
  });
});

describe('Python requests', () => {
  const headers = (bench: ForeignBench, ...own: readonly string[]) => [
    `Host: ${bench.host}`,
    'User-Agent: python-requests/2.34.2',
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: keep-alive',
    `access_token: ${bench.accessToken()}`,
    ...own,
  ];
  const post = (bench: ForeignBench, path: string, body: unknown) =>
    bench.call(
      `POST ${path} HTTP/1.1`,
      headers(bench, 'Content-Length: *', 'Content-Type: application/json'),
      // json.dumps puts a space after ":" and ","
      escapedJson(body, { escapesSlash: false }).replaceAll('":', '": ').replaceAll(',"', ', "'),
    );

  it('sends with a user id as an int, and JSON with \\u escapes', async () => {
    const bench = await startBench();
    const body = `{"recipient": {"user_id": ${bench.residentId}}, "message": {"text": "Ch\\u00e0o b\\u00e1c \\ud83d\\ude00"}}`;
    const answer = await bench.call(
      'POST /v3.0/oa/message/cs HTTP/1.1',
      headers(bench, 'Content-Length: *', 'Content-Type: application/json'),
      body,
    );
    expect(answer).toMatchObject({ error: 0, data: { user_id: bench.residentId } });
    expect(bench.lastMessage()).toMatchObject({ text: 'Chào bác 😀' });
  });

  it('asks for a user with the space of json.dumps as "+"', async () => {
    const bench = await startBench();
    const data = `%7B%22user_id%22%3A+%22${bench.residentId}%22%7D`;
    const answer = await bench.call(`GET /v3.0/oa/user/detail?data=${data} HTTP/1.1`, headers(bench));
    expect(answer['data']).toMatchObject({ user_id: bench.residentId });
  });

  it('makes a group, writes into it and reads it by plain query keys', async () => {
    const bench = await startBench();
    const members = bench.emulator.residents().map(({ id }) => id);
    for (const id of members) bench.emulator.as.follow(id);
    const [asset] = (await post(bench, '/v3.0/oa/quota/group', { quota_owner: 'OA' }))['data'];
    const created = await post(bench, '/v3.0/oa/group/creategroupwithoa', {
      group_name: 'Tổ 5',
      group_description: 'Khu phố 3',
      asset_id: asset.asset_id,
      member_user_ids: members,
    });
    const groupId = created['data'].group_id;
    const sent = await post(bench, '/v3.0/oa/group/message', {
      recipient: { group_id: groupId },
      message: { text: `Chào cả tổ [@${groupId}]` },
    });
    expect(sent['data']).toMatchObject({ group_id: groupId, message_id: expect.any(String) });
    const group = await bench.call(`GET /v3.0/oa/group/getgroup?group_id=${groupId} HTTP/1.1`, headers(bench));
    expect(group['data'].group_info).toMatchObject({ group_id: groupId, name: 'Tổ 5' });
    const path = `/v3.0/oa/group/listmember?group_id=${groupId}&offset=0&count=5`;
    expect((await bench.call(`GET ${path} HTTP/1.1`, headers(bench)))['data'].members).toHaveLength(4);
  });
});
