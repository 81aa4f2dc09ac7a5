import { describe, expect, it } from 'vitest';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, getCall, postCall, scriptedClient, success } from './scripted-oa.ts';

const READ = '/v3.0/oa/user/detail/custominfo';
const WRITE = '/v3.0/oa/user/update/custominfo';
const USER = '4572947693969771653';

describe('users.customInfo', () => {
  it('reads all fields by GET, the values as strings whatever their type', async () => {
    const data = {
      name: 'Hoa',
      phone: 84912345678,
      user_dob: '30/10/1999',
      gender: 'Nữ',
      full_address: { user_city: 'TP Huế', user_ward: 'Phú Xuân', user_address: '12 Lê Lợi' },
      user_external_id: '',
      dynamic_param: 'to-3',
      custom_info: { isActiveUser_boolean: true, points_number: 2500, order_table: { id: 'A', amount: 3 }, note: null },
    };
    const { client, calls } = scriptedClient([success(data)]);
    expect(await client.users.customInfo(OA, USER)).toEqual({
      name: 'Hoa',
      phone: '84912345678',
      birthDate: '30/10/1999',
      gender: 'Nữ',
      city: 'TP Huế',
      ward: 'Phú Xuân',
      street: '12 Lê Lợi',
      dynamicParam: 'to-3',
      custom: { isActiveUser_boolean: 'true', points_number: '2500', order_table: { id: 'A', amount: '3' } },
    });
    expect(calls).toEqual([getCall(READ, `{"user_id":"${USER}"}`)]);
  });

  it('names the fields wanted', async () => {
    const { client, calls } = scriptedClient([success({})]);
    expect(await client.users.customInfo(OA, USER, { fields: ['first_name', 'email'] })).toEqual({ custom: {} });
    expect(calls).toEqual([getCall(READ, `{"user_id":"${USER}","fields_to_export":["first_name","email"]}`)]);
  });

  it('asks by POST when told to', async () => {
    const { client, calls } = scriptedClient([success({ custom_info: { a: '1' } })]);
    expect(await client.users.customInfo(OA, USER, { method: 'POST' })).toEqual({ custom: { a: '1' } });
    expect(calls).toEqual([postCall(READ, { user_id: USER })]);
  });

  it('takes an answer without data for a bad one, and stays on v3 on -235', async () => {
    const { client, calls } = scriptedClient([success(), success(null), { error: -235 }]);
    await expect(client.users.customInfo(OA, USER)).rejects.toMatchObject(BAD_ANSWER);
    await expect(client.users.customInfo(OA, USER)).rejects.toMatchObject(BAD_ANSWER);
    await expect(client.users.customInfo(OA, USER)).rejects.toMatchObject({ code: -235 });
    expect(calls).toHaveLength(3);
  });

  it('lets nothing leave without an id', async () => {
    const { client, calls } = scriptedClient();
    await expect(client.users.customInfo(OA, ' ')).rejects.toMatchObject({ field: 'userId' });
    expect(calls).toEqual([]);
  });
});

describe('users.updateCustomInfo', () => {
  it('posts the documented body, every custom value as a string', async () => {
    const { client, calls } = scriptedClient([success()]);
    await client.users.updateCustomInfo(OA, USER, {
      name: 'Hoa',
      phone: '84912345678',
      birthDate: '30/10/1999',
      gender: 'Nữ',
      address: { cityId: '79', wardId: '27343', street: '123 Trần Hưng Đạo' },
      externalId: 'E1',
      custom: { isActiveUser_boolean: true, points_number: 2500, order_table: { id: 'A', amount: 100000 } },
    });
    const json = {
      user_id: USER,
      name: 'Hoa',
      phone: '84912345678',
      user_dob: '30/10/1999',
      gender: 'Nữ',
      full_address: { user_city_id: '79', user_ward_id: '27343', user_address: '123 Trần Hưng Đạo' },
      user_external_id: 'E1',
      custom_info: {
        isActiveUser_boolean: 'true',
        points_number: '2500',
        order_table: { id: 'A', amount: '100000' },
      },
    };
    expect(calls).toEqual([postCall(WRITE, json)]);
  });

  it.each([
    ['update', {}],
    ['birthDate', { birthDate: '32/01/2000' }],
  ])('lets nothing leave for a wrong %s', async (field, update) => {
    const { client, calls } = scriptedClient();
    await expect(client.users.updateCustomInfo(OA, USER, update)).rejects.toMatchObject({ field });
    expect(calls).toEqual([]);
  });
});
