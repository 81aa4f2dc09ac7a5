import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseVietnamTime } from '../../src/shared/clock.ts';
import type { Campaign, Scope } from '../../src/storage/indicator-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, anEvent, aTurn, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const OTHER = { ...TEAM, code: 'LN04', communeCode: '25273' };
const at = (time: string): number => parseVietnamTime(time) ?? 0;

describe.each(storageAdapters)('indicators in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER], at: 1 });
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const roll = async (): Promise<void> => {
    while ((await storage.rollTallies({ limit: 100 })).more);
  };

  /** One interaction, with a guide finished unless said otherwise. */
  const talk = async (time: string, changes: Parameters<typeof commitTurn>[1] = {}): Promise<void> => {
    const { resident, ...rest } = changes;
    await commitTurn(storage, {
      at: at(time),
      resident: { lastInteractionAt: at(time), ...resident },
      engagement: [anEngagement({ kind: 'finished' })],
      ...rest,
    });
  };

  const valuesOf = async (scope: Scope, unit: string, span: string, period: string) => {
    await roll();
    const [row] = await storage.indicatorTable({ oaId: OA, scope, span, period, units: [unit] });
    return row?.values ?? {};
  };

  const aCampaign = (changes: Partial<Campaign> = {}): Campaign => ({
    oaId: OA,
    id: 'cd-1',
    name: '92 ngày đêm',
    fromDay: '2026-11-20',
    toDay: '2026-11-25',
    communeCodes: [],
    goals: [{ indicator: 'finished', value: 5 }],
    createdAt: MORNING,
    ...changes,
  });

  describe('accounts reached', () => {
    test('count once a day, a week and a month, by the calendar of Viet Nam', async () => {
      const team = { resident: { teamCode: TEAM.code } };
      await talk('2026-11-28T23:59', team);
      await talk('2026-11-29T00:01');
      await talk('2026-11-29T23:00');
      await talk('2026-11-30T00:00');
      await talk('2026-12-01T00:00');
      const reached = async (span: string, period: string) =>
        (await valuesOf('t', TEAM.code, span, period))['reached'] ?? 0;
      expect(await Promise.all(['28', '29', '30'].map((day) => reached('d', `2026-11-${day}`)))).toEqual([1, 1, 1]);
      expect([await reached('w', '2026-W48'), await reached('w', '2026-W49')]).toEqual([1, 1]);
      expect([await reached('m', '2026-11'), await reached('m', '2026-12')]).toEqual([1, 1]);
      expect(await valuesOf('p', '', 'm', '2026-11')).toMatchObject({ reached: 1, credited: 1, finished: 4 });
    });

    test('count without consent, and name nobody on the disk after an erasure', async () => {
      await talk('2026-11-22T08:00', { resident: { teamCode: TEAM.code, consent: 'no' } });
      expect(await valuesOf('t', TEAM.code, 'd', '2026-11-22')).toEqual({ reached: 1, credited: 1, finished: 1 });
      await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'command' });
      await storage.checkpoint();
      expect(await valuesOf('t', TEAM.code, 'd', '2026-11-22')).toEqual({ reached: 1, credited: 1, finished: 1 });
      expect(await adapter.placesOf(folder.dir, LAN)).toEqual([]);
    });

    test('go to the team whose code came after the first message, and stay with it when the team changes', async () => {
      await talk('2026-11-22T08:00');
      await talk('2026-11-22T08:01', { resident: { teamCode: TEAM.code } });
      await talk('2026-11-22T08:02', { resident: { teamCode: OTHER.code } });
      expect(await valuesOf('t', TEAM.code, 'm', '2026-11')).toMatchObject({ reached: 1, credited: 1 });
      expect(await valuesOf('t', OTHER.code, 'm', '2026-11')).toEqual({ credited: 1, finished: 1 });
      expect(await valuesOf('c', TEAM.communeCode, 'm', '2026-11')).toMatchObject({ reached: 1 });
      expect(await valuesOf('p', '', 'm', '2026-11')).toMatchObject({ reached: 1, credited: 2 });
    });

    test('do not count what the resident did not send', async () => {
      await commitTurn(storage, { resident: { following: false }, engagement: [] });
      await commitTurn(storage, { resident: {}, engagement: [anEngagement({ kind: 'step' })] });
      expect(await valuesOf('p', '', 'd', '2026-11-22')).toEqual({ steps: 1 });
    });
  });

  test('a turn that is refused counts nothing', async () => {
    const { id } = await storage.acceptEvent(anEvent());
    const turn = aTurn(id ?? 0, { expectedVersion: 9, resident: { lastInteractionAt: MORNING } });
    expect(await storage.commitTurn({ ...turn, engagement: [anEngagement()] })).toMatchObject({ ok: false });
    expect(await storage.rollTallies({ limit: 10 })).toEqual({ folded: 0, more: false });
  });

  test('what a member does at a door counts as a visit and never as their own', async () => {
    const visit = [
      anEngagement({ visit: 'v1', kind: 'finished' }),
      anEngagement({ visit: 'v1', kind: 'outcome', outcome: 'qr-accepted', quantity: 3 }),
      anEngagement({ visit: 'v1', kind: 'step' }),
    ];
    await talk('2026-11-22T23:00', { resident: { teamCode: TEAM.code }, engagement: visit });
    await talk('2026-11-23T00:30', { engagement: visit.slice(0, 1) });
    expect(await valuesOf('t', TEAM.code, 'd', '2026-11-22')).toEqual({
      credited: 1,
      reached: 1,
      visits: 1,
      'visit-finished': 1,
      'visit-outcomes': 1,
      'visit-outcome:qr-accepted': 3,
    });
    expect(await valuesOf('t', TEAM.code, 'd', '2026-11-23')).toEqual({ reached: 1, 'visit-finished': 1 });
  });

  test('a correction of a day long past changes its day, its week and its month, and nothing else', async () => {
    const entry = {
      ...{ oaId: OA, teamCode: TEAM.code, communeCode: TEAM.communeCode, kind: 'qr-accepted', topic: 'e-payments' },
      ...{ place: '', note: '', group: '', userId: LAN, knownTwins: [], flag: '' as const },
    };
    await storage.saveFieldLog({ ...entry, id: 'a', quantity: 10_000, day: '2026-10-31', at: MORNING });
    expect(await valuesOf('t', TEAM.code, 'm', '2026-10')).toEqual({ 'log:qr-accepted': 10_000 });
    const right = { ...entry, quantity: 10, day: '2026-11-01', at: MORNING + 1 };
    await storage.correctFieldLog({ ...right, id: 'b', replacesId: 'a', by: LAN });
    expect(await valuesOf('t', TEAM.code, 'm', '2026-10')).toEqual({ 'log:qr-accepted': 0 });
    expect(await valuesOf('t', TEAM.code, 'm', '2026-11')).toEqual({ 'log:qr-accepted': 10 });
    expect(await valuesOf('t', TEAM.code, 'w', '2026-W44')).toEqual({ 'log:qr-accepted': 10 });
    expect(await valuesOf('t', TEAM.code, 'd', '2026-11-22')).toEqual({});
  });

  describe('views', () => {
    beforeEach(async () => {
      await talk('2026-11-20T08:00', { resident: { teamCode: TEAM.code } });
      await talk('2026-11-22T08:00', { engagement: [anEngagement({ kind: 'stuck', topic: 'e-payments' })] });
      await talk('2026-11-22T08:00', { userId: HOA, resident: { teamCode: OTHER.code } });
      await roll();
    });

    const table = (args: Partial<Parameters<Storage['indicatorTable']>[0]>) =>
      storage.indicatorTable({ oaId: OA, scope: 't', span: 'm', period: '2026-11', ...args });

    test('give a row a unit, narrowed by units, communes, indicators and subject', async () => {
      const first = { reached: 1, credited: 1, finished: 1, stuck: 1 };
      const second = { reached: 1, credited: 1, finished: 1 };
      expect(await table({})).toEqual([
        { unit: 'LN03', values: first },
        { unit: 'LN04', values: second },
      ]);
      expect(await table({ units: ['LN04', 'LN99', 'LN04'] })).toEqual([{ unit: 'LN04', values: second }]);
      expect(await table({ communeCodes: ['25270', '11111'] })).toEqual([{ unit: 'LN03', values: first }]);
      expect(await table({ scope: 'c', communeCodes: ['25273'] })).toEqual([{ unit: '25273', values: second }]);
      expect(await table({ indicators: ['stuck', 'started'] })).toEqual([{ unit: 'LN03', values: { stuck: 1 } }]);
      expect(await table({ topic: 'e-payments' })).toEqual([{ unit: 'LN03', values: { stuck: 1 } }]);
      expect(await table({ period: '2026-10' })).toEqual([]);
      expect(await table({ oaId: '99' })).toEqual([]);
    });

    test('give a row a period, empty ones too', async () => {
      const days = { oaId: OA, scope: 't' as const, unit: 'LN03', span: 'd' as const };
      expect(
        await storage.indicatorSeries({
          ...days,
          from: '2026-11-20',
          to: '2026-11-22',
          indicators: ['reached', 'stuck'],
        }),
      ).toEqual([
        { period: '2026-11-20', values: { reached: 1 } },
        { period: '2026-11-21', values: {} },
        { period: '2026-11-22', values: { reached: 1, stuck: 1 } },
      ]);
    });

    test('know the first and the last day, folded or not', async () => {
      await talk('2026-11-24T08:00');
      expect(await storage.indicatorDays({ oaId: OA })).toEqual({ fromDay: '2026-11-20', toDay: '2026-11-24' });
      expect(await storage.indicatorDays({ oaId: '99' })).toBeUndefined();
    });
  });

  describe('campaigns', () => {
    test('count their first and last day, before and after they were made, and no day beside', async () => {
      await talk('2026-11-19T23:59', { resident: { teamCode: TEAM.code } });
      await talk('2026-11-20T00:00');
      await roll();
      await talk('2026-11-21T08:00');
      expect(await storage.createCampaign(aCampaign())).toEqual({ created: true });
      await talk('2026-11-25T23:59');
      await talk('2026-11-26T00:00');
      await roll();
      expect(await storage.campaignProgress({ oaId: OA, id: 'cd-1' })).toEqual({
        campaign: aCampaign(),
        total: { finished: 3, reached: 1 },
        units: [{ unit: 'LN03', values: { finished: 3, reached: 1 } }],
      });
      expect(await storage.recountIndicators({ oaId: OA, span: 'cd-1', period: '', repair: false })).toMatchObject({
        differing: 0,
      });
    });

    test('count only their communes', async () => {
      await talk('2026-11-20T08:00', { resident: { teamCode: TEAM.code } });
      await talk('2026-11-20T08:00', { userId: HOA, resident: { teamCode: OTHER.code } });
      await roll();
      await storage.createCampaign(aCampaign({ communeCodes: ['25273', '11111'] }));
      await talk('2026-11-22T08:00');
      await talk('2026-11-22T08:00', { userId: HOA });
      await roll();
      expect(await storage.campaignProgress({ oaId: OA, id: 'cd-1', scope: 'c' })).toMatchObject({
        total: { finished: 2, credited: 1, reached: 1 },
        units: [{ unit: '25273', values: { finished: 2, credited: 1, reached: 1 } }],
      });
    });

    test('go on with the whole commune that theirs becomes', async () => {
      await talk('2026-11-20T08:00', { resident: { teamCode: TEAM.code } });
      await talk('2026-11-20T08:00', { userId: HOA, resident: { teamCode: OTHER.code } });
      await storage.createCampaign(aCampaign({ communeCodes: [TEAM.communeCode] }));
      const change = { fromCode: TEAM.communeCode, toCode: OTHER.communeCode, atDay: '2026-11-22', provinceCode: '75' };
      await storage.applyCommuneChange({ ...change, oaId: OA, at: MORNING });
      await talk('2026-11-23T08:00');
      await talk('2026-11-23T08:00', { userId: HOA });
      await talk('2026-11-23T08:00', { userId: '3', resident: { teamCode: TEAM.code } });
      await roll();
      expect(await storage.campaignProgress({ oaId: OA, id: 'cd-1' })).toMatchObject({
        campaign: { communeCodes: [TEAM.communeCode, OTHER.communeCode] },
        total: { reached: 3, credited: 3, finished: 5 },
        units: [
          { unit: TEAM.code, values: { reached: 2, finished: 3 } },
          { unit: OTHER.code, values: { reached: 1, finished: 2 } },
        ],
      });
      expect(await storage.recountIndicators({ oaId: OA, span: 'cd-1', period: '', repair: false })).toMatchObject({
        differing: 0,
      });
    });

    test('take an id once', async () => {
      await storage.createCampaign(aCampaign());
      expect(await storage.createCampaign(aCampaign({ name: 'Khác' }))).toEqual({ created: false });
      expect(await storage.listCampaigns({ oaId: OA })).toEqual([aCampaign()]);
      expect(await storage.campaignProgress({ oaId: OA, id: 'cd-2' })).toBeUndefined();
    });

    test('change name, goals and last day while they run, and count on to the new last day', async () => {
      await storage.createCampaign(aCampaign());
      const edit = (toDay: string, today = '2026-11-22') =>
        storage.editCampaign({
          oaId: OA,
          id: 'cd-1',
          name: 'Mới',
          goals: [{ indicator: 'reached', value: 7 }],
          toDay,
          today,
        });
      expect(await edit('2026-11-26')).toEqual({ result: 'edited' });
      expect(await storage.listCampaigns({ oaId: OA })).toMatchObject([
        { name: 'Mới', toDay: '2026-11-26', goals: [{ indicator: 'reached', value: 7 }], fromDay: aCampaign().fromDay },
      ]);
      await talk('2026-11-26T08:00', { resident: { teamCode: TEAM.code } });
      await roll();
      expect(await storage.campaignProgress({ oaId: OA, id: 'cd-1' })).toMatchObject({ total: { finished: 1 } });
      expect(await edit('2026-11-21')).toEqual({ result: 'over' });
      expect(await edit('2026-12-01', '2026-11-27')).toEqual({ result: 'over' });
      expect(await storage.editCampaign({ ...aCampaign(), id: 'cd-9', today: '2026-11-22' })).toEqual({
        result: 'unknown',
      });
    });

    test('end with the day on which they are ended, and are removed before they begin', async () => {
      const end = (today: string) => storage.endCampaign({ oaId: OA, id: 'cd-1', today, at: MORNING });
      expect(await end('2026-11-22')).toEqual({ result: 'unknown' });
      await storage.createCampaign(aCampaign());
      await storage.saveTarget({ oaId: OA, scope: 't', unit: '*', span: 'cd-1', indicator: 'finished', value: 3 });
      expect(await end('2026-11-19')).toEqual({ result: 'removed' });
      expect(await storage.listTargets({ oaId: OA })).toEqual([]);
      await storage.createCampaign(aCampaign());
      expect(await end('2026-11-22')).toEqual({ result: 'ended' });
      expect(await storage.listCampaigns({ oaId: OA })).toMatchObject([{ toDay: '2026-11-22', endedAt: MORNING }]);
      expect(await end('2026-11-23')).toEqual({ result: 'over' });
      await talk('2026-11-23T08:00');
      await roll();
      expect(await storage.campaignProgress({ oaId: OA, id: 'cd-1' })).toMatchObject({ total: {}, units: [] });
    });
  });

  test('targets are kept over earlier ones, removed, and listed by span', async () => {
    const target = { oaId: OA, scope: 't' as const, unit: 'LN03', span: 'm', indicator: 'reached' };
    await storage.saveTarget({ ...target, value: 10 });
    await storage.saveTarget({ ...target, value: 20 });
    await storage.saveTarget({ ...target, unit: '*', span: 'w', value: 5 });
    expect(await storage.listTargets({ oaId: OA, span: 'm' })).toEqual([{ ...target, value: 20 }]);
    expect(await storage.listTargets({ oaId: OA })).toHaveLength(2);
    await storage.saveTarget({ ...target, value: null });
    expect(await storage.listTargets({ oaId: OA, span: 'm' })).toEqual([]);
  });

  test('a recount finds what is wrong, and puts it right when asked to', async () => {
    await talk('2026-11-22T08:00', { resident: { teamCode: TEAM.code } });
    // As much as a bug that folded twice would leave behind: a campaign's copy of a day under the name of a month.
    await roll();
    await storage.createCampaign(aCampaign({ id: 'm' }));
    const month = { oaId: OA, span: 'm', period: '' };
    const wrong = await storage.recountIndicators({ ...month, repair: false });
    expect(wrong.differing).toBeGreaterThan(0);
    expect(wrong.differences).toContainEqual({
      ...{ scope: 't', unit: TEAM.code, span: 'm', period: '', topic: '', indicator: 'finished', counted: 1, truth: 0 },
    });
    expect(await storage.recountIndicators({ ...month, repair: true })).toEqual(wrong);
    expect(await storage.recountIndicators({ ...month, repair: false })).toMatchObject({ differing: 0 });
  });

  test('tallies are folded once, oldest first, in batches', async () => {
    for (const minute of [0, 1, 2]) await talk(`2026-11-22T08:0${minute}`);
    expect(await storage.rollTallies({ limit: 4 })).toEqual({ folded: 4, more: true });
    expect(await storage.rollTallies({ limit: 4 })).toEqual({ folded: 2, more: false });
    expect(await storage.rollTallies({ limit: 4 })).toEqual({ folded: 0, more: false });
    expect(await valuesOf('p', '', 'd', '2026-11-22')).toEqual({ finished: 3, reached: 1 });
  });

  test('two processes fold each tally once between them', async () => {
    for (let minute = 10; minute < 40; minute++) await talk(`2026-11-22T08:${minute}`);
    const second = await adapter.open(folder.dir);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? storage : second).rollTallies({ limit: 3 })),
    );
    await second.close();
    expect(results.reduce((sum, { folded }) => sum + folded, 0)).toBe(33);
    expect(await valuesOf('p', '', 'd', '2026-11-22')).toEqual({ finished: 30, reached: 1 });
  });
});
