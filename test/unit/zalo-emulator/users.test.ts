import { describe, expect, it } from 'vitest';
import { get, getData, post, reopen } from './api-calls.ts';
import { DAY_MS, HOUR_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const [bacBa, coTu, anhNam] = ['3691470258369147001', '3691470258369147002', '3691470258369147003'] as const;
const longLife = { accessTokenTtlMs: 60 * DAY_MS };

async function listed(bench: Workbench, filter: object): Promise<string[]> {
  const { data } = await getData(bench, '/v3.0/oa/user/getlist', { offset: 0, count: 50, ...filter });
  return data.users.map((user: { user_id: string }) => user.user_id);
}

const detail = (bench: Workbench, userId: unknown) => getData(bench, '/v3.0/oa/user/detail', { user_id: userId });

describe('which user calls serve which OA', () => {
  const v3 = ['getlist', 'detail', 'detail/custominfo'].map((name) => ['GET', `/v3.0/oa/user/${name}`] as const);
  const v3Posts = ['update', 'detail/custominfo', 'update/custominfo'];
  const v3All = [...v3, ...v3Posts.map((name) => ['POST', `/v3.0/oa/user/${name}`] as const)];
  const v2 = [
    ['GET', '/v2.0/oa/getfollowers'],
    ['GET', '/v2.0/oa/getprofile'],
    ['POST', '/v2.0/oa/updatefollowerinfo'],
  ] as const;
  const call = (bench: Workbench, [method, path]: readonly ['GET' | 'POST', string]) =>
    method === 'GET' ? getData(bench, path, { user_id: bacBa, count: 1 }) : post(bench, path, { user_id: bacBa });

  it.each(v3All)('%s %s is -235 for a state agency and works for a business', async (...route) => {
    const [agency, business] = [await createWorkbench({ oaType: 4 }), await createWorkbench({ oaType: 2 })];
    business.emulator.as.follow(bacBa);
    expect((await call(agency, route))['error']).toBe(-235);
    expect((await call(business, route))['error']).toBe(0);
  });

  it.each(v2)('%s %s is -240 for a business and works for a state agency', async (...route) => {
    const [agency, business] = [await createWorkbench({ oaType: 4 }), await createWorkbench({ oaType: 2 })];
    agency.emulator.as.follow(bacBa);
    expect((await call(business, route))['error']).toBe(-240);
    expect((await call(agency, route))['error']).toBe(0);
  });

  it('answers with other codes, or opens the calls, when the settings say so', async () => {
    const agency = await createWorkbench({ oaType: 4, settings: { v3UsersOnStateAgencyCode: 0 } });
    const business = await createWorkbench({ oaType: 2, settings: { v2FollowersOnBusinessCode: -209 } });
    expect((await getData(agency, '/v3.0/oa/user/getlist', { count: 1 }))['error']).toBe(0);
    expect((await getData(business, '/v2.0/oa/getfollowers', { count: 1 }))['error']).toBe(-209);
  });

  it('erases stored information for both types unless the setting closes that for a business', async () => {
    for (const [oaType, deleteInfoOnBusinessCode, error] of [
      [2, 0, 0],
      [4, -240, 0],
      [2, -240, -240],
    ] as const) {
      const bench = await createWorkbench({ oaType, settings: { deleteInfoOnBusinessCode } });
      bench.emulator.as.follow(bacBa);
      expect((await post(bench, '/v2.0/oa/deletefollowerinfo', { user_id: bacBa }))['error']).toBe(error);
    }
  });
});

describe('user/getlist', () => {
  it('lists who follows or has interacted, in pages', async () => {
    const bench = await createWorkbench();
    expect(await listed(bench, {})).toEqual([]);
    bench.emulator.as.follow(coTu);
    await greet(bench);
    const page = await getData(bench, '/v3.0/oa/user/getlist', { offset: 1, count: 1 });
    expect(page['data']).toEqual({ total: 2, count: 1, offset: 1, users: [{ user_id: coTu }] });
  });

  it('takes digits in strings and booleans in strings, as the samples of the documentation do', async () => {
    const bench = await createWorkbench();
    bench.emulator.as.follow(coTu);
    await greet(bench);
    expect(await listed(bench, { offset: '0', count: '50', is_follower: 'true' })).toEqual([coTu]);
    expect(await listed(bench, { is_follower: false })).toEqual([bacBa]);
  });

  it('takes at most 50 a page and an offset of at most 9951', async () => {
    const bench = await createWorkbench({ settings: { listLimitCode: -299 } });
    const error = async (data: object) => (await getData(bench, '/v3.0/oa/user/getlist', data))['error'];
    expect(await error({ offset: 9951, count: 50 })).toBe(0);
    expect(await error({ offset: 0, count: 51 })).toBe(-299);
    expect(await error({ offset: 9952, count: 50 })).toBe(-299);
    expect(await error({ offset: -1, count: 50 })).toBe(-201);
  });

  it('filters by tag', async () => {
    const bench = await createWorkbench();
    for (const id of [bacBa, coTu]) bench.emulator.as.follow(id);
    await post(bench, '/v2.0/oa/tag/tagfollower', { user_id: coTu, tag_name: 'Tổ 3' });
    expect(await listed(bench, { tag_name: 'Tổ 3' })).toEqual([coTu]);
    expect(await listed(bench, { tag_name: 'Tổ 4' })).toEqual([]);
  });

  it('filters by whole days of the last interaction, in Vietnamese time', async () => {
    const bench = await createWorkbench(longLife);
    // 2026-11-22 10:00 in Viet Nam; 23:59 of the same day is 13 h 59 min later
    bench.emulator.as.clickChatNow(bacBa);
    await bench.advance(14 * HOUR_MS - 60_000);
    bench.emulator.as.clickChatNow(coTu);
    await bench.advance(60_000);
    bench.emulator.as.clickChatNow(anhNam);
    const period = (text: string) => listed(bench, { last_interaction_period: text });
    expect(await period('TODAY')).toEqual([anhNam]);
    expect(await period('YESTERDAY')).toEqual([bacBa, coTu]);
    expect(await period('L7D')).toEqual([bacBa, coTu, anhNam]);
    expect(await period('2026_11_22:2026_11_22')).toEqual([bacBa, coTu]);
    expect(await period('2026_11_23:2026_12_31')).toEqual([anhNam]);
    await bench.advance(6 * DAY_MS);
    expect(await period('L7D')).toEqual([anhNam]);
    expect(await period('L30D')).toEqual([bacBa, coTu, anhNam]);
    await bench.advance(24 * DAY_MS);
    expect(await period('L30D')).toEqual([]);
  });

  it.each(['L8D', '2026_11_22', '2026_11_31:2026_12_01', '2026_12_02:2026_12_01', ''])(
    'refuses the period %j',
    async (text) => {
      const bench = await createWorkbench();
      const answer = await getData(bench, '/v3.0/oa/user/getlist', { count: 1, last_interaction_period: text });
      expect(answer).toEqual({ error: -201, message: 'last_interaction_period is invalid!' });
    },
  );

  it('names data when the query has none', async () => {
    const bench = await createWorkbench();
    expect(await get(bench, '/v3.0/oa/user/getlist')).toEqual({ error: -201, message: 'data is invalid!' });
  });
});

describe('user/detail and user/update', () => {
  it('is -213 for somebody who neither follows nor ever interacted, and -201 for an unknown id', async () => {
    const bench = await createWorkbench();
    expect(await detail(bench, bacBa)).toEqual({ error: -213, message: 'User has not followed OA' });
    expect((await post(bench, '/v3.0/oa/user/update', { user_id: bacBa, user_alias: 'x' }))['error']).toBe(-213);
    expect(await detail(bench, '12')).toEqual({ error: -201, message: 'user_id is invalid!' });
    await greet(bench);
    expect((await detail(bench, bacBa))['error']).toBe(0);
  });

  it('tells what the OA knows of a person who has said nothing yet', async () => {
    const bench = await createWorkbench({ residents: [{ name: 'Bé Út', id: '77', traits: { ageYears: 17 } }] });
    bench.emulator.as.follow('77');
    expect((await detail(bench, 77))['data']).toEqual({
      user_id: '77',
      user_id_by_app: expect.stringMatching(/^user_by_app-/),
      user_external_id: '',
      display_name: 'Bé Út',
      user_alias: '',
      is_sensitive: true,
      user_last_interaction_date: '22/11/2026',
      user_is_follower: true,
      avatar: '',
      avatars: { 120: '', 240: '' },
      dynamic_param: '',
      tags_and_notes_info: { notes: [], tag_names: [] },
      shared_info: { address: '', city: '', district: '', phone: '', name: '', user_dob: '' },
    });
  });

  it('keeps what was updated, field by field, with the tags beside it', async () => {
    const bench = await createWorkbench();
    bench.emulator.as.follow(bacBa);
    const update = (change: object) => post(bench, '/v3.0/oa/user/update', { user_id: bacBa, ...change });
    await update({ shared_info: { name: 'Nguyễn Văn Ba', phone: 84900000001, city_id: 1 }, user_alias: 'Tổ trưởng' });
    await update({ shared_info: { address: 'Ấp 3', user_dob: '31/12/1970' }, user_external_id: 'ED1' });
    await post(bench, '/v2.0/oa/tag/tagfollower', { user_id: bacBa, tag_name: 'Tổ 3' });
    expect((await detail(bench, bacBa))['data']).toMatchObject({
      user_alias: 'Tổ trưởng',
      user_external_id: 'ED1',
      tags_and_notes_info: { tag_names: ['Tổ 3'] },
      shared_info: {
        name: 'Nguyễn Văn Ba',
        phone: '84900000001',
        city: 'Bình Phước',
        address: 'Ấp 3',
        user_dob: '31/12/1970',
      },
    });
    await post(bench, '/v2.0/oa/deletefollowerinfo', { user_id: bacBa });
    expect((await detail(bench, bacBa))['data']).toMatchObject({
      user_alias: '',
      shared_info: { name: '' },
      tags_and_notes_info: { tag_names: ['Tổ 3'] },
    });
  });

  it.each(['31/12/1969', '32/01/1980', '1980-01-01'])('refuses the date of birth %s', async (date) => {
    const bench = await createWorkbench();
    bench.emulator.as.follow(bacBa);
    const answer = await post(bench, '/v3.0/oa/user/update', { user_id: bacBa, shared_info: { user_dob: date } });
    expect(answer).toEqual({ error: -201, message: 'shared_info.user_dob is invalid!' });
  });
});

describe('custominfo', () => {
  it('gives every value back as a string, by GET and by POST, and only the fields asked for', async () => {
    const bench = await createWorkbench();
    bench.emulator.as.follow(bacBa);
    await post(bench, '/v3.0/oa/user/update/custominfo', {
      user_id: bacBa,
      gender: 'Nam',
      full_address: { user_city_id: '79', user_ward_id: 27343, user_address: 'Ấp 3' },
      custom_info: { da_hoc: true, diem: 9.5, lop: { ten: 'VNeID', buoi: 2 } },
    });
    await post(bench, '/v3.0/oa/user/update/custominfo', { user_id: bacBa, custom_info: { diem: 10 } });
    const all = await getData(bench, '/v3.0/oa/user/detail/custominfo', { user_id: bacBa });
    expect(all['data']).toMatchObject({
      user_id: bacBa,
      gender: 'Nam',
      full_address: { user_city_id: '79', user_ward_id: '27343', user_address: 'Ấp 3' },
      custom_info: { da_hoc: 'true', diem: '10', lop: { ten: 'VNeID', buoi: '2' } },
    });
    const some = { user_id: bacBa, fields_to_export: ['diem', 'gender'] };
    expect((await post(bench, '/v3.0/oa/user/detail/custominfo', some))['data']).toEqual({
      user_id: bacBa,
      gender: 'Nam',
      custom_info: { diem: '10' },
    });
  });

  it('takes Nam, Nữ and Khác as gender and refuses anything else', async () => {
    const bench = await createWorkbench();
    bench.emulator.as.follow(bacBa);
    const update = async (gender: string) =>
      (await post(bench, '/v3.0/oa/user/update/custominfo', { user_id: bacBa, gender }))['error'];
    expect(await Promise.all(['Nữ', 'Khác', 'male'].map(update))).toEqual([0, 0, -201]);
  });
});

describe('follower calls of a state agency', () => {
  it('list followers only, at most 50 a page', async () => {
    const bench = await createWorkbench({ oaType: 4 });
    bench.emulator.as.follow(coTu);
    await greet(bench);
    const path = '/v2.0/oa/getfollowers';
    expect((await getData(bench, path, { offset: 0, count: 50 }))['data']).toEqual({
      total: 1,
      followers: [{ user_id: coTu }],
    });
    expect((await getData(bench, path, { offset: 0, count: 51 }))['error']).toBe(-210);
    expect((await getData(bench, path, { offset: 0, count: 5, tag_name: 'x' }))['data'].total).toBe(0);
  });

  it('read and change a profile', async () => {
    const bench = await createWorkbench({ oaType: 4 });
    bench.emulator.as.follow(coTu);
    const change = { user_id: coTu, name: 'Trần Thị Tư', phone: '84900000002', address: 'Ấp 1', city_id: 16 };
    expect((await post(bench, '/v2.0/oa/updatefollowerinfo', change))['error']).toBe(0);
    expect((await getData(bench, '/v2.0/oa/getprofile', { user_id: coTu }))['data']).toMatchObject({
      display_name: 'Cô Tư',
      shared_info: { name: 'Trần Thị Tư', phone: '84900000002', address: 'Ấp 1', city: 'Đồng Nai' },
    });
    expect((await getData(bench, '/v2.0/oa/getprofile', { user_id: bacBa }))['error']).toBe(-213);
  });
});

describe('information a resident shares', () => {
  const card = {
    attachment: {
      type: 'template',
      payload: { template_type: 'request_user_info', elements: [{ title: 'Mời bà con', subtitle: 'Cho biết tên' }] },
    },
  };
  const info = {
    name: 'Nguyễn Văn Ba',
    phone: '84900000002',
    birthDate: '31/12/1970',
    gender: 'Nam',
    city: 'Đồng Nai',
    ward: 'Phường Bình Phước',
    street: 'Ấp 3',
  } as const;

  async function askAndAnswer(submitInfoForm: string) {
    const bench = await createWorkbench({ settings: { submitInfoForm } });
    await greet(bench);
    await bench.send({ recipient: { user_id: bacBa }, message: card });
    bench.emulator.as.submitInfo(bacBa, info);
    await bench.emulator.idle();
    return bench;
  }

  it('comes in the form of 2026, and user/detail shows it from then on', async () => {
    const bench = await askAndAnswer('2026');
    const event = bench.event(bench.posts.length - 1);
    expect(Object.keys(event)).toEqual(['sender', 'recipient', 'event_name', 'app_id', 'timestamp', 'info']);
    expect(event).toMatchObject({
      event_name: 'user_submit_info',
      sender: { id: bacBa },
      info: {
        name: 'Nguyễn Văn Ba',
        phone: '84900000002',
        user_dob: '31/12/1970',
        gender: '1',
        full_address: { user_city: 'Đồng Nai', user_ward: 'Phường Bình Phước', user_address: 'Ấp 3' },
      },
    });
    expect((await detail(bench, bacBa))['data'].shared_info).toMatchObject({ phone: '84900000002', city: 'Đồng Nai' });
  });

  it('comes in the form until 2025, with the phone as a number', async () => {
    const bench = await askAndAnswer('2025');
    expect(bench.event(bench.posts.length - 1)['info']).toEqual({
      address: 'Ấp 3',
      phone: 84900000002,
      city: 'Đồng Nai',
      district: '',
      name: 'Nguyễn Văn Ba',
      ward: 'Phường Bình Phước',
    });
  });

  it('needs a card to answer and a phone number of digits', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    expect(() => bench.emulator.as.submitInfo(bacBa, info)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_MESSAGE_UNKNOWN' }),
    );
    await bench.send({ recipient: { user_id: bacBa }, message: card });
    expect(() => bench.emulator.as.submitInfo(bacBa, { ...info, phone: 'abc' })).toThrow(
      expect.objectContaining({ code: 'EMULATOR_INPUT_INVALID' }),
    );
  });

  it('counts as an interaction only when the setting says so', async () => {
    for (const submitInfoIsInteraction of [false, true]) {
      const bench = await createWorkbench({ ...longLife, settings: { submitInfoIsInteraction } });
      await greet(bench);
      await bench.send({ recipient: { user_id: bacBa }, message: card });
      await bench.advance(8 * DAY_MS);
      bench.emulator.as.submitInfo(bacBa, info);
      expect((await bench.sendText('a')).json['error']).toBe(submitInfoIsInteraction ? 0 : -230);
    }
  });

  it('survives a snapshot', async () => {
    const bench = await reopen(await askAndAnswer('2026'));
    expect((await detail(bench, bacBa))['data'].shared_info).toMatchObject({ name: 'Nguyễn Văn Ba' });
  });
});
