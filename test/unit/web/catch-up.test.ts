import { describe, expect, test } from 'vitest';
import type { ConversationItem } from 'zalo-oa-sdk';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import { erasureMark } from '../../../src/storage/erasure-ports.ts';
import type { IncomingEvent } from '../../../src/storage/ports.ts';
import { askedKey, createCatchUp, doneKey } from '../../../src/web/catch-up.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { openMemoryStorage } from '../../support/memory-storage.ts';

const OA = '2468013579246801357';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const pseudonymOf = (oaId: string, userId: string): string => `p ${oaId} ${userId}`;

interface Said {
  readonly by: string;
  readonly text?: string;
  /** The OA said it to them. */
  readonly toThem?: true;
  readonly at: number;
  readonly type?: string;
  readonly more?: Partial<ConversationItem>;
}

/** A stage whose Zalo lists chats in either of the two ways that are known. */
function stage(
  said: readonly Said[],
  options: { lastWebhookAt?: number; maxAgeMs?: number; at?: number; each?: 'chat' | 'message' } = {},
) {
  const clock = createManualClock(options.at ?? MORNING);
  const storage = openMemoryStorage();
  const taken: IncomingEvent[] = [];
  const pages: number[] = [];
  const items = said
    .map(({ by, text = '', toThem, at, type = 'text', more }, index): ConversationItem => ({
      ...{ type, text, sentAtMs: at, messageId: `m${index}`, raw: {} },
      ...(toThem ? { from: 'oa', fromId: OA, toId: by } : { from: 'user', fromId: by, toId: OA }),
      ...more,
    }))
    .sort((a, b) => (b.sentAtMs ?? 0) - (a.sentAtMs ?? 0));
  const whose = ({ from, fromId, toId }: ConversationItem): string => (from === 'user' ? fromId : toId) ?? '';
  const chats = items.filter((item, index) => items.findIndex((other) => whose(other) === whose(item)) === index);
  const state = { lastWebhookAt: options.lastWebhookAt ?? MORNING - HOUR_MS };
  const catchUp = createCatchUp({
    ...{ oaId: OA, storage, clock, logger: silentLogger, metrics: createMetrics(), pseudonymOf },
    maxAgeMs: options.maxAgeMs ?? 24 * HOUR_MS,
    lastWebhookAt: () => state.lastWebhookAt,
    conversations: {
      recent: async (_oaId, { offset = 0 } = {}) => {
        pages.push(offset);
        return (options.each === 'message' ? items : chats).slice(offset, offset + 10);
      },
      withUser: async (_oaId, userId) => items.filter((item) => whose(item) === userId).slice(0, 10),
    },
    accept: async (event) => {
      const { id } = await storage.acceptEvent(event);
      return id === undefined ? { state: 'duplicate' } : { state: 'accepted', id };
    },
    onAccepted: (_id, event) => void taken.push(event),
  });
  const words = (): string[] => taken.map(({ payload = '{}' }) => String((JSON.parse(payload) as { text?: string }).text));
  return { clock, storage, catchUp, taken, words, pages, state };
}

describe('looking for missed messages', () => {
  test.each(['chat', 'message'] as const)(
    'takes what stands behind the last word of the OA, oldest first, where Zalo lists each %s',
    async (each) => {
      const { catchUp, clock, words } = stage(
        [
          { by: 'lan', text: 'đã trả lời', at: MORNING - 50 * MINUTE_MS },
          { by: 'lan', text: 'dạ', toThem: true, at: MORNING - 49 * MINUTE_MS },
          { by: 'lan', text: 'một', at: MORNING - 30 * MINUTE_MS },
          { by: 'hoa', text: 'của hoa', at: MORNING - 25 * MINUTE_MS },
          { by: 'lan', text: 'hai', at: MORNING - 20 * MINUTE_MS },
          { by: 'ba', text: 'xong rồi', at: MORNING - 19 * MINUTE_MS },
          { by: 'ba', text: 'chào bác', toThem: true, at: MORNING - 18 * MINUTE_MS },
        ],
        { each },
      );
      catchUp.start();
      await clock.advance(4_000);
      expect(words()).toEqual(['một', 'hai', 'của hoa']);
      await catchUp.stop();
    },
  );

  test('begins at the start only after an outage Zalo does not bridge by itself', async () => {
    const short = stage([{ by: 'lan', text: 'một', at: MORNING - MINUTE_MS }], { lastWebhookAt: MORNING - 4 * MINUTE_MS });
    short.catchUp.start();
    await short.clock.advance(60_000);
    expect(short.pages).toEqual([]);
    const never = stage([{ by: 'lan', text: 'một', at: MORNING - MINUTE_MS }], { lastWebhookAt: 0 });
    never.catchUp.start();
    await never.clock.advance(HOUR_MS);
    expect(never.pages).toEqual([]);
    const off = stage([{ by: 'lan', text: 'một', at: MORNING - MINUTE_MS }], { maxAgeMs: 0 });
    off.catchUp.start();
    await off.clock.advance(HOUR_MS);
    expect(off.pages).toEqual([]);
    for (const { catchUp } of [short, never, off]) await catchUp.stop();
  });

  test('begins again by day when no webhook has come for 15 minutes, and leaves the night alone', async () => {
    const day = stage([{ by: 'lan', text: 'một', at: MORNING + 5 * MINUTE_MS }], { lastWebhookAt: MORNING });
    day.catchUp.start();
    await day.clock.advance(14 * MINUTE_MS);
    expect(day.words()).toEqual([]);
    await day.clock.advance(2 * MINUTE_MS);
    expect(day.words()).toEqual(['một']);
    const looks = day.pages.length;
    await day.clock.advance(10 * MINUTE_MS);
    expect(day.pages).toHaveLength(looks);
    const evening = MORNING + 12.5 * HOUR_MS;
    const night = stage([{ by: 'lan', text: 'một', at: evening }], { at: evening, lastWebhookAt: evening - MINUTE_MS });
    night.catchUp.start();
    await night.clock.advance(2 * MINUTE_MS);
    night.state.lastWebhookAt = night.clock.now();
    await night.clock.advance(3 * HOUR_MS);
    const atNight = night.pages.length;
    await night.clock.advance(5 * HOUR_MS);
    expect(night.pages).toHaveLength(atNight);
    for (const { catchUp } of [day, night]) await catchUp.stop();
  });

  test('leaves what is older than the limit, and what was said before an erasure', async () => {
    const { catchUp, clock, words, storage } = stage(
      [
        { by: 'lan', text: 'hôm kia', at: MORNING - 40 * HOUR_MS },
        { by: 'lan', text: 'sáng nay', at: MORNING - 2 * HOUR_MS },
        { by: 'gone', text: 'trước khi xóa', at: MORNING - 2 * HOUR_MS },
        { by: 'gone', text: 'quay lại', at: MORNING - HOUR_MS },
      ],
      { lastWebhookAt: MORNING - 48 * HOUR_MS },
    );
    const mark = erasureMark(OA, pseudonymOf(OA, 'gone'));
    await storage.keepErasures({ erasures: [{ oaId: OA, mark, at: MORNING - 1.5 * HOUR_MS }] });
    const [done] = await Promise.all([catchUp.run(0, MORNING - 24 * HOUR_MS), clock.advance(5_000)]);
    expect(words()).toEqual(['quay lại', 'sáng nay']);
    expect(done).toMatchObject({ chats: 2, taken: 2, old: 2 });
    await catchUp.stop();
  });

  test('reads ten chats a page, one page at a time, until it meets what the webhook has brought', async () => {
    const said = Array.from({ length: 35 }, (_, index) => ({
      by: `người ${index}`,
      text: `câu ${index}`,
      at: MORNING - (index < 25 ? index + 1 : 6 * 60 + index) * MINUTE_MS,
    }));
    const { catchUp, clock, words, pages } = stage(said, { lastWebhookAt: MORNING - HOUR_MS });
    catchUp.start();
    await clock.advance(60_000);
    expect(pages).toEqual([0, 10, 20, 30]);
    expect(words()).toHaveLength(25);
    await catchUp.stop();
  });

  test('has no second effect for a message the webhook told under another name, whichever comes first', async () => {
    const card = { type: 'link', more: { url: 'www.zaloapp.com', description: '84912345678' } };
    const said: Said[] = [
      { by: 'lan', ...card, at: MORNING - 20 * MINUTE_MS },
      { by: 'hoa', type: 'nonamed', at: MORNING - 19 * MINUTE_MS },
    ];
    const { catchUp, clock, storage, taken } = stage(said);
    const told = (eventName: string, id: string): IncomingEvent => ({
      ...{ oaId: OA, key: `${eventName}:${id}`, eventName, state: 'done', receivedAt: MORNING },
    });
    await storage.acceptEvent(told('user_send_link', 'm0'));
    catchUp.start();
    await clock.advance(10_000);
    expect(taken.map(({ key }) => key)).toEqual(['user_send_file:m1']);
    expect(await storage.acceptEvent(told('user_send_video', 'm1'))).toEqual({ id: undefined });
    expect(await storage.acceptEvent(told('user_send_file', 'm1'))).toEqual({ id: undefined });
    await catchUp.stop();
  });

  test('masks secrets and forgets old addresses of pictures, as a webhook does', async () => {
    const { catchUp, clock, taken } = stage([
      { by: 'lan', text: 'mã otp của tôi là 482913', at: MORNING - 20 * MINUTE_MS },
      { by: 'hoa', type: 'photo', at: MORNING - 40 * MINUTE_MS, more: { url: 'https://f1-zpc.zdn.vn/old.jpg' } },
    ]);
    catchUp.start();
    await clock.advance(10_000);
    const payloads = taken.map(({ payload }) => payload ?? '').join('\n');
    expect(taken).toHaveLength(2);
    expect(payloads).not.toContain('482913');
    expect(payloads).not.toContain('old.jpg');
    await catchUp.stop();
  });

  test('does once what the command asks, says what came of it, and says when Zalo does not answer', async () => {
    const { catchUp, clock, storage, words, pages } = stage([{ by: 'lan', text: 'một', at: MORNING - MINUTE_MS }], {
      lastWebhookAt: MORNING - MINUTE_MS,
    });
    const ask = (): Promise<null> => storage.writeMeta({ key: askedKey(OA), value: String(clock.now()) });
    const done = async () => JSON.parse((await storage.readMeta({ key: doneKey(OA) })) ?? '{}') as object;
    await ask();
    catchUp.start();
    await clock.advance(30_000);
    expect(words()).toEqual(['một']);
    expect(pages).toEqual([0]);
    expect(await done()).toMatchObject({ askedAt: MORNING, chats: 1, taken: 1, known: 0, complete: true, code: '' });
    await ask();
    await clock.advance(30_000);
    expect(await done()).toMatchObject({ chats: 1, taken: 0, known: 1 });
    await catchUp.stop();

    const dead = createCatchUp({
      ...{ oaId: OA, storage, clock, logger: silentLogger, metrics: createMetrics(), pseudonymOf },
      ...{ maxAgeMs: HOUR_MS, lastWebhookAt: () => clock.now() },
      conversations: {
        recent: () => Promise.reject(Object.assign(new Error('no'), { code: 'ZALO_UNREACHABLE' })),
        withUser: async () => [],
      },
      accept: async () => ({ state: 'duplicate' }),
      onAccepted: () => undefined,
    });
    expect(await dead.run(7, 0)).toMatchObject({ askedAt: 7, complete: false, code: 'ZALO_UNREACHABLE', taken: 0 });
  });
});
