import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HelpRequest } from '../../src/storage/help-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEvent, aTurn, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PHONE = '0912345678';
const CHIN = 'user-chin';

const aRequest = (changes: Partial<HelpRequest> = {}): HelpRequest => ({
  ...{ oaId: OA, id: 'h1', version: 0, userId: LAN, topic: 'e-payments', flow: 'pay-by-qr', step: '2' },
  ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, at: MORNING, state: 'open', reminders: 0, offers: [] },
  ...changes,
});

const anOffer = (userId: string, at = MORNING) => ({ userId, stage: 'team', at, answer: '' }) as const;

const changed = expect.objectContaining({ code: 'HELP_CHANGED' });

describe.each(storageAdapters)('requests for help in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const save = (request: HelpRequest) => storage.saveHelp({ request });
  const find = (id = 'h1') => storage.findHelp({ oaId: OA, id });
  const change = async (changes: Partial<HelpRequest>, id = 'h1'): Promise<void> => {
    const kept = await find(id);
    if (!kept) throw new Error(`no request ${id}`);
    await save({ ...kept, ...changes });
  };
  const figures = async (): Promise<Readonly<Record<string, number>>> => {
    await storage.rollTallies({ limit: 1_000 });
    const units = await storage.indicatorTable({ oaId: OA, scope: 'p', span: 'd', period: '2026-11-22' });
    return Object.fromEntries(Object.entries(units[0]?.values ?? {}).filter(([code]) => code.startsWith('help')));
  };

  test('a request comes back as it was kept, offers in the order of asking', async () => {
    const offers = [
      { ...anOffer('z'), answer: 'busy', answeredAt: MORNING + 5 } as const,
      { ...anOffer('a'), answer: 'accepted', answeredAt: MORNING + MINUTE } as const,
    ];
    const request = aRequest({
      ...{ state: 'accepted', acceptedBy: 'a', acceptedAt: MORNING + MINUTE, waitedMinutes: 1, dueAt: MORNING + DAY },
      ...{ handedTo: 'LN09', deskAt: MORNING + 3, reminders: 1, phone: PHONE, phoneAt: MORNING + 2, offers },
    });
    await save(request);
    expect(await find()).toEqual({ ...request, version: 1 });
    expect(await storage.findLiveHelp({ oaId: OA, userId: LAN })).toEqual({ ...request, version: 1 });
    expect(await find('h2')).toBeUndefined();
    expect(await storage.findHelp({ oaId: 'another', id: 'h1' })).toBeUndefined();
  });

  test('of two changes on the same version the first is kept and the other refused', async () => {
    await save(aRequest({ state: 'offered', offeredTo: 'a', offers: [anOffer('a'), anOffer('b')] }));
    const kept = (await find()) as HelpRequest;
    const results = await Promise.allSettled(
      ['a', 'b'].map((acceptedBy) => save({ ...kept, state: 'accepted', acceptedBy, waitedMinutes: 1 })),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((results[1] as PromiseRejectedResult).reason).toEqual(changed);
    expect(await find()).toMatchObject({ acceptedBy: 'a', version: 2 });
    expect(await figures()).toMatchObject({ 'help-answered': 1 });
  });

  test('a resident has one request that is not over', async () => {
    await save(aRequest());
    await expect(save(aRequest({ id: 'h2' }))).rejects.toEqual(changed);
    await expect(save(aRequest())).rejects.toEqual(changed);
    await change({ state: 'done' });
    await save(aRequest({ id: 'h2' }));
    await expect(change({ state: 'open' })).rejects.toEqual(changed);
    expect(await storage.findLiveHelp({ oaId: OA, userId: LAN })).toMatchObject({ id: 'h2' });
    expect(await storage.findLiveHelp({ oaId: OA, userId: HOA })).toBeUndefined();
  });

  test('a turn and its request are kept together or not at all', async () => {
    await save(aRequest());
    const { id = 0 } = await storage.acceptEvent(anEvent());
    const turn = aTurn(id, { effects: [{ operation: 'saveHelp', args: { request: aRequest({ id: 'h2' }) } }] });
    await expect(storage.commitTurn(turn)).rejects.toEqual(changed);
    expect((await storage.loadTurn({ oaId: OA, userId: LAN })).session.version).toBe(0);
    expect(await find('h2')).toBeUndefined();
  });

  test('what is due is listed by time, page by page, without what is over', async () => {
    await save(aRequest({ id: 'h1', userId: 'u1', dueAt: MORNING + 2 }));
    await save(aRequest({ id: 'h2', userId: 'u2', dueAt: MORNING + 1 }));
    await save(aRequest({ id: 'h3', userId: 'u3', dueAt: MORNING + 9 }));
    await save(aRequest({ id: 'h4', userId: 'u4', state: 'done' }));
    const first = await storage.listDueHelp({ at: MORNING + 5, limit: 1 });
    expect(first).toEqual([{ oaId: OA, id: 'h2', userId: 'u2', dueAt: MORNING + 1 }]);
    const [after] = first;
    const rest = await storage.listDueHelp({ at: MORNING + 5, limit: 9, ...(after ? { after } : {}) });
    expect(rest.map(({ id }) => id)).toEqual(['h1']);
  });

  test('requests are listed by team, commune, helper and state, the oldest first', async () => {
    await save(aRequest({ id: 'h2', userId: 'u2', at: MORNING + 1, state: 'accepted', acceptedBy: CHIN }));
    await save(aRequest({ id: 'h1', userId: 'u1', teamCode: 'LN09', communeCode: '1' }));
    const ids = async (args: Omit<Parameters<Storage['listHelp']>[0], 'oaId'>) =>
      (await storage.listHelp({ oaId: OA, ...args })).map(({ id }) => id);
    expect(await ids({})).toEqual(['h1', 'h2']);
    expect(await ids({ limit: 1 })).toEqual(['h1']);
    expect(await ids({ teamCode: TEAM.code })).toEqual(['h2']);
    expect(await ids({ communeCodes: ['1', '2'] })).toEqual(['h1']);
    expect(await ids({ acceptedBy: CHIN, states: ['accepted'] })).toEqual(['h2']);
    expect(await ids({ acceptedBy: CHIN, states: ['done'] })).toEqual([]);
  });

  test('helpers come with what decides whether they can be asked', async () => {
    const member = (userId: string, changes: Partial<Member> = {}): Member => ({
      ...{ oaId: OA, userId, name: `Tên ${userId}`, role: 'member', state: 'active', teamCode: TEAM.code },
      ...{ communeCode: TEAM.communeCode, joinedAt: MORNING },
      ...changes,
    });
    await storage.saveMember(member('a'));
    await storage.saveMember(member('b', { state: 'left' }));
    await storage.saveMember(member('c', { role: 'officer', teamCode: '' }));
    await storage.saveMember(member('d', { teamCode: 'LN77', communeCode: '1' }));
    await commitTurn(storage, {
      userId: 'a',
      resident: { lastInteractionAt: MORNING, silencedUntil: MORNING + 9, optOutAt: MORNING - 9 },
    });
    const offers = [{ ...anOffer('a', MORNING + 3), answer: 'busy', answeredAt: MORNING + 4 } as const, anOffer('c')];
    await save(aRequest({ offers }));
    const helpers = await storage.listHelpers({ oaId: OA, teamCodes: [], communeCode: TEAM.communeCode });
    expect(helpers).toEqual([
      {
        ...{ userId: 'a', name: 'Tên a', role: 'member', teamCode: TEAM.code, communeCode: TEAM.communeCode },
        ...{ lastInteractionAt: MORNING, silencedUntil: MORNING + 9, optOutAt: MORNING - 9, lastTurnAt: MORNING + 4 },
      },
      {
        ...{ userId: 'c', name: 'Tên c', role: 'officer', teamCode: '', communeCode: TEAM.communeCode },
        ...{ lastInteractionAt: 0, lastTurnAt: MORNING },
      },
    ]);
    const named = await storage.listHelpers({ oaId: OA, teamCodes: ['LN77'], communeCode: '' });
    expect(named.map(({ userId }) => userId)).toEqual(['d']);
  });

  test('asked, accepted with its minutes, and handed to the desk are each counted once, and a recount agrees', async () => {
    await save(aRequest());
    await change({ state: 'accepted', acceptedBy: 'a', waitedMinutes: 12 });
    await change({ state: 'open', acceptedBy: 'b' });
    await change({ state: 'accepted', acceptedBy: 'b' });
    await change({ state: 'done' });
    await save(aRequest({ id: 'h2', userId: 'u2', state: 'desk', deskAt: MORNING }));
    await change({ state: 'open' }, 'h2');
    await change({ state: 'desk' }, 'h2');
    expect(await figures()).toEqual({ 'help-asked': 2, 'help-answered': 1, 'help-minutes': 12, 'help-desk': 1 });
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'command' });
    const recount = await storage.recountIndicators({ oaId: OA, span: 'm', period: '2026-11', repair: false });
    expect(recount).toMatchObject({ differences: [] });
  });

  test('an erased resident leaves counts and no trace, and what they waited for ends', async () => {
    await save(aRequest({ state: 'offered', offeredTo: CHIN, dueAt: MORNING, phone: PHONE, phoneAt: MORNING }));
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'command' });
    expect(await find()).toEqual(aRequest({ version: 2, state: 'cancelled', userId: undefined as never }));
    expect(await storage.listDueHelp({ at: MORNING + DAY, limit: 9 })).toEqual([]);
    await storage.checkpoint();
    expect(await adapter.placesOf(folder.dir, LAN)).toEqual([]);
    expect(await adapter.placesOf(folder.dir, PHONE)).toEqual([]);
  });

  test('an erased helper is named nowhere, and what they were asked or had taken is open for the next at once', async () => {
    const offers = [{ ...anOffer(CHIN), answer: 'accepted', answeredAt: MORNING } as const];
    await save(
      aRequest({ id: 'h1', state: 'offered', offeredTo: CHIN, dueAt: MORNING + DAY, offers: [anOffer(CHIN)] }),
    );
    await save(aRequest({ id: 'h2', userId: 'u2', state: 'accepted', acceptedBy: CHIN, acceptedAt: MORNING, offers }));
    await save(aRequest({ id: 'h3', userId: 'u3', state: 'done', acceptedBy: CHIN, doneAt: MORNING, offers }));
    await storage.eraseResident({ oaId: OA, userId: CHIN, pseudonym: 'p', at: MORNING + 7, via: 'command' });
    for (const id of ['h1', 'h2']) {
      expect(await find(id)).toMatchObject({ state: 'open', dueAt: MORNING + 7, offers: [], version: 2 });
    }
    expect(await find('h3')).toMatchObject({ state: 'done', offers: [] });
    await storage.checkpoint();
    expect(await adapter.placesOf(folder.dir, CHIN)).toEqual([]);
  });

  test('a number that could not be sent goes with the request', async () => {
    await save(aRequest({ state: 'accepted', acceptedBy: CHIN, phone: PHONE, phoneAt: MORNING }));
    const body = JSON.stringify({ text: `Số điện thoại: ${PHONE}` });
    const ids = await commitTurn(storage, { userId: CHIN, messages: [{ body }], claimFirst: true });
    const outcome = { state: 'failed', code: '-230', meaning: 'window' } as const;
    await storage.recordSend({ id: ids[0] ?? 0, outcome, at: MORNING });
    const kept = (await find()) as HelpRequest;
    const { phone: _phone, phoneAt: _phoneAt, ...done } = { ...kept, state: 'done' as const };
    await save({ ...done, phoneErasedAt: MORNING + 1 });
    await storage.checkpoint();
    expect(await adapter.placesOf(folder.dir, PHONE)).toEqual([]);
  });

  test('a number goes after 3 days, and after the retention time who asked and who helped', async () => {
    const offers = [anOffer(CHIN)];
    await save(aRequest({ state: 'accepted', acceptedBy: CHIN, phone: PHONE, phoneAt: MORNING, offers }));
    const purge = (at: number, historyBefore: number) => storage.purge({ at, inboxBefore: 0, historyBefore });
    await purge(MORNING + 3 * DAY, 0);
    expect(await find()).toMatchObject({ phone: PHONE });
    await purge(MORNING + 3 * DAY + 1, 0);
    expect(await find()).toMatchObject({ phoneErasedAt: MORNING + 3 * DAY + 1, acceptedBy: CHIN, version: 2 });
    expect(await find()).not.toHaveProperty('phone');
    await change({ state: 'done' });
    expect((await purge(MORNING + DAY, MORNING + 1)).deleted).toBeGreaterThan(0);
    expect(await find()).not.toHaveProperty('acceptedBy');
    expect(await find()).not.toHaveProperty('userId');
    expect(await find()).toMatchObject({ teamCode: TEAM.code, offers: [] });
    expect((await purge(MORNING + DAY, MORNING + 1)).more).toBe(false);
  });
});
