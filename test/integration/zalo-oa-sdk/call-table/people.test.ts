import { describe, expect, it } from 'vitest';
import { interactionBetween, textMessage } from 'zalo-oa-sdk';
import { DAY_MS, type EmulatedOa, type EmulatedOaOptions, MINUTE_MS, START_MS, startOa } from './emulated-oa.ts';
import { unprovenRows } from './proofs.ts';
import { codeOf, refusalOf } from './refusal.ts';

/** Three residents: the first follows and wrote today, the second only follows, the third only wrote, yesterday. */
async function startPeopled(
  options: EmulatedOaOptions = {},
): Promise<EmulatedOa & { readonly ids: readonly string[] }> {
  const oa = await startOa({ now: () => START_MS - DAY_MS, ...options });
  const ids = oa.emulator.residents().map(({ id }) => id);
  const [first = '', second = '', third = ''] = ids;
  oa.emulator.as.send(third, { kind: 'text', text: 'Chào' });
  oa.emulator.clock.advance(DAY_MS);
  oa.emulator.as.follow(first);
  oa.emulator.as.send(first, { kind: 'text', text: 'Xin chào' });
  oa.emulator.as.follow(second);
  await oa.emulator.idle();
  return { ...oa, ids };
}

describe('user/getlist', () => {
  it('lists everybody the OA knows, in pages', async () => {
    const { client, oaId, ids, emulator } = await startPeopled();
    emulator.createResident('Người lạ');
    expect(await client.users.list(oaId)).toEqual({ userIds: ids, total: 3, api: 'v3' });
    expect(await client.users.list(oaId, { offset: 1, count: 1 })).toEqual({ userIds: [ids[1]], total: 3, api: 'v3' });
  });

  it('walks through a list of 120 in pages of 50', async () => {
    const oa = await startOa();
    for (let number = 0; number < 120; number += 1) {
      oa.emulator.as.follow(oa.emulator.createResident(`Người ${number}`).id);
    }
    const given: string[] = [];
    for await (const id of oa.client.users.all(oa.oaId, { isFollower: true })) given.push(id);
    expect(new Set(given).size).toBe(120);
    expect(oa.traffic()).toEqual(Array.from({ length: 3 }, () => 'GET /v3.0/oa/user/getlist 0'));
  });

  it('narrows by tag', async () => {
    const { client, oaId, ids } = await startPeopled();
    await client.tags.add(oaId, ids[1] ?? '', 'Lớp 1');
    expect((await client.users.list(oaId, { tagName: 'Lớp 1' })).userIds).toEqual([ids[1]]);
  });

  it.each([
    ['TODAY', [0, 1]],
    ['YESTERDAY', [2]],
    ['L7D', [0, 1, 2]],
    ['L30D', [0, 1, 2]],
    [interactionBetween('2026-11-01', '2026-11-21'), [2]],
  ] as const)('narrows by the period %s of the last interaction', async (lastInteractionPeriod, expected) => {
    const { client, oaId, ids } = await startPeopled();
    const { userIds } = await client.users.list(oaId, { lastInteractionPeriod });
    expect(userIds).toEqual(expected.map((index) => ids[index]));
  });

  it.each([
    [true, [0, 1]],
    [false, [2]],
  ])('narrows by is_follower %s', async (isFollower, expected) => {
    const { client, oaId, ids } = await startPeopled();
    const { userIds } = await client.users.list(oaId, { isFollower });
    expect(userIds).toEqual(expected.map((index) => ids[index]));
  });

  it.each([
    ['tag_name', { tagName: 'Lớp 1' }],
    ['last_interaction_period', { lastInteractionPeriod: 'TODAY' }],
    ['is_follower', { isFollower: true }],
  ] as const)('by %s is refused with -32 over the limit of calls', async (_key, query) => {
    const { client, oaId, emulator } = await startPeopled();
    emulator.setFaults({ rateStorm: { nextCount: 1 } });
    expect(await refusalOf(client.users.list(oaId, query))).toMatchObject({ code: -32, advice: 'retry' });
  });

  it('of a state agency is refused with -235, and getfollowers of v2 answers instead, from then on alone', async () => {
    const oa = await startPeopled({ oaType: 4 });
    const page = { userIds: oa.ids.slice(0, 2), total: 2, api: 'v2' };
    expect(await oa.client.users.list(oa.oaId)).toEqual(page);
    expect(await oa.client.users.list(oa.oaId)).toEqual(page);
    expect(oa.traffic()).toEqual([
      'GET /v3.0/oa/user/getlist -235',
      'GET /v2.0/oa/getfollowers 0',
      'GET /v2.0/oa/getfollowers 0',
    ]);
  });

  it('of a state agency works on v3 where Zalo should allow it', async () => {
    const oa = await startPeopled({ oaType: 4, settings: { v3UsersOnStateAgencyCode: 0 } });
    expect((await oa.client.users.list(oa.oaId)).api).toBe('v3');
  });
});

describe('user/detail and user/update', () => {
  it('store what the OA knows about somebody, and give it back', async () => {
    const { client, oaId, ids, emulator } = await startPeopled();
    const [userId = ''] = ids;
    await client.tags.add(oaId, userId, 'Lớp 1');
    const { idByApp } = emulator.residents()[0] ?? {};
    expect(await client.users.detail(oaId, userId)).toEqual({
      userId,
      userIdByApp: idByApp,
      displayName: 'Bác Ba',
      isUnder18: false,
      lastInteractionDate: '22/11/2026',
      isFollower: true,
      notes: [],
      tagNames: ['Lớp 1'],
    });
    await client.users.update(oaId, userId, {
      alias: 'Bác Ba xóm Đình',
      externalId: 'HV-17',
      sharedInfo: {
        name: 'Nguyễn Văn Ba',
        phone: '84912345678',
        address: 'Xóm Đình',
        cityId: 9,
        birthDate: '31/12/1970',
      },
    });
    expect(await client.users.detail(oaId, userId)).toMatchObject({
      alias: 'Bác Ba xóm Đình',
      externalId: 'HV-17',
      sharedInfo: {
        name: 'Nguyễn Văn Ba',
        phone: '84912345678',
        address: 'Xóm Đình',
        city: 'Hà Nội',
        birthDate: '31/12/1970',
      },
    });
  });

  it('are refused with -213 for somebody who neither follows nor ever wrote', async () => {
    const { client, oaId, emulator } = await startOa();
    const { id } = emulator.createResident('Người lạ');
    expect(await refusalOf(client.users.detail(oaId, id))).toMatchObject({ code: -213, advice: 'skip-recipient' });
    expect(await codeOf(client.users.update(oaId, id, { alias: 'Ai đó' }))).toBe(-213);
  });

  it('of a state agency go by getprofile and updatefollowerinfo, after one -235', async () => {
    const oa = await startPeopled({ oaType: 4 });
    const [userId = ''] = oa.ids;
    await oa.client.users.update(oa.oaId, userId, { sharedInfo: { name: 'Nguyễn Văn Ba', phone: '84912345678' } });
    const user = await oa.client.users.detail(oa.oaId, userId);
    expect(user.sharedInfo).toEqual({ name: 'Nguyễn Văn Ba', phone: '84912345678' });
    expect(oa.traffic()).toEqual([
      'POST /v3.0/oa/user/update -235',
      'POST /v2.0/oa/updatefollowerinfo 0',
      'GET /v2.0/oa/getprofile 0',
    ]);
  });
});

describe('custominfo', () => {
  it.each(['GET', 'POST'] as const)('is stored and read by %s, every value as a text', async (method) => {
    const { client, oaId, ids } = await startPeopled();
    const [userId = ''] = ids;
    await client.users.updateCustomInfo(oaId, userId, {
      name: 'Nguyễn Văn Ba',
      birthDate: '31/12/1970',
      gender: 'Nam',
      address: { street: 'Xóm Đình' },
      externalId: 'HV-17',
      custom: { buoi_da_hoc: 3, co_dien_thoai: true, bai: { ngay: '22/11', diem: 9 } },
    });
    expect(await client.users.customInfo(oaId, userId, { method })).toEqual({
      name: 'Nguyễn Văn Ba',
      birthDate: '31/12/1970',
      gender: 'Nam',
      street: 'Xóm Đình',
      externalId: 'HV-17',
      custom: { buoi_da_hoc: '3', co_dien_thoai: 'true', bai: { ngay: '22/11', diem: '9' } },
    });
    const some = await client.users.customInfo(oaId, userId, { method, fields: ['gender', 'buoi_da_hoc'] });
    expect(some).toEqual({ gender: 'Nam', custom: { buoi_da_hoc: '3' } });
  });

  it('is refused with -213 for somebody the OA does not know', async () => {
    const { client, oaId, emulator } = await startOa();
    const { id } = emulator.createResident('Người lạ');
    expect(await codeOf(client.users.customInfo(oaId, id))).toBe(-213);
    expect(await codeOf(client.users.customInfo(oaId, id, { method: 'POST' }))).toBe(-213);
    expect(await codeOf(client.users.updateCustomInfo(oaId, id, { name: 'Ai đó' }))).toBe(-213);
  });
});

describe('the calls of v2 for followers', () => {
  const stateAgency = () => startPeopled({ oaType: 4 });

  it('getfollowers lists followers, in pages and by tag', async () => {
    const { client, oaId, ids } = await stateAgency();
    expect(await client.followers.list(oaId)).toEqual({ userIds: ids.slice(0, 2), total: 2 });
    expect(await client.followers.list(oaId, { offset: 1, count: 1 })).toEqual({ userIds: [ids[1]], total: 2 });
    await client.tags.add(oaId, ids[1] ?? '', 'Lớp 1');
    expect(await client.followers.list(oaId, { tagName: 'Lớp 1' })).toEqual({ userIds: [ids[1]], total: 1 });
  });

  it('getprofile reads a follower, with gender', async () => {
    const residents = [{ name: 'Bác Ba', traits: { gender: 1 } }] as const;
    const oa = await startOa({ oaType: 4, residents });
    oa.emulator.as.follow(oa.residentId);
    expect(await oa.client.followers.profile(oa.oaId, oa.residentId)).toMatchObject({
      userId: oa.residentId,
      displayName: 'Bác Ba',
      gender: 'male',
    });
  });

  it('updatefollowerinfo stores, and deletefollowerinfo erases', async () => {
    const { client, oaId, ids } = await stateAgency();
    const [userId = ''] = ids;
    await client.followers.updateInfo(oaId, userId, { name: 'Nguyễn Văn Ba', cityId: 9 });
    expect((await client.followers.profile(oaId, userId)).sharedInfo).toEqual({
      name: 'Nguyễn Văn Ba',
      city: 'Hà Nội',
    });
    await client.followers.deleteInfo(oaId, userId);
    expect(await client.followers.profile(oaId, userId)).not.toHaveProperty('sharedInfo');
  });

  it('deletefollowerinfo erases for a business too', async () => {
    const { client, oaId, ids } = await startPeopled();
    const [userId = ''] = ids;
    await client.users.update(oaId, userId, { alias: 'Bác Ba xóm Đình' });
    await client.followers.deleteInfo(oaId, userId);
    expect(await client.users.detail(oaId, userId)).not.toHaveProperty('alias');
  });

  it.each([
    ['getfollowers', (oa: EmulatedOa) => oa.client.followers.list(oa.oaId)],
    ['getfollowers by tag', (oa: EmulatedOa) => oa.client.followers.list(oa.oaId, { tagName: 'Lớp 1' })],
    ['getprofile', (oa: EmulatedOa) => oa.client.followers.profile(oa.oaId, oa.residentId)],
    ['updatefollowerinfo', (oa: EmulatedOa) => oa.client.followers.updateInfo(oa.oaId, oa.residentId, { name: 'Ba' })],
  ])('%s is refused to a business, from which Zalo took it on 2024-06-01', async (_name, call) => {
    expect(await refusalOf(call(await startPeopled()))).toMatchObject({ code: -240, advice: 'stop' });
  });

  it.each([
    ['getprofile', (oa: EmulatedOa, id: string) => oa.client.followers.profile(oa.oaId, id)],
    ['updatefollowerinfo', (oa: EmulatedOa, id: string) => oa.client.followers.updateInfo(oa.oaId, id, { name: 'Ba' })],
    ['deletefollowerinfo', (oa: EmulatedOa, id: string) => oa.client.followers.deleteInfo(oa.oaId, id)],
  ])('%s is refused with -213 for somebody the OA does not know', async (_name, call) => {
    const oa = await startOa({ oaType: 4 });
    expect(await codeOf(call(oa, oa.emulator.createResident('Người lạ').id))).toBe(-213);
  });
});

describe.each([2, 4] as const)('the tags of an OA of type %i', (oaType) => {
  it('are made by use, put on people, taken off and deleted, each with its event', async () => {
    const { client, oaId, ids, ...oa } = await startPeopled({ oaType });
    const [first = '', second = ''] = ids;
    await client.tags.add(oaId, first, 'Lớp 1');
    await client.tags.add(oaId, second, 'Lớp 1');
    await client.tags.add(oaId, second, 'Cần gọi lại');
    expect(await client.tags.list(oaId)).toEqual(['Lớp 1', 'Cần gọi lại']);
    expect((await client.users.detail(oaId, second)).tagNames).toEqual(['Lớp 1', 'Cần gọi lại']);

    await client.tags.remove(oaId, first, 'Lớp 1');
    expect((await client.users.detail(oaId, first)).tagNames).toEqual([]);
    expect((await oa.lastEvent('remove_user_from_tag')).tag).toEqual({ user_ids: [first], name: 'Lớp 1' });

    await client.tags.deleteTag(oaId, 'Lớp 1');
    expect(await client.tags.list(oaId)).toEqual(['Cần gọi lại']);
    expect((await oa.lastEvent('remove_tag')).tag).toEqual({ name: 'Lớp 1' });
    expect((await oa.oaEventNames()).filter((name) => name.includes('tag'))).toEqual([
      ...['add_user_to_tag', 'add_user_to_tag', 'add_user_to_tag', 'add_user_to_tag', 'add_user_to_tag'],
      'remove_user_from_tag',
      'remove_tag',
    ]);
  });

  it('are refused with -213 for somebody the OA does not know, -201 where there is no such tag, -32 over the limit', async () => {
    const { client, oaId, emulator, ids } = await startPeopled({ oaType });
    const { id } = emulator.createResident('Người lạ');
    expect(await codeOf(client.tags.add(oaId, id, 'Lớp 1'))).toBe(-213);
    expect(await codeOf(client.tags.remove(oaId, ids[0] ?? '', 'Lớp 1'))).toBe(-201);
    expect(await codeOf(client.tags.deleteTag(oaId, 'Lớp 1'))).toBe(-201);
    emulator.setFaults({ rateStorm: { nextCount: 1 } });
    expect(await codeOf(client.tags.list(oaId))).toBe(-32);
  });
});

describe.each([2, 4] as const)('the conversations of an OA of type %i', (oaType) => {
  it('listrecentchat gives the latest message of each chat, latest chat first', async () => {
    const { client, oaId, ids } = await startPeopled({ oaType });
    const items = await client.conversations.recent(oaId, { count: 5 });
    expect(items.map(({ type, text, from, fromId }) => ({ type, text, from, fromId }))).toEqual([
      { type: 'text', text: 'Xin chào', from: 'user', fromId: ids[0] },
      { type: 'text', text: 'Chào', from: 'user', fromId: ids[2] },
    ]);
  });

  it('conversation gives what was said with one person, from both sides, latest first', async () => {
    const oa = await startPeopled({ oaType });
    const [userId = ''] = oa.ids;
    const { messageId } = await oa.client.sendConsultation(oa.oaId, userId, textMessage('Chào bác'));
    oa.emulator.as.send(userId, { kind: 'location', latitude: '21.0278', longitude: '105.8342' });
    await oa.emulator.idle();
    const items = await oa.client.conversations.withUser(oa.oaId, userId);
    expect(items[0]).toMatchObject({ type: 'location', location: { latitude: 21.0278, longitude: 105.8342 } });
    expect(items[1]).toMatchObject({
      from: 'oa',
      messageId,
      text: 'Chào bác',
      sentAtMs: START_MS,
      fromId: oa.oaId,
      toId: userId,
      toName: 'Bác Ba',
    });
    expect(items[2]).toMatchObject({ from: 'user', text: 'Xin chào', fromName: 'Bác Ba' });
  });

  it('are walked to their beginning, ten messages a call', async () => {
    const oa = await startPeopled({ oaType });
    const [userId = ''] = oa.ids;
    for (let number = 0; number < 24; number += 1) oa.emulator.as.send(userId, { kind: 'text', text: `Tin ${number}` });
    await oa.emulator.idle();
    const texts: (string | undefined)[] = [];
    for await (const { text } of oa.client.conversations.history(oa.oaId, userId)) texts.push(text);
    expect(texts).toHaveLength(25);
    expect([texts[0], texts.at(-1)]).toEqual(['Tin 23', 'Xin chào']);
    expect(oa.traffic()).toEqual(Array.from({ length: 3 }, () => 'GET /v2.0/oa/conversation 0'));
  });

  it('are refused with -213 for somebody the OA does not know, -32 over the limit of calls', async () => {
    const oa = await startOa({ oaType });
    const { id } = oa.emulator.createResident('Người lạ');
    expect(await codeOf(oa.client.conversations.withUser(oa.oaId, id))).toBe(-213);
    oa.emulator.setFaults({ rateStorm: { nextCount: 1 } });
    expect(await codeOf(oa.client.conversations.recent(oa.oaId))).toBe(-32);
  });
});

describe('getoa', () => {
  it('of a business tells its package, type and followers', async () => {
    const { client, oaId } = await startPeopled({ oaName: 'Trợ lý số' });
    expect(await client.getOa(oaId)).toMatchObject({
      oaId,
      name: 'Trợ lý số',
      oaType: 2,
      isVerified: true,
      followerCount: 2,
      packageName: 'Tiêu chuẩn',
    });
  });

  it('of a state agency tells no package', async () => {
    const { client, oaId } = await startPeopled({ oaType: 4, isVerified: false });
    const profile = await client.getOa(oaId);
    expect(profile).toMatchObject({ oaType: 4, isVerified: false });
    expect(profile).not.toHaveProperty('packageName');
  });

  it('is refused with -32 over the limit of calls, until the next minute', async () => {
    const { client, oaId, emulator } = await startOa({ rateLimitPerMinute: 1 });
    await client.getOa(oaId);
    expect(await refusalOf(client.getOa(oaId))).toMatchObject({ code: -32, method: 'GET /v2.0/oa/getoa' });
    emulator.clock.advance(MINUTE_MS);
    expect((await client.getOa(oaId)).oaId).toBe(oaId);
  });
});

describe('quota/message', () => {
  it('of a user tells the last interaction and what broadcasts are left', async () => {
    const { client, oaId, ids } = await startPeopled();
    expect(await client.quotas.ofUser(oaId, ids[0] ?? '')).toEqual({
      lastInteractionAtMs: START_MS,
      consultation: { remain: 8, total: 8 },
      promotion: { dailyRemain: 1, dailyTotal: 1, monthlyRemain: 4, monthlyTotal: 4 },
    });
  });

  it('of a user is refused with -213 for somebody the OA does not know', async () => {
    const { client, oaId, emulator } = await startOa();
    expect(await codeOf(client.quotas.ofUser(oaId, emulator.createResident('Người lạ').id))).toBe(-213);
  });

  const settings = { subQuotaPerMonth: 500, purchaseQuotaTotal: 30, templatePurchaseQuota: 7 };
  const sub = {
    assetId: 'asset-sub_quota',
    productType: 'cs',
    quotaType: 'sub_quota',
    validThrough: '30/11/2026',
    total: 500,
    remain: 499,
  };

  it('of an OA lists its allowances, what was used already taken off', async () => {
    const oa = await startOa({ settings });
    await oa.greet();
    oa.emulator.clock.advance(3 * DAY_MS);
    await oa.client.sendConsultation(oa.oaId, oa.residentId, textMessage('Chào bác'));
    const all = await oa.client.quotas.list(oa.oaId, { owner: 'OA' });
    expect(all.map(({ quotaType, productType, remain }) => [quotaType, productType, remain])).toEqual([
      ['sub_quota', 'cs', 499],
      ['purchase_quota', 'cs', 30],
      ['purchase_quota', 'transaction', 7],
    ]);
    expect(await oa.client.quotas.list(oa.oaId, { owner: 'OA', quotaType: 'sub_quota' })).toEqual([sub]);
    expect(await oa.client.quotas.list(oa.oaId, { owner: 'OA', productType: 'transaction' })).toHaveLength(1);
    expect(await oa.client.quotas.list(oa.oaId, { owner: 'APP' })).toEqual([]);
  });

  it('of an OA is refused with -32 over the limit of calls', async () => {
    const { client, oaId, emulator } = await startOa();
    emulator.setFaults({ rateStorm: { nextCount: 1 } });
    expect(await codeOf(client.quotas.list(oaId, { owner: 'OA' }))).toBe(-32);
  });

  it('is refused to a state agency with -235, as it is presumed', async () => {
    const { client, oaId } = await startOa({ oaType: 4 });
    expect(await refusalOf(client.quotas.list(oaId, { owner: 'OA' }))).toMatchObject({ code: -235, advice: 'stop' });
  });
});

it('no row of the tables of users, tags, conversations and allowances is left without an accepted and a refused call', () => {
  expect(unprovenRows('people')).toEqual([]);
});
