import { describe, expect, it } from 'vitest';
import type { ConversationItem } from 'zalo-oa-sdk';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, drained, getCall, scriptedClient, success } from './scripted-oa.ts';

const RECENT = '/v2.0/oa/listrecentchat';
const WITH_USER = '/v2.0/oa/conversation';
const USER = '3700646744485476903';

const TEXT = {
  src: 1,
  time: 1759512710365,
  sent_time: '00:31:50 04/10/2025',
  type: 'text',
  message: 'Cho tôi hỏi',
  message_id: '92e5d851aa8178dd2192',
  from_id: USER,
  to_id: OA,
  from_display_name: 'Khoa Phạm',
  from_avatar: 'https://ava.example/k.jpg',
  to_display_name: 'Sở KH&CN',
  to_avatar: 'https://ava.example/o.jpg',
};

async function readItem(raw: Record<string, unknown>): Promise<Omit<ConversationItem, 'raw'>> {
  const { client } = scriptedClient([success([raw])]);
  const [item] = await client.conversations.withUser(OA, USER);
  if (!item) throw new Error('expected one item');
  expect(item.raw).toEqual(raw);
  const { raw: _raw, ...rest } = item;
  return rest;
}

describe('conversations.recent and withUser', () => {
  it('ask for the newest ten with the documented query', async () => {
    const { client, calls } = scriptedClient([success([]), success([])]);
    expect(await client.conversations.recent(OA)).toEqual([]);
    expect(await client.conversations.withUser(OA, USER)).toEqual([]);
    expect(calls).toEqual([
      getCall(RECENT, '{"offset":0,"count":10}'),
      getCall(WITH_USER, `{"user_id":"${USER}","offset":0,"count":10}`),
    ]);
  });

  it('ask for another part', async () => {
    const { client, calls } = scriptedClient([success([]), success([])]);
    await client.conversations.recent(OA, { offset: 30, count: 1 });
    await client.conversations.withUser(OA, USER, { offset: 5 });
    expect(calls.map((call) => call.query?.['data'])).toEqual([
      '{"offset":30,"count":1}',
      `{"user_id":"${USER}","offset":5,"count":10}`,
    ]);
  });

  it('read the documented message', async () => {
    const { client } = scriptedClient([success([TEXT])]);
    expect(await client.conversations.recent(OA)).toEqual([
      {
        type: 'text',
        from: 'user',
        messageId: '92e5d851aa8178dd2192',
        sentAtMs: 1759512710365,
        text: 'Cho tôi hỏi',
        fromId: USER,
        fromName: 'Khoa Phạm',
        fromAvatarUrl: 'https://ava.example/k.jpg',
        toId: OA,
        toName: 'Sở KH&CN',
        toAvatarUrl: 'https://ava.example/o.jpg',
        raw: TEXT,
      },
    ]);
  });

  it('read numbers given as strings and ids given as numbers', async () => {
    const item = await readItem({ src: '0', time: '1759512710365', type: 'photo', from_id: 12, url: 'u', thumb: 't' });
    expect(item).toEqual({
      type: 'photo',
      from: 'oa',
      sentAtMs: 1759512710365,
      fromId: '12',
      url: 'u',
      thumbnailUrl: 't',
    });
  });

  it('read links and their parts', async () => {
    const links = [{ title: 'Cổng', url: 'https://a.vn', thumb: 't', description: 'd' }, { url: 'https://b.vn' }];
    expect(await readItem({ src: 0, type: 'links', links })).toEqual({
      type: 'links',
      from: 'oa',
      links: [{ title: 'Cổng', url: 'https://a.vn', thumbnailUrl: 't', description: 'd' }, { url: 'https://b.vn' }],
    });
  });

  it.each([
    ['an object', { latitude: '16.46', longitude: 107.59 }],
    ['JSON in a string', '{"latitude":"16.46","longitude":"107.59"}'],
  ])('read a place given as %s', async (_form, location) => {
    const place = { latitude: 16.46, longitude: 107.59 };
    expect(await readItem({ type: 'location', location })).toEqual({ type: 'location', location: place });
  });

  it.each([
    [{ type: 'mini_app_card', payload: { a: 1 } }, { type: 'mini_app_card' }],
    [{ src: 7, time: 'soon', location: 'Huế', links: 'none', message: null }, { type: 'unknown' }],
  ])('give kinds and values that are not known as they can: %o', async (raw, expected) => {
    expect(await readItem(raw)).toEqual(expected);
  });

  it.each([undefined, {}, { messages: [] }, ['text']])('take the data %o for a bad answer', async (data) => {
    const { client } = scriptedClient([success(data), success(data)]);
    await expect(client.conversations.recent(OA)).rejects.toMatchObject(BAD_ANSWER);
    await expect(client.conversations.withUser(OA, USER)).rejects.toMatchObject(BAD_ANSWER);
  });

  it.each([
    [{ count: 11 }, { field: 'count', limit: 10, actual: 11 }],
    [{ count: 0 }, { field: 'count', limit: 1, actual: 0 }],
    [{ offset: -1 }, { field: 'offset', limit: 0, actual: -1 }],
  ])('let nothing leave for %o', async (query, problem) => {
    const { client, calls } = scriptedClient();
    await expect(client.conversations.recent(OA, query)).rejects.toMatchObject(problem);
    await expect(client.conversations.withUser(OA, USER, query)).rejects.toMatchObject(problem);
    await expect(client.conversations.withUser(OA, '')).rejects.toMatchObject({ field: 'userId' });
    expect(calls).toEqual([]);
  });
});

describe('conversations.history', () => {
  /** A conversation of `total` messages, `m0` the newest. */
  function conversationOf(total: number) {
    return scriptedClient((call) => {
      const { offset, count } = JSON.parse(call.query?.['data'] ?? '') as { offset: number; count: number };
      const length = Math.max(0, Math.min(count, total - offset));
      return success(Array.from({ length }, (_, index) => ({ ...TEXT, message_id: `m${offset + index}` })));
    });
  }

  it.each([
    [0, 1],
    [9, 1],
    [10, 2],
    [25, 3],
  ])('gives %i messages in %i calls, newest first', async (total, expectedCalls) => {
    const { client, calls } = conversationOf(total);
    const { items, error } = await drained(client.conversations.history(OA, USER));
    expect(error).toBeUndefined();
    expect(items.map((item) => item.messageId)).toEqual(Array.from({ length: total }, (_, index) => `m${index}`));
    expect(calls).toHaveLength(expectedCalls);
  });

  it('asks for a page only when it is wanted, waits between pages and starts where told', async () => {
    const { client, calls } = conversationOf(40);
    const seen: number[] = [];
    const betweenPages = async () => void seen.push(calls.length);
    const walk = client.conversations.history(OA, USER, { offset: 10, betweenPages });
    for await (const item of walk) if (item.messageId === 'm20') break;
    expect(calls.map((call) => call.query?.['data'])).toEqual([
      `{"user_id":"${USER}","offset":10,"count":10}`,
      `{"user_id":"${USER}","offset":20,"count":10}`,
    ]);
    expect(seen).toEqual([1]);
  });

  it('gives a message once that a newer one moved to the next page', async () => {
    const page = (first: number, length: number) =>
      success(Array.from({ length }, (_, index) => ({ ...TEXT, message_id: `m${first + index}` })));
    const { client } = scriptedClient([page(0, 10), page(9, 4)]);
    const { items } = await drained(client.conversations.history(OA, USER));
    expect(items.map((item) => item.messageId)).toEqual(Array.from({ length: 13 }, (_, index) => `m${index}`));
  });

  it('stops with an error when the same full page comes again', async () => {
    const same = success(Array.from({ length: 10 }, (_, index) => ({ ...TEXT, message_id: `m${index}` })));
    const { client, calls } = scriptedClient(() => same);
    const { items, error } = await drained(client.conversations.history(OA, USER));
    expect(items).toHaveLength(10);
    expect(error).toMatchObject(BAD_ANSWER);
    expect(calls).toHaveLength(2);
  });
});
