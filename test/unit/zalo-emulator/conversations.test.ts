import { describe, expect, it } from 'vitest';
import type { ResidentInput } from 'zalo-emulator';
import { getData, reopen } from './api-calls.ts';
import { MINUTE_MS, START_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const [bacBa, coTu, anhNam] = ['3691470258369147001', '3691470258369147002', '3691470258369147003'] as const;
const png = Buffer.from('\x89PNG', 'latin1');

const recent = async (bench: Workbench, page: object = { offset: 0, count: 10 }) =>
  (await getData(bench, '/v2.0/oa/listrecentchat', page))['data'];
const conversation = async (bench: Workbench, page: object = { offset: 0, count: 10 }) =>
  (await getData(bench, '/v2.0/oa/conversation', { user_id: bacBa, ...page }))['data'];

describe('conversation', () => {
  it('gives both directions, latest first, with Zalo’s names and types', async () => {
    const bench = await createWorkbench();
    await greet(bench, 'Xin chào');
    await bench.advance(MINUTE_MS);
    await bench.sendText('Chào bác');
    const [answer, question] = await conversation(bench);
    expect(question).toEqual({
      src: 1,
      time: START_MS,
      type: 'text',
      message: 'Xin chào',
      message_id: bench.emulator.history(bacBa)[0]?.id,
      from_id: bacBa,
      to_id: '2468013579246801357',
      from_display_name: 'Bác Ba',
      from_avatar: '',
      to_display_name: 'Trợ lý số',
      to_avatar: '',
    });
    expect(answer).toMatchObject({ src: 0, time: START_MS + MINUTE_MS, from_id: '2468013579246801357', to_id: bacBa });
  });

  const items: ReadonlyArray<readonly [ResidentInput, object]> = [
    [
      { kind: 'image', bytes: png, name: 'a.png' },
      { type: 'photo', url: expect.stringMatching(/\/media\//) },
    ],
    [{ kind: 'image', bytes: Buffer.from('GIF8'), name: 'a.gif' }, { type: 'GIF' }],
    [
      { kind: 'voice', bytes: png, name: 'a.amr' },
      { type: 'voice', url: expect.stringMatching(/\/media\//) },
    ],
    [
      { kind: 'sticker', stickerId: 'cuoi' },
      { type: 'sticker', url: expect.stringMatching(/sticker-cuoi/) },
    ],
    [
      { kind: 'location', latitude: '11.5', longitude: '106.9' },
      { type: 'location', location: '{"latitude":"11.5","longitude":"106.9"}' },
    ],
    [
      { kind: 'link', url: 'https://a.vn/', description: 'A' },
      { type: 'link', url: 'https://a.vn/', description: 'A' },
    ],
    [
      { kind: 'business_card', phone: '84900000001' },
      { type: 'link', description: '84900000001' },
    ],
    [
      { kind: 'file', bytes: png, name: 'don.pdf' },
      { type: 'file', description: 'don.pdf' },
    ],
    [{ kind: 'video', bytes: png, name: 'a.mp4' }, { type: 'video' }],
  ];

  it.each(items)('shows what a resident sent: %j', async (input, expected) => {
    const bench = await createWorkbench();
    bench.emulator.as.send(bacBa, input);
    expect(await conversation(bench)).toEqual([expect.objectContaining({ src: 1, ...expected })]);
  });

  it('shows a list of the OA as links', async () => {
    const bench = await createWorkbench({ oaType: 4 });
    await greet(bench);
    const elements = [{ title: 'Bài 1', subtitle: 'Mở đầu', image_url: 'https://a.vn/1.jpg' }];
    const message = { attachment: { type: 'template', payload: { template_type: 'list', elements } } };
    await bench.send({ recipient: { user_id: bacBa }, message }, { path: '/v2.0/oa/message' });
    expect((await conversation(bench))[0]).toMatchObject({
      src: 0,
      type: 'links',
      links: [{ title: 'Bài 1', url: '', thumb: 'https://a.vn/1.jpg', description: 'Mở đầu' }],
    });
  });

  it('names undocumented kinds and places the way the settings say', async () => {
    const bench = await createWorkbench({
      settings: { fileConversationType: 'nosupport', conversationLocationAsText: false },
    });
    bench.emulator.as.send(bacBa, { kind: 'file', bytes: png, name: 'don.pdf' });
    bench.emulator.as.send(bacBa, { kind: 'location', latitude: '11.5', longitude: '106.9' });
    const [place, file] = await conversation(bench);
    expect(file.type).toBe('nosupport');
    expect(place.location).toEqual({ latitude: '11.5', longitude: '106.9' });
  });

  it('comes in pages of at most 10', async () => {
    const bench = await createWorkbench();
    for (let n = 1; n <= 12; n += 1) bench.emulator.as.send(bacBa, { kind: 'text', text: String(n) });
    const texts = (list: { message: string }[]) => list.map(({ message }) => message);
    expect(texts(await conversation(bench, { offset: 10, count: 10 }))).toEqual(['2', '1']);
    expect(texts(await conversation(bench, { offset: '0', count: '2' }))).toEqual(['12', '11']);
    for (const path of ['/v2.0/oa/conversation', '/v2.0/oa/listrecentchat']) {
      expect((await getData(bench, path, { user_id: bacBa, offset: 0, count: 11 }))['error']).toBe(-210);
    }
  });

  it('is -213 for somebody who never wrote', async () => {
    const bench = await createWorkbench();
    const answer = await getData(bench, '/v2.0/oa/conversation', { user_id: bacBa, offset: 0, count: 1 });
    expect(answer['error']).toBe(-213);
  });
});

describe('listrecentchat', () => {
  it('gives the last message of each chat, the latest chat first', async () => {
    const bench = await createWorkbench();
    for (const [id, text] of [
      [bacBa, 'một'],
      [coTu, 'hai'],
      [anhNam, 'ba'],
    ] as const) {
      bench.emulator.as.send(id, { kind: 'text', text });
      await bench.advance(MINUTE_MS);
    }
    await bench.sendText('trả lời');
    const chats = (await recent(bench)).map((item: { message: string }) => item.message);
    expect(chats).toEqual(['trả lời', 'ba', 'hai']);
    expect((await recent(bench, { offset: 1, count: 1 })).map((item: { from_id: string }) => item.from_id)).toEqual([
      anhNam,
    ]);
  });

  it('is not reordered by a message that is merely seen', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    await bench.sendText('Chào bác');
    await bench.advance(MINUTE_MS);
    bench.emulator.as.send(coTu, { kind: 'text', text: 'hai' });
    bench.emulator.as.markSeen(bacBa);
    expect((await recent(bench))[0]).toMatchObject({ from_id: coTu });
  });

  it('keeps its order through a snapshot', async () => {
    const bench = await createWorkbench();
    for (const id of [bacBa, coTu]) {
      bench.emulator.as.send(id, { kind: 'text', text: id });
      await bench.advance(MINUTE_MS);
    }
    bench.emulator.as.send(bacBa, { kind: 'text', text: 'nữa' });
    await bench.emulator.idle();
    const before = await recent(bench);
    expect(before).toHaveLength(2);
    const reopened = await reopen(bench);
    expect(await recent(reopened)).toEqual(before);
    reopened.emulator.as.send(coTu, { kind: 'text', text: 'mới' });
    expect((await recent(reopened))[0]).toMatchObject({ message: 'mới' });
  });
});
