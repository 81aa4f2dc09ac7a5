import { describe, expect, it } from 'vitest';
import { withAppSecretProof } from 'zalo-oa-sdk';
import {
  DAY_MS,
  type EmulatedOa,
  type EmulatedOaOptions,
  HOUR_MS,
  MINUTE_MS,
  START_MS,
  startOa,
} from './emulated-oa.ts';
import { unprovenRows } from './proofs.ts';
import { codeOf, refusalOf } from './refusal.ts';

const PHONE = '84912345678';
const templateData = { ten: 'Nguyễn Văn Ba', ten_lop: 'Dịch vụ công', thoi_gian: '8 giờ 23/11' };
const TEXT = 'Kính gửi Nguyễn Văn Ba, lớp "Dịch vụ công" bắt đầu lúc 8 giờ 23/11. Mời bà con đến đúng giờ.';

const template = {
  id: '100001',
  name: 'Nhắc lịch',
  text: 'Kính gửi <ten>, lớp "<ten_lop>" bắt đầu lúc <thoi_gian>. Mời bà con đến đúng giờ.',
  parameters: [{ name: 'ten', maxLength: 30 }, { name: 'ten_lop' }, { name: 'thoi_gian' }],
  priceVnd: 200,
};

const start = (options: EmulatedOaOptions = {}) =>
  startOa({ residents: [{ name: 'Bác Ba', phone: PHONE }], templates: [template], ...options });

const toUser = ({ client, oaId, residentId }: EmulatedOa, change: object = {}) =>
  client.templates.sendToUser(oaId, { userId: residentId, templateId: template.id, templateData, ...change });

const toPhone = ({ client, oaId }: EmulatedOa, change: object = {}) =>
  client.templates.sendToPhone(oaId, {
    phone: PHONE,
    templateId: template.id,
    templateData,
    trackingId: 'nhac-lich-17',
    ...change,
  });

const shownTo = ({ emulator, residentId }: EmulatedOa) => emulator.history(residentId);
const moneyOf = ({ emulator }: EmulatedOa) => emulator.account.get().zcaBalanceVnd;

describe('a template message by user id', () => {
  it.each([2, 4] as const)(
    'reaches somebody who never wrote, is billed, and echoes, for an OA of type %i',
    async (oaType) => {
      const oa = await start({ oaType });
      const sent = await toUser(oa);
      expect(sent).toEqual({ messageId: shownTo(oa)[0]?.id, sentAtMs: START_MS });
      expect(shownTo(oa)).toMatchObject([{ from: 'oa', kind: 'template', text: TEXT }]);
      expect(moneyOf(oa)).toBe(1_000_000 - 200);
      expect(await oa.oaEventNames()).toEqual(['oa_send_template', 'user_received_message']);
      expect(oa.lastCall()).toMatchObject({
        path: '/v3.0/oa/message/template',
        requestBody: { user_id: oa.residentId, template_id: template.id, template_data: templateData },
      });
    },
  );

  it.each([
    ['does not allow sends by user id', -249, 'fix', { templates: [{ ...template, allowsUserId: false }] }],
    ['is unknown', -201, 'fix', { templates: [] }],
    ['has used up its day', -211, 'stop', { templates: [{ ...template, dailyQuota: 0 }] }],
    ['belongs to an OA without a Zalo Cloud Account', -320, 'stop', { zcaBalanceVnd: null }],
    ['belongs to an OA without money', -321, 'stop', { zcaBalanceVnd: 199 }],
    ['is sent at night', -234, 'reschedule', { now: () => START_MS + 12 * HOUR_MS }],
  ] as const)('is refused when its template %s (%i)', async (_what, code, advice, options) => {
    const oa = await start(options);
    expect(await refusalOf(toUser(oa))).toMatchObject({ code, advice, table: 'oa', mayHaveBeenDelivered: false });
    expect(shownTo(oa)).toEqual([]);
  });

  it.each([
    ['a missing value', { templateData: { ten: 'Ba' } }, -201],
    ['a value that is too long', { templateData: { ...templateData, ten: 'B'.repeat(31) } }, -210],
    ['an unknown user', { userId: '1' }, -201],
  ])('is refused with %s', async (_what, change, code) => {
    expect(await codeOf(toUser(await start(), change))).toBe(code);
  });

  it('is refused with -244 to somebody who wants no such messages', async () => {
    const oa = await start();
    oa.emulator.refuseSendsTo(oa.residentId, -244);
    expect(await refusalOf(toUser(oa))).toMatchObject({ code: -244, advice: 'skip-recipient' });
  });
});

describe('a template message by phone number', () => {
  it('reaches the account of the number, tells the quota, and its event carries number and tracking id', async () => {
    const oa = await start();
    const sent = await toPhone(oa);
    expect(sent).toEqual({
      messageId: shownTo(oa)[0]?.id,
      sentAtMs: START_MS,
      sendingMode: '1',
      quota: { daily: 500, remaining: 499 },
    });
    expect(shownTo(oa)).toMatchObject([{ from: 'oa', kind: 'template', text: TEXT }]);
    expect(await oa.lastEvent('user_received_message')).toMatchObject({
      recipient: { id: PHONE },
      message: { msg_id: sent.messageId, tracking_id: 'nhac-lich-17', delivery_time: String(START_MS) },
    });
    expect(oa.lastCall()).toMatchObject({
      path: '/message/template',
      requestBody: { phone: PHONE, template_id: template.id, template_data: templateData, tracking_id: 'nhac-lich-17' },
    });
    expect(moneyOf(oa)).toBe(1_000_000 - 200);
  });

  it('in development is free, and with the mode 3 goes beyond the day’s quota', async () => {
    const oa = await start({ settings: { templateDailyQuota: 1 } });
    await toPhone(oa, { mode: 'development' });
    expect(moneyOf(oa)).toBe(1_000_000);
    expect(await refusalOf(toPhone(oa))).toMatchObject({ code: -144, advice: 'stop', table: 'zbs' });
    expect(await toPhone(oa, { sendingMode: '3' })).toMatchObject({ sendingMode: '3', quota: { remaining: 0 } });
    expect(shownTo(oa)).toHaveLength(2);
    oa.emulator.clock.advance(DAY_MS);
    expect(await toPhone(oa)).toMatchObject({ quota: { daily: 1, remaining: 0 } });
  });

  it.each([
    ['is unknown', -109, 'fix', { templates: [] }],
    ['is not approved', -131, 'stop', { templates: [{ ...template, isApproved: false }] }],
    ['has used up its day', -147, 'stop', { templates: [{ ...template, dailyQuota: 0 }] }],
    ['belongs to an OA without money', -115, 'stop', { zcaBalanceVnd: 0 }],
    ['is sent at night', -133, 'reschedule', { now: () => START_MS + 12 * HOUR_MS }],
  ] as const)(
    'is refused when its template %s (%i), in the codes of that host',
    async (_what, code, advice, options) => {
      const oa = await start(options);
      expect(await refusalOf(toPhone(oa))).toMatchObject({
        code,
        advice,
        table: 'zbs',
        method: 'POST /message/template',
        mayHaveBeenDelivered: false,
      });
      expect(shownTo(oa)).toEqual([]);
    },
  );

  it('is refused with -118 for a number without an account, and -114 where messages are refused', async () => {
    const oa = await start();
    expect(await refusalOf(toPhone(oa, { phone: '84987654321' }))).toMatchObject({
      code: -118,
      advice: 'skip-recipient',
    });
    oa.emulator.refuseSendsTo(oa.residentId, -244);
    expect(await refusalOf(toPhone(oa))).toMatchObject({ code: -114, advice: 'skip-recipient' });
  });

  it('is refused with a code outside the table for a missing value, and says that it does not know it', async () => {
    const oa = await start();
    const refusal = await refusalOf(toPhone(oa, { templateData: { ten: 'Ba' } }));
    expect(refusal).toMatchObject({ code: -1122, advice: 'fix', mayHaveBeenDelivered: true });
  });

  it('with a dead token is answered -124, refreshed and sent once', async () => {
    const oa = await start();
    const stale = oa.emulator.tokens();
    await oa.tokens.refresh(oa.oaId, stale.accessToken);
    const { accessToken, ...rest } = (await oa.tokenStore.load(oa.oaId)) ?? stale;
    expect(accessToken).not.toBe(stale.accessToken);
    // a client that still holds the token from before
    const other = await start({ snapshot: oa.emulator.snapshot(), accessToken, tokens: {} });
    await other.tokenStore.save(other.oaId, {
      expiresAtMs: START_MS + DAY_MS,
      ...rest,
      accessToken: stale.accessToken,
    });
    await toPhone(other);
    expect(other.traffic()).toEqual([
      'POST /message/template -124',
      'POST /v4/oa/access_token 0',
      'POST /message/template 0',
    ]);
    expect(shownTo(other)).toHaveLength(1);
  });
});

describe('the status of a template message', () => {
  const status = ({ client, oaId }: EmulatedOa, messageId: string, phone?: string) =>
    client.templates.status(oaId, phone === undefined ? { messageId } : { messageId, phone });

  it('is pending until it is on the phone, then delivered since when', async () => {
    const oa = await start({ settings: { templateDeliveryMs: MINUTE_MS } });
    const { messageId } = await toPhone(oa);
    expect(await status(oa, messageId)).toEqual({ state: 'pending' });
    oa.emulator.clock.advance(MINUTE_MS);
    expect(await status(oa, messageId, PHONE)).toEqual({ state: 'delivered', deliveredAtMs: START_MS + MINUTE_MS });
  });

  it('is not found for a message nobody sent', async () => {
    expect(await status(await start(), 'khong-co')).toEqual({ state: 'not-found' });
  });
});

describe('the proof of the app secret', () => {
  it('is taken by both hosts', async () => {
    const oa = await start({
      wrap: (transport) => withAppSecretProof(transport, { appSecret: 'emulator-app-secret' }),
    });
    await toUser(oa);
    await toPhone(oa);
    expect(shownTo(oa)).toHaveLength(2);
  });

  it('made with another secret is refused with -242, on the host of template messages with -1241', async () => {
    const oa = await start({ wrap: (transport) => withAppSecretProof(transport, { appSecret: 'khac' }) });
    expect(await refusalOf(toUser(oa))).toMatchObject({ code: -242, table: 'oa' });
    expect(await refusalOf(toPhone(oa))).toMatchObject({ code: -1241, table: 'zbs' });
    expect(shownTo(oa)).toEqual([]);
  });
});

it('no row of template messages is left without an accepted and a refused call', () => {
  expect(unprovenRows('templates')).toEqual([]);
});
