import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { post, reopen } from './api-calls.ts';
import { DAY_MS, HOUR_MS, START_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const v3 = '/v3.0/oa/quota/message';

/** A chat whose free 48 hours are over. */
async function billedBench(options: EmulatorOptions = {}): Promise<Workbench> {
  const bench = await createWorkbench({ accessTokenTtlMs: 60 * DAY_MS, ...options });
  await greet(bench);
  await bench.advance(48 * HOUR_MS + 1);
  return bench;
}

const sendBilled = async (bench: Workbench) => (await bench.sendText('sau 48 giờ')).json;

describe('quota of one user', () => {
  it('tells the last interaction and what is left', async () => {
    const bench = await createWorkbench({ settings: { broadcastsPerDay: 1, broadcastsPerMonth: 6 } });
    await greet(bench);
    expect(await post(bench, v3, { user_id: bench.residentId })).toEqual({
      data: {
        last_interaction: String(START_MS),
        cs_reply: { remain: 8, total: 8 },
        promotion: { daily_remain: 1, daily_total: 1, monthly_remain: 6, monthly_total: 6 },
      },
      error: 0,
      message: 'Success',
    });
  });

  it('is -213 for somebody the OA does not know, and names a missing user_id', async () => {
    const bench = await createWorkbench();
    expect((await post(bench, v3, { user_id: bench.residentId }))['error']).toBe(-213);
    expect(await post(bench, v3, {})).toEqual({ error: -201, message: 'user_id is invalid!' });
  });

  it('is on v3 for a business and on v2 for a state agency, by settings', async () => {
    const [business, agency] = [await createWorkbench({ oaType: 2 }), await createWorkbench({ oaType: 4 })];
    for (const bench of [business, agency]) await greet(bench);
    const ask = { user_id: business.residentId, type: 'promotion' };
    expect((await post(agency, v3, ask))['error']).toBe(-235);
    expect((await post(business, '/v2.0/oa/quota/message', ask))['error']).toBe(-240);
    expect((await post(agency, '/v2.0/oa/quota/message', ask))['data']).toEqual({
      type: 'promotion',
      remain: 4,
      total: 4,
    });
    agency.emulator.updateSettings({ v3QuotaOnStateAgencyCode: 0 });
    business.emulator.updateSettings({ v2QuotaOnBusinessCode: 0 });
    expect((await post(agency, v3, ask))['error']).toBe(0);
    expect((await post(business, '/v2.0/oa/quota/message', ask))['error']).toBe(0);
  });
});

describe('allowances outside 48 hours', () => {
  it('are taken in order: package, gifts, bought ones, then money', async () => {
    const bench = await billedBench({
      zcaBalanceVnd: 100,
      settings: { subQuotaPerMonth: 2, rewardQuotaTotal: 1, purchaseQuotaTotal: 1 },
    });
    const sub = { quota_type: 'sub_quota', total: '2', expired_date: '30/11/2026' };
    const owner = { owner_type: 'OA', owner_id: '2468013579246801357' };
    expect((await sendBilled(bench))['data'].quota).toEqual({ ...sub, remain: '1' });
    expect((await sendBilled(bench))['data'].quota).toEqual({ ...sub, remain: '0' });
    expect((await sendBilled(bench))['data'].quota).toEqual({
      quota_type: 'reward_quota',
      remain: '0',
      total: '1',
      ...owner,
    });
    expect((await sendBilled(bench))['data'].quota).toMatchObject({ quota_type: 'purchase_quota' });
    const billed = await sendBilled(bench);
    expect(billed['error']).toBe(0);
    expect(billed['data']).not.toHaveProperty('quota');
    expect(bench.emulator.account.get().zcaBalanceVnd).toBe(45);
    expect(await sendBilled(bench)).toMatchObject({ error: -321 });
    expect(bench.emulator.history(bench.residentId)).toHaveLength(6);
  });

  it('are not touched by replies within 48 hours', async () => {
    const bench = await createWorkbench({ settings: { subQuotaPerMonth: 1 }, zcaBalanceVnd: 55 });
    await greet(bench);
    expect((await bench.sendText('a')).json['data'].quota).toMatchObject({ quota_type: 'reply' });
    const { data } = await post(bench, v3, { quota_owner: 'OA' });
    expect(data[0].remain).toBe(1);
    expect(bench.emulator.account.get().zcaBalanceVnd).toBe(55);
  });

  it('refuse with -320 when no account is linked, and leave nothing in the chat', async () => {
    const bench = await billedBench({ zcaBalanceVnd: null });
    expect(await sendBilled(bench)).toMatchObject({ error: -320 });
    expect(bench.emulator.history(bench.residentId)).toHaveLength(1);
  });

  it('begin anew with the month for the package only', async () => {
    const bench = await billedBench({ zcaBalanceVnd: 0, settings: { subQuotaPerMonth: 1, purchaseQuotaTotal: 1 } });
    for (const error of [0, 0, -321]) expect((await sendBilled(bench))['error']).toBe(error);
    // 24 November, 10:00; the window must be open again in December
    bench.emulator.as.clickChatNow(bench.residentId);
    await bench.advance(6.9 * DAY_MS);
    for (const error of [0, -321]) expect((await sendBilled(bench))['error']).toBe(error);
  });

  it('cost a state agency nothing unless the setting says so', async () => {
    for (const [chargesStateAgency, error] of [
      [false, 0],
      [true, -321],
    ] as const) {
      const bench = await billedBench({ oaType: 4, zcaBalanceVnd: 0, settings: { chargesStateAgency } });
      expect((await bench.sendText('a', '/v2.0/oa/message')).json['error']).toBe(error);
    }
  });

  it('are listed by owner, product and type', async () => {
    const bench = await billedBench({ settings: { subQuotaPerMonth: 2, templatePurchaseQuota: 9 } });
    await sendBilled(bench);
    const list = async (filter: object) => (await post(bench, v3, { quota_owner: 'OA', ...filter }))['data'];
    expect(await list({})).toEqual([
      {
        asset_id: 'asset-sub_quota',
        product_type: 'cs',
        quota_type: 'sub_quota',
        valid_through: '30/11/2026',
        total: 2,
        remain: 1,
      },
      expect.objectContaining({ product_type: 'transaction', quota_type: 'purchase_quota', total: 9, remain: 9 }),
    ]);
    expect(await list({ product_type: 'transaction' })).toHaveLength(1);
    expect(await list({ quota_type: 'reward_quota' })).toEqual([]);
    expect(await list({ quota_owner: 'APP' })).toEqual([]);
    expect((await post(bench, v3, { quota_owner: 'me' }))['message']).toBe('quota_owner is invalid!');
  });

  it('survive a snapshot', async () => {
    const bench = await billedBench({ settings: { subQuotaPerMonth: 2 } });
    await sendBilled(bench);
    const reopened = await reopen(bench);
    expect((await post(reopened, v3, { quota_owner: 'OA' }))['data'][0].remain).toBe(1);
  });
});
