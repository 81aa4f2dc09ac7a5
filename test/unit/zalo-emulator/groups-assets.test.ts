import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { GMF10, createGroupBench } from './group-bench.ts';
import { DAY_MS, START_MS } from './workbench.ts';

const ends = START_MS + 10 * DAY_MS;

async function benchWithEndingAsset(options: EmulatorOptions = {}) {
  const asset = { id: 'ending', type: 'gmf10', autoRenew: false, validThroughMs: ends } as const;
  const bench = await createGroupBench({ groupAssets: [asset, { id: 'spare', type: 'gmf10' }], ...options });
  const groupId = await bench.found(undefined, { asset_id: 'ending' });
  await bench.clearPosts();
  const say = (text: string) => bench.post('group/message', { recipient: { group_id: groupId }, message: { text } });
  return { bench, groupId, say };
}

describe('quota/group', () => {
  it('lists the assets with their six facts, by product and by quota type', async () => {
    const bench = await createGroupBench();
    bench.emulator.groups.addAsset({ type: 'gmf100', id: 'gift', quotaType: 'reward_quota', autoRenew: false });
    const { data } = await bench.post('quota/group', { quota_owner: 'OA', product_type: 'gmf10' });
    expect(data).toEqual([
      {
        product_type: 'gmf10',
        quota_type: 'sub_quota',
        asset_id: GMF10,
        valid_through: '22/12/2026',
        auto_renew: true,
        status: 'available',
        used_id: '',
      },
    ]);
    const gifts = await bench.post('quota/group', {
      quota_owner: 'OA',
      product_type: null,
      quota_type: 'reward_quota',
    });
    expect(gifts['data']).toMatchObject([{ asset_id: 'gift', auto_renew: false }]);
    expect((await bench.post('quota/group', { quota_owner: 'OA' }))['data']).toHaveLength(4);
  });

  it('wants the OA as owner and a known product', async () => {
    const bench = await createGroupBench();
    expect(await bench.post('quota/group', {})).toMatchObject({ error: -201, message: 'quota_owner is invalid!' });
    const wrong = { quota_owner: 'OA', product_type: 'gmf7' };
    expect(await bench.post('quota/group', wrong)).toMatchObject({ error: -201, message: 'product_type is invalid!' });
  });
});

describe('an asset that runs out', () => {
  it('disables its group: messages and changes are -237, reading still works', async () => {
    const { bench, groupId, say } = await benchWithEndingAsset();
    bench.emulator.clock.advance(10 * DAY_MS - 1);
    expect((await say('Còn'))['error']).toBe(0);
    bench.emulator.clock.advance(1);
    expect((await say('Hết'))['error']).toBe(-237);
    const rename = { group_id: groupId, group_name: 'Khác' };
    expect((await bench.post('group/updateinfo', rename))['error']).toBe(-237);
    expect((await bench.post('group/invite', { group_id: groupId, member_user_ids: [bench.nam] }))['error']).toBe(-237);
    const { data } = await bench.get(`group/getgroup?group_id=${groupId}`);
    expect(data.group_info).toMatchObject({ status: 'disabled', auto_delete_date: '16/01/2027' });
    expect(() => bench.emulator.inGroup.send(groupId, bench.tu, { kind: 'text', text: 'A' })).toThrow(/is disabled/);
  });

  it('lets the group be changed while disabled where the setting says so', async () => {
    const { bench, groupId } = await benchWithEndingAsset({ settings: { groupDisabledRefusesChanges: false } });
    bench.emulator.clock.advance(11 * DAY_MS);
    expect((await bench.post('group/updateinfo', { group_id: groupId, group_name: 'Khác' }))['error']).toBe(0);
  });

  it('dissolves the group 45 days later, on the emulator’s clock, with delete_group', async () => {
    const { bench, groupId } = await benchWithEndingAsset();
    bench.emulator.clock.advance(55 * DAY_MS - 1);
    await bench.emulator.idle();
    expect(bench.group(groupId).status).toBe('disabled');
    expect(bench.eventNames()).toEqual([]);
    bench.emulator.clock.advance(1);
    await bench.emulator.idle();
    expect(bench.emulator.groups.find(groupId)).toBeUndefined();
    expect(bench.eventNames()).toEqual(['delete_group']);
    expect(bench.event(0)).toMatchObject({ group_id: groupId, timestamp: String(ends + 45 * DAY_MS) });
  });

  it('happens too when the whole time is skipped at once', async () => {
    const { bench, groupId } = await benchWithEndingAsset();
    bench.emulator.clock.advance(300 * DAY_MS);
    await bench.emulator.idle();
    expect(bench.emulator.groups.find(groupId)).toBeUndefined();
    expect(bench.eventNames()).toEqual(['delete_group']);
  });

  it('brings the group back when it is renewed, or when the group gets another', async () => {
    const { bench, groupId, say } = await benchWithEndingAsset();
    bench.emulator.clock.advance(20 * DAY_MS);
    bench.emulator.groups.changeAsset('ending', { validThroughMs: START_MS + 30 * DAY_MS });
    expect((await say('Về rồi'))['error']).toBe(0);
    bench.emulator.clock.advance(20 * DAY_MS);
    expect((await say('Lại hết'))['error']).toBe(-237);
    expect((await bench.post('group/updateasset', { group_id: groupId, asset_id: 'spare' }))['error']).toBe(0);
    expect((await say('Lại về'))['error']).toBe(0);
  });

  it('is not listed any more when no group uses it', async () => {
    const { bench, groupId } = await benchWithEndingAsset();
    await bench.post('group/delete', { group_id: groupId });
    bench.emulator.clock.advance(11 * DAY_MS);
    const { data } = await bench.post('quota/group', { quota_owner: 'OA' });
    expect(data.map(({ asset_id }: { asset_id: string }) => asset_id)).toEqual(['spare']);
  });
});

it('an asset that renews itself adds whole periods and its group lives on', async () => {
  const bench = await createGroupBench();
  const groupId = await bench.found();
  const heard: number[] = [];
  bench.emulator.subscribe((update) => {
    if (update.type === 'group') heard.push(update.group.asset.validThroughMs);
  });
  bench.emulator.clock.advance(100 * DAY_MS);
  const { data } = await bench.get(`group/getgroup?group_id=${groupId}`);
  expect(data.group_info).toMatchObject({ status: 'enabled', auto_delete_date: '' });
  expect(bench.group(groupId).asset.validThroughMs).toBe(START_MS + 120 * DAY_MS);
  expect(heard).toEqual([60, 90, 120].map((days) => START_MS + days * DAY_MS));
});
