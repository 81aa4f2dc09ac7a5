import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngagementEvent, Storage } from '../../src/storage/ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, anEvent, aTurn, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 86_400_000;
const TODAY = '2026-11-22';

describe.each(storageAdapters)('the dashboard in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;
  let people = 0;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    const other = { ...TEAM, code: 'LN04', communeCode: '25273' };
    await storage.saveTeams({ oaId: OA, teams: [TEAM, other], at: 1 });
  });
  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  /** Somebody new of the team does this, so many days ago. */
  const happen = async (daysAgo: number, teamCode: string, ...events: readonly Partial<EngagementEvent>[]) => {
    people += 1;
    const userId = `person-${people}`;
    const at = MORNING - daysAgo * DAY_MS;
    const { id = 0 } = await storage.acceptEvent(anEvent({ key: `d-${people}`, userId }));
    await storage.commitTurn(
      aTurn(id, { userId, at, resident: { teamCode }, engagement: events.map((event) => anEngagement(event)) }),
    );
  };
  const rollAll = async (teams = 50): Promise<number> => {
    let rolled = 0;
    for (;;) {
      const round = await storage.rollGuides({ oaId: OA, before: TODAY, teams });
      rolled += round.rolled;
      if (!round.more) return rolled;
    }
  };
  const months = (changes = {}) =>
    storage.guideTotals({ oaId: OA, span: 'm', from: '2026-11', to: '2026-11', today: TODAY, ...changes });
  const brief = (rows: readonly { flow: string; step: string; kind: string; count: number; unit: string }[]) =>
    rows.map(({ unit, flow, step, kind, count }) => `${unit}|${flow}|${step}|${kind}|${count}`).toSorted();

  test('sums of months are the same before a day is added up, half way and after', async () => {
    await happen(1, 'LN03', { kind: 'started', step: '1' }, { kind: 'stuck', step: '1' });
    await happen(1, 'LN04', { kind: 'started', step: '1' });
    await happen(0, 'LN04', { kind: 'started', step: '1' });
    const expected = ['|vneid|1|started|3', '|vneid|1|stuck|1'];
    expect(brief((await months()).rows)).toEqual(expected);

    expect(await storage.rollGuides({ oaId: OA, before: TODAY, teams: 1 })).toEqual({ rolled: 1, more: true });
    expect(brief((await months()).rows)).toEqual(expected);

    expect(await rollAll()).toBe(1);
    expect(brief((await months()).rows)).toEqual(expected);
    expect(await rollAll()).toBe(0);
    expect(brief((await months({ communeCodes: ['25273'] })).rows)).toEqual(['|vneid|1|started|2']);
  });

  test('what a team member does for somebody else, and other months, are not in it', async () => {
    await happen(30, 'LN03', { kind: 'started' });
    await happen(0, 'LN03', { kind: 'started', visit: 'v1' }, { kind: 'finished' });
    await rollAll();
    expect(brief((await months()).rows)).toEqual(['|vneid||finished|1']);
    expect(brief((await months({ from: '2026-10', to: '2026-10' })).rows)).toEqual(['|vneid||started|1']);
  });

  test('days of the past that wait to be added up are missing, and that is said', async () => {
    await happen(9, 'LN03', { kind: 'started' });
    await happen(1, 'LN03', { kind: 'started' });
    expect(await months()).toMatchObject({ isComplete: false, rows: [{ count: 1 }] });
    await rollAll();
    expect(await months()).toMatchObject({ isComplete: true, rows: [{ count: 2 }] });
  });

  test('questions nobody answered and signs of scams are kept by day and commune', async () => {
    await happen(3, 'LN03', { kind: 'question', flow: 'scam-check-dangerous', outcome: 'police' });
    await happen(0, 'LN04', { kind: 'question', flow: 'scam-check-dangerous', outcome: 'police' });
    await happen(0, '', { kind: 'question', flow: 'scam-check-dangerous', outcome: 'police' });
    await happen(3, 'LN03', { kind: 'unanswered', flow: 'vneid' });
    await rollAll();
    const days = (changes = {}) =>
      storage.guideTotals({ oaId: OA, span: 'd', from: '2026-11-19', to: TODAY, today: TODAY, ...changes });
    expect(brief((await days({ kinds: ['question'], isByUnit: true })).rows)).toEqual([
      '25270|scam-check-dangerous||question|1',
      '25273|scam-check-dangerous||question|1',
      '|scam-check-dangerous||question|1',
    ]);
    expect(brief((await days({ kinds: ['unanswered'] })).rows)).toEqual(['|vneid||unanswered|1']);
    expect((await days({ kinds: ['unanswered'], from: '2026-11-20' })).rows).toEqual([]);
    expect((await days({ communeCodes: [] })).rows).toEqual([]);
  });

  test('times of answers add up by day, each OA for itself, and survive a restart', async () => {
    await storage.addAnswerTimes({ oaId: OA, day: TODAY, within2: 3, within10: 4, total: 5 });
    await storage.addAnswerTimes({ oaId: OA, day: TODAY, within2: 1, within10: 1, total: 1 });
    await storage.addAnswerTimes({ oaId: 'other', day: TODAY, within2: 9, within10: 9, total: 9 });
    await storage.close();
    storage = await adapter.open(folder.dir);
    expect(await storage.answerTimes({ oaId: OA, from: '2026-11-01', to: TODAY })).toEqual([
      { day: TODAY, within2: 4, within10: 5, total: 6 },
    ]);
    expect(await storage.answerTimes({ oaId: OA, from: '2026-11-01', to: '2026-11-21' })).toEqual([]);
  });

  test('what members wrote down adds up by whom it was for', async () => {
    const entry = {
      ...{ oaId: OA, teamCode: 'LN03', communeCode: '25270', userId: 'member', at: MORNING, knownTwins: [] },
      ...{ kind: 'guided', topic: '', day: TODAY, note: '', flag: '' as const },
    };
    await storage.saveFieldLog({ ...entry, id: 'a', quantity: 5, place: 'Ấp 1', group: 'elderly' });
    await storage.saveFieldLog({ ...entry, id: 'b', quantity: 2, place: 'Ấp 2', group: 'elderly' });
    await storage.saveFieldLog({ ...entry, id: 'c', quantity: 1, place: 'Ấp 3', group: '' });
    await storage.withdrawFieldLog({ oaId: OA, id: 'c', by: 'member', at: MORNING });
    const groups = (communeCodes?: readonly string[]) =>
      storage.fieldLogGroups({ oaId: OA, from: TODAY, to: TODAY, ...(communeCodes ? { communeCodes } : {}) });
    expect(await groups()).toEqual([{ group: 'elderly', kind: 'guided', entries: 2, quantity: 7 }]);
    expect(await groups(['25273'])).toEqual([]);
  });
});
