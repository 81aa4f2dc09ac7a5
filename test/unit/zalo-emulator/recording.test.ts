import { describe, expect, it } from 'vitest';
import { checkRecording, formatRecording } from 'zalo-emulator';
import type { Recording } from 'zalo-emulator';
import { DAY_MS, HOUR_MS, START_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const png = Buffer.from('\x89PNG and so on', 'latin1');

/** A workbench that records from now on. */
async function recording(prepare?: (bench: Workbench) => Promise<void>) {
  const bench = await createWorkbench();
  const [ba = '', tu = '', nam = ''] = bench.emulator.residents().map(({ id }) => id);
  await prepare?.(bench);
  bench.emulator.recorder.start();
  const { recorder } = bench.emulator;
  /** Through JSON and back, so that each kind of event is known to the reader. */
  const events = () => checkRecording(JSON.parse(JSON.stringify(recorder.current()))).events;
  return { bench, emulator: bench.emulator, recorder, ba, tu, nam, events };
}

describe('a recorder', () => {
  it('has an empty recording of how things stand before its first start', async () => {
    const { emulator } = await createWorkbench();
    expect(emulator.recorder.isRecording()).toBe(false);
    emulator.as.follow(emulator.residents()[0]?.id ?? '');
    const current = emulator.recorder.current();
    expect(current).toMatchObject({ version: 1, events: [], media: {}, start: { clockMs: START_MS } });
    expect(current.start.residents[0]).toEqual({ name: 'Bác Ba', follows: true, interactedMsAgo: 0 });
    expect(emulator.recorder.stop()).toEqual(current);
  });

  it('describes the start in names: people, groups, account, what is not at its default', async () => {
    const { recorder } = await recording(async (bench) => {
      const { emulator } = bench;
      const [ba = '', tu = '', nam = ''] = emulator.residents().map(({ id }) => id);
      emulator.as.follow(tu);
      await bench.advance(HOUR_MS);
      emulator.as.block(nam);
      emulator.describeResident(ba, { phone: '84912345678', traits: { ageYears: 61 } });
      emulator.createResident('Bác Ba');
      const group = emulator.groups.create({ name: 'Tổ 3', description: 'Ấp 3', memberIds: [ba, tu] });
      emulator.inGroup.requestJoin(group.id, nam);
      emulator.updateSettings({ listOnV3: true });
      emulator.setFaults({ hang: { nextCount: 2 } });
      emulator.setEventSwitches({ oa_send_: false });
      emulator.account.update({ zcaBalanceVnd: undefined });
    });
    const { start } = recorder.current();
    expect(start).toMatchObject({
      clockMs: START_MS + HOUR_MS,
      account: { type: 2, packageName: 'Tiêu chuẩn', zcaBalanceVnd: null },
      settings: { listOnV3: true },
      faults: { hang: { nextCount: 2 } },
      eventSwitches: { oa_send_: false },
      oaAdmins: ['Bác Ba'],
    });
    expect(start.residents).toEqual([
      { name: 'Bác Ba', follows: false, phone: '84912345678', traits: { ageYears: 61 } },
      { name: 'Cô Tư', follows: true, interactedMsAgo: HOUR_MS },
      { name: 'Anh Năm', follows: false, refusalCode: -217 },
      { name: 'Bác Ba (2)', follows: false },
    ]);
    expect(start.groups).toMatchObject([
      {
        name: 'Tổ 3',
        members: ['Bác Ba', 'Cô Tư'],
        admins: [],
        pending: [{ person: 'Anh Năm', how: 'requested' }],
      },
    ]);
    expect(start.groupAssets.map(({ type, group }) => [type, group])).toEqual([
      ['gmf10', 'Tổ 3'],
      ['gmf50', undefined],
      ['gmf100', undefined],
    ]);
    expect(start.groupAssets[0]?.validForMs).toBe(30 * DAY_MS - HOUR_MS);
  });

  it('keeps what residents do, with numbers for messages and offsets for times', async () => {
    const { bench, emulator, events, ba, tu } = await recording();
    await greet(bench);
    await bench.send({ recipient: { user_id: ba }, message: { attachment: buttons('Chọn', 'A', 'B'), text: 'Chọn' } });
    await bench.advance(1500);
    const menu = emulator.history(ba).at(-1);
    const pressed = emulator.as.press(ba, menu?.id ?? '', 1);
    emulator.as.send(ba, { kind: 'text', text: 'Tin này ạ', quotedMessageId: pressed.id });
    emulator.as.react(ba, menu?.id ?? '', '/-heart');
    emulator.as.markSeen(ba);
    emulator.as.call(tu, { type: 'VIDEO' });
    emulator.as.call(tu);
    for (const does of ['follow', 'unfollow', 'block', 'unblock', 'clickChatNow', 'withdraw'] as const)
      emulator.as[does](tu);
    expect(events()).toEqual([
      { atMs: 0, person: 'Bác Ba', does: 'send', message: 1, input: { kind: 'text', text: 'Xin chào' } },
      {
        ...{ atMs: 0, oa: 'message', to: 'Bác Ba', message: 2, kind: 'text', text: 'Chọn' },
        buttons: [query('A'), query('B')],
      },
      {
        ...{ atMs: 1500, person: 'Bác Ba', does: 'press', message: 3, on: 2 },
        button: { title: 'B', index: 1, type: 'oa.query.show', payload: '#B' },
      },
      { atMs: 1500, person: 'Bác Ba', does: 'send', message: 4, input: { kind: 'text', text: 'Tin này ạ', quotes: 3 } },
      { atMs: 1500, person: 'Bác Ba', does: 'react', on: 2, icon: '/-heart' },
      { atMs: 1500, person: 'Bác Ba', does: 'markSeen' },
      { atMs: 1500, person: 'Cô Tư', does: 'call', call: { type: 'VIDEO' } },
      { atMs: 1500, person: 'Cô Tư', does: 'call', call: {} },
      ...['follow', 'unfollow', 'block', 'unblock', 'clickChatNow', 'withdraw'].map((does) => {
        return { atMs: 1500, person: 'Cô Tư', does };
      }),
    ]);
  });

  it('keeps files once, whoever sends them and however often', async () => {
    const { emulator, recorder, events, ba, tu } = await recording();
    emulator.as.send(ba, { kind: 'image', bytes: png, name: 'a.png', text: 'Đây' });
    emulator.as.send(tu, { kind: 'file', bytes: png, name: 'b.png' });
    emulator.as.send(tu, { kind: 'voice', bytes: Buffer.from('x'), name: 'c.amr' });
    expect(events().map((event) => ('input' in event ? event.input : undefined))).toEqual([
      { kind: 'image', media: 'media-1', name: 'a.png', text: 'Đây' },
      { kind: 'file', media: 'media-1', name: 'b.png' },
      { kind: 'voice', media: 'media-2', name: 'c.amr' },
    ]);
    expect(recorder.current().media).toEqual({
      'media-1': { base64: png.toString('base64') },
      'media-2': { base64: Buffer.from('x').toString('base64') },
    });
  });

  it('keeps what the OA does: messages of each kind, quotes, reactions', async () => {
    const { bench, emulator, events, ba } = await recording();
    await greet(bench);
    const asked = emulator.history(ba)[0]?.id ?? '';
    const to = { user_id: ba };
    await bench.send({ recipient: to, message: { text: 'Dạ', quote_message_id: asked } });
    const media = (element: object) => ({ type: 'template', payload: { template_type: 'media', elements: [element] } });
    await bench.send({
      recipient: to,
      message: { attachment: media({ media_type: 'image', url: 'https://a.vn/a.png' }) },
    });
    await bench.send({
      recipient: to,
      message: { attachment: media({ media_type: 'sticker', attachment_id: 'cuoi' }) },
    });
    const card = {
      template_type: 'request_user_info',
      elements: [{ title: 'Xin thông tin', subtitle: 'Để hẹn lịch' }],
    };
    await bench.send({ recipient: to, message: { attachment: { type: 'template', payload: card } } });
    emulator.as.submitInfo(ba, { name: 'Ba', phone: '84912345678' });
    const reaction = { sender_action: { react_icon: '/-heart', react_message_id: asked } };
    await bench.send({ recipient: to, ...reaction }, { path: '/v2.0/oa/message' });
    await bench.sendText('refused', '/v2.0/oa/message');
    expect(events().slice(1)).toEqual([
      { atMs: 0, oa: 'message', to: 'Bác Ba', message: 2, kind: 'text', text: 'Dạ', quotes: 1 },
      { atMs: 0, oa: 'message', to: 'Bác Ba', message: 3, kind: 'image', media: { url: 'https://a.vn/a.png' } },
      { atMs: 0, oa: 'message', to: 'Bác Ba', message: 4, kind: 'sticker', media: { stickerId: 'cuoi' } },
      {
        ...{ atMs: 0, oa: 'message', to: 'Bác Ba', message: 5, kind: 'request_user_info' },
        elements: [{ title: 'Xin thông tin', subtitle: 'Để hẹn lịch' }],
      },
      { atMs: 0, person: 'Bác Ba', does: 'submitInfo', info: { name: 'Ba', phone: '84912345678' } },
      { atMs: 0, oa: 'reaction', to: 'Bác Ba', on: 1, icon: '/-heart' },
    ]);
  });

  it('keeps a broadcast as one event, without the address of the article', async () => {
    const { bench, events } = await recording(async (bench) => {
      for (const { id } of bench.emulator.residents()) bench.emulator.as.follow(id);
      await bench.emulator.idle();
    });
    const article = {
      ...{ type: 'normal', title: 'Lớp học số', author: 'OA', description: 'Chiều thứ Bảy', status: 'show' },
      ...{ cover: { cover_type: 'photo', photo_url: 'https://a.vn/a.png', status: 'show' } },
      body: [{ type: 'text', content: 'Mời bà con' }],
      comment: 'show',
    };
    const { json: created } = await bench.send(article, { path: '/v2.0/article/create' });
    await bench.advance(HOUR_MS);
    const { json: verified } = await bench.send({ token: created['data']?.token }, { path: '/v2.0/article/verify' });
    const elements = [{ media_type: 'article', attachment_id: verified['data']?.id }];
    const body = {
      recipient: { target: {} },
      message: { attachment: { type: 'template', payload: { template_type: 'media', elements } } },
    };
    expect((await bench.send(body, { path: '/v2.0/oa/message' })).json).toMatchObject({ error: 0 });
    await bench.advance(HOUR_MS);
    await bench.emulator.idle();
    expect(events()).toEqual([
      {
        ...{ atMs: expect.any(Number), oa: 'broadcast', to: ['Bác Ba', 'Cô Tư', 'Anh Năm'] },
        elements: [expect.objectContaining({ title: 'Lớp học số', subtitle: 'Chiều thứ Bảy' })],
      },
    ]);
    expect(JSON.stringify(events())).not.toContain('"url"');
  });

  it('keeps group life, people’s part and the OA’s', async () => {
    const { bench, emulator, events, ba, tu, nam } = await recording();
    const group = emulator.groups.create({ name: 'Tổ 3', description: 'Ấp 3', memberIds: [ba] });
    emulator.inGroup.join(group.id, tu);
    emulator.inGroup.requestJoin(group.id, nam);
    emulator.inGroup.approve(group.id, [nam]);
    emulator.inGroup.send(group.id, tu, { kind: 'text', text: 'Chào' });
    emulator.inGroup.sendAsOa(group.id, { kind: 'text', text: 'Cán bộ đây' });
    const path = (name: string) => ({ path: `/v3.0/oa/group/${name}` });
    await bench.send({ recipient: { group_id: group.id }, message: { text: `Chào [@${tu}]` } }, path('message'));
    await bench.send({ group_id: group.id, member_user_ids: [tu] }, path('addadmins'));
    await bench.send({ group_id: group.id, group_name: 'Tổ số 3', lock_send_msg: true }, path('updateinfo'));
    await bench.send({ group_id: group.id, member_user_ids: [nam] }, path('removemembers'));
    emulator.inGroup.leave(group.id, tu);
    emulator.inGroup.setOaInGroup(group.id, false);
    emulator.inGroup.setOaInGroup(group.id, true);
    emulator.groups.changeAsset(group.asset.id, { autoRenew: false, validThroughMs: START_MS + DAY_MS });
    emulator.groups.changeAsset(emulator.groups.addAsset({ type: 'gmf50' }).id, { autoRenew: false });
    emulator.groups.setOaAdmins([tu]);
    await bench.send({ group_id: group.id }, path('delete'));
    const at = { atMs: 0, group: 'Tổ 3' };
    const change = (changed: object) => ({ ...at, oa: 'groupChange', change: changed });
    expect(events()).toEqual([
      { ...at, does: 'createGroup', name: 'Tổ 3', description: 'Ấp 3', people: ['Bác Ba'], assetType: 'gmf10' },
      { ...at, does: 'join', person: 'Cô Tư' },
      { ...at, does: 'requestJoin', person: 'Anh Năm' },
      { ...at, does: 'approve', people: ['Anh Năm'] },
      { ...at, does: 'sendToGroup', person: 'Cô Tư', message: 1, input: { kind: 'text', text: 'Chào' } },
      { ...at, does: 'sendAsOa', message: 2, input: { kind: 'text', text: 'Cán bộ đây' } },
      { ...at, oa: 'groupMessage', message: 3, kind: 'text', text: 'Chào @Cô Tư' },
      change({ madeAdmin: ['Cô Tư'] }),
      change({ name: 'Tổ số 3', switches: { lockSendMsg: true } }),
      change({ left: ['Anh Năm'] }),
      { ...at, does: 'leave', person: 'Cô Tư' },
      { ...at, does: 'setOaInGroup', hasOa: false },
      { ...at, does: 'setOaInGroup', hasOa: true },
      { ...at, does: 'changeAsset', change: { autoRenew: false, validForMs: DAY_MS } },
      {
        ...{ atMs: 0, does: 'addAsset' },
        asset: { type: 'gmf50', quotaType: 'sub_quota', autoRenew: true, validForMs: 30 * DAY_MS },
      },
      { atMs: 0, does: 'setOaAdmins', people: ['Cô Tư'] },
      change({ status: 'dissolved' }),
    ]);
  });

  it('keeps what a developer turns', async () => {
    const { emulator, events, ba } = await recording();
    emulator.clock.advance(HOUR_MS);
    emulator.clock.setOffset(0);
    emulator.setFaults({ html502: { probability: 0.5 } });
    emulator.setEventSwitches({ '*': false });
    emulator.account.update({ type: 4, packageName: undefined });
    emulator.updateSettings({ listOnV3: true });
    emulator.createResident('Dì Sáu');
    emulator.describeResident(ba, { phone: '84912345678' });
    emulator.refuseSendsTo(ba, -217);
    emulator.refuseSendsTo(ba, undefined);
    expect(events()).toEqual([
      { atMs: 0, does: 'advanceClock', ms: HOUR_MS },
      { atMs: HOUR_MS, does: 'setClock', toMs: 0 },
      { atMs: 0, does: 'setFaults', faults: { html502: { probability: 0.5 } } },
      { atMs: 0, does: 'setEventSwitches', eventSwitches: { '*': false } },
      { atMs: 0, does: 'changeAccount', change: { type: 4, packageName: null } },
      { atMs: 0, does: 'changeSettings', change: { listOnV3: true } },
      { atMs: 0, person: 'Dì Sáu', does: 'arrive' },
      { atMs: 0, person: 'Bác Ba', does: 'become', phone: '84912345678' },
      { atMs: 0, person: 'Bác Ba', does: 'refuseSends', code: -217 },
      { atMs: 0, person: 'Bác Ba', does: 'refuseSends', code: null },
    ]);
  });

  it('does not keep what the emulator refused', async () => {
    const { emulator, events, ba } = await recording();
    expect(() => emulator.as.send('nobody', { kind: 'text', text: 'a' })).toThrow('nobody');
    expect(() => emulator.as.press(ba, 'none', 0)).toThrow('none');
    expect(() => emulator.inGroup.join('none', ba)).toThrow('none');
    expect(() => emulator.setFaults({ hangs: {} } as never)).toThrow('fault');
    expect(events()).toEqual([]);
  });

  it('does not take a message from before its start for a new one', async () => {
    const { bench, emulator, events, ba } = await recording(async (bench) => {
      await greet(bench);
      await bench.sendText('Cũ');
    });
    const old = emulator.history(ba).at(-1)?.id ?? '';
    emulator.as.markSeen(ba);
    emulator.as.react(ba, old, '/-heart');
    await bench.sendText('Mới');
    expect(events()).toEqual([
      { atMs: 0, person: 'Bác Ba', does: 'markSeen' },
      { atMs: 0, oa: 'message', to: 'Bác Ba', message: 1, kind: 'text', text: 'Mới' },
    ]);
  });

  it('goes on at a second start, begins anew after a stop, and ends when a snapshot is restored', async () => {
    const { emulator, recorder, events, ba } = await recording();
    emulator.as.follow(ba);
    recorder.start();
    expect(events()).toHaveLength(1);
    const stopped = recorder.stop();
    emulator.as.unfollow(ba);
    expect(recorder.current()).toEqual(stopped);
    recorder.start();
    expect(events()).toEqual([]);
    emulator.as.follow(ba);
    emulator.restore(emulator.snapshot());
    emulator.as.unfollow(ba);
    expect([recorder.isRecording(), events().length]).toEqual([false, 1]);
  });

  it('gives copies that do not change any more', async () => {
    const { bench, emulator, recorder, ba } = await recording();
    emulator.as.follow(ba);
    const early = recorder.current();
    const text = JSON.stringify(early);
    await greet(bench);
    expect(JSON.stringify(early)).toBe(text);
  });

  it('writes names for ids of people, groups, messages and files, and for its own address', async () => {
    const { bench, emulator, events, ba } = await recording();
    const group = emulator.groups.create({ name: 'Tổ 3', description: '', memberIds: [ba] });
    const sent = emulator.as.send(ba, { kind: 'image', bytes: png, name: 'a.png' });
    const code = group.link.split('/').at(-1);
    await bench.sendText(
      `${ba} #x_${ba} ${group.id} ${group.link} ${sent.id} http://emulator.invalid/media/${sent.media?.mediaId} ${emulator.residents()[0]?.idByApp}`,
    );
    expect(events().at(-1)).toMatchObject({
      text: '{{person:Bác Ba}} #x_{{person:Bác Ba}} {{group:Tổ 3}} https://zalo.me/g/{{groupLink:Tổ 3}} {{message}} {{emulator}}/media/{{media}} {{personByApp:Bác Ba}}',
    });
    expect(code).toMatch(/^group_link-/);
  });
});

describe('a recording as text', () => {
  const full = async (): Promise<Recording> => {
    const { bench, emulator, recorder, ba } = await recording();
    await greet(bench);
    await bench.sendText('Một\nHai "ba" $& $1');
    emulator.as.send(ba, { kind: 'file', bytes: png, name: 'a.png' });
    return recorder.stop();
  };

  it('has one line for each event, and reads back equal', async () => {
    const kept = await full();
    const text = formatRecording(kept);
    expect(checkRecording(JSON.parse(text))).toEqual(kept);
    expect(text.split('\n').filter((line) => line.includes('"atMs"'))).toHaveLength(3);
    expect(text.endsWith('}\n')).toBe(true);
    const empty = { ...kept, events: [] };
    expect(checkRecording(JSON.parse(formatRecording(empty)))).toEqual(empty);
  });

  it('may carry what the API says beside it', async () => {
    const kept = await full();
    expect(checkRecording({ ...kept, isRecording: false })).toEqual(kept);
  });

  const step = { atMs: 0, person: 'Bác Ba', does: 'follow' };
  const wrong: ReadonlyArray<readonly [string, (kept: Recording) => unknown, string]> = [
    ['no object', () => 'x', '"version"'],
    ['another version', (kept) => ({ ...kept, version: 2 }), '"version"'],
    ['an unknown key', (kept) => ({ ...kept, extra: 1 }), '"version"'],
    ['an unknown action', (kept) => ({ ...kept, events: [{ ...step, does: 'fly' }] }), '"events.0.does"'],
    ['a mistyped key', (kept) => ({ ...kept, events: [step, { ...step, persons: '' }] }), '"events.1"'],
    ['a stranger', (kept) => ({ ...kept, events: [{ ...step, person: 'X' }] }), 'nobody is called "X"'],
    [
      'a stranger who is written to',
      (kept) => ({ ...kept, events: [{ atMs: 0, oa: 'broadcast', to: ['X'], elements: [] }] }),
      '"events.0.to"',
    ],
    ['a missing file', (kept) => ({ ...kept, media: {} }), '"events.2.input.media"'],
    ['no base64', (kept) => ({ ...kept, media: { 'media-1': { base64: '%' } } }), '"media.media-1.base64"'],
    [
      'an unknown setting',
      (kept) => ({ ...kept, start: { ...kept.start, settings: { listOnV9: true } } }),
      '"start.settings"',
    ],
    [
      'an unknown setting in a step',
      (kept) => ({ ...kept, events: [{ atMs: 0, does: 'changeSettings', change: { listOnV9: true } }] }),
      '"events.0.change"',
    ],
    [
      'two people of one name',
      (kept) => ({ ...kept, start: { ...kept.start, residents: [...kept.start.residents, ...kept.start.residents] } }),
      'same name',
    ],
    [
      'a group without an asset',
      (kept) => ({ ...kept, start: { ...kept.start, groups: [emptyGroup] } }),
      '"start.groupAssets"',
    ],
  ];
  it.each(wrong)('is refused with %s, by the name of the field', async (_what, spoil, field) => {
    const spoilt = spoil(await full());
    expect(() => checkRecording(spoilt)).toThrow(field);
    expect(() => checkRecording(spoilt)).toThrow(expect.objectContaining({ code: 'EMULATOR_INPUT_INVALID' }));
  });
});

const emptyGroup = {
  ...{ name: 'Tổ 3', description: '', hasOa: true, members: [], admins: [], pending: [] },
  switches: { lockSendMsg: false, joinAppr: false, enableMsgHistory: true, enableLinkJoin: true },
};

function query(title: string) {
  return { title, type: 'oa.query.show', payload: `#${title}` };
}

function buttons(_text: string, ...titles: string[]) {
  return { type: 'template', payload: { buttons: titles.map(query) } };
}
