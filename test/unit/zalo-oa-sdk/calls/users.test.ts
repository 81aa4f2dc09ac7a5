import { describe, expect, it } from 'vitest';
import { interactionBetween, type InteractionPeriod, type UserUpdate, ZaloMessageError } from 'zalo-oa-sdk';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, drained, getCall, postCall, scriptedClient, success } from './scripted-oa.ts';

const LIST = '/v3.0/oa/user/getlist';
const DETAIL = '/v3.0/oa/user/detail';
const UPDATE = '/v3.0/oa/user/update';
const USER = '4572947693969771653';
const WRONG_TYPE = { error: -235, message: 'This API does not support this type of OA' };
const PAGE = success({ total: 6, count: 15, offset: 0, users: [{ user_id: USER }, { user_id: 12 }] });
const FOLLOWERS = success({ total: '1', followers: [{ user_id: USER }] });

function stateAgency(...answers: object[]) {
  return scriptedClient([WRONG_TYPE, ...answers] as Record<string, unknown>[]);
}

describe('users.list', () => {
  it('asks v3 with the documented query and gives the ids as strings', async () => {
    const { client, calls } = scriptedClient([PAGE]);
    const page = await client.users.list(OA, {
      offset: 9951,
      count: 15,
      tagName: 'Khách Q1',
      lastInteractionPeriod: 'TODAY',
      isFollower: true,
    });
    expect(page).toEqual({ userIds: [USER, '12'], total: 6, api: 'v3' });
    const data =
      '{"offset":9951,"count":15,"tag_name":"Khách Q1","last_interaction_period":"TODAY","is_follower":"true"}';
    expect(calls).toEqual([getCall(LIST, data)]);
  });

  it('asks for the first 50 by default, and can do without a total', async () => {
    const { client, calls } = scriptedClient([success({ users: [] })]);
    expect(await client.users.list(OA)).toEqual({ userIds: [], api: 'v3' });
    expect(calls).toEqual([getCall(LIST, '{"offset":0,"count":50}')]);
  });

  it('goes to getfollowers on -235, and straight there from then on, for this OA only', async () => {
    const { client, calls } = stateAgency(FOLLOWERS, FOLLOWERS, PAGE);
    const query = { offset: 50, count: 10, tagName: 'Tổ 3', isFollower: true };
    expect(await client.users.list(OA, query)).toEqual({ userIds: [USER], total: 1, api: 'v2' });
    await client.users.list(OA);
    await client.users.list('987');
    expect(calls.map((call) => call.path)).toEqual([LIST, '/v2.0/oa/getfollowers', '/v2.0/oa/getfollowers', LIST]);
    expect(calls[1]).toEqual(getCall('/v2.0/oa/getfollowers', '{"offset":50,"count":10,"tag_name":"Tổ 3"}'));
  });

  it.each([-32, -210, -213, -216000, -240])('does not go to v2 on %i', async (error) => {
    const { client, calls } = scriptedClient([{ error }]);
    await expect(client.users.list(OA)).rejects.toMatchObject({ name: 'ZaloApiError', code: error });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['lastInteractionPeriod', { lastInteractionPeriod: 'L7D' } as const],
    ['isFollower', { isFollower: false }],
  ])('refuses the filter %s on v2 instead of listing other users', async (field, filter) => {
    const { client, calls } = stateAgency();
    await expect(client.users.list(OA, filter)).rejects.toMatchObject({ code: 'ZALO_MESSAGE_INVALID', field });
    expect(calls.map((call) => call.path)).toEqual([LIST]);
  });

  it.each([
    [{ offset: -1 }, 'offset', 0, -1],
    [{ offset: 9952 }, 'offset', 9951, 9952],
    [{ offset: 0.5 }, 'offset', 9951, 0.5],
    [{ count: 0 }, 'count', 1, 0],
    [{ count: 51 }, 'count', 50, 51],
    [{ count: Number.NaN }, 'count', 50, Number.NaN],
  ])('lets nothing leave for %o', async (query, field, limit, actual) => {
    const { client, calls } = scriptedClient();
    await expect(client.users.list(OA, query)).rejects.toMatchObject({ field, limit, actual });
    expect(calls).toEqual([]);
  });

  it.each([
    'L8D',
    '',
    '2026_11_01',
    '2026_11_31:2026_12_01',
    '2026_11_02:2026_11_01',
    '2026-11-01:2026-11-02',
    '2026_1_1:2026_1_2',
    '2026_11_01:2026_11_02:2026_11_03',
  ])('lets nothing leave for the period %j', async (period) => {
    const { client, calls } = scriptedClient();
    const query = { lastInteractionPeriod: period as InteractionPeriod };
    await expect(client.users.list(OA, query)).rejects.toMatchObject({ field: 'lastInteractionPeriod' });
    expect(calls).toEqual([]);
  });

  it('lets nothing leave for an empty tag', async () => {
    const { client, calls } = scriptedClient();
    await expect(client.users.list(OA, { tagName: ' ' })).rejects.toMatchObject({ field: 'tagName' });
    expect(calls).toEqual([]);
  });

  it.each([undefined, {}, { users: {} }, { users: [{}] }])('takes the data %o for a bad answer', async (data) => {
    const { client } = scriptedClient([success(data)]);
    await expect(client.users.list(OA)).rejects.toMatchObject(BAD_ANSWER);
  });
});

describe('interactionBetween', () => {
  it('writes two days in the form Zalo takes, and the same day twice', async () => {
    expect(interactionBetween('2026-11-01', '2026-11-22')).toBe('2026_11_01:2026_11_22');
    const { client, calls } = scriptedClient([PAGE]);
    await client.users.list(OA, { lastInteractionPeriod: interactionBetween('2024-02-29', '2024-02-29') });
    expect(calls[0]?.query?.['data']).toContain('"last_interaction_period":"2024_02_29:2024_02_29"');
  });

  it.each([
    ['2026-02-29', '2026-03-01', 'firstDay'],
    ['2026-11-01', '2026-13-01', 'lastDay'],
    ['2026-11-02', '2026-11-01', 'lastDay'],
    ['1/11/2026', '2026-11-01', 'firstDay'],
    ['2026-11-1', '2026-11-02', 'firstDay'],
  ])('refuses %s to %s', (first, last, field) => {
    expect(() => interactionBetween(first, last)).toThrow(ZaloMessageError);
    expect(() => interactionBetween(first, last)).toThrow(new RegExp(`^ZALO_MESSAGE_INVALID: ${field} `));
  });
});

describe('users.all', () => {
  /** An OA with `total` users; the ids are the positions. */
  function oaWith(total: number, options: { tellsTotal?: boolean } = {}) {
    return scriptedClient((call) => {
      const { offset, count } = JSON.parse(call.query?.['data'] ?? '') as { offset: number; count: number };
      const length = Math.max(0, Math.min(count, total - offset));
      const users = Array.from({ length }, (_, index) => ({ user_id: String(offset + index) }));
      return success({ users, ...(options.tellsTotal === false ? {} : { total }) });
    });
  }

  it('gives every user once, 50 a page, and asks no page after the last', async () => {
    const { client, calls } = oaWith(120);
    const { items, error } = await drained(client.users.all(OA, { tagName: 'VIP' }));
    expect(error).toBeUndefined();
    expect(items).toEqual(Array.from({ length: 120 }, (_, index) => String(index)));
    expect(calls.map((call) => call.query?.['data'])).toEqual([
      '{"offset":0,"count":50,"tag_name":"VIP"}',
      '{"offset":50,"count":50,"tag_name":"VIP"}',
      '{"offset":100,"count":50,"tag_name":"VIP"}',
    ]);
  });

  it.each([
    [0, 1],
    [50, 1],
    [51, 2],
    [10_000, 200],
  ])('reads %i users in %i calls', async (total, expectedCalls) => {
    const { client, calls } = oaWith(total);
    const { items, error } = await drained(client.users.all(OA));
    expect([items.length, error, calls.length]).toEqual([total, undefined, expectedCalls]);
  });

  it('ends at a short page when Zalo gives no total', async () => {
    const { client, calls } = oaWith(100, { tellsTotal: false });
    expect((await drained(client.users.all(OA))).items).toHaveLength(100);
    expect(calls).toHaveLength(3);
  });

  it('ends at an empty page although the total promises more', async () => {
    const { client, calls } = scriptedClient([success({ total: 500, users: [] })]);
    expect(await drained(client.users.all(OA))).toEqual({ items: [] });
    expect(calls).toHaveLength(1);
  });

  it('gives the 10,000 that can be reached, then says that the list is longer', async () => {
    const { client, calls } = oaWith(10_001);
    const { items, error } = await drained(client.users.all(OA));
    expect(items).toHaveLength(10_000);
    expect(error).toMatchObject({
      name: 'ZaloListLimitError',
      code: 'ZALO_LIST_LIMIT',
      readCount: 10_000,
      total: 10_001,
      limit: 9951,
    });
    expect(calls.at(-1)?.query?.['data']).toBe('{"offset":9950,"count":50}');
  });

  it('has no such limit on v2', async () => {
    const followers = (offset: number) =>
      Array.from({ length: Math.min(50, 10_060 - offset) }, (_, index) => ({ user_id: String(offset + index) }));
    const { client } = scriptedClient((call) => {
      if (call.path === LIST) return WRONG_TYPE;
      const { offset } = JSON.parse(call.query?.['data'] ?? '') as { offset: number };
      return success({ total: 10_060, followers: followers(offset) });
    });
    const { items, error } = await drained(client.users.all(OA));
    expect([items.length, items.at(-1), error]).toEqual([10_060, '10059', undefined]);
  });

  it('asks for a page only when it is wanted, and waits between pages', async () => {
    const { client, calls } = oaWith(120);
    const seen: number[] = [];
    const betweenPages = async () => void seen.push(calls.length);
    for await (const userId of client.users.all(OA, {}, { betweenPages })) if (userId === '50') break;
    expect(calls).toHaveLength(2);
    expect(seen).toEqual([1]);
  });

  it('goes on from an offset', async () => {
    const { client } = oaWith(120);
    const { items } = await drained(client.users.all(OA, {}, { offset: 100 }));
    expect(items).toEqual(Array.from({ length: 20 }, (_, index) => String(100 + index)));
  });

  it('ends with the error of a page, after what came before', async () => {
    const full = Array.from({ length: 50 }, (_, index) => ({ user_id: String(index) }));
    const { client } = scriptedClient([success({ total: 60, users: full }), { error: -32 }]);
    const { items, error } = await drained(client.users.all(OA));
    expect(items).toHaveLength(50);
    expect(error).toMatchObject({ code: -32 });
  });
});

/** The documented answer, with what a public capture of 2025-10 adds. */
const USER_DATA = {
  user_id: USER,
  user_id_by_app: '45342013118720098',
  user_external_id: 'ED123mi09hfh',
  display_name: 'Trần Thị Hoa',
  user_alias: 'Cô Hoa tổ 3',
  is_sensitive: false,
  user_last_interaction_date: '04/10/2025',
  user_is_follower: true,
  avatar: 'https://ava.example/a.jpg',
  avatars: { '120': 'https://ava.example/120.jpg', '240': 'https://ava.example/240.jpg' },
  dynamic_param: 'to-3',
  tags_and_notes_info: { notes: ['gọi lại'], tag_names: ['VIP', 'Tổ 3'] },
  shared_info: {
    address: '12 Lê Lợi',
    city: 'Huế',
    district: 'Phú Xuân',
    phone: 84912345678,
    name: 'Hoa',
    user_dob: '31/12/1999',
  },
};

describe('users.detail', () => {
  it('asks v3 and reads every documented field', async () => {
    const { client, calls } = scriptedClient([success(USER_DATA)]);
    expect(await client.users.detail(OA, USER)).toEqual({
      userId: USER,
      userIdByApp: '45342013118720098',
      externalId: 'ED123mi09hfh',
      displayName: 'Trần Thị Hoa',
      alias: 'Cô Hoa tổ 3',
      isUnder18: false,
      lastInteractionDate: '04/10/2025',
      isFollower: true,
      avatarUrl: 'https://ava.example/a.jpg',
      avatarUrl120: 'https://ava.example/120.jpg',
      avatarUrl240: 'https://ava.example/240.jpg',
      dynamicParam: 'to-3',
      notes: ['gọi lại'],
      tagNames: ['VIP', 'Tổ 3'],
      sharedInfo: {
        address: '12 Lê Lợi',
        city: 'Huế',
        district: 'Phú Xuân',
        phone: '84912345678',
        name: 'Hoa',
        birthDate: '31/12/1999',
      },
    });
    expect(calls).toEqual([getCall(DETAIL, `{"user_id":"${USER}"}`)]);
  });

  it('leaves out what Zalo leaves empty: empty texts and a phone of 0', async () => {
    const empty = {
      user_id: 1,
      user_external_id: '',
      dynamic_param: '',
      avatar: null,
      tags_and_notes_info: { notes: [], tag_names: [] },
      shared_info: { address: '', city: '', district: '', phone: 0, name: '', user_dob: '' },
    };
    const { client } = scriptedClient([success(empty)]);
    expect(await client.users.detail(OA, '1')).toEqual({ userId: '1', notes: [], tagNames: [] });
  });

  it('reads flags as words and numbers, and drops fields of another type', async () => {
    const odd = {
      user_id: 1,
      is_sensitive: 'true',
      user_is_follower: 0,
      display_name: { first: 'Hoa' },
      avatars: 'none',
      shared_info: '',
      tags_and_notes_info: { note: ['cũ'], tag_names: ['VIP', 7] },
    };
    const { client } = scriptedClient([success(odd)]);
    const user = await client.users.detail(OA, '1');
    expect(user).toEqual({ userId: '1', isUnder18: true, isFollower: false, notes: ['cũ'], tagNames: ['VIP'] });
  });

  it('gives the same shape by getprofile for a state agency', async () => {
    const profile = {
      user_gender: 2,
      user_id: USER,
      user_id_by_app: 45342013118720,
      avatar: 'https://ava.example/a.jpg',
      avatars: USER_DATA.avatars,
      display_name: 'Trần Thị Hoa',
      birth_date: 0,
      tags_and_notes_info: { notes: [], tag_names: ['VIP'] },
    };
    const { client, calls } = stateAgency(success(profile));
    expect(await client.users.detail(OA, USER)).toEqual({
      userId: USER,
      userIdByApp: '45342013118720',
      displayName: 'Trần Thị Hoa',
      gender: 'female',
      avatarUrl: 'https://ava.example/a.jpg',
      avatarUrl120: 'https://ava.example/120.jpg',
      avatarUrl240: 'https://ava.example/240.jpg',
      notes: [],
      tagNames: ['VIP'],
    });
    expect(calls).toEqual([
      getCall(DETAIL, `{"user_id":"${USER}"}`),
      getCall('/v2.0/oa/getprofile', `{"user_id":"${USER}"}`),
    ]);
  });

  it('remembers v2 when v2 answers that the user does not follow', async () => {
    const { client, calls } = stateAgency({ error: -213 }, { error: -213 });
    await expect(client.users.detail(OA, USER)).rejects.toMatchObject({ code: -213, advice: 'skip-recipient' });
    await expect(client.users.detail(OA, USER)).rejects.toMatchObject({ code: -213 });
    expect(calls.map((call) => call.path)).toEqual([DETAIL, '/v2.0/oa/getprofile', '/v2.0/oa/getprofile']);
  });

  it('shares between its calls what -235 taught', async () => {
    const { client, calls } = stateAgency(FOLLOWERS, success({ user_id: USER }));
    await client.users.list(OA);
    await client.users.detail(OA, USER);
    expect(calls.at(-1)?.path).toBe('/v2.0/oa/getprofile');
    expect(calls).toHaveLength(3);
  });

  it('takes an answer without the user for a bad one, and lets nothing leave without an id', async () => {
    const { client, calls } = scriptedClient([success({ display_name: 'Hoa' }), success()]);
    await expect(client.users.detail(OA, USER)).rejects.toMatchObject(BAD_ANSWER);
    await expect(client.users.detail(OA, USER)).rejects.toMatchObject(BAD_ANSWER);
    await expect(client.users.detail(OA, '')).rejects.toMatchObject({ field: 'userId' });
    expect(calls).toHaveLength(2);
  });
});

describe('users.update', () => {
  const sharedInfo = { name: 'Hoa', phone: '84912345678', address: '12 Lê Lợi', cityId: 4, districtId: 9 };

  it('posts the documented body to v3', async () => {
    const { client, calls } = scriptedClient([success()]);
    const update = { alias: 'Cô Hoa', externalId: 'E1', sharedInfo: { ...sharedInfo, birthDate: '1/1/1970' } };
    expect(await client.users.update(OA, USER, update)).toBeUndefined();
    const shared = { name: 'Hoa', phone: '84912345678', address: '12 Lê Lợi', city_id: 4, district_id: 9 };
    const json = {
      user_id: USER,
      shared_info: { ...shared, user_dob: '1/1/1970' },
      user_alias: 'Cô Hoa',
      user_external_id: 'E1',
    };
    expect(calls).toEqual([postCall(UPDATE, json)]);
  });

  it('sends only what is to change', async () => {
    const { client, calls } = scriptedClient([success()]);
    await client.users.update(OA, USER, { alias: '' });
    expect(calls).toEqual([postCall(UPDATE, { user_id: USER, user_alias: '' })]);
  });

  it('posts the flat body of updatefollowerinfo for a state agency', async () => {
    const { client, calls } = stateAgency(success());
    await client.users.update(OA, USER, { sharedInfo });
    const json = {
      user_id: USER,
      name: 'Hoa',
      phone: '84912345678',
      address: '12 Lê Lợi',
      city_id: 4,
      district_id: 9,
    };
    expect(calls.at(-1)).toEqual(postCall('/v2.0/oa/updatefollowerinfo', json));
  });

  it.each<[string, UserUpdate]>([
    ['alias', { alias: 'Cô Hoa', sharedInfo }],
    ['externalId', { externalId: 'E1', sharedInfo }],
    ['sharedInfo.birthDate', { sharedInfo: { ...sharedInfo, birthDate: '31/12/1999' } }],
  ])('refuses %s on v2 instead of losing it', async (field, update) => {
    const { client, calls } = stateAgency();
    await expect(client.users.update(OA, USER, update)).rejects.toMatchObject({ field });
    expect(calls.map((call) => call.path)).toEqual([UPDATE]);
  });

  it.each<[string, UserUpdate]>([
    ['update', {}],
    ['update', { sharedInfo: {} }],
    ['sharedInfo.birthDate', { sharedInfo: { birthDate: '31/12/1969' } }],
    ['sharedInfo.birthDate', { sharedInfo: { birthDate: '30/02/2000' } }],
    ['sharedInfo.birthDate', { sharedInfo: { birthDate: '1999-12-31' } }],
  ])('lets nothing leave for a wrong %s: %#', async (field, update) => {
    const { client, calls } = scriptedClient();
    const failure = await client.users.update(OA, USER, update).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ZALO_MESSAGE_INVALID', field });
    expect(String(failure)).not.toMatch(/30\/02\/2000|1999-12-31|31\/12\/1969/);
    expect(calls).toEqual([]);
  });
});
