// The emulator's real posts, received over HTTP and checked in the way of each receiver of receivers.ts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pngBytes, startBench } from './foreign-bench.ts';
import type { ForeignBench } from './foreign-bench.ts';
import { anyCase, receivers, sha256Hex, textOf } from './receivers.ts';
import type { Keys, Received } from './receivers.ts';

interface ReceivingBench extends ForeignBench {
  readonly received: Received[];
  readonly keys: Keys;
  /** Waits until every post has been answered. */
  settle(): Promise<void>;
}

async function startReceiving(): Promise<ReceivingBench> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = request.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 ? [[name, all[index + 1] ?? ''] as const] : [],
    );
    received.push({ headers, body: Buffer.concat(chunks) });
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const bench = await startBench({
    webhookUrl: `http://127.0.0.1:${port}/webhook?zalo=1`,
    residents: [{ name: 'Bác Ba', phone: '84912345678' }],
    templates: [{ id: '100009', name: 'Lớp', text: 'Chào <ten>', priceVnd: 200, sendsAtNight: true }],
  });
  await bench.emulator.idle();
  received.length = 0;
  const { appId, oaSecret } = bench.emulator.options;
  return { ...bench, received, keys: { appId, oaSecret }, settle: () => bench.emulator.idle() };
}

/** One event of every envelope, with letters, quotes and slashes that JSON libraries write differently. */
async function postEvents(bench: ReceivingBench): Promise<void> {
  const { emulator, residentId } = bench;
  emulator.as.send(residentId, { kind: 'text', text: 'Hỏi "căn cước" / VNeID? 😀 <b>&</b> \\ \n ơi' });
  emulator.as.send(residentId, { kind: 'image', bytes: pngBytes, name: 'ảnh.png', text: 'Ảnh' });
  emulator.as.send(residentId, { kind: 'file', bytes: Buffer.from('%PDF-1.4'), name: 'tờ "khai".pdf' });
  emulator.as.send(residentId, { kind: 'location', latitude: '11.5357402', longitude: '106.8983121' });
  emulator.as.follow(residentId);
  emulator.as.clickChatNow(residentId);
  emulator.visitors.send(emulator.visitors.create().anonymousId, { kind: 'text', text: 'Khách' });
  const headers = (type = 'application/json') => [
    `Host: ${bench.host}`,
    `access_token: ${bench.accessToken()}`,
    `Content-Type: ${type}`,
    'Content-Length: *',
  ];
  const message = { recipient: { user_id: residentId }, message: { text: 'Trả lời' } };
  await bench.call('POST /v3.0/oa/message/cs HTTP/1.1', headers(), JSON.stringify(message));
  const tag = { user_id: residentId, tag_name: 'Hoàn thành' };
  await bench.call('POST /v2.0/oa/tag/tagfollower HTTP/1.1', headers(), JSON.stringify(tag));
  await bench.settle();
}

describe('receivers in other languages', () => {
  it.each(receivers)('%s', async (_name, receiver) => {
    const bench = await startReceiving();
    await postEvents(bench);
    const names = bench.received.map(({ body }) => JSON.parse(body.toString()).event_name);
    expect(new Set(names)).toEqual(
      new Set([
        ...['user_send_text', 'user_send_image', 'user_send_file', 'user_send_location'],
        ...['follow', 'user_click_chatnow', 'anonymous_send_text'],
        ...['oa_send_text', 'user_received_message', 'add_user_to_tag'],
      ]),
    );
    const refused = bench.received.filter((received) => !receiver(received, bench.keys));
    expect(refused.map(({ body }) => body.toString())).toEqual([]);
    const wrongSecret = { ...bench.keys, oaSecret: 'another' };
    expect(bench.received.some((received) => receiver(received, wrongSecret))).toBe(false);
    const [first] = bench.received;
    const forged = {
      headers: first?.headers ?? [],
      body: Buffer.from(first?.body.toString().replace('căn', 'can') ?? ''),
    };
    expect(receiver(forged, bench.keys)).toBe(false);
  });

  it('agree with the two events whose signatures zgo recorded', () => {
    const recorded = [
      ['remove_user_from_tag', '1702095007436', '315f0bb0c84fa87c816e302a590f5d26e6112a950c81bf28fb6b795130a19d09'],
      ['add_user_to_tag', '1702095015762', 'f0866f93f29edf589f83fb9edb3b57c47fc34eef8bfd71dd6a00daa517382007'],
    ] as const;
    for (const [eventName, timestamp, mac] of recorded) {
      const body =
        `{"oa_id":"oa_id","user_id_by_app":"user_id_by_app","event_name":"${eventName}",` +
        `"tag":{"user_ids":["user_id"],"name":"Hoàn thành"},"app_id":"app_id","timestamp":"${timestamp}"}`;
      expect(sha256Hex('appID', body, timestamp, 'oaSecret')).toBe(mac);
    }
  });
});

describe('a post as it comes over the wire', () => {
  it('has the headers of Zalo, spelled as Zalo documents them, and a length', async () => {
    const bench = await startReceiving();
    bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'Chào' });
    await bench.settle();
    const [received] = bench.received;
    const headers = Object.fromEntries(received?.headers ?? []);
    expect(headers).toMatchObject({
      'X-ZEvent-Signature': expect.stringMatching(/^mac=[0-9a-f]{64}$/),
      'X-ZEvent-Server': 'OA OpenAPI',
      'User-Agent': 'ZaloWebhook',
    });
    expect(anyCase(received as Received, 'content-type')).toBe('application/json');
    expect(anyCase(received as Received, 'content-length')).toBe(String(received?.body.length));
    // Code that reads these finds nothing at Zalo either.
    for (const name of ['X-ZEvent-Timestamp', 'transfer-encoding', 'num_retry']) {
      expect(anyCase(received as Received, name)).toBe('');
    }
  });

  it('calls its server ZNS for a template message only', async () => {
    const bench = await startReceiving();
    const answer = await bench.call(
      'POST /message/template HTTP/1.1',
      [
        `Host: ${bench.host}`,
        `access_token: ${bench.accessToken()}`,
        'Content-Type: application/json',
        'Content-Length: *',
      ],
      JSON.stringify({
        phone: '84912345678',
        template_id: '100009',
        template_data: { ten: 'Bác Ba' },
        tracking_id: 'a-1',
      }),
    );
    await bench.settle();
    expect(answer['error']).toBe(0);
    const [received] = bench.received;
    expect(anyCase(received as Received, 'x-zevent-server')).toBe('ZNS');
    expect(JSON.parse(textOf(received as Received))).toMatchObject({
      event_name: 'user_received_message',
      recipient: { id: '84912345678' },
    });
  });
});
