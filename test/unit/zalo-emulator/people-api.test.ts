import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

interface PageAnswer {
  readonly status: number;
  readonly json: Record<string, any>;
}

async function open(options: EmulatorOptions = {}) {
  const bench = await createWorkbench({ echoes: false, ...options }, '/emulator');
  const get = async (path: string) => (await bench.server.inject(`/emulator/api/${path}`)).json<any>();
  async function post(path: string, payload: object = {}): Promise<PageAnswer> {
    const response = await bench.server.inject({ method: 'POST', url: `/emulator/api/${path}`, payload });
    return { status: response.statusCode, json: response.json() };
  }
  return { bench, get, post, mine: `residents/${bench.residentId}` };
}

const lastEvent = (bench: Workbench) => bench.event(bench.posts.length - 1);

describe('the endpoint for reactions', () => {
  it('puts a reaction under a message of the OA and takes it away again', async () => {
    const { bench, get, post, mine } = await open();
    await greet(bench);
    const sent = await bench.sendText('Chào bác');
    const messageId: string = sent.json['data'].message_id;
    const { status, json } = await post(`${mine}/reactions`, { messageId, icon: '/-heart' });
    expect([status, json]).toMatchObject([200, { id: messageId, text: 'Chào bác', reaction: '/-heart' }]);
    await bench.emulator.idle();
    expect(lastEvent(bench)).toMatchObject({
      event_name: 'user_reacted_message',
      sender: { id: bench.residentId },
      message: { msg_id: messageId, react_icon: '/-heart' },
    });
    await post(`${mine}/reactions`, { messageId, icon: '/-remove' });
    expect((await get(`${mine}/messages`))[1]).toMatchObject({ id: messageId, reaction: '' });
  });

  it.each([':>', '--b', ':-((', '/-strong', '/-heart', ':-h', ':o'])('takes Zalo’s icon %s', async (icon) => {
    const { bench, post, mine } = await open();
    const { id: messageId } = bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'a' });
    expect((await post(`${mine}/reactions`, { messageId, icon })).json).toMatchObject({ reaction: icon });
  });

  it('refuses another icon and a message of somebody else’s chat', async () => {
    const { bench, post, mine } = await open();
    const tuId = bench.emulator.residents()[1]?.id ?? '';
    const { id: messageId } = bench.emulator.as.send(tuId, { kind: 'text', text: 'a' });
    const unknownIcon = await post(`${mine}/reactions`, { messageId, icon: '❤' });
    expect(unknownIcon).toMatchObject({ status: 400, json: { code: 'EMULATOR_INPUT_INVALID' } });
    expect(unknownIcon.json['message']).toContain('"icon"');
    expect(await post(`${mine}/reactions`, { messageId, icon: ':>' })).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_MESSAGE_UNKNOWN' },
    });
    expect(await post('residents/1/reactions', { messageId, icon: ':>' })).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_RESIDENT_UNKNOWN' },
    });
  });
});

describe('the endpoint for the card that asks for information', () => {
  const elements = [{ title: 'Đăng ký lớp học', subtitle: 'Mời bác cho biết tên và số điện thoại' }];
  const card = { attachment: { type: 'template', payload: { template_type: 'request_user_info', elements } } };

  it('submits what was filled in', async () => {
    const { bench, post, mine } = await open();
    await greet(bench);
    await bench.send({ recipient: { user_id: bench.residentId }, message: card });
    const answer = await post(`${mine}/info`, {
      ...{ name: ' Nguyễn Văn Ba ', phone: '84912345678', birthDate: '31/12/1960', gender: 'Nam' },
      ...{ city: 'Đồng Nai', ward: 'Phường Bình Phước', street: 'Ấp 3' },
    });
    expect(answer).toEqual({ status: 200, json: {} });
    await bench.emulator.idle();
    expect(lastEvent(bench)).toMatchObject({
      event_name: 'user_submit_info',
      info: {
        ...{ name: 'Nguyễn Văn Ba', phone: '84912345678', user_dob: '31/12/1960', gender: '1' },
        full_address: { user_city: 'Đồng Nai', user_ward: 'Phường Bình Phước', user_address: 'Ấp 3' },
      },
    });
  });

  it('needs only a name and a phone number, and names the field that is wrong', async () => {
    const { bench, post, mine } = await open();
    await greet(bench);
    const good = { name: 'Ba', phone: '84912345678' };
    expect(await post(`${mine}/info`, good)).toMatchObject({ status: 404, json: { code: 'EMULATOR_MESSAGE_UNKNOWN' } });
    await bench.send({ recipient: { user_id: bench.residentId }, message: card });
    expect((await post(`${mine}/info`, good)).status).toBe(200);
    for (const [field, value] of [
      ['name', ' '],
      ['phone', '0912 345 678'],
      ['birthDate', '1960-12-31'],
      ['gender', 'male'],
    ] as const) {
      const { status, json } = await post(`${mine}/info`, { ...good, [field]: value });
      expect([status, json['code']]).toEqual([400, 'EMULATOR_INPUT_INVALID']);
      expect(json['message']).toContain(`"${field}"`);
    }
  });
});

describe('the endpoint that describes a resident', () => {
  it('sets phone and traits, and keeps what is absent', async () => {
    const { bench, post, mine } = await open();
    const traits = { ageYears: 62, gender: 1, cityCode: 1, platform: 2 };
    await post(`${mine}/describe`, { phone: '84912345678' });
    const { json } = await post(`${mine}/describe`, { traits });
    expect(json).toMatchObject({ name: 'Bác Ba', phone: '84912345678', traits });
    expect(bench.emulator.residents()[0]).toMatchObject({ phone: '84912345678', traits });
  });

  it('refuses values outside Zalo’s codes and fields it does not know', async () => {
    const { bench, post, mine } = await open();
    const wrong = [
      { phone: '+84 91' },
      { traits: { gender: 3 } },
      { traits: { cityCode: 64 } },
      { traits: { age: 62 } },
      { name: 'Ba' },
    ];
    for (const body of wrong) {
      expect(await post(`${mine}/describe`, body)).toMatchObject({
        status: 400,
        json: { code: 'EMULATOR_INPUT_INVALID' },
      });
    }
    expect(bench.emulator.residents()[0]).not.toHaveProperty('phone');
    expect(bench.emulator.residents()[0]).not.toHaveProperty('traits');
  });
});

describe('the endpoints for visitors of the web chat', () => {
  it('create visitors, with a name or without one, and list them', async () => {
    const { get, post } = await open();
    expect(await get('visitors')).toEqual([]);
    const { json: first } = await post('visitors', { name: ' Khách một ' });
    const { json: second } = await post('visitors');
    expect([first['name'], second['name']]).toEqual(['Khách một', 'Khách ẩn danh']);
    expect(await get('visitors')).toEqual([first, second]);
  });

  it('send what a visitor writes, and show the OA’s answer in the history', async () => {
    const { bench, get, post } = await open();
    const { json: visitor } = await post('visitors');
    const path = `visitors/${visitor['anonymousId']}/messages`;
    expect((await post(path, { kind: 'text', text: ' Xin chào ' })).json).toMatchObject({ text: 'Xin chào' });
    await bench.emulator.idle();
    expect(lastEvent(bench)).toMatchObject({
      event_name: 'anonymous_send_text',
      sender: { id: visitor['anonymousId'] },
      message: { conversation_id: visitor['conversationId'], text: 'Xin chào' },
    });
    const recipient = { anonymous_id: visitor['anonymousId'], conversation_id: visitor['conversationId'] };
    await bench.send({ recipient, message: { text: 'Chào bác' } }, { path: '/v2.0/oa/message' });
    expect(await get(path)).toMatchObject([
      { from: 'resident', text: 'Xin chào', state: 'seen' },
      { from: 'oa', text: 'Chào bác' },
    ]);
  });

  it('refuse what a web chat cannot send, without keeping its bytes', async () => {
    const { bench, post } = await open();
    const { json: visitor } = await post('visitors');
    const path = `visitors/${visitor['anonymousId']}/messages`;
    const bytes = Buffer.from('RIFF').toString('base64');
    for (const input of [
      { kind: 'voice', name: 'a.wav', bytes },
      { kind: 'location', latitude: '11.5', longitude: '106.9' },
      { kind: 'text', text: ' ' },
    ]) {
      expect(await post(path, input)).toMatchObject({ status: 400, json: { code: 'EMULATOR_INPUT_INVALID' } });
    }
    expect(bench.emulator.snapshot().media.media).toEqual([]);
    expect(await post('visitors/unknown/messages', { kind: 'text', text: 'a' })).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_VISITOR_UNKNOWN' },
    });
    expect(bench.posts).toEqual([]);
  });

  it('take JSON only, as the chat’s endpoints do', async () => {
    const { bench } = await open();
    const response = await bench.server.inject({
      method: 'POST',
      url: '/emulator/api/visitors',
      headers: { 'content-type': 'text/plain' },
      payload: '{}',
    });
    expect([response.statusCode, bench.emulator.visitors.list()]).toEqual([415, []]);
  });
});
