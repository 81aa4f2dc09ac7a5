import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { createGroupBench } from './group-bench.ts';

const text = { kind: 'text', text: 'Chào cả nhà' } as const;

async function benchWithGroup(options: EmulatorOptions = {}) {
  const bench = await createGroupBench(options);
  const groupId = await bench.found();
  await bench.clearPosts();
  const set = (switches: object) => bench.post('group/updateinfo', { group_id: groupId, ...switches });
  return { bench, groupId, set, inGroup: bench.emulator.inGroup };
}

describe('writing in a group', () => {
  it('shows whether the bot got the message', async () => {
    const { bench, groupId, inGroup } = await benchWithGroup();
    const sent = inGroup.send(groupId, bench.tu, text);
    expect(sent).toMatchObject({ from: 'resident', residentId: bench.tu, senderName: 'Cô Tư', state: 'sending' });
    await bench.emulator.idle();
    expect(bench.emulator.groups.history(groupId)).toMatchObject([{ id: sent.id, state: 'received' }]);
    bench.answerWith(() => ({ outcome: 'answered', status: 500 }));
    inGroup.send(groupId, bench.tu, text);
    await bench.emulator.idle();
    expect(bench.emulator.groups.history(groupId)[1]).toMatchObject({ state: 'failed', failure: 'refused' });
  });

  it('is for members only', async () => {
    const { bench, groupId, inGroup } = await benchWithGroup();
    expect(() => inGroup.send(groupId, bench.nam, text)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_NOT_IN_GROUP' }),
    );
    expect(() => inGroup.send('none', bench.tu, text)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_GROUP_UNKNOWN' }),
    );
  });

  it('is for group admins only while lock_send_msg is on', async () => {
    const { bench, groupId, inGroup, set } = await benchWithGroup();
    await set({ lock_send_msg: true });
    const send = () => inGroup.send(groupId, bench.tu, text);
    expect(send).toThrow(expect.objectContaining({ code: 'EMULATOR_GROUP_REFUSED' }));
    await bench.post('group/addadmins', { group_id: groupId, member_user_ids: [bench.tu] });
    expect(send()).toMatchObject({ residentId: bench.tu });
  });

  it('counts as an interaction with the OA only where the setting says so', async () => {
    const interaction = async (options: EmulatorOptions) => {
      const { bench, groupId, inGroup } = await benchWithGroup(options);
      inGroup.send(groupId, bench.ba, text);
      return bench.emulator.residents()[0]?.lastInteractionAtMs;
    };
    expect(await interaction({})).toBeUndefined();
    expect(await interaction({ settings: { groupMessageIsInteraction: true } })).toBeTypeOf('number');
  });

  it('reaches no bot while the OA is not in the group', async () => {
    const { bench, groupId, inGroup } = await benchWithGroup();
    inGroup.setOaInGroup(groupId, false);
    inGroup.send(groupId, bench.tu, text);
    inGroup.leave(groupId, bench.tu);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual([]);
    expect(() => inGroup.sendAsOa(groupId, text)).toThrow(/OA is not in the group/);
  });
});

describe('joining and leaving', () => {
  it('by link, once', async () => {
    const { bench, groupId, inGroup } = await benchWithGroup();
    expect(inGroup.join(groupId, bench.nam).members.map(({ name }) => name)).toContain('Anh Năm');
    expect(() => inGroup.join(groupId, bench.nam)).toThrow(/already/);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_join_group']);
  });

  it('not by link when the link is off, and not into a full group', async () => {
    const { bench, groupId, inGroup, set } = await benchWithGroup();
    await set({ enable_link_join: false });
    expect(() => inGroup.join(groupId, bench.nam)).toThrow(/by link/);
    expect(() => inGroup.requestJoin(groupId, bench.nam)).toThrow(/by link/);
    await set({ enable_link_join: true });
    for (let index = 0; index < 7; index += 1) inGroup.join(groupId, bench.emulator.createResident('Khách').id);
    expect(() => inGroup.join(groupId, bench.nam)).toThrow(/no place left/);
  });

  it('waits for a group admin while approval is on; asking twice emits once', async () => {
    const { bench, groupId, inGroup, set } = await benchWithGroup();
    await set({ join_appr: true });
    await bench.clearPosts();
    expect(inGroup.join(groupId, bench.nam).pending).toMatchObject([{ residentId: bench.nam, how: 'requested' }]);
    inGroup.join(groupId, bench.nam);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_request_join_group']);
    expect(() => inGroup.approve(groupId, [bench.nam], bench.tu)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_NOT_GROUP_ADMIN' }),
    );
    await bench.post('group/addadmins', { group_id: groupId, member_user_ids: [bench.tu] });
    const after = inGroup.approve(groupId, [bench.nam], bench.tu);
    expect(after.members.map(({ residentId }) => residentId)).toContain(bench.nam);
    expect(() => inGroup.decline(groupId, [bench.nam], bench.tu)).toThrow(/does not wait/);
  });

  it('leaving emits user_out_group and ends writing', async () => {
    const { bench, groupId, inGroup } = await benchWithGroup();
    inGroup.leave(groupId, bench.tu);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_out_group']);
    expect(() => inGroup.leave(groupId, bench.tu)).toThrow(/is not in the group/);
  });

  it('a new member sees the past only while enable_msg_history is on', async () => {
    const { bench, groupId, inGroup, set } = await benchWithGroup();
    inGroup.send(groupId, bench.tu, { kind: 'text', text: 'trước' });
    bench.emulator.clock.advance(1);
    inGroup.join(groupId, bench.nam);
    inGroup.send(groupId, bench.tu, { kind: 'text', text: 'sau' });
    const seen = () => bench.emulator.groups.history(groupId, bench.nam).map((message) => message.text);
    expect(seen()).toEqual(['trước', 'sau']);
    await set({ enable_msg_history: false });
    expect(seen()).toEqual(['sau']);
  });
});

describe('the page’s endpoints', () => {
  async function benchWithPage() {
    const { bench, groupId } = await benchWithGroup();
    const call = async (method: 'GET' | 'POST', path: string, payload?: object) => {
      const response = await bench.server.inject({ method, url: `/api/${path}`, ...(payload ? { payload } : {}) });
      return { status: response.statusCode, json: response.json<any>() };
    };
    return { bench, groupId, call };
  }

  it('list groups with members, settings, asset and link', async () => {
    const { groupId, call } = await benchWithPage();
    expect((await call('GET', 'groups')).json).toMatchObject([
      {
        id: groupId,
        name: 'Tổ số ấp 3',
        link: expect.stringContaining('https://zalo.me/g/'),
        members: [{ name: 'Bác Ba' }, { name: 'Cô Tư' }],
        switches: { joinAppr: false },
        asset: { type: 'gmf10', groupId },
      },
    ]);
  });

  it('send what a member typed and keep it in the group', async () => {
    const { bench, groupId, call } = await benchWithPage();
    const path = `groups/${groupId}/messages`;
    const sent = await call('POST', path, { residentId: bench.tu, kind: 'text', text: ' Chào ' });
    expect(sent).toMatchObject({ status: 200, json: { text: 'Chào', residentId: bench.tu } });
    const png = Buffer.from('\x89PNG', 'latin1').toString('base64');
    await call('POST', path, { residentId: bench.tu, kind: 'image', name: 'a.png', bytes: png });
    await call('POST', `groups/${groupId}/oa-messages`, { kind: 'link', url: 'https://example.invalid/' });
    expect((await call('GET', path)).json).toMatchObject([{ kind: 'text' }, { kind: 'image' }, { kind: 'link' }]);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_send_group_text', 'user_send_group_image', 'oa_send_group_link']);
  });

  it('join, ask, approve, decline and leave', async () => {
    const { bench, groupId, call } = await benchWithPage();
    const act = (name: string, body: object) => call('POST', `groups/${groupId}/${name}`, body);
    expect((await act('request-join', { residentId: bench.nam })).json.pending).toHaveLength(1);
    expect((await act('decline', { residentIds: [bench.nam] })).json.pending).toHaveLength(0);
    await act('request-join', { residentId: bench.nam });
    expect((await act('approve', { residentIds: [bench.nam] })).json.members).toHaveLength(3);
    expect((await act('leave', { residentId: bench.nam })).json.members).toHaveLength(2);
    expect((await act('join', { residentId: bench.nam })).json.members).toHaveLength(3);
  });

  it('create a group on the first free asset, by Zalo’s rules', async () => {
    const { bench, call } = await benchWithPage();
    const made = await call('POST', 'groups', { name: 'Tổ mới', memberIds: [bench.ba] });
    expect(made.json).toMatchObject({ name: 'Tổ mới', asset: { type: 'gmf50' } });
    const refused = await call('POST', 'groups', { name: 'Tổ mới', memberIds: [bench.tu] });
    expect(refused).toMatchObject({ status: 400, json: { code: 'EMULATOR_GROUP_REFUSED' } });
    expect(refused.json.message).toContain('-201');
  });

  it('list, add and change assets', async () => {
    const { call } = await benchWithPage();
    const added = await call('POST', 'group-assets', { type: 'gmf100', quotaType: 'purchase_quota', autoRenew: false });
    expect(added.json).toMatchObject({ type: 'gmf100', quotaType: 'purchase_quota', autoRenew: false });
    await call('POST', 'group-assets', { assetId: added.json.id, autoRenew: true });
    const { json } = await call('GET', 'group-assets');
    expect(json).toHaveLength(4);
    expect(json.at(-1)).toMatchObject({ id: added.json.id, autoRenew: true, type: 'gmf100' });
    expect(await call('POST', 'group-assets', { assetId: 'none', autoRenew: true })).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_GROUP_ASSET_UNKNOWN' },
    });
  });

  it('answer unknown groups with 404, wrong bodies with 400 and other content types with 415', async () => {
    const { bench, groupId, call } = await benchWithPage();
    expect(await call('POST', 'groups/none/join', { residentId: bench.nam })).toMatchObject({
      status: 404,
      json: { code: 'EMULATOR_GROUP_UNKNOWN' },
    });
    expect((await call('GET', 'groups/none/messages')).status).toBe(404);
    expect(await call('POST', `groups/${groupId}/join`, {})).toMatchObject({
      status: 400,
      json: { code: 'EMULATOR_INPUT_INVALID', message: expect.stringContaining('"residentId"') },
    });
    expect((await call('POST', `groups/${groupId}/join`, { residentId: '404' })).json.code).toBe(
      'EMULATOR_RESIDENT_UNKNOWN',
    );
    const plain = await bench.server.inject({
      method: 'POST',
      url: `/api/groups/${groupId}/join`,
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify({ residentId: bench.nam }),
    });
    expect(plain.statusCode).toBe(415);
    expect(bench.group(groupId).members).toHaveLength(2);
  });

  it('hear of groups and their messages on the live stream, of a dissolved one too', async () => {
    const { bench, groupId } = await benchWithPage();
    const heard: string[] = [];
    bench.emulator.subscribe((update) => {
      if (update.type === 'group') heard.push(`group ${update.group.status} ${update.group.members.length}`);
      if (update.type === 'group-message') heard.push(`message ${update.message.state}`);
    });
    bench.emulator.inGroup.join(groupId, bench.nam);
    bench.emulator.inGroup.send(groupId, bench.nam, text);
    await bench.emulator.idle();
    await bench.post('group/delete', { group_id: groupId });
    expect(heard).toEqual(['group enabled 3', 'message sending', 'message received', 'group dissolved 3']);
  });
});
