import { describe, expect, it } from 'vitest';
import { GMF10, createGroupBench } from './group-bench.ts';
import { DAY_MS } from './workbench.ts';

async function benchWithHistory() {
  const bench = await createGroupBench();
  const gone = await bench.found();
  await bench.post('group/delete', { group_id: gone });
  const groupId = await bench.found();
  bench.emulator.groups.setOaAdmins([bench.ba, bench.tu]);
  bench.emulator.groups.changeAsset(GMF10, { autoRenew: false });
  await bench.post('group/updateinfo', { group_id: groupId, join_appr: true, group_description: 'Hỏi đáp' });
  await bench.post('group/addadmins', { group_id: groupId, member_user_ids: [bench.tu] });
  bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'sticker', stickerId: 'cam-on' });
  bench.emulator.inGroup.join(groupId, bench.nam);
  await bench.emulator.idle();
  return { bench, groupId, gone };
}

describe('a snapshot', () => {
  it('brings groups, people, assets and messages back', async () => {
    const { bench, groupId, gone } = await benchWithHistory();
    const snapshot = JSON.parse(JSON.stringify(bench.emulator.snapshot()));
    const other = await createGroupBench();
    other.emulator.restore(snapshot);
    expect(other.emulator.groups.list()).toEqual(bench.emulator.groups.list());
    expect(other.group(groupId).pending).toMatchObject([{ name: 'Anh Năm', how: 'requested' }]);
    expect(other.emulator.groups.assets()).toEqual(bench.emulator.groups.assets());
    expect(other.emulator.groups.history(groupId)).toEqual(bench.emulator.groups.history(groupId));
    expect(other.emulator.groups.history(groupId)).toHaveLength(1);
    expect(other.emulator.groups.oaAdmins()).toEqual([bench.ba, bench.tu]);
    expect((await other.get(`group/getgroup?group_id=${gone}`))['error']).toBe(-403);
  });

  it('does not change when the group does', async () => {
    const { bench, groupId } = await benchWithHistory();
    const snapshot = bench.emulator.snapshot();
    const before = JSON.stringify(snapshot);
    bench.emulator.inGroup.leave(groupId, bench.tu);
    await bench.post('group/delete', { group_id: groupId });
    expect(JSON.stringify(snapshot)).toBe(before);
    bench.emulator.restore(snapshot);
    expect(bench.group(groupId).members).toHaveLength(2);
  });

  it('holds no messages of a dissolved group', async () => {
    const { bench, groupId } = await benchWithHistory();
    await bench.post('group/delete', { group_id: groupId });
    expect(bench.emulator.snapshot().features['groups']).toMatchObject({ groups: [], messages: [] });
  });

  it('lets assets run out after it was restored', async () => {
    const { bench, groupId } = await benchWithHistory();
    const other = await createGroupBench();
    other.emulator.restore(bench.emulator.snapshot());
    await other.clearPosts();
    other.emulator.clock.advance(30 * DAY_MS);
    expect(other.group(groupId).status).toBe('disabled');
    other.emulator.clock.advance(45 * DAY_MS);
    expect(await other.eventsNamed('delete_group')).toHaveLength(1);
  });

  it('shows a message that was on its way as received', async () => {
    const { bench, groupId } = await benchWithHistory();
    bench.answerWith(() => new Promise(() => undefined));
    bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: 'Chờ' });
    bench.emulator.restore(bench.emulator.snapshot());
    expect(bench.emulator.groups.history(groupId).at(-1)).toMatchObject({ text: 'Chờ', state: 'received' });
  });

  it('that holds no groups is refused and changes nothing', async () => {
    const { bench, groupId } = await benchWithHistory();
    const snapshot = bench.emulator.snapshot();
    const broken = { ...snapshot, features: { ...snapshot.features, groups: { groups: [{ id: groupId }] } } };
    expect(() => bench.emulator.restore(broken)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_SNAPSHOT_INVALID' }),
    );
    expect(bench.group(groupId).members).toHaveLength(2);
  });
});
