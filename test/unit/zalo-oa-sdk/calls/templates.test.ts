import { describe, expect, it } from 'vitest';
import { type PhoneTemplateMessage, TEMPLATE_LIMITS, type ZaloClient } from 'zalo-oa-sdk';
import { exchange, expectBadAnswer, expectRefusal, failure, NOW_MS, OA, ok } from './scripted-client.ts';

const USER = '2512523625412515';
const DATA = { ten: 'Nguyễn Văn A', so_ho_so: 'H-2026-001', le_phi: 50_000 };
const PHONE = '84912345678';
const BY_PHONE: PhoneTemplateMessage = { phone: PHONE, templateId: '7895', templateData: DATA, trackingId: 't-1' };

describe('templates.sendToUser', () => {
  const run = (client: ZaloClient) =>
    client.templates.sendToUser(OA, { userId: USER, templateId: '7895', templateData: DATA });

  it('posts to the OA API by user id', async () => {
    const { call, result } = await exchange(ok({ message_id: 'm1', sent_time: '1626926349402' }), run);
    expect(call).toEqual({
      host: 'api',
      method: 'POST',
      path: '/v3.0/oa/message/template',
      json: { user_id: USER, template_id: '7895', template_data: DATA },
    });
    expect(result).toEqual({ messageId: 'm1', sentAtMs: 1626926349402 });
  });

  it('gives our time where Zalo gives none', async () => {
    expect((await exchange(ok({ msg_id: 12 }), run)).result).toEqual({ messageId: '12', sentAtMs: NOW_MS });
  });

  it('needs ids and a message id in the answer, and passes on -249', async () => {
    await expectRefusal(
      (client) => client.templates.sendToUser(OA, { userId: '', templateId: '1', templateData: {} }),
      { field: 'userId' },
    );
    await expectRefusal(
      (client) => client.templates.sendToUser(OA, { userId: USER, templateId: '', templateData: {} }),
      { field: 'templateId' },
    );
    await expectBadAnswer(run, ok({ sent_time: '1' }), 'a msg_id');
    await expectBadAnswer(run, ok(), 'a msg_id');
    const { error } = await failure(run, { error: -249, message: 'x' });
    expect(error).toMatchObject({ name: 'ZaloApiError', code: -249, table: 'oa' });
  });
});

describe('templates.sendToPhone', () => {
  const run = (client: ZaloClient) => client.templates.sendToPhone(OA, BY_PHONE);

  it('posts to the business host and reads the documented answer', async () => {
    const { call, result } = await exchange(
      ok({
        msg_id: 'a4d0243feb7a0c245500',
        sent_time: '1626926349402',
        sending_mode: '1',
        quota: { dailyQuota: '500', remainingQuota: '499' },
      }),
      run,
    );
    expect(call).toEqual({
      host: 'business',
      method: 'POST',
      path: '/message/template',
      json: { phone: PHONE, template_id: '7895', template_data: DATA, tracking_id: 't-1' },
    });
    expect(result).toEqual({
      messageId: 'a4d0243feb7a0c245500',
      sentAtMs: 1626926349402,
      sendingMode: '1',
      quota: { daily: 500, remaining: 499 },
    });
  });

  it('says the mode when asked, and reads numbers and a missing quota', async () => {
    const { call, result } = await exchange(ok({ msg_id: 'm', sent_time: 1626926349402, sending_mode: 3 }), (client) =>
      client.templates.sendToPhone(OA, { ...BY_PHONE, mode: 'development', sendingMode: '3' }),
    );
    expect(call.json).toMatchObject({ mode: 'development', sending_mode: '3' });
    expect(result).toEqual({ messageId: 'm', sentAtMs: 1626926349402, sendingMode: '3' });
  });

  it('takes tracking ids of 1 to 48 characters', async () => {
    const tracked = (trackingId: string) => (client: ZaloClient) =>
      client.templates.sendToPhone(OA, { ...BY_PHONE, trackingId });
    const limit = TEMPLATE_LIMITS.trackingIdLength;
    await exchange(ok({ msg_id: 'm' }), tracked('t'.repeat(48)));
    await expectRefusal(tracked('t'.repeat(49)), { field: 'trackingId', limit, actual: 49 });
    await expectRefusal(tracked(''), { field: 'trackingId' });
  });

  it.each(['0912345678', '+84912345678', '84 912345678', '8491234', '84912345678901', ''])(
    'refuses the phone %j, which is not digits with 84 in front',
    async (phone) => {
      await expectRefusal((client) => client.templates.sendToPhone(OA, { ...BY_PHONE, phone }), { field: 'phone' });
    },
  );

  it('never puts the phone it was given into its error', async () => {
    const { error } = await failure((client) => client.templates.sendToPhone(OA, { ...BY_PHONE, phone: '0987654321' }));
    expect(error.message).not.toContain('987654');
  });

  it('reads the error codes of the business host by their own table', async () => {
    const { error } = await failure(run, { error: -118, message: 'Zalo account not existed' });
    expect(error).toMatchObject({ code: -118, table: 'zbs', advice: 'skip-recipient' });
    await expectBadAnswer(run, ok({}), 'a msg_id');
    await expectRefusal((client) => client.templates.sendToPhone(OA, { ...BY_PHONE, templateId: '' }), {
      field: 'templateId',
    });
  });
});

describe('templates.status', () => {
  const run = (client: ZaloClient) => client.templates.status(OA, { messageId: 'm1', phone: PHONE });

  it('asks the business host, with the phone when it is given', async () => {
    const answer = ok({ delivery_time: '1600328011517', message: 'The message was delivered', status: 1 });
    const { call, result } = await exchange(answer, run);
    expect(call).toEqual({
      host: 'business',
      method: 'GET',
      path: '/message/status',
      query: { message_id: 'm1', phone: PHONE },
    });
    expect(result).toEqual({ state: 'delivered', deliveredAtMs: 1600328011517 });
    const { call: bare } = await exchange(answer, (client) => client.templates.status(OA, { messageId: 'm1' }));
    expect(bare.query).toEqual({ message_id: 'm1' });
  });

  it.each([
    [{ status: -1 }, { state: 'not-found' }],
    [{ status: '0', delivery_time: '' }, { state: 'pending' }],
    [{ status: '1' }, { state: 'delivered' }],
    [{ status: 7 }, { state: 'other', status: 7 }],
  ])('reads %j', async (data, expected) => {
    expect((await exchange(ok(data), run)).result).toEqual(expected);
  });

  it('needs a message id, a real phone if any, and a status in the answer', async () => {
    await expectRefusal((client) => client.templates.status(OA, { messageId: '' }), { field: 'messageId' });
    await expectRefusal((client) => client.templates.status(OA, { messageId: 'm', phone: '09' }), { field: 'phone' });
    await expectBadAnswer(run, ok({ message: 'x' }), 'a readable data.status');
    await expectBadAnswer(run, ok(), 'a readable data.status');
  });
});
