import { describe, expect, test } from 'vitest';
import { campaignStand, type CampaignPlan, planCampaign } from '../../../src/teams/campaigns.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { OA } from '../../support/storage-rows.ts';

const plan = (changes: Partial<CampaignPlan> = {}): CampaignPlan => ({
  oaId: OA,
  id: 'cd-1',
  name: '92 ngày đêm',
  fromDay: '2026-12-01',
  toDay: '2027-03-02',
  communeCodes: [],
  goals: [{ indicator: 'reached', value: 10_000 }],
  today: '2026-11-22',
  at: MORNING,
  ...changes,
});
const make = (changes: Partial<CampaignPlan> = {}) => planCampaign(plan(changes), () => undefined);

describe('planning a campaign', () => {
  test('takes 92 days and the name without spaces around it', () => {
    expect(make({ name: '  92 ngày đêm ' })).toEqual({
      oaId: OA,
      id: 'cd-1',
      name: '92 ngày đêm',
      fromDay: '2026-12-01',
      toDay: '2027-03-02',
      communeCodes: [],
      goals: [{ indicator: 'reached', value: 10_000 }],
      createdAt: MORNING,
    });
  });

  test.each<[string, Partial<CampaignPlan>, RegExp]>([
    ['93 days', { toDay: '2027-03-03' }, /93 days/u],
    ['an end before its beginning', { toDay: '2026-11-30' }, /0 days/u],
    ['a day that is none', { fromDay: '2026-11-31' }, /"2026-11-31" is not a day/u],
    ['a time that is over', { fromDay: '2026-11-01', toDay: '2026-11-21' }, /ended on 2026-11-21/u],
    ['no name', { name: ' a ' }, /1 letters/u],
    ['no goal', { goals: [] }, /no goal/u],
    ['an unknown goal', { goals: [{ indicator: 'likes', value: 1 }] }, /no indicator "likes"/u],
    ['half a goal', { goals: [{ indicator: 'reached', value: 1.5 }] }, /1\.5/u],
    ['an empty goal', { goals: [{ indicator: 'reached', value: 0 }] }, /The value 0/u],
  ])('refuses %s', (_what, changes, message) => expect(() => make(changes)).toThrow(message));
});

describe('where a campaign stands', () => {
  const campaign = { fromDay: '2026-12-01', toDay: '2026-12-10', goals: [{ indicator: 'finished', value: 100 }] };
  test.each([
    ['2026-11-30', { state: 'planned', daysBegun: 0 }],
    ['2026-12-01', { state: 'running', daysBegun: 1 }],
    ['2026-12-10', { state: 'running', daysBegun: 10 }],
    ['2026-12-11', { state: 'over', daysBegun: 10 }],
  ] as const)('on %s', (today, stand) =>
    expect(campaignStand(campaign, {}, today)).toMatchObject({ days: 10, ...stand }),
  );

  test('keeps pace when the share reached is at least the share of days that are over', () => {
    const stand = (finished: number) => campaignStand(campaign, { finished }, '2026-12-06').goals[0];
    expect(stand(50)).toEqual({ indicator: 'finished', value: 100, reached: 50, percent: 50, onTrack: true });
    expect(stand(49)).toMatchObject({ percent: 49, onTrack: false });
    expect(campaignStand(campaign, {}, '2026-12-01').goals[0]).toMatchObject({ reached: 0, onTrack: true });
  });
});
