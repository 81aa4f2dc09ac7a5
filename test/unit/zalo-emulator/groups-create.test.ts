import { describe, expect, it } from 'vitest';
import { GMF10, GMF50, createGroupBench } from './group-bench.ts';
import { DAY_MS, START_MS } from './workbench.ts';

describe('who may use group chat', () => {
  const ask = { quota_owner: 'OA' };

  it('an OA that is not verified is answered -221, one without the package -224, and both take effect at once', async () => {
    const bench = await createGroupBench({ isVerified: false, packageAllowsGroups: false });
    expect((await bench.post('quota/group', ask))['error']).toBe(-221);
    bench.emulator.account.update({ isVerified: true });
    expect((await bench.post('quota/group', ask))['error']).toBe(-224);
    expect((await bench.get('group/getgroupsofoa'))['error']).toBe(-224);
    bench.emulator.account.update({ packageAllowsGroups: true });
    expect((await bench.post('quota/group', ask))['error']).toBe(0);
  });

  it('a state agency may by default; the setting answers it -235', async () => {
    const allowed = await createGroupBench({ oaType: 4 });
    expect((await allowed.post('quota/group', ask))['error']).toBe(0);
    const closed = await createGroupBench({ oaType: 4, settings: { groupsForStateAgencies: false } });
    expect((await closed.post('quota/group', ask))['error']).toBe(-235);
  });

  it('a wrong token is answered before anything else', async () => {
    const bench = await createGroupBench({ isVerified: false });
    const path = '/v3.0/oa/quota/group';
    expect((await bench.send(ask, { path, headers: { access_token: 'x' } })).json['error']).toBe(-216);
  });
});

describe('creating a group', () => {
  it('answers with the group, takes its asset and emits create_group only', async () => {
    const bench = await createGroupBench();
    const answer = await bench.post('group/creategroupwithoa', {
      group_name: ' Tổ số ấp 3 ',
      group_description: 'Hỏi đáp kỹ năng số',
      asset_id: GMF10,
      member_user_ids: [bench.ba, bench.tu],
    });
    expect(answer).toEqual({
      data: {
        group_id: expect.stringMatching(/^group-/),
        name: 'Tổ số ấp 3',
        avatar: '',
        group_link: expect.stringMatching(/^https:\/\/zalo\.me\/g\/./),
        group_description: 'Hỏi đáp kỹ năng số',
        total_member: 3,
        status: 'enabled',
      },
      error: 0,
      message: 'Success',
    });
    expect(Object.keys(answer['data'])[0]).toBe('group_id');
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['create_group']);
    const { data } = await bench.post('quota/group', { quota_owner: 'OA', product_type: 'gmf10' });
    expect(data).toMatchObject([{ asset_id: GMF10, status: 'used', used_id: answer['data'].group_id }]);
  });

  it('emits user_join_group of the first members where the setting says so', async () => {
    const bench = await createGroupBench({ settings: { groupJoinEventOnCreate: true } });
    await bench.found();
    expect((await bench.eventsNamed('user_join_group'))[0]?.['users']).toEqual([{ id: bench.ba }, { id: bench.tu }]);
  });

  it('takes member ids written as numbers, even beyond 2^53', async () => {
    const bench = await createGroupBench();
    const response = await bench.server.inject({
      method: 'POST',
      url: '/v3.0/oa/group/creategroupwithoa',
      headers: { 'content-type': 'application/json', access_token: bench.emulator.tokens().accessToken },
      payload: `{"group_name":"Tổ","asset_id":"${GMF10}","member_user_ids":[${bench.ba}],"unknown":1}`,
    });
    const { data } = response.json<Record<string, any>>();
    expect(bench.group(data.group_id).members).toMatchObject([{ residentId: bench.ba, name: 'Bác Ba' }]);
  });

  it('refuses an asset that is used (-238), past its time (-241) or unknown (-201)', async () => {
    const bench = await createGroupBench({
      groupAssets: [
        { id: 'used', type: 'gmf10' },
        { id: 'old', type: 'gmf10', validThroughMs: START_MS, autoRenew: false },
      ],
    });
    const create = (asset_id: string) =>
      bench.post('group/creategroupwithoa', { group_name: 'Tổ', asset_id, member_user_ids: [bench.ba] });
    expect((await create('used'))['error']).toBe(0);
    expect((await create('used'))['error']).toBe(-238);
    expect((await create('old'))['error']).toBe(-241);
    expect(await create('none')).toMatchObject({ error: -201, message: 'asset_id is invalid!' });
  });

  it('wants a name of 1 to 30 characters and 1 to 99 members', async () => {
    const bench = await createGroupBench();
    const create = (group_name: string, member_user_ids: readonly string[] = [bench.ba]) =>
      bench.post('group/creategroupwithoa', { group_name, asset_id: GMF10, member_user_ids });
    expect(await create('   ')).toMatchObject({ error: -201, message: 'group_name is invalid!' });
    expect((await create('ộ'.repeat(31)))['error']).toBe(-210);
    expect(await create('Tổ', [])).toMatchObject({ error: -201, message: 'member_user_ids is invalid!' });
    const hundred = Array.from({ length: 100 }, (_, index) => `${index}`);
    expect((await create('Tổ', hundred))['error']).toBe(-210);
    expect((await create('ộ'.repeat(30)))['error']).toBe(0);
    expect(await bench.post('group/creategroupwithoa', { group_name: 'Tổ' })).toMatchObject({ error: -201 });
  });

  it('counts the OA among the places of the asset, unless the setting says otherwise', async () => {
    const people = (bench: Awaited<ReturnType<typeof createGroupBench>>, count: number) =>
      Array.from({ length: count }, (_, index) => bench.emulator.createResident(`Người ${index}`).id);
    const settings = { groupFirstMembersMustKnowOa: false };
    const bench = await createGroupBench({ settings });
    const body = { group_name: 'Tổ', asset_id: GMF10, member_user_ids: [bench.ba, ...people(bench, 9)] };
    expect((await bench.post('group/creategroupwithoa', body))['error']).toBe(-210);
    const roomy = await createGroupBench({ settings: { ...settings, groupOaTakesPlace: false } });
    expect(await roomy.found([roomy.ba, ...people(roomy, 9)])).toMatch(/^group-/);
  });

  it('counts a person named twice once', async () => {
    const bench = await createGroupBench();
    const groupId = await bench.found(Array.from({ length: 20 }, () => bench.ba));
    expect(bench.group(groupId).members).toHaveLength(1);
  });

  it('needs an admin of the OA among the members, unless the setting says otherwise', async () => {
    const bench = await createGroupBench();
    const body = { group_name: 'Tổ', asset_id: GMF10, member_user_ids: [bench.tu] };
    expect(await bench.post('group/creategroupwithoa', body)).toMatchObject({ error: -201 });
    bench.emulator.groups.setOaAdmins([bench.tu]);
    expect(bench.emulator.groups.oaAdmins()).toEqual([bench.tu]);
    expect((await bench.post('group/creategroupwithoa', body))['error']).toBe(0);
    const lax = await createGroupBench({ oaAdminIds: [], settings: { groupOaAdminRequired: false } });
    expect(await lax.found([lax.tu])).toMatch(/^group-/);
  });

  it('refuses members who do not know the OA, and people who do not exist', async () => {
    const bench = await createGroupBench();
    const stranger = bench.emulator.createResident('Dì Sáu').id;
    const create = (id: string) =>
      bench.post('group/creategroupwithoa', { group_name: 'Tổ', asset_id: GMF10, member_user_ids: [bench.ba, id] });
    expect((await create(stranger))['error']).toBe(-232);
    expect((await create('1'))['error']).toBe(-201);
    bench.emulator.refuseSendsTo(bench.tu, -217);
    expect((await create(bench.tu))['error']).toBe(-217);
  });
});

describe('reading and changing a group', () => {
  it('getgroup answers in three parts', async () => {
    const bench = await createGroupBench({
      groupAssets: [{ id: 'a', type: 'gmf50', autoRenew: false, validThroughMs: START_MS + 30 * DAY_MS }],
    });
    const groupId = await bench.found(undefined, { asset_id: 'a' });
    const { data } = await bench.get(`group/getgroup?group_id=${groupId}`);
    expect(data).toEqual({
      group_info: {
        group_id: groupId,
        name: 'Tổ số ấp 3',
        avatar: '',
        group_link: bench.group(groupId).link,
        group_description: '',
        total_member: 3,
        status: 'enabled',
        max_member: '50',
        auto_delete_date: '05/02/2027',
      },
      asset_info: { asset_type: 'gmf50', asset_id: 'a', valid_through: '22/12/2026', auto_renew: false },
      group_setting: { lock_send_msg: false, join_appr: false, enable_msg_history: true, enable_link_join: true },
    });
  });

  it('a group that never was is -201, a dissolved one -403, one without the OA -403', async () => {
    const bench = await createGroupBench();
    const groupId = await bench.found();
    const read = async (id: string) => (await bench.get(`group/getgroup?group_id=${id}`))['error'];
    expect(await read('none')).toBe(-201);
    expect((await bench.get('group/getgroup'))['error']).toBe(-201);
    bench.emulator.inGroup.setOaInGroup(groupId, false);
    expect(await read(groupId)).toBe(-403);
    bench.emulator.inGroup.setOaInGroup(groupId, true);
    expect(await read(groupId)).toBe(0);
    await bench.post('group/delete', { group_id: groupId });
    expect(await read(groupId)).toBe(-403);
  });

  it('getgroupsofoa lists 5 by default, pages by offset and count, and refuses too large a count', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => `asset-${index}`);
    const bench = await createGroupBench({ groupAssets: ids.map((id) => ({ id, type: 'gmf10' })) });
    for (const asset_id of ids) await bench.found([bench.ba], { asset_id, group_name: asset_id });
    const { data } = await bench.get('group/getgroupsofoa');
    expect(data).toMatchObject({ offset: 0, count: 5, total: 7 });
    expect(data.groups).toHaveLength(5);
    const rest = (await bench.get('group/getgroupsofoa?offset=5&count=5'))['data'].groups;
    expect(rest.map(({ name }: { name: string }) => name)).toEqual(['asset-5', 'asset-6']);
    expect((await bench.get('group/getgroupsofoa?count=51'))['error']).toBe(-210);
    expect((await bench.get('group/getgroupsofoa?count=none'))['error']).toBe(-201);
    expect((await bench.get('group/getgroupsofoa?offset=-1'))['error']).toBe(-201);
  });

  it('updateinfo changes what is given, answers the group and emits update_group_info', async () => {
    const bench = await createGroupBench();
    const groupId = await bench.found();
    await bench.clearPosts();
    const { data } = await bench.post('group/updateinfo', {
      group_id: groupId,
      group_name: 'Tổ số ấp 4',
      group_avatar: 'https://example.invalid/a.png',
      group_description: 'Mới',
      lock_send_msg: true,
      join_appr: 'true',
      enable_link_join: false,
    });
    expect(data.group_info).toMatchObject({
      name: 'Tổ số ấp 4',
      avatar: 'https://example.invalid/a.png',
      group_description: 'Mới',
    });
    expect(data.group_setting).toEqual({
      lock_send_msg: true,
      join_appr: true,
      enable_msg_history: true,
      enable_link_join: false,
    });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['update_group_info']);
    const tooLong = { group_id: groupId, group_name: 'x'.repeat(31) };
    expect((await bench.post('group/updateinfo', tooLong))['error']).toBe(-210);
    expect((await bench.post('group/updateinfo', { group_id: groupId, join_appr: 'maybe' }))['error']).toBe(-201);
    expect(bench.group(groupId).name).toBe('Tổ số ấp 4');
  });

  it('updateasset moves the group to another asset and frees the old one', async () => {
    const bench = await createGroupBench();
    const groupId = await bench.found();
    const move = (asset_id: string) => bench.post('group/updateasset', { group_id: groupId, asset_id });
    expect((await move(GMF50))['data'].group_info.max_member).toBe('50');
    expect((await move(GMF50))['error']).toBe(-238);
    const { data } = await bench.post('quota/group', { quota_owner: 'OA' });
    const statuses = data.map(({ asset_id, status }: Record<string, string>) => [asset_id, status]);
    expect(statuses).toContainEqual([GMF10, 'available']);
    expect(statuses).toContainEqual([GMF50, 'used']);
    expect((await move('none'))['error']).toBe(-201);
  });

  it('delete dissolves the group with delete_group, frees its asset and cannot be repeated', async () => {
    const bench = await createGroupBench();
    const groupId = await bench.found();
    await bench.clearPosts();
    expect(await bench.post('group/delete', { group_id: groupId })).toEqual({ error: 0, message: 'Success' });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['delete_group']);
    expect((await bench.post('group/delete', { group_id: groupId }))['error']).toBe(-403);
    expect(bench.emulator.groups.assets().find(({ id }) => id === GMF10)).not.toHaveProperty('groupId');
    expect(await bench.found()).not.toBe(groupId);
  });
});
