import { describe, expect, it } from 'vitest';
import {
  fileMessage,
  groupGifMessage,
  groupImageMessage,
  type GroupMessage,
  groupTextMessage,
  mention,
  mentionAll,
  stickerMessage,
} from 'zalo-oa-sdk';
import { DAY_MS, type EmulatedOa, type EmulatedOaOptions, FILES, START_MS, startOa } from './emulated-oa.ts';
import { unprovenRows } from './proofs.ts';
import { codeOf, refusalOf } from './refusal.ts';

const GMF10 = '326e977e4d3da4630010';
const GMF50 = '326e977e4d3da4630050';
const GMF100 = '326e977e4d3da4630100';

interface GroupedOa extends EmulatedOa {
  readonly groupId: string;
  /** Bác Ba, an admin of the OA, and Cô Tư are in the group; Anh Năm follows the OA and is not. */
  readonly ids: readonly [string, string, string];
}

/** An OA whose three residents follow it. */
async function startFollowed(options: EmulatedOaOptions = {}): Promise<EmulatedOa & Pick<GroupedOa, 'ids'>> {
  const oa = await startOa(options);
  const ids = oa.emulator.residents().map(({ id }) => id) as [string, string, string];
  for (const id of ids) oa.emulator.as.follow(id);
  return { ...oa, ids };
}

/** The same with a group for ten, made through the API. */
async function startGrouped(options: EmulatedOaOptions = {}): Promise<GroupedOa> {
  const oa = await startFollowed(options);
  const memberUserIds = oa.ids.slice(0, 2);
  const group = await oa.client.groups.create(oa.oaId, { name: 'Tổ 1', assetId: GMF10, memberUserIds });
  return { ...oa, groupId: group.groupId };
}

const groupOf = ({ emulator, groupId }: GroupedOa) => emulator.groups.find(groupId);
const memberIds = (oa: GroupedOa) => groupOf(oa)?.members.map(({ residentId }) => residentId);

/** What a call on a group may be refused with, whichever call it is. */
const GROUP_REFUSALS = [
  ['an unverified OA', -221, 'stop', (oa: GroupedOa) => oa.emulator.account.update({ isVerified: false })],
  [
    'a package without groups',
    -224,
    'stop',
    (oa: GroupedOa) => oa.emulator.account.update({ packageAllowsGroups: false }),
  ],
  [
    'an OA that was put out',
    -403,
    'skip-recipient',
    (oa: GroupedOa) => void oa.emulator.inGroup.setOaInGroup(oa.groupId, false),
  ],
] as const;

/** Each call on one group, made in its simplest form. */
const GROUP_CALLS: Record<string, (oa: GroupedOa) => Promise<unknown>> = {
  getgroup: ({ client, oaId, groupId }) => client.groups.get(oaId, groupId),
  message: ({ client, oaId, groupId }) => client.groups.sendMessage(oaId, groupId, groupTextMessage(['Chào'])),
  updateinfo: ({ client, oaId, groupId }) => client.groups.updateInfo(oaId, groupId, { name: 'Tổ 2' }),
  updateasset: ({ client, oaId, groupId }) => client.groups.updateAsset(oaId, groupId, GMF50),
  invite: ({ client, oaId, groupId, ids }) => client.groups.invite(oaId, groupId, [ids[2]]),
  listmember: ({ client, oaId, groupId }) => client.groups.listMembers(oaId, groupId),
  listpendinginvite: ({ client, oaId, groupId }) => client.groups.listPendingInvites(oaId, groupId),
  acceptpendinginvite: ({ client, oaId, groupId, ids }) => client.groups.acceptPendingInvites(oaId, groupId, [ids[2]]),
  rejectpendinginvite: ({ client, oaId, groupId, ids }) => client.groups.rejectPendingInvites(oaId, groupId, [ids[2]]),
  addadmins: ({ client, oaId, groupId, ids }) => client.groups.addAdmins(oaId, groupId, [ids[1]]),
  removeadmins: ({ client, oaId, groupId, ids }) => client.groups.removeAdmins(oaId, groupId, [ids[1]]),
  removemembers: ({ client, oaId, groupId, ids }) => client.groups.removeMembers(oaId, groupId, [ids[1]]),
  delete: ({ client, oaId, groupId }) => client.groups.delete(oaId, groupId),
  conversation: ({ client, oaId, groupId }) => client.groups.listMessages(oaId, groupId),
};

/** Calls that name no group. */
const OA_CALLS: Record<string, (oa: GroupedOa) => Promise<unknown>> = {
  'quota/group': ({ client, oaId }) => client.groups.listAssets(oaId),
  creategroupwithoa: ({ client, oaId, ids }) =>
    client.groups.create(oaId, { name: 'Tổ 2', assetId: GMF50, memberUserIds: [ids[0]] }),
  getgroupsofoa: ({ client, oaId }) => client.groups.list(oaId),
  listrecentchat: ({ client, oaId }) => client.groups.listRecentMessages(oaId),
};

describe.each(Object.entries({ ...GROUP_CALLS, ...OA_CALLS }))('%s', (name, call) => {
  it.each(GROUP_REFUSALS.slice(0, name in GROUP_CALLS ? 3 : 2))(
    'is refused to %s with %i',
    async (_who, code, advice, spoil) => {
      const oa = await startGrouped();
      spoil(oa);
      const before = oa.emulator.groups.list();
      expect(await refusalOf(call(oa))).toMatchObject({ code, advice, mayHaveBeenDelivered: false });
      expect(oa.emulator.groups.list()).toEqual(before);
    },
  );

  it('is refused to a state agency with -235, should Zalo keep groups from it', async () => {
    const oa = await startGrouped();
    oa.emulator.account.update({ type: 4 });
    oa.emulator.updateSettings({ groupsForStateAgencies: false });
    expect(await codeOf(call(oa))).toBe(-235);
  });
});

describe.each(
  ['message', 'updateinfo', 'invite', 'addadmins', 'removeadmins', 'removemembers'].map(
    (name) => [name, GROUP_CALLS[name] ?? (() => Promise.resolve())] as const,
  ),
)('%s in a group whose asset ran out', (_name, call) => {
  it('is refused with -237, and answered again on a new asset', async () => {
    const oa = await startGrouped();
    oa.emulator.groups.changeAsset(GMF10, { autoRenew: false, validThroughMs: START_MS });
    const refusal = await refusalOf(call(oa));
    expect(refusal).toMatchObject({ code: -237, advice: 'skip-recipient', mayHaveBeenDelivered: false });
    await oa.client.groups.updateAsset(oa.oaId, oa.groupId, GMF50);
    expect(groupOf(oa)).toMatchObject({ status: 'enabled', asset: { id: GMF50 } });
    await expect(call(oa)).resolves.not.toThrow();
  });
});

describe('quota/group', () => {
  it('lists the assets, which of them is used and by which group', async () => {
    const oa = await startGrouped();
    const validThrough = '22/12/2026';
    const asset = { quotaType: 'sub_quota', validThrough, autoRenew: true };
    expect(await oa.client.groups.listAssets(oa.oaId)).toEqual([
      { ...asset, assetId: GMF10, productType: 'gmf10', status: 'used', usedByGroupId: oa.groupId },
      { ...asset, assetId: GMF50, productType: 'gmf50', status: 'available' },
      { ...asset, assetId: GMF100, productType: 'gmf100', status: 'available' },
    ]);
  });

  it('narrows by size and by where the asset comes from', async () => {
    const oa = await startFollowed();
    const { id } = oa.emulator.groups.addAsset({ type: 'gmf50', quotaType: 'purchase_quota', autoRenew: false });
    const list = (filter: object) => oa.client.groups.listAssets(oa.oaId, filter);
    expect((await list({ productType: 'gmf50' })).map(({ assetId }) => assetId)).toEqual([GMF50, id]);
    expect(await list({ productType: 'gmf50', quotaType: 'purchase_quota' })).toMatchObject([
      { assetId: id, quotaType: 'purchase_quota', autoRenew: false },
    ]);
  });
});

describe('creategroupwithoa', () => {
  it('makes a group on a free asset, with its link and its members', async () => {
    const oa = await startFollowed();
    const group = await oa.client.groups.create(oa.oaId, {
      name: 'Tổ công nghệ số 1',
      description: 'Giúp bà con mỗi ngày',
      assetId: GMF10,
      memberUserIds: oa.ids,
    });
    expect(group).toEqual({
      groupId: oa.emulator.groups.list()[0]?.id,
      name: 'Tổ công nghệ số 1',
      description: 'Giúp bà con mỗi ngày',
      groupLink: expect.stringMatching(/^https:\/\/zalo\.me\/g\/\w+$/),
      memberCount: 4,
      status: 'enabled',
    });
    expect(memberIds({ ...oa, groupId: group.groupId })).toEqual(oa.ids);
    expect((await oa.lastEvent('create_group')).group_id).toBe(group.groupId);
  });

  it.each([
    ['used by another group', -238, async (oa: GroupedOa) => oa.groupId],
    [
      'past its time',
      -241,
      async (oa: GroupedOa) => {
        await oa.client.groups.delete(oa.oaId, oa.groupId);
        oa.emulator.groups.changeAsset(GMF10, { autoRenew: false, validThroughMs: START_MS });
      },
    ],
  ])('is refused on an asset %s with %i', async (_what, code, spoil) => {
    const oa = await startGrouped();
    await spoil(oa);
    const count = oa.emulator.groups.list().length;
    const group = { name: 'Tổ 2', assetId: GMF10, memberUserIds: [oa.ids[0]] };
    expect(await refusalOf(oa.client.groups.create(oa.oaId, group))).toMatchObject({ code, advice: 'fix' });
    expect(oa.emulator.groups.list()).toHaveLength(count);
  });

  it.each([
    ['no admin of the OA', -201, (oa: GroupedOa) => [oa.ids[1]]],
    [
      'somebody who never had to do with the OA',
      -232,
      (oa: GroupedOa) => [oa.ids[0], oa.emulator.createResident('Lạ').id],
    ],
    ['somebody Zalo does not know', -201, (oa: GroupedOa) => [oa.ids[0], '1']],
    [
      'eleven people on an asset for ten',
      -210,
      (oa: GroupedOa) => [oa.ids[0], ...Array.from({ length: 9 }, () => follower(oa)), follower(oa)],
    ],
  ])('is refused with %s in the list (%i)', async (_what, code, membersOf) => {
    const oa = await startGrouped();
    await oa.client.groups.delete(oa.oaId, oa.groupId);
    const group = { name: 'Tổ 2', assetId: GMF10, memberUserIds: membersOf(oa) };
    expect(await codeOf(oa.client.groups.create(oa.oaId, group))).toBe(code);
  });

  it('is refused with -210 for a name longer than 30, when our own limit lets it through', async () => {
    const oa = await startFollowed({ client: { groupLimits: { nameLength: 99 } } });
    const group = { name: 'T'.repeat(31), assetId: GMF10, memberUserIds: oa.ids };
    expect(await codeOf(oa.client.groups.create(oa.oaId, group))).toBe(-210);
  });
});

function follower({ emulator }: EmulatedOa): string {
  return emulator.as.follow(emulator.createResident('Học viên').id).id;
}

describe('group/message', () => {
  const KINDS: Record<string, (oa: GroupedOa) => Promise<GroupMessage>> = {
    text: async () => groupTextMessage(['Mai học lúc 8 giờ']),
    image: async ({ client, oaId }) =>
      groupImageMessage(await client.uploads.uploadImage(oaId, { fileName: 'lop.png', bytes: FILES.png }), ['Sơ đồ']),
    gif: async ({ client, oaId }) =>
      groupGifMessage(await client.uploads.uploadGif(oaId, { fileName: 'lop.gif', bytes: FILES.gif }), {
        widthPx: 320,
        heightPx: 180,
      }),
    sticker: async () => stickerMessage('cam-on'),
    file: async ({ client, oaId }) =>
      fileMessage((await client.uploads.uploadFile(oaId, { fileName: 'lich.pdf', bytes: FILES.pdf })).token),
  };

  describe.each(Object.entries(KINDS))('of the kind %s', (kind, messageOf) => {
    it.each([2, 4] as const)(
      'reaches the group at any hour, from an OA of type %i, and its echo comes back',
      async (oaType) => {
        const oa = await startGrouped({ oaType });
        oa.emulator.clock.advance(16 * 3_600_000);
        const message = await messageOf(oa);
        const sent = await oa.client.groups.sendMessage(oa.oaId, oa.groupId, message);
        const shown = oa.emulator.groups.history(oa.groupId).at(-1);
        expect(sent).toEqual({ messageId: shown?.id, groupId: oa.groupId });
        expect(shown).toMatchObject({ kind, from: 'oa', ...(kind === 'text' ? { text: 'Mai học lúc 8 giờ' } : {}) });
        expect((await oa.events()).at(-1)).toMatchObject({
          event_name: `oa_send_group_${kind}`,
          recipient: { id: oa.groupId },
          message: { msg_id: sent.messageId },
        });
      },
    );

    it('is refused with -403 when the OA is not in the group', async () => {
      const oa = await startGrouped();
      const message = await messageOf(oa);
      oa.emulator.inGroup.setOaInGroup(oa.groupId, false);
      expect(await codeOf(oa.client.groups.sendMessage(oa.oaId, oa.groupId, message))).toBe(-403);
      expect(oa.emulator.groups.history(oa.groupId)).toEqual([]);
    });
  });

  it.each(['image', 'gif', 'file'])('with an upload older than 7 days is refused with -100 (%s)', async (kind) => {
    const oa = await startGrouped();
    const message = await (KINDS[kind] ?? KINDS['image'])?.(oa);
    oa.emulator.clock.advance(7 * DAY_MS + 1);
    expect(await codeOf(oa.client.groups.sendMessage(oa.oaId, oa.groupId, message as GroupMessage))).toBe(-100);
  });

  it('calls members by name, and nobody for what somebody else has written', async () => {
    const oa = await startGrouped();
    const [first, second] = oa.ids;
    const words = `[@${second}] giúp tôi với [@${oa.groupId}]`;
    const parts = ['Chào ', mention(first), ' và ', mentionAll(oa.groupId), ': ', words];
    await oa.client.groups.sendMessage(oa.oaId, oa.groupId, groupTextMessage(parts));
    const shown = oa.emulator.groups.history(oa.groupId).at(-1);
    expect(shown?.text).toBe('Chào @Bác Ba và @Tất cả:  giúp tôi với ');
    expect(shown?.mentions).toEqual([
      { kind: 'member', residentId: first, offset: 5, length: 7 },
      { kind: 'everyone', offset: 16, length: 7 },
    ]);
  });

  it('with buttons is refused with -233', async () => {
    const oa = await startGrouped();
    const { accessToken } = oa.emulator.tokens();
    const buttons = [{ title: 'Bấm', type: 'oa.query.show', payload: '#a' }];
    const message = { text: 'Chọn', attachment: { type: 'template', payload: { buttons } } };
    const { body } = await oa.transport.request({
      host: 'api',
      method: 'POST',
      path: '/v3.0/oa/group/message',
      headers: { access_token: accessToken },
      json: { recipient: { group_id: oa.groupId }, message },
    });
    expect(body).toMatchObject({ error: -233 });
    const send = oa.client.groups.sendMessage(oa.oaId, oa.groupId, message as unknown as GroupMessage);
    await expect(send).rejects.toMatchObject({ name: 'ZaloMessageError' });
  });
});

describe('getgroup and updateinfo', () => {
  it('read and change name, picture, description and the four settings', async () => {
    const oa = await startGrouped();
    expect(await oa.client.groups.get(oa.oaId, oa.groupId)).toEqual({
      group: {
        groupId: oa.groupId,
        name: 'Tổ 1',
        groupLink: groupOf(oa)?.link,
        memberCount: 3,
        maxMembers: 10,
        status: 'enabled',
      },
      asset: { assetId: GMF10, assetType: 'gmf10', validThrough: '22/12/2026', autoRenew: true },
      settings: { lockSendMessage: false, approveNewMembers: false, showHistory: true, joinByLink: true },
    });
    const settings = { lockSendMessage: true, approveNewMembers: true, showHistory: false, joinByLink: false };
    const change = { name: 'Tổ 2', avatar: 'https://example.vn/nhom.png', description: 'Mới', ...settings };
    await oa.client.groups.updateInfo(oa.oaId, oa.groupId, change);
    expect(await oa.client.groups.get(oa.oaId, oa.groupId)).toMatchObject({
      group: { name: 'Tổ 2', avatarUrl: 'https://example.vn/nhom.png', description: 'Mới' },
      settings,
    });
    expect(groupOf(oa)?.switches).toEqual({
      lockSendMsg: true,
      joinAppr: true,
      enableMsgHistory: false,
      enableLinkJoin: false,
    });
    expect((await oa.lastEvent('update_group_info')).group_id).toBe(oa.groupId);
  });

  it('tell when a group that is not renewed will be dissolved', async () => {
    const oa = await startGrouped();
    oa.emulator.groups.changeAsset(GMF10, { autoRenew: false, validThroughMs: START_MS });
    const { group } = await oa.client.groups.get(oa.oaId, oa.groupId);
    expect(group).toMatchObject({ status: 'disabled', autoDeleteDate: '06/01/2027' });
    oa.emulator.clock.advance(45 * DAY_MS);
    expect(await codeOf(oa.client.groups.get(oa.oaId, oa.groupId))).toBe(-403);
    expect((await oa.lastEvent('delete_group')).group_id).toBe(oa.groupId);
  });
});

describe('getgroupsofoa', () => {
  it('lists the groups, five at a time unless told otherwise', async () => {
    const oa = await startFollowed();
    for (let number = 1; number <= 6; number += 1) {
      const { id } = oa.emulator.groups.addAsset({ type: 'gmf10' });
      await oa.client.groups.create(oa.oaId, { name: `Tổ ${number}`, assetId: id, memberUserIds: oa.ids });
    }
    const first = await oa.client.groups.list(oa.oaId);
    expect([first.total, first.groups.length]).toEqual([6, 5]);
    const rest = await oa.client.groups.list(oa.oaId, { offset: 5, count: 50 });
    expect(rest.groups.map(({ name }) => name)).toEqual(['Tổ 6']);
  });
});

describe('updateasset', () => {
  it('puts the group on another asset and frees the old one', async () => {
    const oa = await startGrouped();
    await oa.client.groups.updateAsset(oa.oaId, oa.groupId, GMF100);
    expect((await oa.client.groups.get(oa.oaId, oa.groupId)).group.maxMembers).toBe(100);
    const assets = await oa.client.groups.listAssets(oa.oaId);
    expect(assets.map(({ status }) => status)).toEqual(['available', 'available', 'used']);
  });

  it('is refused with -238 for an asset that another group uses', async () => {
    const oa = await startGrouped();
    await oa.client.groups.create(oa.oaId, { name: 'Tổ 2', assetId: GMF50, memberUserIds: oa.ids });
    expect(await codeOf(oa.client.groups.updateAsset(oa.oaId, oa.groupId, GMF50))).toBe(-238);
    expect(groupOf(oa)?.asset.id).toBe(GMF10);
  });
});

describe('the people of a group', () => {
  it('are invited, listed, made deputies and plain members again, and removed, each with its event', async () => {
    const oa = await startGrouped();
    const [first, second, third] = oa.ids;
    const { groups } = oa.client;
    await groups.invite(oa.oaId, oa.groupId, [third]);
    expect(await groups.listMembers(oa.oaId, oa.groupId, { count: 50 })).toEqual({
      members: [
        { kind: 'oa', oaId: oa.oaId, name: 'Trợ lý số' },
        { kind: 'user', userId: first, name: 'Bác Ba' },
        { kind: 'user', userId: second, name: 'Cô Tư' },
        { kind: 'user', userId: third, name: 'Anh Năm' },
      ],
      total: 4,
      memberCount: 4,
    });
    expect((await oa.lastEvent('user_join_group')).users).toEqual([{ id: third }]);

    const admins = () =>
      groupOf(oa)
        ?.members.filter(({ isAdmin }) => isAdmin)
        .map(({ residentId }) => residentId);
    await groups.addAdmins(oa.oaId, oa.groupId, [second, third]);
    expect(admins()).toEqual([second, third]);
    expect((await oa.lastEvent('add_group_admin')).users).toEqual([{ id: second }, { id: third }]);
    await groups.removeAdmins(oa.oaId, oa.groupId, [second]);
    expect(admins()).toEqual([third]);
    expect((await oa.lastEvent('remove_group_admin')).users).toEqual([{ id: second }]);
    await groups.removeMembers(oa.oaId, oa.groupId, [second, third]);
    expect(memberIds(oa)).toEqual([first]);
    expect((await oa.lastEvent('user_out_group')).users).toEqual([{ id: second }, { id: third }]);
  });

  it('wait where the group wants them approved, and are let in or turned away', async () => {
    const oa = await startGrouped();
    const [, , third] = oa.ids;
    const other = follower(oa);
    const { groups } = oa.client;
    await groups.updateInfo(oa.oaId, oa.groupId, { approveNewMembers: true });
    await groups.invite(oa.oaId, oa.groupId, [third]);
    oa.emulator.inGroup.requestJoin(oa.groupId, other);
    expect(await groups.listPendingInvites(oa.oaId, oa.groupId)).toEqual({
      members: [
        { kind: 'user', userId: third, name: 'Anh Năm' },
        { kind: 'user', userId: other, name: 'Học viên' },
      ],
      total: 2,
      memberCount: 3,
    });
    await groups.acceptPendingInvites(oa.oaId, oa.groupId, [third]);
    await groups.rejectPendingInvites(oa.oaId, oa.groupId, [other]);
    expect(memberIds(oa)).toContain(third);
    expect(memberIds(oa)).not.toContain(other);
    expect((await groups.listPendingInvites(oa.oaId, oa.groupId)).members).toEqual([]);
    expect((await oa.lastEvent('accept_request_join_group')).users).toEqual([{ id: third }]);
    expect((await oa.lastEvent('reject_request_join_group')).users).toEqual([{ id: other }]);
  });

  it.each([
    ['never had to do with the OA', -232, (_oa: GroupedOa) => undefined],
    ['wrote more than 7 days ago', -230, writeLongAgo],
    ['blocks the OA', -217, (oa: GroupedOa, id: string) => void oa.emulator.as.block(id)],
  ])('who %s cannot be invited (%i)', async (_what, code, spoil) => {
    const oa = await startGrouped();
    const { id } = oa.emulator.createResident('Người lạ');
    spoil(oa, id);
    const refusal = await refusalOf(oa.client.groups.invite(oa.oaId, oa.groupId, [id]));
    expect(refusal).toMatchObject({ code, advice: 'skip-recipient' });
    expect(memberIds(oa)).not.toContain(id);
  });

  it.each(['acceptPendingInvites', 'rejectPendingInvites', 'addAdmins', 'removeAdmins', 'removeMembers'] as const)(
    'who are not there make %s fail with -201',
    async (name) => {
      const oa = await startGrouped();
      expect(await codeOf(oa.client.groups[name](oa.oaId, oa.groupId, [oa.ids[2]]))).toBe(-201);
    },
  );
});

function writeLongAgo(oa: GroupedOa, id: string): void {
  oa.emulator.as.send(id, { kind: 'text', text: 'Chào' });
  oa.emulator.clock.advance(7 * DAY_MS + 1);
}

describe('group/delete', () => {
  it('dissolves the group and frees its asset', async () => {
    const oa = await startGrouped();
    await oa.client.groups.delete(oa.oaId, oa.groupId);
    expect(oa.emulator.groups.list()).toEqual([]);
    expect((await oa.lastEvent('delete_group')).group_id).toBe(oa.groupId);
    expect((await oa.client.groups.listAssets(oa.oaId, { productType: 'gmf10' }))[0]).toMatchObject({
      status: 'available',
    });
    expect(await codeOf(oa.client.groups.delete(oa.oaId, oa.groupId))).toBe(-403);
  });
});

describe('the history of groups', () => {
  it('conversation gives one group’s messages from both sides, listrecentchat the latest of each group', async () => {
    const oa = await startGrouped();
    const [first] = oa.ids;
    const other = await oa.client.groups.create(oa.oaId, { name: 'Tổ 2', assetId: GMF50, memberUserIds: oa.ids });
    const { messageId } = await oa.client.groups.sendMessage(oa.oaId, oa.groupId, groupTextMessage(['Mai học']));
    oa.emulator.clock.advance(1);
    oa.emulator.inGroup.send(oa.groupId, first, { kind: 'text', text: 'Vâng' });
    oa.emulator.clock.advance(1);
    await oa.client.groups.sendMessage(oa.oaId, other.groupId, groupTextMessage(['Nhóm hai']));

    const messages = await oa.client.groups.listMessages(oa.oaId, oa.groupId);
    expect(messages).toMatchObject([
      { from: 'user', text: 'Vâng', fromId: first, fromName: 'Bác Ba', groupId: oa.groupId, sentAtMs: START_MS + 1 },
      { from: 'oa', text: 'Mai học', messageId, fromId: oa.oaId, groupId: oa.groupId, toName: 'Tổ 1' },
    ]);
    expect((await oa.client.groups.listMessages(oa.oaId, oa.groupId, { offset: 1, count: 1 })).length).toBe(1);
    const recent = await oa.client.groups.listRecentMessages(oa.oaId);
    expect(recent.map(({ groupId, text }) => [groupId, text])).toEqual([
      [other.groupId, 'Nhóm hai'],
      [oa.groupId, 'Vâng'],
    ]);
  });
});

it('no row of the table of group calls is left without an accepted and a refused call', () => {
  expect(unprovenRows('groups')).toEqual([]);
});
