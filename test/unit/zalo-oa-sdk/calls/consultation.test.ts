import { describe, expect, it } from 'vitest';
import { quoteMessage, textMessage } from 'zalo-oa-sdk';
import { OA, START_MS } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, postCall, scriptedClient, success } from './scripted-oa.ts';

const V3 = '/v3.0/oa/message/cs';
const V2 = '/v2.0/oa/message';
const USER = '2512523625412515';
const QUOTE = quoteMessage('Dạ đúng ạ', 'm0');
const SENT = success({ message_id: 'm1', user_id: USER });
const RECEIPT = { messageId: 'm1', userId: USER, sentAtMs: START_MS };
const withQuote = { recipient: { user_id: USER }, message: { text: 'Dạ đúng ạ', quote_message_id: 'm0' } };
const withoutQuote = { recipient: { user_id: USER }, message: { text: 'Dạ đúng ạ' } };

describe('sendConsultationQuoting', () => {
  it('sends once when the quote is taken', async () => {
    const { client, calls } = scriptedClient([SENT]);
    expect(await client.sendConsultationQuoting(OA, USER, QUOTE)).toEqual({ ...RECEIPT, quoted: true });
    expect(calls).toEqual([postCall(V3, withQuote)]);
  });

  it('sends once more without the quote on -201, and says so', async () => {
    const { client, calls } = scriptedClient([{ error: -201 }, SENT]);
    expect(await client.sendConsultationQuoting(OA, USER, QUOTE)).toEqual({ ...RECEIPT, quoted: false });
    expect(calls).toEqual([postCall(V3, withQuote), postCall(V3, withoutQuote)]);
  });

  it('does so on v2 for a state agency, and leaves the message object as it was', async () => {
    const message = Object.freeze({ text: 'Dạ đúng ạ', quote_message_id: 'm0' });
    const { client, calls } = scriptedClient((call) => {
      if (call.path === V3) return { error: -235 };
      return JSON.stringify(call.json).includes('quote_message_id') ? { error: -201 } : SENT;
    });
    expect((await client.sendConsultationQuoting(OA, USER, message)).quoted).toBe(false);
    expect(calls.at(-1)).toEqual(postCall(V2, withoutQuote));
    expect(message).toEqual({ text: 'Dạ đúng ạ', quote_message_id: 'm0' });
  });

  it('gives up when the plain message is refused too', async () => {
    const { client, calls } = scriptedClient([{ error: -201 }, { error: -201 }]);
    await expect(client.sendConsultationQuoting(OA, USER, QUOTE)).rejects.toMatchObject({ code: -201 });
    expect(calls).toHaveLength(2);
  });

  it('sends a message without a quote once, whatever the answer', async () => {
    const { client, calls } = scriptedClient([{ error: -201 }, SENT]);
    await expect(client.sendConsultationQuoting(OA, USER, textMessage('a'))).rejects.toMatchObject({ code: -201 });
    expect((await client.sendConsultationQuoting(OA, USER, textMessage('a'))).quoted).toBe(false);
    expect(calls).toHaveLength(2);
  });

  it.each([-32, -200, -210, -230, -240, -77777])('does not send again on %i', async (error) => {
    const { client, calls } = scriptedClient([{ error }]);
    await expect(client.sendConsultationQuoting(OA, USER, QUOTE)).rejects.toMatchObject({ code: error });
    expect(calls).toHaveLength(1);
  });

  it('does not send again when the outcome is not known', async () => {
    const { client, calls } = scriptedClient([success({})]);
    await expect(client.sendConsultationQuoting(OA, USER, QUOTE)).rejects.toMatchObject(BAD_ANSWER);
    expect(calls).toHaveLength(1);
  });

  it('leaves sendConsultation without that second send', async () => {
    const { client, calls } = scriptedClient([{ error: -201 }]);
    await expect(client.sendConsultation(OA, USER, QUOTE)).rejects.toMatchObject({ code: -201 });
    expect(calls).toHaveLength(1);
  });
});

describe('replyConsultation', () => {
  it('posts to v2 by the id of the message, and reads the quota in numbers', async () => {
    const data = { message_id: 'm1', user_id: USER, quota: { total: 8, remain: 7, type: 'reply' } };
    const { client, calls } = scriptedClient([success(data)]);
    const sent = await client.replyConsultation(OA, 'm0', textMessage('Dạ'));
    expect(sent).toEqual({ ...RECEIPT, quota: { type: 'reply', remain: 7, total: 8 } });
    expect(calls).toEqual([postCall(V2, { recipient: { message_id: 'm0' }, message: { text: 'Dạ' } })]);
  });

  it('can do without user and quota, and reads quota given as strings', async () => {
    const quota = { total: '8', remain: '0', type: 'reply' };
    const { client } = scriptedClient([success({ message_id: 1 }), success({ message_id: 'm1', quota })]);
    const bare = await client.replyConsultation(OA, 'm0', textMessage('Dạ'));
    expect(bare).toEqual({ messageId: '1', sentAtMs: START_MS });
    const counted = await client.replyConsultation(OA, 'm0', textMessage('Dạ'));
    expect(counted.quota).toEqual({ type: 'reply', remain: 0, total: 8 });
  });

  it('stays on v2 whatever Zalo refuses', async () => {
    const { client, calls } = scriptedClient([{ error: -240 }, { error: -235 }]);
    await expect(client.replyConsultation(OA, 'm0', textMessage('a'))).rejects.toMatchObject({ code: -240 });
    await expect(client.replyConsultation(OA, 'm0', textMessage('a'))).rejects.toMatchObject({ code: -235 });
    expect(calls.map((call) => call.path)).toEqual([V2, V2]);
  });

  it('takes an answer without a message id for a bad one, and lets nothing leave without the id to reply to', async () => {
    const { client, calls } = scriptedClient([success({ user_id: USER })]);
    await expect(client.replyConsultation(OA, 'm0', textMessage('a'))).rejects.toMatchObject(BAD_ANSWER);
    await expect(client.replyConsultation(OA, '', textMessage('a'))).rejects.toMatchObject({ field: 'messageId' });
    expect(calls).toHaveLength(1);
  });
});
