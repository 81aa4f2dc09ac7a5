import { describe, expect, it } from 'vitest';
import { BROADCAST_ARTICLE_LIMIT, type BroadcastTarget, ZALO_CITY_CODES, type ZaloClient } from 'zalo-oa-sdk';
import { exchange, expectBadAnswer, expectRefusal, failure, OA, ok } from './scripted-client.ts';

const ARTICLE = 'bd5ea46bb32e5a0033f';
const RECEIPT = ok({ message_id: 'ec1cf390d7d53e8b67c4' });
const to =
  (target: BroadcastTarget, articleIds: readonly string[] = [ARTICLE]) =>
  (client: ZaloClient) =>
    client.broadcasts.send(OA, { target, articleIds });

describe('broadcasts.send', () => {
  it('sends the documented request and reads the message id', async () => {
    const { call, result } = await exchange(RECEIPT, to({ gender: [0], cities: [4, 9] }));
    expect(call).toEqual({
      host: 'api',
      method: 'POST',
      path: '/v2.0/oa/message',
      json: {
        recipient: { target: { gender: '0', cities: '4,9' } },
        message: {
          attachment: {
            type: 'template',
            payload: { template_type: 'media', elements: [{ media_type: 'article', attachment_id: ARTICLE }] },
          },
        },
      },
    });
    expect(result).toEqual({ messageId: 'ec1cf390d7d53e8b67c4' });
  });

  it('joins every list with commas, each value once', async () => {
    const { call } = await exchange(
      RECEIPT,
      to({
        ages: [0, 1, 2, 3, 4, 5, 6, 7],
        gender: [2, 2],
        locations: [0, 1, 2],
        cities: [0, 63],
        platform: [1, 2, 3],
      }),
    );
    expect(call.json).toMatchObject({
      recipient: {
        target: { ages: '0,1,2,3,4,5,6,7', gender: '2', locations: '0,1,2', cities: '0,63', platform: '1,2,3' },
      },
    });
  });

  it('takes 1 to 5 articles, none without an id', async () => {
    const ids = Array.from({ length: BROADCAST_ARTICLE_LIMIT }, (_, n) => `a${n}`);
    const { call } = await exchange(RECEIPT, to({ gender: [0] }, ids));
    expect(call.json).toHaveProperty(
      'message.attachment.payload.elements',
      ids.map((id) => ({ media_type: 'article', attachment_id: id })),
    );
    await expectRefusal(to({ gender: [0] }, [...ids, 'a5']), { field: 'articleIds', limit: 5, actual: 6 });
    await expectRefusal(to({ gender: [0] }, []), { field: 'articleIds', limit: 5, actual: 0 });
    await expectRefusal(to({ gender: [0] }, ['a0', ' ']), { field: 'articleIds[1]' });
  });

  it('never goes to everybody by mistake: a target names somebody, and no list of it is empty', async () => {
    await expectRefusal(to({}), { field: 'target' });
    await expectRefusal(to({ gender: [0], cities: [] }), { field: 'target.cities' });
  });

  it.each([
    ['ages', -1],
    ['ages', 8],
    ['gender', 3],
    ['locations', 3],
    ['cities', 64],
    ['cities', -1],
    ['platform', 0],
    ['platform', 4],
    ['ages', 1.5],
  ] as const)('refuses %s %d, which Zalo does not have', async (key, value) => {
    await expectRefusal(to({ [key]: [1, value] }), { field: `target.${key}[1]` });
  });

  it('passes on that it is night, and is a bad answer without a message id', async () => {
    const { error } = await failure(to({ gender: [0] }), { error: -234, message: 'night' });
    expect(error).toMatchObject({ code: -234, advice: 'reschedule' });
    await expectBadAnswer(to({ gender: [0] }), ok({}), 'a readable data.message_id');
  });
});

describe('ZALO_CITY_CODES', () => {
  it('names the 63 provinces of before July 2025 and abroad, each once', () => {
    expect(Object.keys(ZALO_CITY_CODES)).toEqual(Array.from({ length: 64 }, (_, code) => String(code)));
    expect(new Set(Object.values(ZALO_CITY_CODES)).size).toBe(64);
    expect([4, 9, 20, 62, 63].map((code) => ZALO_CITY_CODES[code as 4])).toEqual([
      'Hồ Chí Minh',
      'Hà Nội',
      'Đà Nẵng',
      'Tuyên Quang',
      'Ngoài Việt Nam',
    ]);
  });
});
