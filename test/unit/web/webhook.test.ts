import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/shared/logger.ts';
import { createMetrics } from '../../../src/shared/metrics.ts';
import type { IncomingEvent } from '../../../src/storage/ports.ts';
import type { Acceptance } from '../../../src/storage/spool.ts';
import { webhookPlugin } from '../../../src/web/webhook.ts';
import { LOAD_IDENTITY, signWebhook } from '../../support/load/webhook-body.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { sample } from '../zalo-oa-sdk/samples.ts';

/** The webhook alone: what it would make durable is kept in a list. */
async function stageWebhook(accept?: () => Promise<Acceptance>) {
  const accepted: IncomingEvent[] = [];
  const handed: number[] = [];
  const server = Fastify();
  await server.register(webhookPlugin, {
    oas: [LOAD_IDENTITY],
    clock: createManualClock(),
    logger: silentLogger,
    metrics: createMetrics(),
    accept: async (event) => {
      accepted.push(event);
      return accept ? accept() : { state: 'accepted', id: accepted.length };
    },
    onAccepted: (id) => handed.push(id),
    eraseByAppId: async () => {},
  });
  const post = async (event: Record<string, unknown>) => {
    const body = JSON.stringify(event);
    const signature = signWebhook(LOAD_IDENTITY, body, String(event['timestamp'] as string | number));
    return server.inject({
      method: 'POST',
      url: '/webhook/zalo',
      payload: body,
      headers: { 'content-type': 'application/json', 'x-zevent-signature': signature },
    });
  };
  return { accepted, handed, post };
}

describe('what is made durable', () => {
  test('of a text: the masked words under the key of the message', async () => {
    const { accepted, handed, post } = await stageWebhook();
    const event = { ...sample('user_send_text'), message: { text: 'otp 482913', msg_id: 'm-1' } };
    expect((await post(event)).json()).toEqual({ ok: true });
    expect(accepted).toMatchObject([
      { eventName: 'user_send_text', state: 'pending', userId: '3691470258369147025', receivedAt: MORNING },
    ]);
    expect(JSON.parse(accepted[0]?.payload ?? '')).toMatchObject({
      type: 'text',
      text: 'otp [đã che]',
      secrets: ['otp'],
    });
    expect(accepted[0]?.key).toBe('user_send_text:m-1');
    expect(handed).toEqual([1]);
  });

  test('of a picture, file or place: its kind and masked caption, never an address, a name or where it is', async () => {
    const { accepted, post } = await stageWebhook();
    for (const name of ['user_send_image', 'user_send_file', 'user_send_location', 'user_send_audio']) {
      const event = sample(name);
      await post({ ...event, message: { ...(event['message'] as object), text: 'stk 0071001234567' } });
    }
    for (const { payload = '', eventName } of accepted) {
      const kept = JSON.parse(payload) as Record<string, unknown>;
      expect(Object.keys(kept).toSorted(), eventName).toEqual([
        'at',
        'caption',
        'kind',
        'msgId',
        'oaId',
        'secrets',
        'type',
        'userId',
        'userIdByApp',
      ]);
      expect(kept['caption']).toBe('stk [đã che]');
    }
    expect(accepted).toHaveLength(4);
  });

  test('of a picture without words: its address besides, for it has to be fetched', async () => {
    const { accepted, post } = await stageWebhook();
    const event = sample('user_send_image');
    await post(event);
    const url = `https://f6-photo.example.zdn.invalid/${'a'.repeat(2_100)}.jpg`;
    const attachments = [{ type: 'image', payload: { url, thumbnail: url } }];
    await post({ ...event, message: { msg_id: 'p-2', attachments } });
    await post({ ...event, message: { ...(event['message'] as object), msg_id: 'p-3', text: ' ' } });
    const kept = accepted.map(({ payload = '' }) => JSON.parse(payload) as Record<string, unknown>);
    expect(kept.map(({ url: address }) => address)).toEqual([
      'https://f6-photo.example.zdn.invalid/9c2db3ccc0a223fc.jpg',
      undefined,
      'https://f6-photo.example.zdn.invalid/9c2db3ccc0a223fc.jpg',
    ]);
    expect(kept.filter((one) => 'thumbnailUrl' in one)).toEqual([]);
  });

  test('of a link or business card: what Zalo shows with it, masked, without its picture', async () => {
    const { accepted, post } = await stageWebhook();
    const link = sample('user_send_link');
    const attachments = [
      {
        type: 'link',
        payload: {
          url: 'https://vneid-gov.top/a',
          title: 'VNeID',
          description: 'mã OTP 482913',
          thumbnail: 'https://photo.invalid/1',
        },
      },
    ];
    await post({ ...link, message: { msg_id: 'l-1', text: 'stk 0071001234567', attachments } });
    await post(sample('user_send_business_card'));
    const [kept, card] = accepted.map(({ payload = '' }) => JSON.parse(payload) as Record<string, unknown>);
    expect(kept).toMatchObject({
      kind: 'link',
      url: 'https://vneid-gov.top/a',
      title: 'VNeID',
      description: 'mã OTP [đã che]',
      caption: 'stk [đã che]',
      secrets: ['account', 'otp'],
    });
    expect(kept).not.toHaveProperty('thumbnailUrl');
    expect(card).toMatchObject({ kind: 'business-card', description: '+84900000001' });
    expect(card).not.toHaveProperty('url');
  });

  test('of what a person of the OA typed: that they did, without the words', async () => {
    const { accepted, post } = await stageWebhook();
    const event = sample('oa_send_text');
    await post({
      ...event,
      sender: { ...(event['sender'] as object), admin_id: '42' },
      message: { text: 'lời của cán bộ', msg_id: 'm-2' },
    });
    expect(accepted[0]?.payload).not.toContain('lời của cán bộ');
    expect(JSON.parse(accepted[0]?.payload ?? '')).toMatchObject({ type: 'echo', adminId: '42' });
  });

  test('of a receipt: its key alone, as done', async () => {
    const { accepted, handed, post } = await stageWebhook();
    await post(sample('user_seen_message'));
    expect(accepted).toEqual([
      {
        oaId: LOAD_IDENTITY.oaId,
        key: accepted[0]?.key,
        eventName: 'user_seen_message',
        state: 'done',
        receivedAt: MORNING,
      },
    ]);
    expect(handed).toEqual([]);
  });
});

describe('the answer', () => {
  test('waits until the event is durable', async () => {
    const durable = Promise.withResolvers<Acceptance>();
    const { post, handed } = await stageWebhook(() => durable.promise);
    let answered = false;
    const answer = post(sample('user_send_text')).finally(() => (answered = true));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    durable.resolve({ state: 'accepted', id: 1 });
    expect((await answer).statusCode).toBe(200);
    expect(handed).toEqual([1]);
  });

  test('is 200 for a repeat and for an event in the spool, without handing them over', async () => {
    for (const state of ['duplicate', 'spooled'] as const) {
      const { post, handed } = await stageWebhook(async () => ({ state }));
      expect((await post(sample('user_send_text'))).statusCode).toBe(200);
      expect(handed).toEqual([]);
    }
  });

  test('is a named 5xx when nothing could take the event', async () => {
    const { post, handed } = await stageWebhook(() => Promise.reject(new Error('disk full of words')));
    const answer = await post(sample('user_send_text'));
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(answer.body).not.toContain('disk full');
    expect(handed).toEqual([]);
  });
});
