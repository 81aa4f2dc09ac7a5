import { describe, expect, it } from 'vitest';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, getCall, postCall, scriptedClient, success } from './scripted-oa.ts';

const USER = '2512523625412515';

describe('followers', () => {
  it('lists by v2 with the documented query', async () => {
    const { client, calls } = scriptedClient([
      success({ total: '120', followers: [{ user_id: 1 }, { user_id: USER }] }),
    ]);
    const page = await client.followers.list(OA, { offset: 100, count: 20, tagName: 'VIP' });
    expect(page).toEqual({ userIds: ['1', USER], total: 120 });
    expect(calls).toEqual([getCall('/v2.0/oa/getfollowers', '{"offset":100,"count":20,"tag_name":"VIP"}')]);
  });

  it('lists the first 50 by default, and takes a count of 1 and an offset beyond 9951', async () => {
    const { client, calls } = scriptedClient([success({ followers: [] }), success({ followers: [] })]);
    expect(await client.followers.list(OA)).toEqual({ userIds: [] });
    await client.followers.list(OA, { offset: 20_000, count: 1 });
    expect(calls.map((call) => call.query?.['data'])).toEqual([
      '{"offset":0,"count":50}',
      '{"offset":20000,"count":1}',
    ]);
  });

  it.each([
    [{ count: 51 }, { field: 'count', limit: 50, actual: 51 }],
    [{ count: 0 }, { field: 'count', limit: 1, actual: 0 }],
    [{ offset: -1 }, { field: 'offset', limit: 0, actual: -1 }],
    [{ tagName: '' }, { field: 'tagName' }],
  ])('lets nothing leave for %o', async (query, problem) => {
    const { client, calls } = scriptedClient();
    await expect(client.followers.list(OA, query)).rejects.toMatchObject(problem);
    expect(calls).toEqual([]);
  });

  it('never tries another API, whatever the error', async () => {
    const { client, calls } = scriptedClient([{ error: -235 }, { error: -240 }]);
    await expect(client.followers.profile(OA, USER)).rejects.toMatchObject({ code: -235 });
    await expect(client.followers.list(OA)).rejects.toMatchObject({ code: -240 });
    expect(calls).toHaveLength(2);
  });

  it('reads a profile', async () => {
    const { client, calls } = scriptedClient([success({ user_id: USER, user_gender: 1, is_sensitive: true })]);
    const user = { userId: USER, gender: 'male', isUnder18: true, notes: [], tagNames: [] };
    expect(await client.followers.profile(OA, USER)).toEqual(user);
    expect(calls).toEqual([getCall('/v2.0/oa/getprofile', `{"user_id":"${USER}"}`)]);
  });

  it('updates only the fields given', async () => {
    const { client, calls } = scriptedClient([success()]);
    await client.followers.updateInfo(OA, USER, { name: 'Hoa', cityId: 4 });
    expect(calls).toEqual([postCall('/v2.0/oa/updatefollowerinfo', { user_id: USER, name: 'Hoa', city_id: 4 })]);
  });

  it('erases what is stored', async () => {
    const { client, calls } = scriptedClient([success()]);
    expect(await client.followers.deleteInfo(OA, USER)).toBeUndefined();
    expect(calls).toEqual([postCall('/v2.0/oa/deletefollowerinfo', { user_id: USER })]);
  });

  it('lets nothing leave without an id or a field to update', async () => {
    const { client, calls } = scriptedClient();
    await expect(client.followers.profile(OA, '')).rejects.toMatchObject({ field: 'userId' });
    await expect(client.followers.deleteInfo(OA, ' ')).rejects.toMatchObject({ field: 'userId' });
    await expect(client.followers.updateInfo(OA, '', { name: 'Hoa' })).rejects.toMatchObject({ field: 'userId' });
    await expect(client.followers.updateInfo(OA, USER, {})).rejects.toMatchObject({ field: 'info' });
    expect(calls).toEqual([]);
  });

  it.each([undefined, {}, { followers: [{ id: 1 }] }])('takes the list %o for a bad answer', async (data) => {
    const { client } = scriptedClient([success(data)]);
    await expect(client.followers.list(OA)).rejects.toMatchObject(BAD_ANSWER);
  });
});
