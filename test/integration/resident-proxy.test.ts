import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { slotOf } from '../../src/shared/slots.ts';
import { oaIdOf, parseEvent, userIdOf } from '../../src/zalo-oa-sdk/index.ts';
import { type Haproxy, startHaproxy, whyNoHaproxy } from '../support/haproxy.ts';
import { findFreePort } from '../support/free-port.ts';
import { LOAD_IDENTITY, residentId, textWebhook } from '../support/load/webhook-body.ts';
import { eventSamples, sample } from '../unit/zalo-oa-sdk/samples.ts';

/** What stands for a server: it says that it is ready, and keeps what it was posted. */
interface Behind {
  readonly bodies: string[];
  /** Dies under the next post, after it has read it. */
  dieUnderNext(): void;
  open(): Promise<void>;
  close(): Promise<void>;
}

function behind(port: number): Behind {
  const bodies: string[] = [];
  let server: Server | undefined;
  let dies = false;
  return {
    bodies,
    dieUnderNext: () => (dies = true),
    async open() {
      const opened = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (part: string) => (body += part));
        request.on('end', () => {
          if (request.method === 'POST') {
            bodies.push(body);
            if (dies) {
              dies = false;
              return request.socket.destroy();
            }
          }
          return response.end();
        });
      });
      server = opened;
      await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
    },
    async close() {
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
  };
}

const missing = whyNoHaproxy();

describe.skipIf(missing !== undefined)(`the proxy of compose.scale-out.yaml ${missing ?? ''}`, () => {
  let servers: readonly [Behind, Behind];
  let proxy: Haproxy;

  beforeAll(async () => {
    const ports = [await findFreePort(), await findFreePort()] as const;
    servers = [behind(ports[0]), behind(ports[1])];
    for (const server of servers) await server.open();
    proxy = await startHaproxy(ports);
  });
  afterAll(async () => {
    await proxy.stop();
    for (const server of servers) await server.close();
  });
  beforeEach(() => {
    for (const { bodies } of servers) bodies.length = 0;
  });

  const post = async (body: string): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${proxy.url}/webhook/zalo`, { method: 'POST', headers, body })).status;
  };
  /** 0 for the first server, 1 for the second, as the slot of the resident says. */
  const homeOf = (userId: string): number => (slotOf(LOAD_IDENTITY.oaId, userId) < 128 ? 0 : 1);
  const whoGot = (body: string): number[] => servers.flatMap(({ bodies }, at) => (bodies.includes(body) ? [at] : []));
  const textOf = (userId: string, text = 'dạ, tôi muốn "nhận" tiền\n'): string =>
    textWebhook(LOAD_IDENTITY, userId, text, 1_795_305_601_733).body;

  test('sends what a resident writes to the server that handles them, whole', async () => {
    const users = Array.from({ length: 60 }, (_, index) => residentId(index));
    const bodies = users.map((userId) => textOf(userId));
    expect(new Set(await Promise.all(bodies.map(post)))).toEqual(new Set([200]));
    expect(bodies.map(whoGot)).toEqual(users.map((userId) => [homeOf(userId)]));
    expect(new Set(users.map(homeOf))).toEqual(new Set([0, 1]));
  });

  const withUser = eventSamples.flatMap(({ event, payload }) => {
    const read = parseEvent(payload);
    const userId = read.kind === 'event' ? userIdOf(read.event) : undefined;
    // Groups, templates and clicks elsewhere are few: their events make the hop.
    const isDirect = /^(?:user_(?!click|submit_info|send_group|feedback|call)|oa_send_(?!group)|follow|unfollow)/u.test(
      event,
    );
    return userId !== undefined && oaIdOf(payload) !== undefined && isDirect ? [{ event, payload, userId }] : [];
  });

  test.each([...new Map(withUser.map((one) => [one.event, one])).values()])(
    'knows whom $event is about',
    async ({ payload, userId }) => {
      // For each of the two a resident who is theirs.
      const oaId = oaIdOf(payload) ?? '';
      const others = Array.from({ length: 40 }, (_, index) => residentId(index));
      const [first, second] = [0, 1].map((at) => others.find((id) => slotOf(oaId, id) < 128 === (at === 0)) ?? '');
      const bodies = [first, second].map((id = '') => JSON.stringify(payload).replaceAll(userId, id));
      for (const body of bodies) expect(await post(body)).toBe(200);
      expect(bodies.map(whoGot)).toEqual([[0], [1]]);
    },
  );

  test('passes on what it cannot read, and what is longer than it looks into', async () => {
    const { user_id_by_app: _unused, ...rest } = sample('user_send_text');
    const bodies = [
      '',
      'not json',
      '[]',
      '{"event_name":7}',
      JSON.stringify({ ...rest, sender: 5 }),
      textOf('1', 'ạ'.repeat(60_000)),
    ];
    for (const body of bodies) expect(await post(body)).toBe(200);
    for (const body of bodies) expect(whoGot(body)).toHaveLength(1);
  });

  test('posts what a server died under to the other, and has its answer', async () => {
    const userId = residentId(
      Array.from({ length: 20 }, (_, index) => index).find((at) => homeOf(residentId(at)) === 1) ?? 0,
    );
    const body = textOf(userId, 'máy chủ tắt giữa chừng');
    servers[1].dieUnderNext();
    expect(await post(body)).toBe(200);
    expect(whoGot(body)).toEqual([0, 1]);
  });

  test('sends everything to the other server while one is away, and back when it is there again', async () => {
    const users = Array.from({ length: 20 }, (_, index) => residentId(1_000 + index));
    await servers[0].close();
    const bodies = users.map((userId) => textOf(userId, 'máy kia đang nghỉ'));
    for (const body of bodies) expect(await post(body)).toBe(200);
    expect(bodies.map(whoGot)).toEqual(users.map(() => [1]));
    await servers[0].open();
    const mine = users.find((userId) => homeOf(userId) === 0) ?? '';
    const isBack = async (): Promise<boolean> => {
      const body = textOf(mine, `đã về ${performance.now()}`);
      expect(await post(body)).toBe(200);
      return whoGot(body)[0] === 0;
    };
    await expect.poll(isBack, { timeout: 10_000, interval: 100 }).toBe(true);
  });
});
