import { describe, expect, it } from 'vitest';
import { fileMessage, groupTextMessage, mention, stickerMessage, type ZaloClient } from 'zalo-oa-sdk';
import { exchange, expectBadAnswer, expectRefusal, failure, OA, ok, scripted } from './scripted-client.ts';

const GROUP = 'f414c8f76fa586fbdfb4';
const ASSET = '326e977e4d3da463fd2c';
const USER = '186729651760683225';
const USERS_99 = Array.from({ length: 99 }, (_, n) => `18672965176068${1000 + n}`);
const v3 = (name: string) => ({ host: 'api', path: `/v3.0/oa/${name}` });
const text = groupTextMessage(['Chào cả tổ']);

describe('groups.listAssets', () => {
  it('asks for what the OA owns and reads assets in use and free ones', async () => {
    const { call, result } = await exchange(
      ok([
        {
          product_type: 'gmf10',
          quota_type: 'sub_quota',
          asset_id: ASSET,
          valid_through: '25/12/2026',
          auto_renew: true,
          status: 'used',
          used_id: GROUP,
        },
        { asset_id: 'a2', product_type: 'gmf1000', auto_renew: 'false', status: 'available', used_id: '' },
      ]),
      (client) => client.groups.listAssets(OA, { productType: 'gmf10', quotaType: 'sub_quota' }),
    );
    expect(call).toEqual({
      ...v3('quota/group'),
      method: 'POST',
      json: { quota_owner: 'OA', product_type: 'gmf10', quota_type: 'sub_quota' },
    });
    expect(result).toEqual([
      {
        assetId: ASSET,
        productType: 'gmf10',
        quotaType: 'sub_quota',
        validThrough: '25/12/2026',
        autoRenew: true,
        status: 'used',
        usedByGroupId: GROUP,
      },
      { assetId: 'a2', productType: 'gmf1000', autoRenew: false, status: 'available' },
    ]);
  });

  it('asks for every asset without a filter, and takes an empty list for an answer', async () => {
    const { call, result } = await exchange(ok([]), (client) => client.groups.listAssets(OA));
    expect(call.json).toEqual({ quota_owner: 'OA' });
    expect(result).toEqual([]);
  });

  it('is a bad answer without data, or with an asset without its id', async () => {
    const run = (client: ZaloClient) => client.groups.listAssets(OA);
    await expectBadAnswer(run, ok(), 'a readable data');
    await expectBadAnswer(run, ok([{ product_type: 'gmf10' }]), 'a readable data.0.asset_id');
  });
});

describe('groups.create', () => {
  const draft = { name: 'Tổ công nghệ số thôn 3', assetId: ASSET, memberUserIds: [USER] };
  const created = {
    group_id: GROUP,
    name: draft.name,
    avatar: 'https://example.vn/a.jpg',
    group_link: 'https://zalo.me/g/abcd1234',
    group_description: '',
    total_member: '2',
    status: 'enabled',
  };
  const expected = {
    groupId: GROUP,
    name: draft.name,
    avatarUrl: 'https://example.vn/a.jpg',
    groupLink: 'https://zalo.me/g/abcd1234',
    memberCount: 2,
    status: 'enabled',
  };

  it('posts name, asset and members, and reads the group', async () => {
    const { call, result } = await exchange(ok(created), (client) =>
      client.groups.create(OA, { ...draft, description: 'Hỗ trợ bà con' }),
    );
    expect(call).toEqual({
      ...v3('group/creategroupwithoa'),
      method: 'POST',
      json: {
        group_name: draft.name,
        group_description: 'Hỗ trợ bà con',
        asset_id: ASSET,
        member_user_ids: [USER],
      },
    });
    expect(result).toEqual(expected);
  });

  it('leaves out a description that was not given, and reads a group nested as in getgroup', async () => {
    const { call, result } = await exchange(ok({ group_info: created }), (client) => client.groups.create(OA, draft));
    expect(call.json).not.toHaveProperty('group_description');
    expect(result).toEqual(expected);
  });

  it('takes names of 1 to 30 characters, and other limits when they are set', async () => {
    const named = (name: string) => (client: ZaloClient) => client.groups.create(OA, { ...draft, name });
    await exchange(ok(created), named('T'));
    await exchange(ok(created), named('ấ'.repeat(30)));
    await expectRefusal(named('ấ'.repeat(31)), { field: 'name', limit: 30, actual: 31 });
    await expectRefusal(named(' '), { field: 'name' });
    const { client, calls } = scripted([ok(created)], { nameLength: 40 });
    await named('ấ'.repeat(40))(client);
    await expect(named('ấ'.repeat(41))(client)).rejects.toMatchObject({ field: 'name', limit: 40 });
    expect(calls).toHaveLength(1);
  });

  it('takes 1 to 99 members, none without an id, and an asset', async () => {
    const withMembers = (memberUserIds: readonly string[]) => (client: ZaloClient) =>
      client.groups.create(OA, { ...draft, memberUserIds });
    const { call } = await exchange(ok(created), withMembers(USERS_99));
    expect(call.json).toMatchObject({ member_user_ids: USERS_99 });
    await expectRefusal(withMembers([...USERS_99, USER]), { field: 'memberUserIds', limit: 99, actual: 100 });
    await expectRefusal(withMembers([]), { field: 'memberUserIds', limit: 99, actual: 0 });
    await expectRefusal(withMembers([USER, '']), { field: 'memberUserIds[1]' });
    await expectRefusal((client) => client.groups.create(OA, { ...draft, assetId: '' }), { field: 'assetId' });
  });

  it('is a bad answer without a group id', async () => {
    const { error } = await failure((client) => client.groups.create(OA, draft), ok({ name: 'x' }));
    expect(error).toMatchObject({ code: 'ZALO_BAD_ANSWER', method: 'POST /v3.0/oa/group/creategroupwithoa' });
  });
});

describe('groups.sendMessage', () => {
  it('posts the message to the group and reads the receipt', async () => {
    const message = groupTextMessage(['Chào ', mention(USER), ' [@1]']);
    const { call, result } = await exchange(ok({ message_id: 'm1', group_id: GROUP }), (client) =>
      client.groups.sendMessage(OA, GROUP, message),
    );
    expect(call).toEqual({
      ...v3('group/message'),
      method: 'POST',
      json: { recipient: { group_id: GROUP }, message: { text: `Chào [@${USER}] ` } },
    });
    expect(result).toEqual({ messageId: 'm1', groupId: GROUP });
  });

  it('sends stickers and files, and reads a time and a number for an id', async () => {
    const { client, calls } = scripted([
      ok({ message_id: 12, sent_time: '1626926349402' }),
      ok({ message_id: 'm3', group_id: GROUP, sent_time: 1626926349403 }),
    ]);
    expect(await client.groups.sendMessage(OA, GROUP, stickerMessage('bfe458bf64fa8da4d4eb'))).toEqual({
      messageId: '12',
      groupId: GROUP,
      sentAtMs: 1626926349402,
    });
    expect(await client.groups.sendMessage(OA, GROUP, fileMessage('tok'))).toMatchObject({ sentAtMs: 1626926349403 });
    expect(calls.map((call) => call.json)).toEqual([
      { recipient: { group_id: GROUP }, message: stickerMessage('bfe458bf64fa8da4d4eb') },
      { recipient: { group_id: GROUP }, message: fileMessage('tok') },
    ]);
  });

  it('never sends buttons, also from untyped code, nor to a group without an id', async () => {
    const buttons = { text: 'a', attachment: { type: 'template', payload: { buttons: [{ title: 'b' }] } } };
    await expectRefusal((client) => client.groups.sendMessage(OA, GROUP, buttons as never), {
      field: 'message.attachment.payload.buttons',
    });
    await expectRefusal((client) => client.groups.sendMessage(OA, ' ', text), { field: 'groupId' });
  });

  it('passes on that the group is disabled, and is a bad answer without a message id', async () => {
    const run = (client: ZaloClient) => client.groups.sendMessage(OA, GROUP, text);
    const { error } = await failure(run, { error: -237, message: 'The group is disabled' });
    expect(error).toMatchObject({ name: 'ZaloApiError', code: -237, advice: 'skip-recipient' });
    await expectBadAnswer(run, ok({ group_id: GROUP }), 'a readable data.message_id');
  });
});

describe('groups.get and groups.list', () => {
  const info = { group_id: GROUP, name: 'Thôn 3', max_member: '10', total_member: 4, auto_delete_date: '06/01/2027' };

  it('reads the three parts of a group', async () => {
    const { call, result } = await exchange(
      ok({
        group_info: { ...info, status: 'disabled' },
        asset_info: { asset_type: 'gmf10', asset_id: ASSET, valid_through: '22/11/2026', auto_renew: 'true' },
        group_setting: { lock_send_msg: false, join_appr: 'true', enable_msg_history: 1, enable_link_join: '0' },
      }),
      (client) => client.groups.get(OA, GROUP),
    );
    expect(call).toEqual({ ...v3('group/getgroup'), method: 'GET', query: { group_id: GROUP } });
    expect(result).toEqual({
      group: {
        groupId: GROUP,
        name: 'Thôn 3',
        status: 'disabled',
        memberCount: 4,
        maxMembers: 10,
        autoDeleteDate: '06/01/2027',
      },
      asset: { assetId: ASSET, assetType: 'gmf10', validThrough: '22/11/2026', autoRenew: true },
      settings: { lockSendMessage: false, approveNewMembers: true, showHistory: true, joinByLink: false },
    });
  });

  it('reads a group without asset and settings, and values of another type as absent', async () => {
    const { result } = await exchange(ok({ group_info: { ...info, name: null, total_member: '' } }), (client) =>
      client.groups.get(OA, GROUP),
    );
    expect(result).toEqual({
      group: { groupId: GROUP, maxMembers: 10, autoDeleteDate: '06/01/2027' },
      settings: {},
    });
  });

  it('lists five groups from the start unless told otherwise, with plain query keys', async () => {
    const { client, calls } = scripted([ok({ offset: 0, count: 5, total: '7', groups: [info] }), ok({ groups: [] })]);
    expect(await client.groups.list(OA)).toMatchObject({ total: 7, groups: [{ groupId: GROUP }] });
    expect(await client.groups.list(OA, { offset: 5, count: 20 })).toEqual({ groups: [] });
    expect(calls).toEqual([
      { ...v3('group/getgroupsofoa'), method: 'GET', query: { offset: '0', count: '5' } },
      { ...v3('group/getgroupsofoa'), method: 'GET', query: { offset: '5', count: '20' } },
    ]);
  });

  it('refuses an impossible part of a list, and is a bad answer without groups', async () => {
    const list = (part: { offset?: number; count?: number }) => (client: ZaloClient) => client.groups.list(OA, part);
    await expectRefusal(list({ offset: -1 }), { field: 'offset', limit: 0, actual: -1 });
    await expectRefusal(list({ count: 0 }), { field: 'count', limit: 1, actual: 0 });
    await expectRefusal(list({ count: 1.5 }), { field: 'count', limit: Number.MAX_SAFE_INTEGER, actual: 1.5 });
    await expectBadAnswer(list({}), ok(), 'a readable data.groups');
    await expectBadAnswer((client) => client.groups.get(OA, GROUP), ok({}), 'a readable data.group_info');
  });
});

describe('groups.updateInfo, updateAsset and delete', () => {
  it('posts what changes in Zalo’s words', async () => {
    const { client, calls } = scripted([ok(), ok(), ok(), ok()]);
    await client.groups.updateInfo(OA, GROUP, {
      name: 'Thôn 4',
      avatar: 'https://example.vn/b.jpg',
      description: 'Mới',
      lockSendMessage: true,
      approveNewMembers: false,
      showHistory: true,
      joinByLink: false,
    });
    await client.groups.updateInfo(OA, GROUP, { joinByLink: true });
    await client.groups.updateAsset(OA, GROUP, ASSET);
    expect(await client.groups.delete(OA, GROUP)).toBeUndefined();
    expect(calls).toEqual([
      {
        ...v3('group/updateinfo'),
        method: 'POST',
        json: {
          group_id: GROUP,
          group_name: 'Thôn 4',
          group_avatar: 'https://example.vn/b.jpg',
          group_description: 'Mới',
          lock_send_msg: true,
          join_appr: false,
          enable_msg_history: true,
          enable_link_join: false,
        },
      },
      { ...v3('group/updateinfo'), method: 'POST', json: { group_id: GROUP, enable_link_join: true } },
      { ...v3('group/updateasset'), method: 'POST', json: { group_id: GROUP, asset_id: ASSET } },
      { ...v3('group/delete'), method: 'POST', json: { group_id: GROUP } },
    ]);
  });

  it('refuses no change, a long name and empty ids', async () => {
    await expectRefusal((client) => client.groups.updateInfo(OA, GROUP, {}), { field: 'change' });
    await expectRefusal((client) => client.groups.updateInfo(OA, GROUP, { name: 'a'.repeat(31) }), {
      field: 'name',
      limit: 30,
      actual: 31,
    });
    await expectRefusal((client) => client.groups.updateInfo(OA, '', { name: 'a' }), { field: 'groupId' });
    await expectRefusal((client) => client.groups.updateAsset(OA, GROUP, ''), { field: 'assetId' });
    await expectRefusal((client) => client.groups.delete(OA, ''), { field: 'groupId' });
  });
});

describe('calls about members of a group', () => {
  const names = {
    invite: 'invite',
    acceptPendingInvites: 'acceptpendinginvite',
    rejectPendingInvites: 'rejectpendinginvite',
    addAdmins: 'addadmins',
    removeAdmins: 'removeadmins',
    removeMembers: 'removemembers',
  } as const;

  for (const [method, path] of Object.entries(names) as [keyof typeof names, string][]) {
    it(`${method} posts group and users to ${path}`, async () => {
      const { call, result } = await exchange(ok(), (client) => client.groups[method](OA, GROUP, [USER, '2']));
      const json = { group_id: GROUP, member_user_ids: [USER, '2'] };
      expect(call).toEqual({ ...v3(`group/${path}`), method: 'POST', json });
      expect(result).toBeUndefined();
    });

    it(`${method} takes 1 to 99 users and needs a group`, async () => {
      const users = (ids: readonly string[]) => (client: ZaloClient) => client.groups[method](OA, GROUP, ids);
      await exchange(ok(), users(USERS_99));
      await expectRefusal(users([...USERS_99, USER]), { field: 'userIds', limit: 99, actual: 100 });
      await expectRefusal(users([]), { field: 'userIds', limit: 99, actual: 0 });
      await expectRefusal(users(['']), { field: 'userIds[0]' });
      await expectRefusal((client) => client.groups[method](OA, '', [USER]), { field: 'groupId' });
    });
  }

  it('takes more users at once when that limit is set', async () => {
    const { client, calls } = scripted([ok()], { membersPerCall: 100 });
    await client.groups.removeMembers(OA, GROUP, [...USERS_99, USER]);
    expect(calls).toHaveLength(1);
  });

  for (const [method, path] of [
    ['listMembers', 'listmember'],
    ['listPendingInvites', 'listpendinginvite'],
  ] as const) {
    it(`${method} tells users from OAs`, async () => {
      const { call, result } = await exchange(
        ok({
          total: '2',
          member_count: 2,
          members: [
            { oa_id: OA, name: 'Chuyển đổi số', avatar: 'https://example.vn/o.jpg' },
            { user_id: 186729651760, name: '' },
          ],
        }),
        (client) => client.groups[method](OA, GROUP, { offset: 10, count: 50 }),
      );
      const query = { group_id: GROUP, offset: '10', count: '50' };
      expect(call).toEqual({ ...v3(`group/${path}`), method: 'GET', query });
      expect(result).toEqual({
        total: 2,
        memberCount: 2,
        members: [
          { kind: 'oa', oaId: OA, name: 'Chuyển đổi số', avatarUrl: 'https://example.vn/o.jpg' },
          { kind: 'user', userId: '186729651760' },
        ],
      });
    });

    it(`${method} needs a group, and members in the answer`, async () => {
      await expectRefusal((client) => client.groups[method](OA, ''), { field: 'groupId' });
      await expectBadAnswer((client) => client.groups[method](OA, GROUP), ok({ total: 0 }), 'a readable data.members');
    });
  }
});

describe('messages of groups', () => {
  it('reads them as messages with one user, and the group', async () => {
    const items = [
      { src: 0, time: 1626926349402, type: 'text', message: 'Chào', message_id: 'm1', from_id: OA, group_id: GROUP },
      { src: '1', time: '1626926349403', type: 'photo', message_id: 'm2', from_id: 186729651760, url: 'https://a/b' },
    ];
    const { client, calls } = scripted([ok(items), ok(items)]);
    const expected = [
      {
        from: 'oa',
        sentAtMs: 1626926349402,
        type: 'text',
        text: 'Chào',
        messageId: 'm1',
        fromId: OA,
        groupId: GROUP,
        raw: items[0],
      },
      {
        from: 'user',
        sentAtMs: 1626926349403,
        type: 'photo',
        messageId: 'm2',
        fromId: '186729651760',
        url: 'https://a/b',
        raw: items[1],
      },
    ];
    expect(await client.groups.listRecentMessages(OA)).toEqual(expected);
    expect(await client.groups.listMessages(OA, GROUP, { offset: 2, count: 2 })).toEqual(expected);
    expect(calls).toEqual([
      { ...v3('group/listrecentchat'), method: 'GET', query: { offset: '0', count: '5' } },
      { ...v3('group/conversation'), method: 'GET', query: { group_id: GROUP, offset: '2', count: '2' } },
    ]);
  });

  it('needs a group and data in the answer', async () => {
    await expectRefusal((client) => client.groups.listMessages(OA, ''), { field: 'groupId' });
    await expectRefusal((client) => client.groups.listRecentMessages(OA, { offset: Number.NaN }), {
      field: 'offset',
      limit: Number.MAX_SAFE_INTEGER,
      actual: Number.NaN,
    });
    await expectBadAnswer((client) => client.groups.listRecentMessages(OA), ok(), 'a readable data');
    await expectBadAnswer((client) => client.groups.listMessages(OA, GROUP), ok({}), 'a readable data');
  });
});
