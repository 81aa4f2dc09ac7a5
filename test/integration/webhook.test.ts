import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { createSeededRandom } from '../support/load/seeded-random.ts';
import { signWebhook, textWebhook } from '../support/load/webhook-body.ts';
import { filesContaining } from '../support/temp-dir.ts';

interface Sample {
  readonly event: string;
  readonly variant?: string;
  readonly payload: Record<string, unknown> | null;
}

/** The recorded bodies: 101 events, the unsigned probe and an event of an invented name. Vectors and unpublished bodies are not bodies. */
const samples = readFileSync(path.resolve(import.meta.dirname, '../fixtures/zalo-webhook-samples.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Sample)
  .flatMap(({ event, payload }) => (payload === null || event === '_signature_vector' ? [] : [{ event, payload }]));

const RESIDENT = '3691470258369147025';

/** Waits until nothing is left to handle or send. */
const settled = (app: TestApp) =>
  eventually(async () => {
    expect(await app.app.storage.counts()).toMatchObject({
      inboxPending: 0,
      inboxFailed: 0,
      outboxPending: 0,
      outboxUnknown: 0,
      outboxFailed: 0,
    });
  }, 15_000);

describe('the recorded bodies', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const postAll = async (): Promise<number[]> => {
    const statuses: number[] = [];
    for (const { event, payload } of samples) {
      const { status } =
        event === '_console_probe' ? await app.post(JSON.stringify(payload)) : await app.postEvent(payload);
      statuses.push(status);
    }
    return statuses;
  };

  /** Everything a second sending could change. */
  const picture = async () => ({
    sends: app.zalo.calls.length,
    turn: await app.app.storage.loadTurn({ oaId: IDENTITY.oaId, userId: RESIDENT }),
    counts: await app.app.storage.counts(),
    totals: await app.app.storage.listTotals({ oaId: IDENTITY.oaId, fromDay: '2000-01-01', toDay: '2099-12-31' }),
    backlog: await app.app.storage.listPendingEvents({ afterId: 0, limit: 1_000 }),
  });

  test('are all answered 200, and a second sending of all of them changes nothing', async () => {
    expect(samples).toHaveLength(103);
    expect((await postAll()).filter((status) => status !== 200)).toEqual([]);
    await settled(app);
    const before = await picture();
    expect(before.sends).toBeGreaterThan(5);
    expect((await postAll()).filter((status) => status !== 200)).toEqual([]);
    await settled(app);
    expect(await picture()).toEqual(before);
  });

  test('are counted: probes, duplicates, the event of an unknown name as ignored, messages of groups not', async () => {
    expect(await app.metric('bot_webhooks_total{result="probe"}')).toBe(2);
    expect(await app.metric('bot_webhooks_total{result="ignored"}')).toBe(2);
    expect(await app.metric('bot_webhooks_total{result="unreadable"}')).toBe(0);
    const accepted = await app.metric('bot_webhooks_total{result="accepted"}');
    const duplicates = await app.metric('bot_webhooks_total{result="duplicate"}');
    // What is said in a group and does not call the bot is not even counted.
    const inGroups = samples.filter(({ event }) => /^(?:user|oa)_send_group_/u.test(event)).length;
    expect(inGroups).toBeGreaterThan(10);
    expect(accepted + duplicates).toBe(2 * (101 - inGroups));
    expect(duplicates).toBeGreaterThanOrEqual(99 - inGroups);
    expect(await app.metric('bot_turns_total{result="failed"}')).toBe(0);
  });
});

describe('a body that is refused', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const good = (text = 'xin chào') => textWebhook(IDENTITY, RESIDENT, text, Date.now());
  const signed = (event: object, timestamp = '1') => {
    const body = JSON.stringify(event);
    return { body, signature: signWebhook(IDENTITY, body, timestamp) };
  };
  const otherOa = (fields: object) =>
    signed({
      app_id: IDENTITY.appId,
      sender: { id: RESIDENT },
      recipient: { id: '999' },
      message: { text: 'x', msg_id: 'm' },
      timestamp: '1',
      ...fields,
    });

  const refusals: readonly (readonly [
    name: string,
    status: number,
    code: string,
    post: () => ReturnType<TestApp['post']>,
  ])[] = [
    ['without a signature', 401, 'WEBHOOK_BAD_SIGNATURE', () => app.post(good().body)],
    ['with an empty signature', 401, 'WEBHOOK_BAD_SIGNATURE', () => app.post(good().body, '')],
    [
      'with the signature of another body',
      401,
      'WEBHOOK_BAD_SIGNATURE',
      () => app.post(good().body, good('khác').signature),
    ],
    ['with the signature of another secret', 401, 'WEBHOOK_BAD_SIGNATURE', () => postSigned(foreign())],
    [
      'for an OA that is not served, signed',
      403,
      'WEBHOOK_UNKNOWN_OA',
      () => postSigned(otherOa({ event_name: 'user_send_text' })),
    ],
    [
      'for an OA that is not served, unsigned',
      401,
      'WEBHOOK_BAD_SIGNATURE',
      () => app.post(otherOa({ event_name: 'user_send_text' }).body),
    ],
    ['that is no JSON', 400, 'WEBHOOK_MALFORMED_JSON', () => app.post('{"event_name":', 'mac=00')],
    ['that is empty', 400, 'WEBHOOK_MALFORMED_JSON', () => app.post('')],
    ['that is a list', 400, 'WEBHOOK_MALFORMED_JSON', () => app.post('[]', 'mac=00')],
    ['that is null', 400, 'WEBHOOK_MALFORMED_JSON', () => app.post('null')],
    ['that is no UTF-8', 400, 'WEBHOOK_MALFORMED_JSON', () => app.post(Buffer.from([0xff, 0xfe, 0x7b]))],
    [
      'that is larger than 256 kB',
      413,
      'WEBHOOK_BODY_TOO_LARGE',
      () => app.post(good('x'.repeat(300_000)).body, 'mac=00'),
    ],
  ];
  const postSigned = ({ body, signature }: { body: string; signature: string }) => app.post(body, signature);
  const foreign = () => {
    const { body } = good();
    return {
      body,
      signature: signWebhook(
        { ...IDENTITY, oaSecret: 'another-secret' },
        body,
        (JSON.parse(body) as { timestamp: string }).timestamp,
      ),
    };
  };

  test.each(refusals)('%s gets %i %s, is counted, and is not in the inbox', async (_name, status, code, post) => {
    const line = `bot_webhooks_total{result="${code}"}`;
    const before = await app.metric(line);
    const { status: got, body } = await post();
    expect({ got, code: body.error?.code }).toEqual({ got: status, code });
    expect(body.error?.message.length).toBeGreaterThan(20);
    expect(Object.keys(body)).toEqual(['error']);
    expect(await app.metric(line)).toBe(before + 1);
    expect(await app.metric('bot_webhooks_total{result="accepted"}')).toBe(0);
    expect(await app.app.storage.listPendingEvents({ afterId: 0, limit: 10 })).toEqual([]);
  });

  test('the unsigned {} probe gets 200 without effect, a signed or filled one does not pass as a probe', async () => {
    expect(await app.post('{}')).toEqual({ status: 200, body: { ok: true } });
    expect((await app.post(' { } ')).status).toBe(200);
    expect((await app.post('{}', 'mac=00')).status).toBe(401);
    expect((await app.post('{"a":1}')).status).toBe(401);
  });

  test('another path and another method get a named error', async () => {
    for (const [method, url] of [
      ['GET', '/webhook/zalo'],
      ['POST', '/webhook'],
      ['GET', '/nothing?secret=1'],
    ] as const) {
      const response = await fetch(`${app.app.url}${url}`, { method });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    }
  });

  test('10,000 mutated bodies and signatures: none accepted, no crash', async () => {
    const random = createSeededRandom(20_261_122);
    const bodies = samples.filter(({ event }) => !event.startsWith('_')).map(({ payload }) => JSON.stringify(payload));
    const accepted: string[] = [];
    const statuses = new Map<number, number>();
    const one = async (): Promise<void> => {
      const body = bodies[random.below(bodies.length)] ?? '';
      const signature = signWebhook(
        IDENTITY,
        body,
        String((JSON.parse(body) as { timestamp?: string | number }).timestamp ?? ''),
      );
      const mutated = mutate(random, Buffer.from(body), signature);
      const response = await app.app.server.inject({
        method: 'POST',
        url: '/webhook/zalo',
        payload: mutated.body,
        headers: {
          'content-type': 'application/json',
          ...(mutated.signature === undefined ? {} : { 'x-zevent-signature': mutated.signature }),
        },
      });
      statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
      if (response.statusCode < 400) accepted.push(mutated.body.toString());
    };
    for (let round = 0; round < 200; round++) await Promise.all(Array.from({ length: 50 }, one));
    expect(accepted).toEqual([]);
    expect([...statuses.keys()].filter((status) => ![400, 401, 403].includes(status))).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect((await fetch(`${app.app.url}/readyz`)).status).toBe(200);
    expect(await app.metric('bot_webhooks_total{result="accepted"}')).toBe(0);
  }, 60_000);
});

/** One change that makes body and signature disagree. Letter case of hex digits and a missing `mac=` do not. */
function mutate(
  random: ReturnType<typeof createSeededRandom>,
  body: Buffer,
  signature: string,
): { body: Buffer; signature: string | undefined } {
  const changed = Buffer.from(body);
  const at = random.below(changed.length);
  const hex = signature.slice(4);
  const place = random.below(hex.length);
  switch (random.below(8)) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
      return { body: changed, signature };
    case 1:
      return { body: changed.subarray(0, at), signature };
    case 2:
      return {
        body: Buffer.concat([changed.subarray(0, at), Buffer.from([random.below(256)]), changed.subarray(at)]),
        signature,
      };
    case 3:
      return { body: Buffer.concat([changed, Buffer.from(' ')]), signature };
    case 4:
      return {
        body,
        signature: `mac=${hex.slice(0, place)}${((Number.parseInt(hex[place] ?? '0', 16) + 1 + random.below(15)) % 16).toString(16)}${hex.slice(place + 1)}`,
      };
    case 5:
      return { body, signature: `mac=${hex.slice(0, place)}` };
    case 6:
      return { body, signature: undefined };
    default:
      return {
        body,
        signature: [
          '',
          'mac=',
          'mac=null',
          `mac=${'0'.repeat(64)}`,
          `${hex}${hex}`,
          'đ'
            .repeat(3)
            .normalize('NFD')
            .replace(/[^\x20-\x7e]/gu, '?'),
        ][random.below(6)],
      };
  }
}

describe('what stays behind', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  test('a one-time code, and the words around it, are neither on disk nor in the log', async () => {
    await app.say(RESIDENT, 'Nó bảo đọc mã OTP 739182 cho công an Nguyễn Văn Tèo');
    await eventually(() => expect(app.zalo.texts().join(' ')).toContain('đừng gửi thông tin này cho ai'));
    await settled(app);
    for (const secret of ['739182', IDENTITY.oaSecret, IDENTITY.appSecret]) {
      expect(filesContaining(app.dataDir, secret), secret).toEqual([]);
      expect(app.log(), secret).not.toContain(secret);
    }
    await app.app.storage.checkpoint();
    expect(filesContaining(app.dataDir, 'Nguyễn Văn Tèo')).toEqual([]);
    expect(app.log()).not.toContain('Nguyễn Văn Tèo');
    expect(app.zalo.texts().join(' ')).not.toContain('739182');
  });

  test('names and pictures of an event are not kept', async () => {
    await app.postEvent({
      app_id: IDENTITY.appId,
      event_name: 'user_send_file',
      sender: { id: RESIDENT },
      recipient: { id: IDENTITY.oaId },
      message: {
        msg_id: 'file-1',
        attachments: [
          {
            type: 'file',
            payload: {
              url: 'https://example.invalid/so-ho-khau-ba-tam.pdf',
              name: 'so-ho-khau-ba-tam.pdf',
              size: '1',
              checksum: 'c',
              type: 'pdf',
            },
          },
        ],
      },
      timestamp: String(Date.now()),
    });
    await eventually(() => expect(app.zalo.texts().join(' ')).toContain('chưa mở được tệp'));
    expect(filesContaining(app.dataDir, 'so-ho-khau-ba-tam')).toEqual([]);
    expect(app.log()).not.toContain('so-ho-khau-ba-tam');
  });
});

test('after XÓA DỮ LIỆU, its goodbye and the echo of that, the resident is nowhere in the data folder', async () => {
  const hurried = {
    now: systemClock.now,
    after: (delayMs: number, run: () => void) => systemClock.after(delayMs === 10_000 ? 300 : delayMs, run),
  };
  const app = await startTestApp({ clock: hurried });
  try {
    const gone = '3691470258369147999';
    for (const text of ['xin chào', 'đồng ý', 'XÓA DỮ LIỆU', '#erase-confirm']) await app.say(gone, text);
    await eventually(() => expect(app.zalo.texts().join(' ')).toContain('đã xóa hết dữ liệu'));
    await app.echo(gone, app.zalo.texts().at(-1) ?? '', `zalo-${app.zalo.texts().length}`);
    await eventually(() => expect(filesContaining(app.dataDir, gone)).toEqual([]));
    expect((await app.app.storage.loadTurn({ oaId: IDENTITY.oaId, userId: gone })).resident).toBeUndefined();
    expect(app.log()).not.toContain(gone);
  } finally {
    await app.close();
  }
});

describe('events with a meaning of their own', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const residentOf = async (userId: string) =>
    (await app.app.storage.loadTurn({ oaId: IDENTITY.oaId, userId })).resident;

  test('user_withdraw that names no OA erases by the id of the app, and a forged one does nothing', async () => {
    const userId = '3691470258369147111';
    await app.say(userId, 'xin chào');
    await eventually(async () => expect((await residentOf(userId))?.userIdByApp).toBe(userId));
    await settled(app);
    const event = {
      app_id: IDENTITY.appId,
      oa_id: '',
      user_id_by_app: userId,
      user_id: '',
      event_name: 'user_withdraw',
      timestamp: '1795305693582',
    };
    expect((await app.post(JSON.stringify(event), 'mac=00')).status).toBe(401);
    expect(await residentOf(userId)).toBeDefined();
    expect((await app.postEvent(event)).status).toBe(200);
    expect(await residentOf(userId)).toBeUndefined();
    expect(filesContaining(app.dataDir, userId)).toEqual([]);
  });

  test('an echo typed by a person silences the bot for 30 minutes; ours does not', async () => {
    const userId = '3691470258369147222';
    await app.say(userId, 'xin chào');
    await eventually(() => expect(app.zalo.calls.filter((call) => call.userId === userId)).toHaveLength(2));
    const echo = (id: string, sender: object) => ({
      app_id: IDENTITY.appId,
      sender: { id: IDENTITY.oaId, ...sender },
      recipient: { id: userId },
      event_name: 'oa_send_text',
      message: { text: 'Em là cán bộ trực đây ạ', msg_id: id },
      timestamp: String(Date.now()),
    });
    await app.postEvent(echo('e1', {}));
    await settled(app);
    expect((await residentOf(userId))?.silencedUntil).toBeUndefined();
    const from = Date.now();
    await app.postEvent(echo('e2', { admin_id: '4267013579246801350' }));
    await eventually(async () =>
      expect((await residentOf(userId))?.silencedUntil).toBeGreaterThanOrEqual(from + 30 * 60_000),
    );
    await app.say(userId, 'còn câu nữa');
    await settled(app);
    expect(app.zalo.calls.filter((call) => call.userId === userId)).toHaveLength(2);
    await app.say(userId, 'MENU');
    await eventually(() => expect(app.zalo.calls.filter((call) => call.userId === userId)).toHaveLength(3));
    await app.app.storage.checkpoint();
    expect(filesContaining(app.dataDir, 'Em là cán bộ trực')).toEqual([]);
  });

  test('an event of an unknown name is stored once as ignored, without its body', async () => {
    const event = {
      event_name: 'user_does_something_new',
      app_id: IDENTITY.appId,
      oa_id: IDENTITY.oaId,
      secret_words: 'lời chưa ai biết',
      timestamp: '5',
    };
    expect((await app.postEvent(event)).status).toBe(200);
    expect(await app.metric('bot_webhooks_total{result="ignored"}')).toBe(1);
    await app.app.storage.checkpoint();
    expect(filesContaining(app.dataDir, 'user_does_something_new')).not.toEqual([]);
    expect(filesContaining(app.dataDir, 'lời chưa ai biết')).toEqual([]);
    expect(app.log()).not.toContain('lời chưa ai biết');
  });
});

test('health, readiness and metrics answer', async () => {
  const app = await startTestApp();
  try {
    expect(await (await fetch(`${app.app.url}/healthz`)).json()).toEqual({ ok: true });
    const ready = await fetch(`${app.app.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true }]);
    expect(await app.metrics()).toContain('bot_outbox_unknown 0');
  } finally {
    await app.close();
  }
});
