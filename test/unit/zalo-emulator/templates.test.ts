import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions, MessageTemplate } from 'zalo-emulator';
import { get, post, reopen } from './api-calls.ts';
import { DAY_MS, HOUR_MS, START_MS, createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const phone = '84900000003';
const userId = '77';

const template: MessageTemplate = {
  id: 'lop-hoc',
  name: 'Nhắc lịch',
  text: 'Kính gửi <ten>, lớp học lúc <gio>.<ghi_chu>',
  parameters: [{ name: 'ten', maxLength: 30 }, { name: 'gio' }, { name: 'ghi_chu', isRequired: false }],
  priceVnd: 200,
};

const openBench = (options: EmulatorOptions = {}) =>
  createWorkbench({
    residents: [{ name: 'Bác Ba', id: userId, phone }],
    templates: [
      template,
      { ...template, id: 'chua-duyet', isApproved: false },
      { ...template, id: 'gioi-han', dailyQuota: 1 },
      { ...template, id: 'ban-dem', sendsAtNight: true },
      { ...template, id: 'chi-sdt', allowsUserId: false },
    ],
    accessTokenTtlMs: 30 * DAY_MS,
    ...options,
  });

const content = { template_id: 'lop-hoc', template_data: { ten: 'Bác Ba', gio: '8:00' } };
const byPhone = (bench: Workbench, change: object = {}) =>
  post(bench, '/message/template', { phone, tracking_id: 'trk-1', ...content, ...change });
const byUserId = (bench: Workbench, change: object = {}) =>
  post(bench, '/v3.0/oa/message/template', { user_id: userId, ...content, ...change });

describe('a template message by phone number', () => {
  it('answers with the quota, lands in the chat and is confirmed with Zalo’s ZNS header', async () => {
    const bench = await openBench();
    const answer = await byPhone(bench);
    expect(answer).toEqual({
      data: {
        msg_id: expect.stringMatching(/^message-/),
        sent_time: String(START_MS),
        sending_mode: '1',
        quota: { dailyQuota: '500', remainingQuota: '499' },
      },
      error: 0,
      message: 'Success',
    });
    expect(bench.emulator.history(userId)).toMatchObject([
      { from: 'oa', kind: 'template', text: 'Kính gửi Bác Ba, lớp học lúc 8:00.' },
    ]);
    await bench.emulator.idle();
    expect(bench.posts.map(({ headers }) => headers['X-ZEvent-Server'])).toEqual(['ZNS']);
    expect(bench.posts[0]?.rawBody).toBe(
      JSON.stringify({
        sender: { id: '2468013579246801357' },
        recipient: { id: phone },
        event_name: 'user_received_message',
        message: { delivery_time: String(START_MS), msg_id: answer['data'].msg_id, tracking_id: 'trk-1' },
        app_id: '1357924680135792468',
        timestamp: String(START_MS),
      }),
    );
  });

  it('needs no interaction first and takes the price from the account', async () => {
    const bench = await openBench({ zcaBalanceVnd: 399 });
    expect((await byPhone(bench))['error']).toBe(0);
    expect(bench.emulator.account.get().zcaBalanceVnd).toBe(199);
    expect((await byPhone(bench))['error']).toBe(-115);
    expect(bench.emulator.history(userId)).toHaveLength(1);
  });

  it.each([
    [{ phone: '0900000003' }, -108],
    [{ phone: '12345' }, -108],
    [{ template_id: 'unknown' }, -109],
    [{ phone: '84900000009' }, -118],
    [{ template_id: 'chua-duyet' }, -131],
    [{ template_data: { ten: 'Ba' } }, -1122],
    [{ template_data: { ten: 'Ba', gio: '' } }, -1122],
    [{ template_data: { ten: 'B'.repeat(31), gio: '8' } }, -1121],
    [{ template_data: undefined }, -132],
    [{ tracking_id: undefined }, -132],
    [{ tracking_id: 'x'.repeat(49) }, -132],
  ])('is refused for %j with %d', async (change, error) => {
    const bench = await openBench();
    expect((await byPhone(bench, change))['error']).toBe(error);
    expect(bench.emulator.history(userId)).toEqual([]);
    expect(bench.emulator.account.get().zcaBalanceVnd).toBe(1_000_000);
  });

  it('takes +84, numbers as values, 48 characters of tracking id, and none when the setting allows that', async () => {
    const bench = await openBench({ settings: { trackingIdRequired: false } });
    const change = { phone: `+${phone}`, template_data: { ten: 'Ba', gio: 8 }, tracking_id: 'x'.repeat(48) };
    expect((await byPhone(bench, change))['error']).toBe(0);
    expect((await byPhone(bench, { tracking_id: undefined }))['error']).toBe(0);
  });

  it('is -133 from 22:00 to 05:59 unless the template may go out at night', async () => {
    const bench = await openBench();
    const errors = async () => [
      (await byPhone(bench))['error'],
      (await byPhone(bench, { template_id: 'ban-dem' }))['error'],
    ];
    await bench.advance(12 * HOUR_MS - 1);
    expect(await errors()).toEqual([0, 0]);
    await bench.advance(1);
    expect(await errors()).toEqual([-133, 0]);
    await bench.advance(8 * HOUR_MS);
    expect(await errors()).toEqual([0, 0]);
  });

  it('is -147 over the template’s day and -144 over the OA’s, until the next day', async () => {
    const bench = await openBench({ settings: { templateDailyQuota: 2 } });
    const errors = async (ids: readonly string[]) => {
      const answers = [];
      for (const id of ids) answers.push((await byPhone(bench, { template_id: id }))['error']);
      return answers;
    };
    expect(await errors(['gioi-han', 'gioi-han', 'lop-hoc', 'lop-hoc'])).toEqual([0, -147, 0, -144]);
    expect((await byPhone(bench, { sending_mode: '3' }))['error']).toBe(0);
    await bench.advance(DAY_MS);
    expect(await errors(['gioi-han', 'lop-hoc'])).toEqual([0, 0]);
  });

  it('is refused for whoever blocked the OA, and without an account, by the settings', async () => {
    const bench = await openBench({ zcaBalanceVnd: null });
    expect((await byPhone(bench))['error']).toBe(-136);
    bench.emulator.refuseSendsTo(userId, -217);
    expect((await byPhone(bench))['error']).toBe(-114);
    bench.emulator.updateSettings({ templateReceiverCode: -119 });
    expect((await byPhone(bench))['error']).toBe(-119);
  });

  it('may leave out a parameter that is not required', async () => {
    const bench = await openBench();
    await byPhone(bench, { template_data: { ten: 'Ba', gio: '8:00', ghi_chu: ' Nhớ mang điện thoại.' } });
    expect(bench.emulator.history(userId)).toMatchObject([
      { text: 'Kính gửi Ba, lớp học lúc 8:00. Nhớ mang điện thoại.' },
    ]);
  });

  it('costs nothing in development mode', async () => {
    const bench = await openBench({ zcaBalanceVnd: 0 });
    expect((await byPhone(bench))['error']).toBe(-115);
    expect((await byPhone(bench, { mode: 'development' }))['error']).toBe(0);
  });

  it('has its own codes for a bad token and a wrong proof', async () => {
    const bench = await openBench();
    const token = bench.emulator.tokens().accessToken;
    const send = async (headers: Record<string, string>) =>
      (await bench.send({ phone, tracking_id: 't', ...content }, { path: '/message/template', headers })).json['error'];
    expect(await send({})).toBe(-124);
    expect(await send({ access_token: 'unknown' })).toBe(-124);
    expect(await send({ access_token: token, appsecret_proof: 'x' })).toBe(-1241);
    const proof = createHmac('sha256', 'emulator-app-secret').update(token).digest('hex');
    expect(await send({ access_token: token, appsecret_proof: proof })).toBe(0);
  });

  it('can be asked about while it is under way and after', async () => {
    const bench = await openBench({ settings: { templateDeliveryMs: 5000 } });
    const { msg_id: id } = (await byPhone(bench))['data'];
    const status = async (target: Workbench, query = `message_id=${id}`) =>
      (await get(target, `/message/status?${query}`))['data'];
    expect(await status(bench)).toMatchObject({ status: 0, delivery_time: '' });
    expect(bench.emulator.history(userId)).toEqual([]);
    const reopened = await reopen(bench);
    await bench.advance(5000);
    await reopened.advance(5000);
    for (const target of [bench, reopened]) {
      expect(await status(target)).toMatchObject({ status: 1, delivery_time: String(START_MS + 5000) });
      expect(target.emulator.history(userId)).toHaveLength(1);
    }
    expect(await status(bench, `message_id=${id}&phone=${phone}`)).toMatchObject({ status: 1 });
    expect(await status(bench, `message_id=${id}&phone=84900000009`)).toMatchObject({ status: -1 });
    expect(await status(bench, 'message_id=unknown')).toMatchObject({ status: -1 });
  });
});

describe('a template message by user id', () => {
  it('answers like a send and is echoed as an ordinary message', async () => {
    const bench = await openBench();
    expect((await byUserId(bench))['data']).toEqual({
      message_id: expect.stringMatching(/^message-/),
      user_id: userId,
      sent_time: String(START_MS),
    });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['oa_send_template', 'user_received_message']);
    expect(bench.posts.map(({ headers }) => headers['X-ZEvent-Server'])).toEqual(['OA OpenAPI', 'OA OpenAPI']);
    expect(bench.event(0)['message'].attachments[0]).toMatchObject({
      type: 'template',
      payload: { zinstant_id: 'templateId=lop-hoc', text: 'Kính gửi Bác Ba, lớp học lúc 8:00.' },
    });
  });

  it('takes bought messages before money, with the quota in the answer', async () => {
    const bench = await openBench({ zcaBalanceVnd: 0, settings: { templatePurchaseQuota: 1 } });
    expect((await byUserId(bench))['data'].quota).toMatchObject({ quota_type: 'purchase_quota', remain: '0' });
    expect((await byUserId(bench))['error']).toBe(-321);
  });

  it.each([
    [{ user_id: 'unknown' }, -201],
    [{ template_id: 'unknown' }, -201],
    [{ template_id: 'chua-duyet' }, -201],
    [{ template_id: 'chi-sdt' }, -249],
    [{ template_data: { ten: 'Ba' } }, -201],
    [{ template_data: { ten: 'B'.repeat(31), gio: '8' } }, -210],
  ])('is refused for %j with %d, by the OA API’s codes', async (change, error) => {
    const bench = await openBench();
    expect((await byUserId(bench, change))['error']).toBe(error);
    expect(bench.emulator.history(userId)).toEqual([]);
  });

  it('is -320 without an account, -234 at night, -211 over the day, and the code set for who blocked', async () => {
    const bench = await openBench({ settings: { templateDailyQuota: 1 } });
    expect((await byUserId(bench))['error']).toBe(0);
    expect((await byUserId(bench))['error']).toBe(-211);
    bench.emulator.refuseSendsTo(userId, -217);
    expect((await byUserId(bench))['error']).toBe(-217);
    const other = await openBench({ zcaBalanceVnd: null });
    expect((await byUserId(other))['error']).toBe(-320);
    await other.advance(13 * HOUR_MS);
    expect((await byUserId(other))['error']).toBe(-234);
    const { json } = await other.send(
      { user_id: userId, ...content },
      { path: '/v3.0/oa/message/template', headers: {} },
    );
    expect(json['error']).toBe(-216);
  });
});

it('a template that lists no parameters wants those its text names', async () => {
  const { parameters: _listed, ...plain } = template;
  const bench = await openBench({ templates: [{ ...plain, text: 'Chào <ten>.' }] });
  expect((await byPhone(bench, { template_data: { gio: '8:00' } }))['error']).toBe(-1122);
  expect((await byPhone(bench, { template_data: { ten: 'B'.repeat(31) } }))['error']).toBe(0);
});

it('the counts of the day survive a snapshot', async () => {
  const bench = await openBench();
  await byPhone(bench, { template_id: 'gioi-han' });
  const reopened = await reopen(bench, { templates: [template, { ...template, id: 'gioi-han', dailyQuota: 1 }] });
  expect((await byPhone(reopened, { template_id: 'gioi-han' }))['error']).toBe(-147);
  expect((await byPhone(reopened))['data'].quota.remainingQuota).toBe('498');
});

it('there is one template from the start, and residents can be given a phone number later', async () => {
  const bench = await createWorkbench();
  bench.emulator.describeResident(bench.residentId, { phone });
  const data = { ten: 'Ba', ten_lop: 'VNeID', thoi_gian: '8:00' };
  expect((await byPhone(bench, { template_id: '100001', template_data: data }))['error']).toBe(0);
});
