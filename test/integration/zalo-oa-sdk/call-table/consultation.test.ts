import { describe, expect, it } from 'vitest';
import {
  buttonsMessage,
  imageMessage,
  listMessage,
  type OutgoingMessage,
  quoteMessage,
  textMessage,
} from 'zalo-oa-sdk';
import { ACTIONS, BUTTONS, ECHOES, lastMessage, MESSAGES, SHOWN } from './consultation-messages.ts';
import { DAY_MS, type EmulatedOa, type EmulatedOaOptions, HOUR_MS, START_MS, startOa } from './emulated-oa.ts';
import { MESSAGE_KINDS, type MessageKind, PRESS_TYPES } from './fact-sheet.ts';
import { unprovenRows } from './proofs.ts';
import { codeOf, refusalOf } from './refusal.ts';

const APIS = [
  { api: 'v3', oaType: 2, path: '/v3.0/oa/message/cs' },
  { api: 'v2', oaType: 4, path: '/v2.0/oa/message' },
] as const;

type Api = (typeof APIS)[number];

/** An OA that is known to be served by this API, to which Bác Ba has written. */
async function startOaOf({ api, oaType }: Api, options: EmulatedOaOptions = {}): Promise<EmulatedOa> {
  const oa = await startOa({ oaType, settings: { listOnV3: true }, ...options });
  if (api === 'v2') await oa.oaSettings.rememberMessageApi(oa.oaId, 'v2');
  await oa.greet();
  return oa;
}

const send = ({ client, oaId, residentId }: EmulatedOa, message: OutgoingMessage) =>
  client.sendConsultation(oaId, residentId, message);

/** A message that no builder would make: what the client lets through, Zalo has to refuse. */
const handmade = (message: object) => message as OutgoingMessage;

/** For each kind, a documented refusal: how it comes about, and its code. */
const REFUSALS: Record<
  MessageKind,
  { code: number; prepare: (oa: EmulatedOa, message: OutgoingMessage) => OutgoingMessage }
> = {
  text: { code: -230, prepare: (oa, message) => later(oa, 7 * DAY_MS + 1, message) },
  quote: { code: -201, prepare: () => quoteMessage('Dạ', 'khong-co-tin-nay') },
  'image by url': { code: -217, prepare: (oa, message) => (oa.emulator.as.block(oa.residentId), message) },
  'image by attachment_id': { code: -100, prepare: afterUploadExpired },
  'gif by url': { code: -244, prepare: (oa, message) => refusing(oa, -244, message) },
  'gif by attachment_id': { code: -100, prepare: afterUploadExpired },
  sticker: { code: -213, prepare: (oa, message) => refusing(oa, -213, message) },
  file: { code: -100, prepare: afterUploadExpired },
  request_user_info: { code: -227, prepare: (oa, message) => refusing(oa, -227, message) },
  buttons: { code: -248, prepare: (oa, message) => refusing(oa, -248, message) },
  list: { code: -218, prepare: (oa, message) => refusing(oa, -218, message) },
};

function later(oa: EmulatedOa, ms: number, message: OutgoingMessage): OutgoingMessage {
  oa.emulator.clock.advance(ms);
  return message;
}

function refusing(oa: EmulatedOa, code: number, message: OutgoingMessage): OutgoingMessage {
  oa.emulator.refuseSendsTo(oa.residentId, code);
  return message;
}

/** 7 days on, Bác Ba writes again: the window is open, the upload is gone. */
function afterUploadExpired(oa: EmulatedOa, message: OutgoingMessage): OutgoingMessage {
  oa.emulator.clock.advance(7 * DAY_MS + 1);
  oa.emulator.as.send(oa.residentId, { kind: 'text', text: 'Cháu ơi' });
  return message;
}

describe.each(APIS)('a consultation by $api', (api) => {
  describe.each(MESSAGE_KINDS)('of the kind %s', (kind) => {
    it('reaches the chat as it was built, and its echoes come back', async () => {
      const oa = await startOaOf(api);
      const message = await MESSAGES[kind](oa);
      const sent = await send(oa, message);

      const quota = { type: 'reply', remain: 8, total: 8 };
      expect(sent).toEqual({
        messageId: lastMessage(oa).id,
        userId: oa.residentId,
        sentAtMs: START_MS,
        ...(api.api === 'v3' ? { quota } : {}),
      });
      expect(lastMessage(oa)).toMatchObject({ from: 'oa', ...SHOWN[kind](oa) });
      expect(oa.lastCall()).toMatchObject({
        path: api.path,
        requestBody: { recipient: { user_id: oa.residentId }, message },
      });
      expect(await oa.oaEventNames()).toEqual([ECHOES[kind], 'user_received_message']);
      expect((await oa.lastEvent(ECHOES[kind])).message.msg_id).toBe(sent.messageId);
      expect((await oa.lastEvent('user_received_message')).message.msg_id).toBe(sent.messageId);
    });

    it(`is refused with ${REFUSALS[kind].code} as a typed error, and the chat stays as it was`, async () => {
      const oa = await startOaOf(api);
      const message = REFUSALS[kind].prepare(oa, await MESSAGES[kind](oa));
      await oa.emulator.idle();
      const before = oa.emulator.history(oa.residentId);
      const refusal = await refusalOf(send(oa, message));
      expect(refusal).toMatchObject({
        code: REFUSALS[kind].code,
        table: 'oa',
        method: `POST ${api.path}`,
        mayHaveBeenDelivered: false,
      });
      expect(oa.emulator.history(oa.residentId)).toEqual(before);
      expect(await oa.oaEventNames()).not.toContain(ECHOES[kind]);
    });
  });

  describe.each(PRESS_TYPES)('with a button of the type %s', (type) => {
    it('puts the button under the text, and a press does what its type says', async () => {
      const oa = await startOaOf(api);
      const { messageId } = await send(oa, buttonsMessage('Chọn nhé', [BUTTONS[type]('Bấm')]));
      expect(lastMessage(oa)).toMatchObject({ id: messageId, text: 'Chọn nhé', buttons: [BUTTONS[type]('Bấm')] });

      const press = () => oa.emulator.as.press(oa.residentId, messageId, 0);
      if (type === 'oa.query.show' || type === 'oa.query.hide') {
        expect(press()).toMatchObject({ from: 'resident', kind: 'text' });
        const { message } = await oa.lastEvent('user_send_text');
        expect(message.text).toBe(BUTTONS[type]('Bấm').payload);
      } else {
        expect(press).toThrow(expect.objectContaining({ code: 'EMULATOR_BUTTON_NOT_SENDABLE' }));
      }
    });

    it('is refused with -210 when its title is longer than 100', async () => {
      const oa = await startOaOf(api);
      const message = handmade({
        text: 'Chọn nhé',
        attachment: { type: 'template', payload: { buttons: [BUTTONS[type]('B'.repeat(101))] } },
      });
      expect(await codeOf(send(oa, message))).toBe(-210);
    });
  });

  describe.each(PRESS_TYPES)('with a list row of the type %s', (type) => {
    const withTitle = (title: string) => {
      const element = { title, subtitle: 'Nộp tại nhà', default_action: ACTIONS[type] };
      return handmade({ attachment: { type: 'template', payload: { template_type: 'list', elements: [element] } } });
    };

    it('sends the action as the table prints it', async () => {
      const oa = await startOaOf(api);
      await send(oa, listMessage([{ title: 'Hồ sơ', subtitle: 'Nộp tại nhà', action: ACTIONS[type] }]));
      expect(lastMessage(oa)).toMatchObject({ kind: 'list', elements: [{ title: 'Hồ sơ', subtitle: 'Nộp tại nhà' }] });
      expect(oa.lastCall().requestBody).toMatchObject({ message: withTitle('Hồ sơ') });
    });

    it('is refused with -210 when the title is longer than 100', async () => {
      const oa = await startOaOf(api);
      expect(await codeOf(send(oa, withTitle('H'.repeat(101))))).toBe(-210);
    });
  });

  it('of more than 2000 characters is refused with -210, which is mine to put right', async () => {
    const oa = await startOaOf(api);
    expect(await refusalOf(send(oa, handmade({ text: 'a'.repeat(2001) })))).toMatchObject({
      code: -210,
      advice: 'fix',
    });
    expect((await send(oa, textMessage('a'.repeat(2000)))).messageId).toBe(lastMessage(oa).id);
  });

  it('to somebody who never did anything with the OA is refused with -232', async () => {
    const oa = await startOa({ oaType: api.oaType });
    const refusal = await refusalOf(send(oa, textMessage('Chào bác')));
    expect(refusal).toMatchObject({ code: -232, advice: 'skip-recipient', mayHaveBeenDelivered: false });
  });

  it.each([
    ['follows', (oa: EmulatedOa) => oa.emulator.as.follow(oa.residentId)],
    ['presses "Nhắn tin"', (oa: EmulatedOa) => oa.emulator.as.clickChatNow(oa.residentId)],
    ['calls', (oa: EmulatedOa) => oa.emulator.as.call(oa.residentId)],
  ])('goes to somebody who only %s', async (_how, interact) => {
    const oa = await startOa({ oaType: api.oaType });
    interact(oa);
    const { messageId } = await send(oa, textMessage('Chào bác'));
    expect(lastMessage(oa)).toMatchObject({ id: messageId, from: 'oa', text: 'Chào bác' });
  });

  it('may be sent until the last millisecond of the 7 days', async () => {
    const oa = await startOaOf(api);
    oa.emulator.clock.advance(7 * DAY_MS);
    expect((await send(oa, textMessage('Chào bác'))).messageId).toBe(lastMessage(oa).id);
  });

  it.each([
    [
      'an attachment of the type image',
      { attachment: { type: 'image', payload: { url: 'https://example.vn/a.png' } } },
    ],
    ['a gif without its size', media({ media_type: 'gif', url: 'https://example.vn/a.gif' })],
    [
      'a picture with two sources',
      media({ media_type: 'image', url: 'https://example.vn/a.png', attachment_id: 'abc' }),
    ],
    [
      'two pictures',
      media({ media_type: 'sticker', attachment_id: 'a' }, { media_type: 'sticker', attachment_id: 'b' }),
    ],
    ['a file nobody uploaded', { attachment: { type: 'file', payload: { token: 'khong-co' } } }],
    ['no text and nothing else', { text: '' }],
  ])('with %s is refused with -201', async (_what, message) => {
    const oa = await startOaOf(api);
    expect(await refusalOf(send(oa, handmade(message)))).toMatchObject({ code: -201, advice: 'fix' });
  });

  it('of a template type nobody knows is refused with -233', async () => {
    const oa = await startOaOf(api);
    const message = handmade({ attachment: { type: 'template', payload: { template_type: 'receipt', elements: [] } } });
    expect(await codeOf(send(oa, message))).toBe(-233);
  });

  it('that quotes a message nobody knows goes out without the quote, when the text matters more', async () => {
    const oa = await startOaOf(api);
    const message = quoteMessage('Dạ, đúng rồi ạ.', 'khong-co-tin-nay');
    const sent = await oa.client.sendConsultationQuoting(oa.oaId, oa.residentId, message);
    expect(sent).toMatchObject({ messageId: lastMessage(oa).id, quoted: false });
    expect(lastMessage(oa)).not.toHaveProperty('quotedMessageId');
    expect(oa.traffic()).toEqual([`POST ${api.path} -201`, `POST ${api.path} 0`]);
  });
});

function media(...elements: object[]): object {
  return { attachment: { type: 'template', payload: { template_type: 'media', elements } } };
}

describe('the choice of the API', () => {
  it('of a state agency is made by -235, once, and remembered', async () => {
    const oa = await startOa({ oaType: 4 });
    await oa.greet();
    await send(oa, textMessage('Một'));
    await send(oa, textMessage('Hai'));
    expect(oa.traffic()).toEqual([
      'POST /v3.0/oa/message/cs -235',
      'POST /v2.0/oa/message 0',
      'POST /v2.0/oa/message 0',
    ]);
    expect(await oa.oaSettings.messageApi(oa.oaId)).toBe('v2');
    expect(oa.emulator.history(oa.residentId).map(({ text }) => text)).toEqual(['Xin chào', 'Một', 'Hai']);
  });

  it('of a business stays v3, for a list too, which v3 refuses with -233', async () => {
    const oa = await startOa();
    await oa.greet();
    const refusal = await refusalOf(send(oa, await MESSAGES.list(oa)));
    expect(refusal).toMatchObject({ code: -233, advice: 'fix' });
    expect(oa.traffic()).toEqual(['POST /v3.0/oa/message/cs -233']);
  });
});

describe('a reply to a message id', () => {
  it('reaches who wrote the message, and tells the allowance in the form of v2', async () => {
    const oa = await startOa({ oaType: 4 });
    await oa.greet();
    const asked = lastMessage(oa);
    const sent = await oa.client.replyConsultation(oa.oaId, asked.id, textMessage('Dạ'));
    expect(sent).toEqual({
      messageId: lastMessage(oa).id,
      userId: oa.residentId,
      sentAtMs: START_MS,
      quota: { type: 'reply', remain: 8, total: 8 },
    });
    expect(lastMessage(oa)).toMatchObject({ from: 'oa', text: 'Dạ' });
    expect(await oa.oaEventNames()).toEqual(['oa_send_text', 'user_received_message']);
  });

  it.each([
    ['a business, with -240', 2, -240],
    ['a state agency that names an unknown message, with -201', 4, -201],
  ] as const)('is refused to %s', async (_who, oaType, code) => {
    const oa = await startOa({ oaType });
    await oa.greet();
    const id = oaType === 2 ? lastMessage(oa).id : 'khong-co-tin-nay';
    expect(await codeOf(oa.client.replyConsultation(oa.oaId, id, textMessage('Dạ')))).toBe(code);
  });
});

describe('what a consultation takes from, by the age of the last interaction', () => {
  const outside = async (options: EmulatedOaOptions): Promise<EmulatedOa> => {
    const oa = await startOa(options);
    await oa.greet();
    oa.emulator.clock.advance(48 * HOUR_MS + 1);
    return oa;
  };

  it('is nothing until 48 hours have passed', async () => {
    const oa = await startOa({ zcaBalanceVnd: 0 });
    await oa.greet();
    oa.emulator.clock.advance(48 * HOUR_MS);
    expect((await send(oa, textMessage('Chào'))).quota).toEqual({ type: 'reply', remain: 8, total: 8 });
    expect(oa.emulator.account.get().zcaBalanceVnd).toBe(0);
  });

  it.each([
    [{ subQuotaPerMonth: 500 }, { type: 'sub_quota', remain: 499, total: 500, expiredDate: '30/11/2026' }],
    [{ rewardQuotaTotal: 20 }, { type: 'reward_quota', remain: 19, total: 20, ownerType: 'OA' }],
    [{ purchaseQuotaTotal: 30 }, { type: 'purchase_quota', remain: 29, total: 30, ownerType: 'OA' }],
  ])('is an allowance afterwards, when the OA has one (%o)', async (settings, quota) => {
    const oa = await outside({ settings });
    const owner = quota.type === 'sub_quota' ? {} : { ownerId: oa.oaId };
    expect((await send(oa, textMessage('Chào'))).quota).toEqual({ ...quota, ...owner });
    expect(oa.emulator.account.get().zcaBalanceVnd).toBe(1_000_000);
  });

  it('is money afterwards, and the answer carries no quota', async () => {
    const oa = await outside({});
    expect(await send(oa, textMessage('Chào'))).not.toHaveProperty('quota');
    expect(oa.emulator.account.get().zcaBalanceVnd).toBe(1_000_000 - 55);
  });

  it.each([
    ['-320 without a Zalo Cloud Account', null, -320],
    ['-321 without money on it', 0, -321],
  ])('is refused afterwards with %s, which stops the OA', async (_what, zcaBalanceVnd, code) => {
    const oa = await outside({ zcaBalanceVnd });
    expect(await refusalOf(send(oa, textMessage('Chào')))).toMatchObject({ code, advice: 'stop' });
  });

  it('is read without `quota` and `sent_time` too, as the pages of 2025 print the answer', async () => {
    const oa = await startOa({ settings: { quotaInAnswer: false, sentTimeInAnswer: false } });
    await oa.greet();
    const sent = await send(oa, imageMessage({ url: 'https://example.vn/a.png' }));
    expect(sent).toEqual({ messageId: lastMessage(oa).id, userId: oa.residentId, sentAtMs: START_MS });
  });
});

it('no row of the consultation tables is left without an accepted and a refused call', () => {
  expect(unprovenRows('consultation')).toEqual([]);
});
