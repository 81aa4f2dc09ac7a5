import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCampaign, editCampaign, endCampaign } from '../../../src/console/campaigns/actions.ts';
import { getCampaign, listCampaigns } from '../../../src/console/campaigns/read-actions.ts';
import { campaignsFeature } from '../../../src/console/campaigns/feature.ts';
import { listTargets, setTarget } from '../../../src/console/targets/actions.ts';
import { targetsFeature } from '../../../src/console/targets/feature.ts';
import { listPraise } from '../../../src/console/targets/praise-action.ts';
import { setWeights } from '../../../src/console/targets/weight-actions.ts';
import { PROPOSED_WEIGHTS, WEIGHTS_KEY } from '../../../src/teams/score.ts';
import { type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { anEngagement, anEvent, aTurn, OA, TEAM } from '../../support/storage-rows.ts';

const OTHER = { ...TEAM, code: 'TB01', name: 'Tổ Tân Bình', communeCode: '25280', households: 400 };
const DAY = 24 * 3_600_000;

let stage: ConsoleStage;
beforeEach(async () => {
  stage = await createConsoleStage({ features: [campaignsFeature, targetsFeature] });
  await stage.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, households: 100 }, OTHER], at: 1 });
});
afterEach(() => stage.close());

/** So many finished guides of somebody of a team. */
async function finished(userId: string, teamCode: string, times: number): Promise<void> {
  const { id = 0 } = await stage.storage.acceptEvent(anEvent({ userId }));
  const engagement = Array.from({ length: times }, () => anEngagement({ kind: 'finished' }));
  await stage.storage.commitTurn(
    aTurn(id, {
      userId,
      resident: { teamCode, teamAt: stage.clock.now(), lastInteractionAt: stage.clock.now() },
      engagement,
    }),
  );
  while ((await stage.storage.rollTallies({ limit: 1_000 })).more);
}

const FORM = { name: '92 ngày đêm', fromDay: '2026-11-20', toDay: '2026-12-20', communes: '' };
const GOAL = { 'goals.0.indicator': 'finished', 'goals.0.value': '1.000' };
type Shown = {
  goals: { reached: number; value: number }[];
  teamRows: { code: string }[];
  communeRows: { code: string }[];
};

describe('a campaign', () => {
  const create = async (changes: object = {}): Promise<string> =>
    (
      (await stage.run(createCampaign, {
        ...FORM,
        communes: [],
        goals: [{ indicator: 'finished', value: 10 }],
        ...changes,
      })) as { id: string }
    ).id;

  it('is made by a form, counts the days that are over, and shows how far it has come', async () => {
    await finished('lan', 'LN03', 4);
    const made = await stage.press('/chien-dich/moi', '/chien-dich/moi', { ...FORM, ...GOAL });
    expect(made.body).toContain('Đã lập chiến dịch.');
    expect(made.body).toContain('4 / 1.000');
    expect(made.body).toContain('ngày 3/31');
    expect(made.body).toContain('Tổ công nghệ số ấp 3');
    expect((await stage.open('/chien-dich')).body).toContain('20/12/2026');
  });

  it('that cannot be says why beside the field, and keeps what was typed', async () => {
    const wrong = await stage.press('/chien-dich/moi', '/chien-dich/moi', { ...FORM, toDay: '2027-06-01', ...GOAL });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('Dài nhất 92 ngày; từ 20/11/2026 thì đến 19/02/2027.');
    expect(wrong.body).toContain('value="92 ngày đêm"');
    expect(wrong.body).toMatch(/value="finished" selected/u);
    const none = await stage.press('/chien-dich/moi', '/chien-dich/moi', FORM);
    expect(none.body).toContain('Cần ít nhất một chỉ tiêu.');
    const number = await stage.press('/chien-dich/moi', '/chien-dich/moi', {
      ...FORM,
      ...GOAL,
      'goals.0.value': 'nhiều',
    });
    expect(number.body).toContain('số nguyên lớn hơn 0');
    await expect(create({ toDay: '2026-11-21' })).rejects.toMatchObject({
      fields: { toDay: expect.stringContaining('từ hôm nay') },
    });
    await expect(create({ goals: [{ indicator: 'nope', value: 1 }] })).rejects.toMatchObject({
      fields: { 'goals.0.indicator': expect.any(String) },
    });
    expect(await stage.storage.listCampaigns({ oaId: OA })).toEqual([]);
  });

  it('is edited while it runs and never after its end', async () => {
    const id = await create();
    const path = `/chien-dich/${id}/sua` as const;
    await stage.press(path, path, { name: 'Tên mới', toDay: '2026-11-30', ...GOAL });
    expect(await stage.storage.listCampaigns({ oaId: OA })).toMatchObject([
      { name: 'Tên mới', toDay: '2026-11-30', goals: [{ value: 1000 }] },
    ]);
    await stage.clock.advance(10 * DAY);
    await expect(
      stage.run(editCampaign, { id, name: 'Muộn', toDay: '2026-12-30', goals: [{ indicator: 'finished', value: 1 }] }),
    ).rejects.toThrow('đã kết thúc');
    await expect(stage.run(endCampaign, { id, confirmed: 'yes' })).rejects.toThrow('đã kết thúc');
  });

  it('ends today after a tick; one that has not begun goes with its targets', async () => {
    const id = await create();
    const path = `/chien-dich/${id}/ket-thuc` as const;
    const unread = await stage.press(`/chien-dich/${id}`, path);
    expect(unread.body).toContain('không mở lại được');
    expect((await stage.press(`/chien-dich/${id}`, path, { confirmed: 'yes' })).body).toContain('hôm nay là ngày cuối');
    const planned = await create({ fromDay: '2026-12-01' });
    await stage.run(setTarget, { scope: 't', unit: '*', span: planned, indicator: 'finished', value: 5 });
    expect(await stage.run(endCampaign, { id: planned, confirmed: 'yes' })).toMatchObject({ result: 'removed' });
    expect(((await stage.run(listTargets, {})) as { targets: unknown[] }).targets).toEqual([]);
  });

  it('shows an officer the own commune alone, and no campaign of others', async () => {
    await finished('lan', 'LN03', 2);
    await finished('tam', 'TB01', 7);
    const all = await create();
    const theirs = await create({ name: 'Của xã khác', communes: ['25280'] });
    expect(((await stage.run(getCampaign, { id: all })) as Shown).goals[0]?.reached).toBe(9);
    stage.signIn(OFFICER);
    const shown = (await stage.run(getCampaign, { id: all })) as Shown;
    expect(shown.goals[0]).toMatchObject({ reached: 2, value: 10 });
    expect(shown.teamRows.map(({ code }) => code)).toEqual(['LN03']);
    expect(shown.communeRows.map(({ code }) => code)).toEqual(['25270']);
    await expect(stage.run(getCampaign, { id: theirs })).rejects.toMatchObject({ code: 'CAMPAIGN_UNKNOWN' });
    expect(((await stage.run(listCampaigns, {})) as { campaigns: unknown[] }).campaigns).toHaveLength(1);
    await expect(stage.run(endCampaign, { id: all, confirmed: 'yes' })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect((await stage.open('/chien-dich/moi')).statusCode).toBe(403);
  });
});

describe('targets', () => {
  it('are set for all teams or one, changed, and taken away', async () => {
    const set = await stage.press('/chi-tieu', '/chi-tieu', {
      indicator: 'reached',
      scope: 't',
      unit: '',
      span: 'm',
      value: '50',
    });
    expect(set.body).toContain('Đã đặt chỉ tiêu.');
    expect(set.body).toContain('Mỗi tổ (chưa có chỉ tiêu riêng)');
    await stage.press('/chi-tieu', '/chi-tieu', {
      indicator: 'reached',
      scope: 't',
      unit: 'ln03',
      span: 'm',
      value: '80',
    });
    expect(await stage.storage.listTargets({ oaId: OA })).toMatchObject([
      { unit: '*', value: 50 },
      { unit: 'LN03', value: 80 },
    ]);
    const gone = await stage.press('/chi-tieu', '/chi-tieu/bo', {
      scope: 't',
      unit: '*',
      span: 'm',
      indicator: 'reached',
    });
    expect(gone.body).toContain('Đã bỏ chỉ tiêu.');
    const wrong = await stage.press('/chi-tieu', '/chi-tieu', {
      indicator: 'reached',
      scope: 't',
      unit: 'XX99',
      span: 'm',
      value: '0',
    });
    expect(wrong.body).toContain('số nguyên lớn hơn 0');
    const unknown = await stage.press('/chi-tieu', '/chi-tieu', {
      indicator: 'reached',
      scope: 't',
      unit: 'XX99',
      span: 'm',
      value: '5',
    });
    expect(unknown.body).toContain('Không có tổ mã');
    expect(unknown.body).toContain('value="XX99"');
  });

  it('of others are not shown to an officer', async () => {
    for (const unit of ['*', 'LN03', 'TB01'])
      await stage.run(setTarget, { scope: 't', unit, span: 'm', indicator: 'reached', value: 5 });
    stage.signIn(OFFICER);
    const { targets } = (await stage.run(listTargets, {})) as { targets: { unit: string }[] };
    expect(targets.map(({ unit }) => unit)).toEqual(['*', 'LN03']);
    await expect(
      stage.run(setTarget, { scope: 't', unit: 'LN03', span: 'm', indicator: 'reached', value: 5 }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('the weights of the score', () => {
  it('are changed and put back; what teams write themselves never weighs', async () => {
    const path = '/chi-tieu/trong-so' as const;
    const all = {
      'weights.reached': '50',
      'weights.finished': '0',
      'weights.outcomes': '0',
      'weights.visits': '1',
      'weights.certificates': '0',
    };
    expect((await stage.press(path, path, all)).body).toContain('Đang dùng bộ của tỉnh.');
    expect(JSON.parse((await stage.storage.readMeta({ key: WEIGHTS_KEY })) ?? '')).toMatchObject({
      reached: 50,
      visits: 1,
    });
    const wrong = await stage.press(path, path, { ...all, 'weights.reached': 'nhiều' });
    expect(wrong.body).toContain('số từ 0 đến 1.000');
    await expect(stage.run(setWeights, { weights: { 'log:guided-vneid': 5 } })).rejects.toMatchObject({
      code: 'INPUT_REFUSED',
    });
    await expect(stage.run(setWeights, { weights: { reached: 0 } })).rejects.toThrow('lớn hơn 0');
    expect((await stage.press(path, '/chi-tieu/trong-so/mac-dinh')).body).toContain('Đang dùng bộ đề xuất.');
    expect(JSON.parse((await stage.storage.readMeta({ key: WEIGHTS_KEY })) ?? '')).toEqual(PROPOSED_WEIGHTS);
  });
});

describe('praise', () => {
  it('counts by a hundred households, and an officer sees the own teams', async () => {
    await finished('lan', 'LN03', 5);
    await finished('tam', 'TB01', 8);
    const praise = (input: object) =>
      stage.run(listPraise, { indicator: 'finished', ...input }) as Promise<{
        of: string;
        praised: { code: string; per100: number }[];
      }>;
    expect((await praise({})).praised.map(({ code, per100 }) => `${code} ${per100}`)).toEqual(['25270 5', '25280 2']);
    stage.signIn(OFFICER);
    expect(await praise({ communeCode: '25280' })).toMatchObject({
      of: 'teams',
      praised: [{ code: 'LN03', per100: 5 }],
    });
    expect((await stage.open('/bieu-duong?indicator=finished')).body).toContain('Tổ công nghệ số ấp 3');
  });
});
