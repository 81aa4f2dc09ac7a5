import { describe, expect, it } from 'vitest';
import type { ZaloClient } from 'zalo-oa-sdk';
import { exchange, expectBadAnswer, expectRefusal, OA, ok } from './scripted-client.ts';

const REQUEST = { host: 'api', method: 'POST', path: '/v3.0/oa/quota/message' };
const USER = '2512523625412515';

describe('quotas.ofUser', () => {
  const run = (client: ZaloClient) => client.quotas.ofUser(OA, USER);

  it('asks for one user and reads what is left', async () => {
    const { call, result } = await exchange(
      ok({
        last_interaction: '1626926349402',
        cs_reply: { remain: '8', total: 8 },
        promotion: { daily_remain: 1, daily_total: '1', monthly_remain: '0', monthly_total: 4 },
      }),
      run,
    );
    expect(call).toEqual({ ...REQUEST, json: { user_id: USER } });
    expect(result).toEqual({
      lastInteractionAtMs: 1626926349402,
      consultation: { remain: 8, total: 8 },
      promotion: { dailyRemain: 1, dailyTotal: 1, monthlyRemain: 0, monthlyTotal: 4 },
    });
  });

  it('reads answers that leave parts out', async () => {
    expect((await exchange(ok({ last_interaction: 1626926349402 }), run)).result).toEqual({
      lastInteractionAtMs: 1626926349402,
    });
    expect((await exchange(ok({ cs_reply: { remain: '8' }, promotion: null }), run)).result).toEqual({
      consultation: { remain: 8 },
    });
  });

  it('refuses an empty user id, and is a bad answer without anything', async () => {
    await expectRefusal((client) => client.quotas.ofUser(OA, ' '), { field: 'userId' });
    await expectBadAnswer(run, ok(), 'a readable data');
    await expectBadAnswer(run, ok({}), 'a readable data');
    await expectBadAnswer(run, ok([]), 'a readable data');
  });
});

describe('quotas.list', () => {
  it('asks by owner, product and kind, and reads every allowance', async () => {
    const { call, result } = await exchange(
      ok([
        {
          asset_id: 'a1',
          product_type: 'cs',
          quota_type: 'sub_quota',
          valid_through: '31/12/2026',
          total: '500',
          remain: 499,
        },
        { asset_id: 17, total: '' },
      ]),
      (client) => client.quotas.list(OA, { owner: 'APP', productType: 'cs', quotaType: 'sub_quota' }),
    );
    expect(call).toEqual({ ...REQUEST, json: { quota_owner: 'APP', product_type: 'cs', quota_type: 'sub_quota' } });
    expect(result).toEqual([
      {
        assetId: 'a1',
        productType: 'cs',
        quotaType: 'sub_quota',
        validThrough: '31/12/2026',
        total: 500,
        remain: 499,
      },
      { assetId: '17' },
    ]);
  });

  it('asks by owner alone, and is a bad answer without data', async () => {
    const run = (client: ZaloClient) => client.quotas.list(OA, { owner: 'OA' });
    expect((await exchange(ok([]), run)).call.json).toEqual({ quota_owner: 'OA' });
    await expectBadAnswer(run, ok(), 'a readable data');
  });
});
