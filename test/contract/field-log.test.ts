import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/ports.ts';
import { anEntry, aMember, saveTeamOfTwo, theLeader } from '../support/field-log-rows.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;
const CHANGED = { code: 'FIELD_LOG_CHANGED' };

describe.each(storageAdapters)('the field log in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await saveTeamOfTwo(storage);
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const figures = async (period = '2026-11'): Promise<Readonly<Record<string, number>>> => {
    while ((await storage.rollTallies({ limit: 1_000 })).more);
    const [row] = await storage.indicatorTable({ oaId: OA, scope: 't', span: 'm', period });
    return Object.fromEntries(Object.entries(row?.values ?? {}).filter(([, value]) => value !== 0));
  };

  const find = (id: string) => storage.findFieldLog({ oaId: OA, id });

  const correct = (id: string, replacesId: string, changes: Parameters<typeof anEntry>[0] & { by?: string } = {}) => {
    const { by = LAN, ...content } = changes;
    const { userId: _userId, teamCode: _team, communeCode: _commune, ...rest } = anEntry({ ...content, id });
    return storage.correctFieldLog({ ...rest, replacesId, by });
  };

  test('keeps what was said and counts it as self-reported, under its kind and subject', async () => {
    const entry = anEntry({ note: 'buổi tối', group: 'elderly', photo: 'photo-0123456789abcdef.jpg' });
    await storage.saveFieldLog(entry);
    expect(await find(entry.id)).toEqual({
      oaId: OA,
      id: entry.id,
      teamCode: TEAM.code,
      communeCode: TEAM.communeCode,
      userId: LAN,
      kind: 'vneid-level-2',
      topic: 'public-services',
      quantity: 5,
      day: '2026-11-21',
      place: 'Thôn 3',
      note: 'buổi tối',
      group: 'elderly',
      photo: 'photo-0123456789abcdef.jpg',
      createdAt: MORNING,
      firstAt: MORNING,
      state: 'kept',
      flag: '',
    });
    expect(await figures()).toEqual({ 'log:vneid-level-2': 5 });
    const [ofSubject] = await storage.indicatorTable({
      oaId: OA,
      scope: 'c',
      span: 'd',
      period: '2026-11-21',
      topic: 'public-services',
    });
    expect(ofSubject).toEqual({ unit: TEAM.communeCode, values: { 'log:vneid-level-2': 5 } });
  });

  test('a correction keeps both rows, counts the new one, and moves the figure to its own day', async () => {
    await storage.saveFieldLog(anEntry({ id: 'old' }));
    await correct('new', 'old', { quantity: 3, day: '2026-10-31', at: MORNING + DAY_MS });
    expect(await find('old')).toMatchObject({ state: 'replaced', quantity: 5 });
    expect(await find('new')).toMatchObject({
      state: 'kept',
      quantity: 3,
      replacesId: 'old',
      userId: LAN,
      firstAt: MORNING,
    });
    expect(await figures()).toEqual({});
    expect(await figures('2026-10')).toEqual({ 'log:vneid-level-2': 3 });
    expect((await storage.listFieldLogs({ oaId: OA })).map(({ id }) => id)).toEqual(['new']);
    expect((await storage.listFieldLogs({ oaId: OA, state: 'all' })).map(({ id }) => id)).toEqual(['new', 'old']);
  });

  test('takes corrections on the seventh day and refuses them on the eighth, also of what was corrected before', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a' }));
    await correct('b', 'a', { quantity: 6, at: MORNING + 6 * DAY_MS });
    await correct('c', 'b', { quantity: 7, at: MORNING + 7 * DAY_MS });
    await expect(correct('d', 'c', { quantity: 8, at: MORNING + 8 * DAY_MS })).rejects.toMatchObject(CHANGED);
    await expect(
      storage.withdrawFieldLog({ oaId: OA, id: 'c', by: LAN, at: MORNING + 8 * DAY_MS }),
    ).rejects.toMatchObject(CHANGED);
    expect(await figures()).toEqual({ 'log:vneid-level-2': 7 });
  });

  test('lets the leader of the team correct and withdraw, and nobody else', async () => {
    await storage.saveMember(aMember({ userId: 'other', name: 'Người khác' }));
    await storage.saveMember(theLeader({ userId: 'far', teamCode: 'LN09' }));
    await storage.saveFieldLog(anEntry({ id: 'a' }));
    await expect(correct('x', 'a', { quantity: 6, by: 'other' })).rejects.toMatchObject(CHANGED);
    await expect(correct('x', 'a', { quantity: 6, by: 'far' })).rejects.toMatchObject(CHANGED);
    await correct('b', 'a', { quantity: 6, by: HOA });
    expect(await find('b')).toMatchObject({ userId: LAN });
    await storage.withdrawFieldLog({ oaId: OA, id: 'b', by: HOA, at: MORNING });
    expect(await find('b')).toMatchObject({ state: 'withdrawn' });
    expect(await figures()).toEqual({});
  });

  test('refuses a second change of the same entry', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a' }));
    await correct('b', 'a', { quantity: 6 });
    await expect(correct('c', 'a', { quantity: 7 })).rejects.toMatchObject(CHANGED);
    await expect(storage.withdrawFieldLog({ oaId: OA, id: 'a', by: LAN, at: MORNING })).rejects.toMatchObject(CHANGED);
    expect(await figures()).toEqual({ 'log:vneid-level-2': 6 });
  });

  test('finds the same work told twice within 7 days, however the place is typed', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', userId: HOA }));
    const twins = (changes: object = {}) =>
      storage.findFieldLogTwins({
        ...{ oaId: OA, teamCode: TEAM.code, kind: 'vneid-level-2', day: '2026-11-21', place: 'thon 3', quantity: 5 },
        at: MORNING + 6 * DAY_MS,
        ...changes,
      });
    expect((await twins()).map(({ id }) => id)).toEqual(['a']);
    const others = [
      { place: 'thôn 4' },
      { quantity: 6 },
      { day: '2026-11-20' },
      { kind: 'qr-accepted' },
      { teamCode: 'LN09' },
    ];
    for (const other of [...others, { exceptId: 'a' }, { at: MORNING + 7 * DAY_MS }])
      expect(await twins(other)).toEqual([]);
  });

  test('keeps a twin only when the member was asked about it', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', userId: HOA }));
    await expect(storage.saveFieldLog(anEntry({ id: 'b' }))).rejects.toMatchObject(CHANGED);
    await storage.saveFieldLog(anEntry({ id: 'b', knownTwins: ['a'] }));
    expect(await figures()).toEqual({ 'log:vneid-level-2': 10 });
  });

  test('lists by team, communes, person, kind, days and flag, the latest first, page by page', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', day: '2026-11-01' }));
    await storage.saveFieldLog(anEntry({ id: 'b', userId: HOA, kind: 'qr-accepted', at: MORNING + 1 }));
    await storage.saveFieldLog(anEntry({ id: 'c', quantity: 900, flag: 'too-many', at: MORNING + 2 }));
    await storage.saveFieldLog(anEntry({ id: 'd', teamCode: 'LN09', at: MORNING + 3 }));
    const ids = async (args: object): Promise<string[]> =>
      (await storage.listFieldLogs({ oaId: OA, ...args })).map(({ id }) => id);
    expect(await ids({})).toEqual(['d', 'c', 'b', 'a']);
    expect(await ids({ teamCode: TEAM.code })).toEqual(['c', 'b', 'a']);
    expect(await ids({ teamCode: TEAM.code, before: MORNING + 2, limit: 1 })).toEqual(['b']);
    expect(await ids({ communeCodes: ['00001'] })).toEqual([]);
    expect(await ids({ communeCodes: ['00001', TEAM.communeCode] })).toHaveLength(4);
    expect(await ids({ userId: HOA })).toEqual(['b']);
    expect(await ids({ kind: 'qr-accepted' })).toEqual(['b']);
    expect(await ids({ fromDay: '2026-11-01', toDay: '2026-11-20' })).toEqual(['a']);
    expect(await ids({ flagged: true })).toEqual(['c']);
    expect(await storage.listFieldLogs({ oaId: '99' })).toEqual([]);
  });

  test('lets a leader say of the odd figure of another that it is right, and nobody of their own', async () => {
    await storage.saveMember(aMember({ userId: 'officer', role: 'officer', teamCode: '', name: 'Cán bộ' }));
    await storage.saveFieldLog(anEntry({ id: 'a', quantity: 900, flag: 'too-many' }));
    await storage.saveFieldLog(anEntry({ id: 'b', quantity: 901, flag: 'too-many', userId: HOA }));
    const confirm = (id: string, by: string, verdict: 'confirmed' | 'to-correct' = 'confirmed') =>
      storage.confirmFlag({ oaId: OA, id, by, verdict });
    await expect(confirm('a', LAN)).rejects.toMatchObject(CHANGED);
    await expect(confirm('b', HOA)).rejects.toMatchObject(CHANGED);
    await confirm('a', HOA, 'to-correct');
    expect((await storage.listFieldLogs({ oaId: OA, flagged: true })).map(({ id }) => id)).toEqual(['b', 'a']);
    await confirm('a', HOA);
    await confirm('b', 'officer');
    expect(await storage.listFieldLogs({ oaId: OA, flagged: true })).toEqual([]);
    await expect(confirm('a', HOA)).rejects.toMatchObject(CHANGED);
  });

  test('lets the province judge any flagged figure, and withdraw an entry at any time', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', quantity: 900, flag: 'too-many' }));
    await storage.saveFieldLog(anEntry({ id: 'b', quantity: 5 }));
    await storage.confirmFlag({ oaId: OA, id: 'a', verdict: 'confirmed' });
    expect(await storage.findFieldLog({ oaId: OA, id: 'a' })).toMatchObject({ flag: 'confirmed' });
    await expect(storage.confirmFlag({ oaId: OA, id: 'b', verdict: 'confirmed' })).rejects.toMatchObject(CHANGED);
    await storage.withdrawFieldLog({ oaId: OA, id: 'a', at: MORNING + 30 * 24 * 3_600_000 });
    expect(await storage.findFieldLog({ oaId: OA, id: 'a' })).toMatchObject({ state: 'withdrawn' });
    await expect(storage.withdrawFieldLog({ oaId: OA, id: 'a', at: MORNING })).rejects.toMatchObject(CHANGED);
  });

  test('a turn that cannot write its entry changes nothing at all', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', userId: HOA }));
    const turn = commitTurn(storage, {
      resident: { address: 'chị' },
      effects: [{ operation: 'saveFieldLog', args: anEntry({ id: 'b' }) }],
    });
    await expect(turn).rejects.toMatchObject(CHANGED);
    expect((await storage.loadTurn({ oaId: OA, userId: LAN })).resident).toBeUndefined();
    expect(await find('b')).toBeUndefined();
  });

  test('drops the photo of what is withdrawn, replaced by another or purged, and of nothing else', async () => {
    for (const id of ['a', 'b', 'c', 'd'])
      await storage.saveFieldLog(anEntry({ id, photo: `${id}.jpg`, place: id, note: 'lời', at: MORNING }));
    await storage.withdrawFieldLog({ oaId: OA, id: 'a', by: LAN, at: MORNING });
    await correct('b2', 'b', { quantity: 6, place: 'b', photo: 'b2.jpg' });
    await correct('c2', 'c', { quantity: 6, place: 'c', photo: 'c.jpg' });
    await storage.dropFieldPhoto({ name: 'draft.jpg' });
    expect(await storage.listDroppedPhotos()).toEqual(['a.jpg', 'b.jpg', 'draft.jpg']);
    expect((await storage.listFieldPhotos()).toSorted()).toEqual(['b2.jpg', 'c.jpg', 'd.jpg']);
    await storage.forgetDroppedPhotos({ names: ['a.jpg', 'b.jpg', 'draft.jpg'] });
    while ((await storage.purge({ at: MORNING, inboxBefore: MORNING, historyBefore: MORNING + 1 })).more);
    expect((await storage.listDroppedPhotos()).toSorted()).toEqual(['b2.jpg', 'c.jpg', 'd.jpg']);
    expect(await find('d')).toMatchObject({ quantity: 5, note: '' });
    expect(await find('d')).not.toHaveProperty('photo');
  });

  test('forgets an erased member: no id, no note, no photo in any file; the figure stays', async () => {
    await storage.saveFieldLog(anEntry({ id: 'a', note: 'ghi chú riêng tư', photo: 'face.jpg' }));
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p-lan', at: MORNING, via: 'command' });
    await storage.checkpoint();
    expect(await find('a')).not.toHaveProperty('userId');
    expect(await find('a')).toMatchObject({ quantity: 5, note: '' });
    expect(await storage.listDroppedPhotos()).toEqual(['face.jpg']);
    expect(await figures()).toEqual({ 'log:vneid-level-2': 5 });
    await storage.close();
    expect(await adapter.placesOf(folder.dir, LAN)).toEqual([]);
    expect(await adapter.placesOf(folder.dir, 'ghi chú riêng tư')).toEqual([]);
    storage = await adapter.open(folder.dir);
  });

  test('a visit of a member counts for the team they belong to, whichever code they typed', async () => {
    await storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, code: 'LN09' }], at: MORNING });
    const visit = { visit: 'v1', kind: 'outcome', outcome: 'vneid-level-2', quantity: 2 } as const;
    await commitTurn(storage, {
      resident: { teamCode: 'LN09' },
      engagement: [
        anEngagement({ ...visit, topic: 'public-services' }),
        anEngagement({ visit: 'v1', kind: 'finished', topic: 'e-payments' }),
        anEngagement({ kind: 'started' }),
      ],
    });
    const work = (teamCode: string, id = 'v1') =>
      storage.visitWork({ oaId: OA, teamCode, visit: id, today: '2026-11-23' });
    const [row] = await adapter.rows(folder.dir, 'select min(day) as day from visit_event');
    expect(await work(TEAM.code)).toEqual({
      day: row?.['day'],
      topics: ['e-payments', 'public-services'],
      outcomes: { 'vneid-level-2': 2 },
    });
    expect(await work('LN09')).toEqual({ topics: [], outcomes: {} });
    expect(await work(TEAM.code, 'v2')).toEqual({ topics: [], outcomes: {} });
    expect(await figures()).toMatchObject({ visits: 1, 'visit-finished': 1, 'visit-outcome:vneid-level-2': 2 });
  });

  test('every sum of kept entries is what was folded, whatever is saved, corrected and withdrawn', async () => {
    const kinds = ['vneid-level-2', 'qr-accepted', 'training-session'];
    const days = ['2026-11-20', '2026-11-21', '2026-12-01'];
    const step = fc.record({
      act: fc.constantFrom('save', 'correct', 'withdraw', 'roll'),
      kind: fc.constantFrom(...kinds),
      day: fc.constantFrom(...days),
      quantity: fc.integer({ min: 1, max: 10_000 }),
      pick: fc.nat(),
      by: fc.constantFrom(LAN, HOA),
      afterDays: fc.integer({ min: 0, max: 3 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const oaId = `oa-${(run += 1)}`;
        await storage.saveMember(aMember({ oaId }));
        await storage.saveMember(theLeader({ oaId }));
        let [made, at] = [0, MORNING];
        for (const { act, kind, day, quantity, pick, by, afterDays } of steps) {
          at += afterDays * DAY_MS;
          const all = await storage.listFieldLogs({ oaId, state: 'all' });
          const some = all[pick % Math.max(1, all.length)];
          const content = anEntry({
            id: `e${made}`,
            kind,
            day,
            quantity,
            topic: '',
            at,
            knownTwins: all.map(({ id }) => id),
          });
          const { userId: _userId, teamCode: _team, communeCode: _commune, ...rest } = content;
          if (act === 'save') await storage.saveFieldLog({ ...content, oaId, userId: by });
          // What must not be changed any more is refused, and changes nothing.
          else if (act === 'correct' && some)
            await storage.correctFieldLog({ ...rest, oaId, replacesId: some.id, by }).catch(() => undefined);
          else if (act === 'withdraw' && some)
            await storage.withdrawFieldLog({ oaId, id: some.id, by, at }).catch(() => undefined);
          else if (act === 'roll') await storage.rollTallies({ limit: 2 });
          made += 1;
        }
        while ((await storage.rollTallies({ limit: 100 })).more);
        for (const day of days) {
          const kept = await storage.listFieldLogs({ oaId, fromDay: day, toDay: day });
          const sums: Record<string, number> = {};
          for (const one of kept) sums[`log:${one.kind}`] = (sums[`log:${one.kind}`] ?? 0) + one.quantity;
          for (const scope of ['t', 'c', 'p'] as const) {
            const [row] = await storage.indicatorTable({ oaId, scope, span: 'd', period: day });
            const counted = Object.fromEntries(Object.entries(row?.values ?? {}).filter(([, value]) => value !== 0));
            expect(counted).toEqual(sums);
          }
          const recount = await storage.recountIndicators({ oaId, span: 'd', period: day, repair: false });
          expect(recount.differing).toBe(0);
        }
      }),
      { numRuns: 25 },
    );
  });
});
