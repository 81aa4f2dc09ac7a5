import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { createGroupBench } from './group-bench.ts';
import { MINUTE_MS, START_MS } from './workbench.ts';

async function benchWithGroup(options: EmulatorOptions = {}) {
  const bench = await createGroupBench(options);
  const groupId = await bench.found();
  await bench.clearPosts();
  const send = (message: object) => bench.post('group/message', { recipient: { group_id: groupId }, message });
  const last = () => bench.emulator.groups.history(groupId).at(-1);
  return { bench, groupId, send, last };
}

const media = (element: object) => ({
  attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
});

describe('a message of the OA', () => {
  it('answers with its id and the group’s, reaches the group and is echoed', async () => {
    const { bench, groupId, send, last } = await benchWithGroup();
    const answer = await send({ text: 'Mời bà con học bài mới' });
    expect(answer).toEqual({
      data: { message_id: expect.stringMatching(/^message-/), group_id: groupId },
      error: 0,
      message: 'Success',
    });
    expect(last()).toMatchObject({ from: 'oa', text: 'Mời bà con học bài mới', groupId, senderName: 'Trợ lý số' });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['oa_send_group_text']);
    expect(bench.event(0)).toMatchObject({
      sender: { id: bench.emulator.options.oaId },
      recipient: { id: groupId },
      message: { text: 'Mời bà con học bài mới', msg_id: answer['data'].message_id },
    });
  });

  it('is not echoed when echoes are off', async () => {
    const { bench, send } = await benchWithGroup({ echoes: false });
    await send({ text: 'A' });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual([]);
  });

  it('may be a picture, a GIF, a sticker or a file', async () => {
    const { bench, send } = await benchWithGroup();
    const token = await uploadPdf(bench);
    const sent = [
      await send({ text: 'Ảnh', ...media({ media_type: 'image', url: 'https://example.invalid/a.png' }) }),
      await send(media({ media_type: 'gif', url: 'https://example.invalid/a.gif', width: 4, height: 3 })),
      await send(media({ media_type: 'sticker', attachment_id: 'cam-on' })),
      await send({ attachment: { type: 'file', payload: { token } } }),
    ];
    expect(sent.map(({ error }) => error)).toEqual([0, 0, 0, 0]);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual([
      'oa_send_group_image',
      'oa_send_group_gif',
      'oa_send_group_sticker',
      'oa_send_group_file',
    ]);
    expect(bench.event(3)['message'].attachments[0].payload).toMatchObject({ name: 'bai-hoc.pdf', type: 'pdf' });
  });

  it('may not be a list, a request for information or too long', async () => {
    const { send } = await benchWithGroup({ oaType: 4 });
    const cards = (template_type: string) => ({
      attachment: {
        type: 'template',
        payload: {
          template_type,
          elements: [{ title: 'A', subtitle: 'B', image_url: 'https://example.invalid/a.png' }],
        },
      },
    });
    expect((await send(cards('list')))['error']).toBe(-233);
    expect((await send(cards('request_user_info')))['error']).toBe(-233);
    expect((await send({ text: 'x'.repeat(2001) }))['error']).toBe(-210);
    expect((await send({}))['error']).toBe(-201);
  });

  it('with buttons is refused, by default -233, or shown where the setting is 0', async () => {
    const buttons = [{ title: 'Có', type: 'oa.query.show', payload: 'co' }];
    const message = { text: 'Học không?', attachment: { type: 'template', payload: { buttons } } };
    const strict = await benchWithGroup();
    expect((await strict.send(message))['error']).toBe(-233);
    const other = await benchWithGroup({ settings: { groupButtonsCode: -201 } });
    expect((await other.send(message))['error']).toBe(-201);
    const lax = await benchWithGroup({ settings: { groupButtonsCode: 0 } });
    expect((await lax.send(message))['error']).toBe(0);
    expect(lax.last()?.buttons).toEqual(buttons);
  });

  it('may quote a message of the same group only', async () => {
    const { bench, groupId, send } = await benchWithGroup();
    const asked = bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: 'Hỏi' });
    expect((await send({ text: 'Đáp', quote_message_id: asked.id }))['error']).toBe(0);
    const [echo] = await bench.eventsNamed('oa_send_group_text');
    expect(echo?.['message'].quote_msg_id).toBe(asked.id);
    expect(await send({ text: 'Đáp', quote_message_id: 'none' })).toMatchObject({ error: -201 });
  });

  it('is refused -403 without the OA in the group, -237 in a disabled one, -201 in none', async () => {
    const { bench, groupId, send } = await benchWithGroup();
    bench.emulator.inGroup.setOaInGroup(groupId, false);
    expect((await send({ text: 'A' }))['error']).toBe(-403);
    bench.emulator.inGroup.setOaInGroup(groupId, true);
    const assetId = bench.group(groupId).asset.id;
    bench.emulator.groups.changeAsset(assetId, { autoRenew: false, validThroughMs: START_MS });
    expect((await send({ text: 'A' }))['error']).toBe(-237);
    const nowhere = await bench.post('group/message', { recipient: { group_id: 'x' }, message: { text: 'A' } });
    expect(nowhere['error']).toBe(-201);
    expect((await bench.post('group/message', { message: { text: 'A' } }))['error']).toBe(-201);
  });

  it('is struck by the send faults', async () => {
    const { bench, send } = await benchWithGroup({ faults: { errorReply: { nextCount: 1, delivered: false } } });
    expect((await send({ text: 'A' }))['error']).toBe(-200);
    expect(bench.posts).toHaveLength(0);
    expect((await send({ text: 'A' }))['error']).toBe(0);
  });
});

describe('mentions', () => {
  it('[@user_id] calls on a member and [@group_id] on everybody, with names in their place', async () => {
    const { bench, groupId, send, last } = await benchWithGroup();
    await send({ text: `Chào [@${bench.tu}] và [@${groupId}]!` });
    expect(last()).toMatchObject({
      text: 'Chào @Cô Tư và @Tất cả!',
      mentions: [
        { kind: 'member', residentId: bench.tu, offset: 5, length: 6 },
        { kind: 'everyone', offset: 15, length: 7 },
      ],
    });
  });

  it('a mark about nobody in the group stays as typed', async () => {
    const { bench, send, last } = await benchWithGroup();
    const text = `[@${bench.nam}] [@] [@ 1] @Cô Tư`;
    await send({ text });
    expect(last()?.text).toBe(text);
    expect(last()).not.toHaveProperty('mentions');
  });

  it('a resident’s own text calls on nobody', async () => {
    const { bench, groupId, last } = await benchWithGroup();
    bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: `[@${groupId}]` });
    expect(last()).not.toHaveProperty('mentions');
  });
});

describe('reading messages', () => {
  it('conversation gives both sides, newest first, by offset and count', async () => {
    const { bench, groupId, send } = await benchWithGroup();
    bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: 'Hỏi' });
    bench.emulator.clock.advance(MINUTE_MS);
    const { data: sent } = await send({ text: 'Đáp' });
    const { data } = await bench.get(`group/conversation?group_id=${groupId}&offset=0&count=10`);
    expect(data).toMatchObject([
      { src: 0, type: 'text', message: 'Đáp', message_id: sent.message_id, time: START_MS + MINUTE_MS },
      { src: 1, message: 'Hỏi', from_id: bench.tu, from_display_name: 'Cô Tư' },
    ]);
    for (const item of data) {
      expect(item).toMatchObject({ group_id: groupId, to_id: groupId, to_display_name: 'Tổ số ấp 3' });
    }
    const older = await bench.get(`group/conversation?group_id=${groupId}&offset=1&count=1`);
    expect(older['data']).toMatchObject([{ message: 'Hỏi' }]);
    expect((await bench.get(`group/conversation?group_id=${groupId}&count=11`))['error']).toBe(-210);
    expect((await bench.get('group/conversation?group_id=none'))['error']).toBe(-201);
  });

  it('listrecentchat gives the last message of each group, or all where the setting says so', async () => {
    const texts = async (options: EmulatorOptions) => {
      const { bench, groupId, send } = await benchWithGroup(options);
      const other = await bench.found([bench.ba], { asset_id: '326e977e4d3da4630050' });
      await send({ text: 'một' });
      bench.emulator.clock.advance(1);
      bench.emulator.inGroup.send(other, bench.ba, { kind: 'text', text: 'hai' });
      bench.emulator.clock.advance(1);
      bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: 'ba' });
      const { data } = await bench.get('group/listrecentchat?offset=0&count=10');
      return data.map(({ message }: { message: string }) => message);
    };
    expect(await texts({})).toEqual(['ba', 'hai']);
    expect(await texts({ settings: { groupRecentChat: 'all' } })).toEqual(['ba', 'hai', 'một']);
  });

  it('keeps the last 500 messages of a group', async () => {
    const { bench, groupId } = await benchWithGroup({ echoes: false });
    for (let index = 0; index < 620; index += 1) {
      bench.emulator.inGroup.sendAsOa(groupId, { kind: 'text', text: String(index) });
    }
    const history = bench.emulator.groups.history(groupId);
    expect(history).toHaveLength(500);
    expect(history[0]?.text).toBe('120');
    expect(history.at(-1)?.text).toBe('619');
  });
});

async function uploadPdf(bench: Awaited<ReturnType<typeof createGroupBench>>): Promise<string> {
  const form = new FormData();
  form.append('file', new File(['%PDF-1.4'], 'bai-hoc.pdf'));
  const request = new Request('http://x/', { method: 'POST', body: form });
  const response = await bench.server.inject({
    method: 'POST',
    url: '/v2.0/oa/upload/file',
    headers: {
      access_token: bench.emulator.tokens().accessToken,
      'content-type': request.headers.get('content-type') ?? '',
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return response.json<Record<string, any>>()['data'].token;
}
