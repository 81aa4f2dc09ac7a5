import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { createGroupBench } from './group-bench.ts';
import { DAY_MS } from './workbench.ts';

async function benchWithGroup(options: EmulatorOptions = {}) {
  const bench = await createGroupBench(options);
  const groupId = await bench.found();
  await bench.clearPosts();
  const change = (call: string, ...ids: string[]) =>
    bench.post(`group/${call}`, { group_id: groupId, member_user_ids: ids });
  const memberIds = () => bench.group(groupId).members.map(({ residentId }) => residentId);
  const pendingIds = () => bench.group(groupId).pending.map(({ residentId }) => residentId);
  const approval = () => bench.post('group/updateinfo', { group_id: groupId, join_appr: true });
  return { bench, groupId, change, memberIds, pendingIds, approval };
}

describe('inviting', () => {
  it('brings a follower in at once, with user_join_group', async () => {
    const { bench, change, memberIds } = await benchWithGroup();
    expect(await change('invite', bench.nam)).toEqual({ error: 0, message: 'Success' });
    expect(memberIds()).toEqual([bench.ba, bench.tu, bench.nam]);
    const [event] = await bench.eventsNamed('user_join_group');
    expect(event?.['users']).toEqual([{ id: bench.nam }]);
  });

  it('takes a follower however long ago the last word was', async () => {
    const { bench, change, memberIds } = await benchWithGroup();
    bench.emulator.clock.advance(30 * DAY_MS);
    expect((await change('invite', bench.nam))['error']).toBe(0);
    expect(memberIds()).toContain(bench.nam);
  });

  it('also somebody who wrote within 7 days, but not after, and never a stranger', async () => {
    const { bench, change, memberIds } = await benchWithGroup();
    const writer = bench.emulator.createResident('Dì Sáu').id;
    expect((await change('invite', writer))['error']).toBe(-232);
    bench.emulator.as.send(writer, { kind: 'text', text: 'Chào' });
    bench.emulator.clock.advance(7 * DAY_MS + 1);
    expect((await change('invite', writer))['error']).toBe(-230);
    expect(memberIds()).not.toContain(writer);
    bench.emulator.as.send(writer, { kind: 'text', text: 'Chào' });
    expect((await change('invite', writer))['error']).toBe(0);
    expect(memberIds()).toContain(writer);
  });

  it('invites nobody when one may not be invited, and passes on that one’s code', async () => {
    const { bench, change, memberIds } = await benchWithGroup();
    bench.emulator.refuseSendsTo(bench.tu, undefined);
    const blocked = bench.emulator.createResident('Dì Sáu').id;
    bench.emulator.as.follow(blocked);
    bench.emulator.refuseSendsTo(blocked, -217);
    expect((await change('invite', bench.nam, blocked))['error']).toBe(-217);
    expect(memberIds()).not.toContain(bench.nam);
  });

  it('or answers for each where the setting says so', async () => {
    const { bench, change, memberIds } = await benchWithGroup({ settings: { groupInviteAnswer: 'perMember' } });
    const answer = await change('invite', bench.nam, '404');
    expect(answer).toMatchObject({
      error: 0,
      data: {
        members: [
          { user_id: bench.nam, error: 0, message: 'Success' },
          { user_id: '404', error: -201, message: 'member_user_ids is invalid!' },
        ],
      },
    });
    expect(memberIds()).toContain(bench.nam);
  });

  it('lets them wait while approval is on, without an event, and in when they accept', async () => {
    const { bench, groupId, change, memberIds, pendingIds, approval } = await benchWithGroup();
    await approval();
    await bench.clearPosts();
    await change('invite', bench.nam);
    expect(pendingIds()).toEqual([bench.nam]);
    expect(memberIds()).not.toContain(bench.nam);
    const listed = await bench.get(`group/listpendinginvite?group_id=${groupId}`);
    expect(listed['data']).toEqual({
      total: 1,
      member_count: 3,
      members: [{ user_id: bench.nam, name: 'Anh Năm', avatar: '' }],
    });
    bench.emulator.inGroup.join(groupId, bench.nam);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_join_group']);
    expect(pendingIds()).toEqual([]);
    expect(memberIds()).toContain(bench.nam);
  });

  it('stops at the size of the asset', async () => {
    const { bench, change, memberIds } = await benchWithGroup();
    const seven = Array.from({ length: 7 }, (_, index) => bench.emulator.createResident(`Người ${index}`).id);
    for (const id of seven) bench.emulator.as.follow(id);
    expect((await change('invite', ...seven))['error']).toBe(0);
    expect(memberIds()).toHaveLength(9);
    expect((await change('invite', bench.nam))['error']).toBe(-210);
    // somebody who is in already takes no further place
    expect((await change('invite', bench.tu))['error']).toBe(0);
  });
});

describe('the pending list', () => {
  it('acceptpendinginvite lets people in with both events', async () => {
    const { bench, groupId, change, memberIds, approval } = await benchWithGroup();
    await approval();
    bench.emulator.inGroup.join(groupId, bench.nam);
    await bench.clearPosts();
    expect((await change('acceptpendinginvite', bench.nam))['error']).toBe(0);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['accept_request_join_group', 'user_join_group']);
    expect(bench.event(0)['users']).toEqual([{ id: bench.nam }]);
    expect(memberIds()).toContain(bench.nam);
  });

  it('without user_join_group where the setting says so', async () => {
    const { bench, groupId, change, approval } = await benchWithGroup({ settings: { groupJoinEventOnAccept: false } });
    await approval();
    bench.emulator.inGroup.join(groupId, bench.nam);
    await bench.clearPosts();
    await change('acceptpendinginvite', bench.nam);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['accept_request_join_group']);
  });

  it('rejectpendinginvite turns them away', async () => {
    const { bench, groupId, change, memberIds, pendingIds, approval } = await benchWithGroup();
    await approval();
    bench.emulator.inGroup.join(groupId, bench.nam);
    await bench.clearPosts();
    expect((await change('rejectpendinginvite', bench.nam))['error']).toBe(0);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['reject_request_join_group']);
    expect([...memberIds(), ...pendingIds()]).not.toContain(bench.nam);
  });

  it('refuses people who do not wait, all or nothing', async () => {
    const { bench, groupId, change, pendingIds, approval } = await benchWithGroup();
    await approval();
    bench.emulator.inGroup.join(groupId, bench.nam);
    expect((await change('acceptpendinginvite', bench.nam, bench.tu))['error']).toBe(-201);
    expect((await change('rejectpendinginvite', bench.tu))['error']).toBe(-201);
    expect((await change('acceptpendinginvite'))['error']).toBe(-201);
    expect(pendingIds()).toEqual([bench.nam]);
  });
});

describe('members and admins', () => {
  it('listmember lists the OA and the people, by offset and count', async () => {
    const { bench, groupId } = await benchWithGroup();
    const { data } = await bench.get(`group/listmember?group_id=${groupId}&offset=0&count=50`);
    expect(data).toEqual({
      total: 3,
      member_count: 3,
      members: [
        { oa_id: bench.emulator.options.oaId, name: 'Trợ lý số', avatar: '' },
        { user_id: bench.ba, name: 'Bác Ba', avatar: '' },
        { user_id: bench.tu, name: 'Cô Tư', avatar: '' },
      ],
    });
    const page = await bench.get(`group/listmember?group_id=${groupId}&offset=2&count=1`);
    expect(page['data'].members).toMatchObject([{ user_id: bench.tu }]);
  });

  it('addadmins and removeadmins change deputies with their events', async () => {
    const { bench, groupId, change } = await benchWithGroup();
    const admins = () => bench.group(groupId).members.flatMap(({ residentId, isAdmin }) => (isAdmin ? residentId : []));
    expect((await change('addadmins', bench.tu))['error']).toBe(0);
    expect(admins()).toEqual([bench.tu]);
    expect((await change('removeadmins', bench.tu))['error']).toBe(0);
    expect(admins()).toEqual([]);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['add_group_admin', 'remove_group_admin']);
    expect(bench.event(1)['users']).toEqual([{ id: bench.tu }]);
    expect((await change('addadmins', bench.nam))['error']).toBe(-201);
  });

  it('removemembers takes them out with user_out_group', async () => {
    const { bench, change, memberIds } = await benchWithGroup();
    expect((await change('removemembers', bench.tu))['error']).toBe(0);
    expect(memberIds()).toEqual([bench.ba]);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['user_out_group']);
    expect((await change('removemembers', bench.tu))['error']).toBe(-201);
  });

  it('posts one event for each person where the setting says so', async () => {
    const { bench, change } = await benchWithGroup({ settings: { groupEventPerPerson: true } });
    await change('removemembers', bench.ba, bench.tu);
    const events = await bench.eventsNamed('user_out_group');
    expect(events.map(({ users }) => users)).toEqual([[{ id: bench.ba }], [{ id: bench.tu }]]);
  });
});
