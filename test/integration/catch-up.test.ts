import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningEmulator, startEmulator } from 'zalo-emulator';
import { systemClock } from '../../src/shared/clock.ts';
import { lastWebhookKey } from '../../src/web/webhook-watch.ts';
import { askedKey, type CaughtUp, doneKey } from '../../src/web/catch-up.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const { oaId } = IDENTITY;

let zalo: RunningEmulator;
let app: TestApp;
let resident: string;

/** The product's clock, which a test may set back or on; waits are shortened. */
const shift = { ms: 0 };
const clock = {
  now: () => Date.now() + shift.ms,
  after: (delayMs: number, run: () => void) => systemClock.after(delayMs / 20, run),
};

beforeEach(async () => {
  shift.ms = 0;
  zalo = await startEmulator({
    ...IDENTITY,
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    chatPage: false,
    settings: { probeWebhookOnSet: false },
  });
  resident = zalo.emulator.createResident('Bác Năm').id;
});
afterEach(async () => {
  await app.close();
  await zalo.close();
});

const startProduct = async (env: Record<string, string> = {}): Promise<void> => {
  app = await startTestApp({ env: { ZALO_API_URL: zalo.url, ZALO_OAUTH_URL: zalo.url, ...env }, clock });
};
const connect = (): void => zalo.emulator.setWebhookUrl(`${app.app.url}/webhook/zalo`);
const disconnect = (): void => zalo.emulator.setWebhookUrl(undefined);

const write = (text: string): void => void zalo.emulator.as.send(resident, { kind: 'text', text });
const answers = (): string[] =>
  zalo.emulator
    .history(resident)
    .filter(({ from }) => from === 'oa')
    .map(({ text = '' }) => text);

/** Somebody of the OA types an answer. */
const answerByHand = async (text: string): Promise<void> => {
  const reply = await fetch(`${zalo.url}/v3.0/oa/message/cs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', access_token: 'access-1' },
    body: JSON.stringify({ recipient: { user_id: resident }, message: { text } }),
  });
  expect(await reply.json()).toMatchObject({ error: 0 });
};

/** Nothing waits, and Zalo has posted what it had. */
const settled = async (): Promise<void> => {
  await zalo.emulator.idle();
  await eventually(async () =>
    expect(await app.app.storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 0, outboxSending: 0 }),
  );
};

/** As `bot catch-up` asks. */
const lookNow = async (): Promise<CaughtUp> => {
  const { storage } = app.app;
  const asked = clock.now();
  await storage.writeMeta({ key: askedKey(oaId), value: String(asked) });
  await eventually(async () => {
    const done = JSON.parse((await storage.readMeta({ key: doneKey(oaId) })) ?? '{"askedAt":0}') as CaughtUp;
    expect(done.askedAt).toBe(asked);
  });
  await settled();
  return JSON.parse((await storage.readMeta({ key: doneKey(oaId) })) ?? '') as CaughtUp;
};

describe('messages that no webhook brought', () => {
  test('are answered after an outage, in their order, each once, however often one looks', async () => {
    await startProduct();
    connect();
    write('xin chào');
    await settled();
    const before = answers().length;
    expect(before).toBeGreaterThan(0);
    disconnect();
    write('TO LN03');
    write('menu');
    expect(await lookNow()).toMatchObject({ chats: 1, taken: 2, known: 0, old: 0, complete: true, code: '' });
    const after = answers();
    expect(after.length).toBeGreaterThanOrEqual(before + 2);
    expect(await lookNow()).toMatchObject({ taken: 0, known: 0 });
    expect(answers()).toEqual(after);
    expect(await app.metric('bot_caught_up_total{result="taken"}')).toBe(2);
  });

  test('have no second effect when Zalo posts them after all', async () => {
    await startProduct();
    connect();
    write('xin chào');
    await settled();
    // Zalo meets a closed door and will try again.
    zalo.emulator.setWebhookUrl('http://127.0.0.1:9/webhook/zalo');
    write('menu');
    await zalo.emulator.idle();
    const failed = zalo.emulator.deliveries().at(-1);
    expect((await lookNow()).taken).toBe(1);
    const after = answers();
    connect();
    const again = await zalo.emulator.resendDelivery(failed?.id ?? '');
    expect(again.outcome).toBe('answered');
    await settled();
    expect(answers()).toEqual(after);
    expect(await app.metric('bot_webhooks_total{result="duplicate"}')).toBe(1);
  });

  test('are let go when the webhook came first, also while the answer is still on its way', async () => {
    await startProduct();
    connect();
    write('xin chào');
    await settled();
    const before = answers().length;
    zalo.emulator.setFaults({ slowNetwork: { delayMs: 700, on: 'send' } });
    write('menu');
    await zalo.emulator.idle();
    const looked = await lookNow();
    zalo.emulator.setFaults({});
    expect(looked.taken).toBe(0);
    await settled();
    expect(answers()).toHaveLength(before + 1);
  });

  test('stay unanswered when a person of the OA has answered meanwhile, or when they are a day old', async () => {
    await startProduct();
    connect();
    write('xin chào');
    await settled();
    disconnect();
    write('cho hỏi giờ làm việc');
    await answerByHand('Dạ 7 giờ sáng ạ');
    const byHand = answers();
    expect(byHand.at(-1)).toBe('Dạ 7 giờ sáng ạ');
    expect((await lookNow()).taken).toBe(0);
    write('menu');
    shift.ms = 25 * HOUR_MS;
    const late = await lookNow();
    expect(late.taken).toBe(0);
    expect(answers()).toEqual(byHand);
  });

  test('are looked for by itself at a start after an outage', async () => {
    await startProduct();
    connect();
    write('xin chào');
    await settled();
    disconnect();
    const before = answers().length;
    write('menu');
    await app.app.storage.writeMeta({ key: lastWebhookKey(oaId), value: String(clock.now()) });
    shift.ms = 10 * MINUTE_MS;
    await app.restart();
    await eventually(() => expect(answers().length).toBeGreaterThan(before));
    await eventually(() =>
      expect(app.log()).toContain('messages of residents that no webhook brought are answered now'),
    );
  });

  test('are let go when they are cards or places that the webhook brought under another name', async () => {
    await startProduct();
    connect();
    write('xin chào');
    await settled();
    const before = answers().length;
    zalo.emulator.as.send(resident, { kind: 'business_card', phone: '84912345678' } as never);
    zalo.emulator.as.send(resident, { kind: 'location', latitude: 10.5, longitude: 105.1 } as never);
    await settled();
    const after = answers();
    expect(after.length).toBeGreaterThan(before);
    expect((await lookNow()).taken).toBe(0);
    expect(answers()).toEqual(after);
  });
});
