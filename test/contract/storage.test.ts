import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anAnnouncement, claimAll, pending } from '../support/announcements.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { aMessage, anEngagement, anEvent, aTurn, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;
const TODAY = '2026-11-22';

describe.each(storageAdapters)('the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const reopen = async (): Promise<void> => {
    await storage.close();
    storage = await adapter.open(folder.dir);
  };

  const accept = async (changes: Parameters<typeof anEvent>[0] = {}): Promise<number> => {
    const { id } = await storage.acceptEvent(anEvent(changes));
    if (id === undefined) throw new Error('the event was taken for a repeat');
    return id;
  };

  const pendingIds = async (): Promise<number[]> =>
    (await storage.listPendingEvents({ afterId: 0, limit: 1_000 })).map(({ id }) => id);

  const openAnswers = () => storage.listOpenAnswers({ afterId: 0, limit: 1_000 });

  describe('inbox', () => {
    test('accepts the same key of an OA once, for ever', async () => {
      const id = await accept({ key: 'same' });
      expect(await storage.acceptEvent(anEvent({ key: 'same' }))).toEqual({ id: undefined });
      await storage.finishEvent({ id, at: MORNING });
      expect(await storage.acceptEvent(anEvent({ key: 'same' }))).toEqual({ id: undefined });
      await reopen();
      expect(await storage.acceptEvent(anEvent({ key: 'same' }))).toEqual({ id: undefined });
    });

    test('accepts an event, and takes down what became of a send, before a thousand calls that have waited longer', async () => {
      // Events that are there: calls that change nothing would wait for no disk, and overtake whoever does.
      const ids = await Promise.all(Array.from({ length: 1_000 }, () => accept()));
      let done = 0;
      const before = ids.map((id) => storage.finishEvent({ id, at: MORNING }).then(() => void (done += 1)));
      await Promise.all([
        storage.acceptEvent(anEvent()),
        storage.recordSend({ id: 1, outcome: { state: 'sent', messageId: 'm' }, at: MORNING }),
      ]);
      expect(done).toBeLessThan(500);
      await Promise.all(before);
    });

    test('takes the same key of another OA for another event', async () => {
      await accept({ key: 'same' });
      expect((await storage.acceptEvent(anEvent({ key: 'same', oaId: '99' }))).id).toBeTypeOf('number');
    });

    test('accepts one of many copies that arrive at the same moment', async () => {
      const results = await Promise.all(
        Array.from({ length: 50 }, () => storage.acceptEvent(anEvent({ key: 'same' }))),
      );
      expect(results.filter(({ id }) => id !== undefined)).toHaveLength(1);
    });

    test('lists what waits in the order of acceptance, page by page', async () => {
      const ids = await Promise.all(Array.from({ length: 10 }, () => accept()));
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      const first = await storage.listPendingEvents({ afterId: 0, limit: 4 });
      const second = await storage.listPendingEvents({ afterId: first.at(-1)?.id ?? 0, limit: 100 });
      expect([...first, ...second].map(({ id }) => id)).toEqual(ids);
      expect(first[0]).toEqual({
        id: ids[0],
        oaId: OA,
        userId: LAN,
        payload: '{"type":"text","text":"xin chào"}',
        attempts: 0,
        receivedAt: MORNING,
      });
    });

    test('gives each of many reads at the same moment its own rows', async () => {
      const [id] = [await accept(), await accept({ userId: HOA })];
      const reads = [openAnswers, pendingIds, () => storage.listPendingBeside({ ids: [id] }).then((all) => all.length)];
      for (let round = 0; round < 5; round++) {
        const orders = [reads, reads.toReversed(), [...reads, ...reads]];
        const answers = await Promise.all(orders.flatMap((order) => order.map((read) => read())));
        for (const [at, read] of orders.flat().entries()) expect(answers[at]).toEqual(await read());
        expect(answers[0]).toEqual([]);
      }
    });

    test('lists neither what was handled nor what needed no handling', async () => {
      const [handled, waiting] = [await accept(), await accept()];
      await accept({ state: 'done' });
      await accept({ state: 'ignored' });
      await storage.finishEvent({ id: handled, at: MORNING });
      expect(await pendingIds()).toEqual([waiting]);
    });

    test('never gives an id a second time, even after everything was removed', async () => {
      const id = await accept();
      await storage.finishEvent({ id, at: MORNING });
      await storage.purge({ at: MORNING, inboxBefore: MORNING + 1, historyBefore: MORNING - DAY_MS });
      await reopen();
      expect(await accept()).toBeGreaterThan(id);
    });

    test('sets an event aside after the last attempt, with an apology to send', async () => {
      const id = await accept();
      const failure = {
        id,
        code: 'SESSION_CONFLICT',
        maxAttempts: 2,
        at: MORNING,
        apology: { oaId: OA, userId: LAN, body: aMessage('xin lỗi').body },
      };
      expect(await storage.failEvent(failure)).toEqual({ state: 'pending', attempts: 1 });
      expect(await openAnswers()).toEqual([]);
      const last = await storage.failEvent(failure);
      expect(last).toMatchObject({ state: 'failed', attempts: 2 });
      expect(await openAnswers()).toMatchObject([
        { id: last.apologyId, state: 'pending', userId: LAN, body: aMessage('xin lỗi').body },
      ]);
      expect(await pendingIds()).toEqual([]);
      expect(await storage.counts()).toMatchObject({ inboxPending: 0, inboxFailed: 1 });
      expect((await storage.failEvent(failure)).apologyId).toBeUndefined();
    });
  });

  describe('turns', () => {
    test('a stranger has no resident and session version 0', async () => {
      expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toEqual({
        resident: undefined,
        session: { version: 0, state: null },
      });
    });

    test('a commit writes session, resident, messages and the handled event together', async () => {
      const id = await accept();
      const result = await storage.commitTurn(
        aTurn(id, {
          session: '{"o":[["A","#menu"]]}',
          resident: {
            userIdByApp: 'app-1',
            following: true,
            consent: 'yes',
            noticeAt: MORNING,
            teamCode: 'LN03',
            teamAt: MORNING,
            lastInteractionAt: MORNING,
          },
          messages: [aMessage('một'), aMessage('hai')],
        }),
      );
      if (!result.ok) throw new Error(result.reason);
      expect(await pendingIds()).toEqual([]);
      expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toEqual({
        session: { version: 1, state: '{"o":[["A","#menu"]]}' },
        resident: {
          oaId: OA,
          userId: LAN,
          createdAt: MORNING,
          lastInteractionAt: MORNING,
          userIdByApp: 'app-1',
          following: true,
          consent: 'yes',
          noticeAt: MORNING,
          teamCode: 'LN03',
          teamAt: MORNING,
        },
      });
      expect((await openAnswers()).map(({ id: rowId, body, state }) => ({ rowId, body, state }))).toEqual([
        { rowId: result.outboxIds[0], body: aMessage('một').body, state: 'pending' },
        { rowId: result.outboxIds[1], body: aMessage('hai').body, state: 'pending' },
      ]);
    });

    test('a commit on an old version changes nothing', async () => {
      await commitTurn(storage);
      const id = await accept();
      const late = aTurn(id, {
        expectedVersion: 0,
        session: '{"late":1}',
        messages: [aMessage('late')],
        engagement: [anEngagement()],
      });
      expect(await storage.commitTurn(late)).toEqual({ ok: false, reason: 'conflict' });
      expect(await pendingIds()).toEqual([id]);
      expect(await openAnswers()).toEqual([]);
      expect((await storage.loadTurn({ oaId: OA, userId: LAN })).session).toEqual({ version: 1, state: '{"o":[]}' });
      expect(await storage.listTotals({ oaId: OA, fromDay: TODAY, toDay: TODAY })).toEqual([]);
    });

    test('of two commits for one version exactly one wins', async () => {
      const [a, b] = [await accept(), await accept()];
      const results = await Promise.all([storage.commitTurn(aTurn(a)), storage.commitTurn(aTurn(b))]);
      expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    });

    test('an event that was handled before has no second effect', async () => {
      const id = await accept();
      await storage.commitTurn(aTurn(id, { messages: [aMessage('một')] }));
      const again = aTurn(id, { expectedVersion: 1, messages: [aMessage('một')], engagement: [anEngagement()] });
      expect(await storage.commitTurn(again)).toEqual({ ok: false, reason: 'already-done' });
      expect(await openAnswers()).toHaveLength(1);
      expect((await storage.loadTurn({ oaId: OA, userId: LAN })).session.version).toBe(1);
    });

    test('a patch changes only what it names, null clears, and the last interaction never goes back', async () => {
      await commitTurn(storage, { resident: { teamCode: 'LN03', optOutAt: MORNING, lastInteractionAt: MORNING } });
      await commitTurn(storage, {
        resident: { optOutAt: null, following: false, lastInteractionAt: MORNING - DAY_MS },
      });
      const { resident } = await storage.loadTurn({ oaId: OA, userId: LAN });
      expect(resident).toEqual({
        oaId: OA,
        userId: LAN,
        createdAt: MORNING,
        lastInteractionAt: MORNING,
        following: false,
        teamCode: 'LN03',
      });
    });

    test('a commit that names where its event stands is refused while an earlier one of the resident waits', async () => {
      await commitTurn(storage);
      const later = { id: await accept({ receivedAt: MORNING + 20 }), receivedAt: MORNING + 20 };
      await accept({ userId: HOA, receivedAt: MORNING });
      // Taken in before and numbered behind, as from the spool file of another server.
      const earlier = { id: await accept({ receivedAt: MORNING + 10 }), receivedAt: MORNING + 10 };
      const turn = (before: typeof later, expectedVersion: number) =>
        storage.commitTurn(aTurn(before.id, { before, expectedVersion, messages: [aMessage(String(before.id))] }));
      const refused = { ok: false, reason: 'conflict' };
      expect(await turn(later, 1)).toEqual(refused);
      expect(await openAnswers()).toEqual([]);
      expect(await turn(earlier, 1)).toMatchObject({ ok: true });
      expect(await turn(later, 2)).toMatchObject({ ok: true });
      expect((await openAnswers()).map(({ body }) => body)).toEqual(
        [earlier, later].map(({ id }) => aMessage(String(id)).body),
      );
      // Handled before: whoever decides it anew without its place is told so.
      expect(await turn(later, 3)).toEqual(refused);
      expect(await storage.commitTurn(aTurn(later.id, { expectedVersion: 3 }))).toMatchObject({
        reason: 'already-done',
      });
    });

    test('an erasure decided from memory waits for an earlier event too', async () => {
      await commitTurn(storage);
      const earlier = await accept({ receivedAt: MORNING });
      const id = await accept({ receivedAt: MORNING + 1 });
      const erase = { pseudonym: 'p', via: 'command' as const };
      const place = { before: { id, receivedAt: MORNING + 1 }, expectedVersion: 1 };
      expect(await storage.commitTurn(aTurn(id, { ...place, erase }))).toEqual({ ok: false, reason: 'conflict' });
      await storage.finishEvent({ id: earlier, at: MORNING });
      expect(await storage.commitTurn(aTurn(id, { ...place, erase }))).toMatchObject({ ok: true });
    });

    const where = { oaId: OA, at: MORNING };
    test.each<[string, boolean, () => Promise<unknown>]>([
      ['a correction', false, () => storage.correctResident({ ...where, userId: LAN, patch: { address: 'cô' } })],
      ['silence for a talk', false, () => storage.setDeskContact({ oaId: OA, userId: LAN, silencedUntil: MORNING })],
      [
        'a successor of their team',
        true,
        () => storage.dissolveTeam({ ...where, code: 'LN03', successorCode: 'LN05' }),
      ],
      [
        'a commune that becomes another',
        true,
        () =>
          storage.applyCommuneChange({
            ...{ ...where, fromCode: TEAM.communeCode, toCode: '25273', atDay: TODAY, provinceCode: '75' },
          }),
      ],
    ])('%s makes a turn that was decided before be decided anew', async (_what, isWide, write) => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM, { ...TEAM, code: 'LN05' }], at: MORNING });
      const theirs = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
      for (const userId of [LAN, HOA]) await commitTurn(storage, { userId, resident: theirs });
      await commitTurn(storage, { userId: 'elsewhere', resident: { teamCode: 'LN05', communeCode: '25999' } });
      const decided = await Promise.all(
        [LAN, HOA, 'elsewhere'].map(async (userId) => ({ userId, id: await accept({ userId }) })),
      );
      await write();
      const results = await Promise.all(
        decided.map(({ userId, id }) => storage.commitTurn(aTurn(id, { userId, expectedVersion: 1 }))),
      );
      expect(results.map(({ ok }) => ok)).toEqual([false, !isWide, true]);
    });

    test('residents of two OAs with one user id are two people', async () => {
      await commitTurn(storage, { session: '{"oa":1}' });
      expect(await storage.loadTurn({ oaId: '99', userId: LAN })).toEqual({
        resident: undefined,
        session: { version: 0, state: null },
      });
    });
  });

  describe('people', () => {
    test('what somebody chose for themselves and who else uses the phone is kept, and cleared by null', async () => {
      const chosen = {
        address: 'cô',
        segment: 'farmer',
        largeSteps: true,
        addressAskedAt: MORNING,
        people: '{"n":"x"}',
      };
      await commitTurn(storage, { resident: { ...chosen, segment: 'farmer' } });
      await reopen();
      expect((await storage.loadTurn({ oaId: OA, userId: LAN })).resident).toMatchObject(chosen);
      await commitTurn(storage, { resident: { largeSteps: false, segment: null, people: null } });
      const { resident } = await storage.loadTurn({ oaId: OA, userId: LAN });
      expect(resident).toMatchObject({ address: 'cô', largeSteps: false });
      expect(resident).not.toHaveProperty('segment');
      expect(resident).not.toHaveProperty('people');
    });
  });

  describe('due sessions', () => {
    const due = async (at: number, limit = 100) =>
      (await storage.listDueSessions({ at, limit })).map(({ dueAt }) => dueAt);

    test('are listed from their moment on, earliest first, until a commit says otherwise', async () => {
      await commitTurn(storage, { dueAt: MORNING + 2_000 });
      await commitTurn(storage, { userId: HOA, dueAt: MORNING + 1_000 });
      expect(await due(MORNING + 999)).toEqual([]);
      expect(await storage.listDueSessions({ at: MORNING + 1_000, limit: 9 })).toEqual([
        { oaId: OA, userId: HOA, dueAt: MORNING + 1_000 },
      ]);
      expect(await due(MORNING + 2_000)).toEqual([MORNING + 1_000, MORNING + 2_000]);
      await commitTurn(storage, { userId: HOA, dueAt: MORNING + 9_000 });
      expect(await due(MORNING + 2_000)).toEqual([MORNING + 2_000]);
      await commitTurn(storage);
      expect(await due(MORNING + 9_000)).toEqual([MORNING + 9_000]);
    });

    test('are read page by page, none twice and none left out, also where many are due at once', async () => {
      const userIds = Array.from({ length: 25 }, (_, number) => `user-${number}`);
      for (const [index, userId] of userIds.entries())
        await commitTurn(storage, { userId, dueAt: MORNING + (index % 3) * 1_000 });
      const seen: string[] = [];
      for (let after: Awaited<ReturnType<typeof storage.listDueSessions>>[number] | undefined; ; ) {
        const page = await storage.listDueSessions({ at: MORNING + 2_000, limit: 7, ...(after ? { after } : {}) });
        seen.push(...page.map(({ userId }) => userId));
        after = page.at(-1);
        if (!after) break;
      }
      expect(seen).toHaveLength(25);
      expect(seen.toSorted()).toEqual(userIds.toSorted());
    });

    test('a refused commit leaves the moment as it was', async () => {
      await commitTurn(storage, { dueAt: MORNING + 1_000 });
      const late = aTurn(await accept(), { expectedVersion: 0, dueAt: MORNING + 5_000 });
      expect(await storage.commitTurn(late)).toMatchObject({ ok: false });
      expect(await due(MORNING + 9_000)).toEqual([MORNING + 1_000]);
    });

    test('survive close and reopen, and go with the resident', async () => {
      await commitTurn(storage, { dueAt: MORNING + 1_000 });
      await reopen();
      expect(await due(MORNING + 1_000)).toEqual([MORNING + 1_000]);
      await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'command' });
      expect(await due(MORNING + 1_000)).toEqual([]);
    });
  });

  describe('guides', () => {
    const guide = { id: 'vneid', kind: 'card', topic: 'public-services', title: 'Làm VNeID', hash: 'h1' } as const;

    test('are kept as they were last served, also when they are served no more', async () => {
      await storage.saveGuides({ guides: [guide, { ...guide, id: 'ship', kind: 'flow' }], at: MORNING });
      await storage.saveGuides({ guides: [{ ...guide, title: 'Làm VNeID mức 2', hash: 'h2' }], at: MORNING + 1 });
      await reopen();
      expect(await storage.listGuides()).toEqual([
        { ...guide, id: 'ship', kind: 'flow' },
        { ...guide, title: 'Làm VNeID mức 2', hash: 'h2' },
      ]);
    });
  });

  describe('sending', () => {
    const anAnswer = async (text = 'một', claimFirst = false): Promise<number> =>
      (await commitTurn(storage, { messages: [aMessage(text)], claimFirst }))[0] ?? 0;

    const unknown = { state: 'unknown', code: 'ZALO_BAD_ANSWER', meaning: 'No readable answer' } as const;

    test('a message is claimed once', async () => {
      const id = await anAnswer();
      const claims = await Promise.all(
        Array.from({ length: 5 }, () => storage.claimSend({ id, resend: false, at: MORNING })),
      );
      expect(claims.filter(({ claimed }) => claimed)).toHaveLength(1);
      expect(await openAnswers()).toEqual([]);
    });

    test('a first message claimed at birth cannot be claimed again, the second can', async () => {
      const [first = 0, second = 0] = await commitTurn(storage, {
        messages: [aMessage('một'), aMessage('hai')],
        claimFirst: true,
      });
      expect(await storage.claimSend({ id: first, resend: false, at: MORNING })).toEqual({ claimed: false });
      expect(await openAnswers()).toMatchObject([{ id: second, attempts: 0 }]);
      expect(
        await storage.recordSend({
          id: first,
          outcome: { state: 'sent', messageId: 'm1' },
          at: MORNING,
          claimNextId: second,
        }),
      ).toEqual({
        recorded: true,
        nextClaimed: true,
      });
      expect(await storage.claimSend({ id: second, resend: false, at: MORNING })).toEqual({ claimed: false });
    });

    test('a refused send waits again with its attempts counted', async () => {
      const id = await anAnswer('một', true);
      await storage.recordSend({ id, outcome: { state: 'pending', dueAt: MORNING + 1_000, code: '-32' }, at: MORNING });
      expect(await openAnswers()).toMatchObject([{ id, state: 'pending', attempts: 1, dueAt: MORNING + 1_000 }]);
    });

    test('a failed send is over and counted', async () => {
      const id = await anAnswer('một', true);
      await storage.recordSend({
        id,
        outcome: { state: 'failed', code: '-230', meaning: 'no interaction in 7 days' },
        at: MORNING,
      });
      expect(await openAnswers()).toEqual([]);
      expect(await storage.claimSend({ id, resend: false, at: MORNING })).toEqual({ claimed: false });
      expect(await storage.counts()).toMatchObject({ outboxPending: 0, outboxFailed: 1 });
    });

    test('an unknown send is open until it was repeated once', async () => {
      const id = await anAnswer('một', true);
      await storage.recordSend({ id, outcome: unknown, at: MORNING });
      expect(await openAnswers()).toMatchObject([{ id, state: 'unknown', resends: 0, unknownAt: MORNING }]);
      expect(await storage.counts()).toMatchObject({ outboxUnknown: 1, unknownTotal: 1 });
      expect(await storage.claimSend({ id, resend: true, at: MORNING })).toEqual({ claimed: true });
      await storage.recordSend({ id, outcome: unknown, at: MORNING });
      expect(await openAnswers()).toEqual([]);
      expect(await storage.counts()).toMatchObject({ outboxUnknown: 1, unknownTotal: 2 });
    });

    test('an echo settles an unknown send of the same text, and no other', async () => {
      const id = await anAnswer('Chào bác ạ', true);
      await storage.recordSend({ id, outcome: unknown, at: MORNING });
      const echo = { oaId: OA, userId: LAN, messageId: 'z1', text: 'khác', at: MORNING };
      expect(await storage.settleEcho(echo)).toEqual({ settledId: undefined });
      expect(await storage.settleEcho({ ...echo, userId: HOA, text: 'Chào bác ạ' })).toEqual({ settledId: undefined });
      expect(await storage.settleEcho({ ...echo, oaId: '99', text: 'Chào bác ạ' })).toEqual({ settledId: undefined });
      expect(await storage.settleEcho({ ...echo, text: 'Chào bác ạ' })).toEqual({ settledId: id });
      expect(await openAnswers()).toEqual([]);
      expect(await storage.counts()).toMatchObject({ outboxUnknown: 0, unknownTotal: 1 });
      expect(await storage.claimSend({ id, resend: true, at: MORNING })).toEqual({ claimed: false });
    });

    test('an echo settles a send under way, and its late result changes nothing', async () => {
      const id = await anAnswer('Chào bác ạ', true);
      expect(
        await storage.settleEcho({ oaId: OA, userId: LAN, messageId: 'z1', text: 'Chào bác ạ', at: MORNING }),
      ).toEqual({ settledId: id });
      expect(await storage.recordSend({ id, outcome: unknown, at: MORNING })).toEqual({
        recorded: false,
        nextClaimed: false,
      });
      expect(await storage.counts()).toMatchObject({ outboxUnknown: 0, unknownTotal: 0 });
    });

    test('the echo of a send that is known settles nothing else of the same text', async () => {
      const first = await anAnswer('như nhau', true);
      await storage.recordSend({ id: first, outcome: { state: 'sent', messageId: 'z1' }, at: MORNING });
      const second = await anAnswer('như nhau', true);
      await storage.recordSend({ id: second, outcome: unknown, at: MORNING });
      await reopen();
      const echo = { oaId: OA, userId: LAN, text: 'như nhau', at: MORNING };
      expect(await storage.settleEcho({ ...echo, messageId: 'z1' })).toEqual({ settledId: undefined });
      expect(await storage.settleEcho({ ...echo, messageId: 'z2' })).toEqual({ settledId: second });
    });

    test('an echo does not settle a message that was not sent yet', async () => {
      const id = await anAnswer('một');
      expect(await storage.settleEcho({ oaId: OA, userId: LAN, messageId: 'z1', text: 'một', at: MORNING })).toEqual({
        settledId: undefined,
      });
      expect(await storage.claimSend({ id, resend: false, at: MORNING })).toEqual({ claimed: true });
    });

    test('sends that a dead process was in the middle of become unknown, once', async () => {
      const inFlight = await anAnswer('một', true);
      const waiting = await anAnswer('hai');
      await reopen();
      expect(await storage.recoverSending({ at: MORNING })).toEqual({ recovered: 1 });
      expect(await storage.recoverSending({ at: MORNING })).toEqual({ recovered: 0 });
      expect((await openAnswers()).map(({ id, state }) => [id, state])).toEqual([
        [inFlight, 'unknown'],
        [waiting, 'pending'],
      ]);
      expect(await storage.counts()).toMatchObject({ outboxUnknown: 1, unknownTotal: 1 });
    });
  });

  describe('engagement', () => {
    beforeEach(() => storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING }));

    const totals = () => storage.listTotals({ oaId: OA, fromDay: TODAY, toDay: TODAY });

    test('is counted by day, team, commune, flow and step, with or without consent', async () => {
      await commitTurn(storage, {
        resident: { teamCode: 'LN03' },
        engagement: [anEngagement(), anEngagement({ kind: 'outcome', outcome: 'vneid-2', quantity: 2 })],
      });
      await commitTurn(storage, { engagement: [anEngagement()], pseudonym: 'p-lan' });
      await commitTurn(storage, { userId: HOA, engagement: [anEngagement()] });
      const where = { day: TODAY, topic: 'public-services', flow: 'vneid', version: 'h1', step: '' };
      expect((await totals()).toSorted((a, b) => a.count - b.count || a.kind.localeCompare(b.kind))).toEqual([
        {
          ...where,
          teamCode: 'LN03',
          communeCode: '25270',
          kind: 'outcome',
          outcome: 'vneid-2',
          count: 1,
          quantity: 2,
        },
        { ...where, teamCode: '', communeCode: '', kind: 'started', outcome: '', count: 1, quantity: 1 },
        { ...where, teamCode: 'LN03', communeCode: '25270', kind: 'started', outcome: '', count: 2, quantity: 2 },
      ]);
    });

    test('counts on the Vietnamese day', async () => {
      await commitTurn(storage, { at: Date.parse('2026-11-22T16:59:00Z'), engagement: [anEngagement()] });
      await commitTurn(storage, { at: Date.parse('2026-11-22T17:00:00Z'), engagement: [anEngagement()] });
      expect(
        (await storage.listTotals({ oaId: OA, fromDay: TODAY, toDay: '2026-11-30' })).map(({ day }) => day).toSorted(),
      ).toEqual([TODAY, '2026-11-23']);
    });

    test('is listed for some flows alone when they are named', async () => {
      const engagement = ['vneid', 'scam-check-dangerous', 'scam-check-suspicious'].map((flow) =>
        anEngagement({ flow }),
      );
      await commitTurn(storage, { resident: { teamCode: 'LN03' }, engagement });
      const flows = async (...names: string[]): Promise<string[]> => {
        const listed = await storage.listTotals({ oaId: OA, flows: names, fromDay: TODAY, toDay: TODAY });
        return listed.map(({ flow }) => flow).toSorted();
      };
      expect(await flows('scam-check-suspicious', 'scam-check-dangerous', 'none')).toEqual([
        'scam-check-dangerous',
        'scam-check-suspicious',
      ]);
      expect(await flows('scam')).toEqual([]);
      expect(await flows()).toEqual([]);
    });

    test('keeps single events only under a pseudonym, and forgets them when consent is withdrawn', async () => {
      const range = { oaId: OA, teamCode: 'LN03', fromDay: TODAY, toDay: TODAY };
      await commitTurn(storage, { resident: { teamCode: 'LN03' }, engagement: [anEngagement()] });
      expect(await storage.countResidents(range)).toEqual({ credited: 1, activeWithConsent: 0 });
      await commitTurn(storage, { engagement: [anEngagement()], pseudonym: 'p-lan' });
      await commitTurn(storage, {
        userId: HOA,
        resident: { teamCode: 'LN03' },
        engagement: [anEngagement()],
        pseudonym: 'p-hoa',
      });
      expect(await storage.countResidents(range)).toEqual({ credited: 2, activeWithConsent: 2 });
      await commitTurn(storage, {
        forgetPseudonym: 'p-lan',
        consent: { textVersion: 'v1', choice: 'no', at: MORNING },
      });
      expect(await storage.countResidents(range)).toEqual({ credited: 2, activeWithConsent: 1 });
      expect((await totals()).reduce((sum, { count }) => sum + count, 0)).toBe(3);
    });

    test('a visit has events of its own: assisted ones of the team, never of the member', async () => {
      const range = { oaId: OA, teamCode: 'LN03', fromDay: TODAY, toDay: TODAY };
      const visit = 'visit-1';
      await commitTurn(storage, {
        resident: { teamCode: 'LN03' },
        pseudonym: 'p-lan',
        engagement: [
          anEngagement({ visit }),
          anEngagement({ visit, kind: 'finished' }),
          anEngagement({ visit, kind: 'outcome', outcome: 'vneid-2', quantity: 2 }),
          anEngagement({ visit, kind: 'outcome', outcome: 'vneid-2' }),
        ],
      });
      await commitTurn(storage, { engagement: [anEngagement({ visit: 'visit-2' })] });
      expect(await storage.countResidents(range)).toEqual({ credited: 1, activeWithConsent: 0 });
      expect((await totals()).map(({ kind, assisted, teamCode }) => ({ kind, assisted, teamCode }))).toEqual(
        ['finished', 'outcome', 'started'].map((kind) => ({ kind, assisted: true, teamCode: 'LN03' })),
      );
      const where = { teamCode: 'LN03', communeCode: '25270', day: TODAY, startedAt: MORNING };
      expect(await storage.listVisits(range)).toEqual([
        { visit: 'visit-2', ...where, finished: 0, outcomes: {} },
        { visit: 'visit-1', ...where, finished: 1, outcomes: { 'vneid-2': 3 } },
      ]);
      expect(await storage.listVisits({ ...range, teamCode: 'LN04' })).toEqual([]);
      expect(await storage.listVisits({ ...range, fromDay: '2026-11-23', toDay: '2026-11-30' })).toEqual([]);
    });

    test('what is done alone and what is done at a visit are two lines of the same day', async () => {
      await commitTurn(storage, { engagement: [anEngagement()] });
      await commitTurn(storage, { engagement: [anEngagement({ visit: 'v' }), anEngagement({ visit: 'v' })] });
      const lines = (await totals()).toSorted((a, b) => a.count - b.count);
      expect(lines).toMatchObject([{ count: 1 }, { count: 2, assisted: true }]);
      expect(lines[0]).not.toHaveProperty('assisted');
    });

    test('teams are added once and changed by their code', async () => {
      expect(
        await storage.saveTeams({
          oaId: OA,
          teams: [
            { ...TEAM, name: 'Tổ mới' },
            { ...TEAM, code: 'LN04' },
          ],
          at: MORNING,
        }),
      ).toEqual({ added: 1, changed: 1 });
      expect(await storage.findTeam({ oaId: OA, code: 'LN03' })).toEqual({ ...TEAM, name: 'Tổ mới' });
      expect(await storage.findTeam({ oaId: OA, code: 'ln03' })).toBeUndefined();
      expect(await storage.findTeam({ oaId: '99', code: 'LN03' })).toBeUndefined();
      expect((await storage.listTeams({ oaId: OA, communeCode: '25270' })).map(({ code }) => code)).toEqual([
        'LN03',
        'LN04',
      ]);
      expect(await storage.listTeams({ oaId: OA, communeCode: '1' })).toEqual([]);
    });
  });

  describe('questions residents gave us to keep', () => {
    const QUESTION = 'lắp nước sạch cho nhà mới';
    const keep = (text: string, changes: Parameters<typeof commitTurn>[1] = {}): Promise<unknown> =>
      commitTurn(storage, { demand: { text, nearest: 'pay-bills', pseudonym: 'p-lan' }, ...changes });
    const kept = async (changes: Partial<Parameters<Storage['listDemand']>[0]> = {}): Promise<string[]> =>
      (await storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 100, ...changes })).map(({ text }) => text);

    test('are listed with day, commune and nearest guide, the latest first, and without the pseudonym', async () => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      await keep(QUESTION, { resident: { teamCode: 'LN03', communeCode: '25273' } });
      await keep('lịch cúp nước', { userId: HOA, at: MORNING + DAY_MS });
      const [latest, first] = await storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 100 });
      expect(first).toEqual({
        id: expect.any(Number),
        at: MORNING,
        day: TODAY,
        text: QUESTION,
        communeCode: TEAM.communeCode,
        nearest: 'pay-bills',
        state: 'open',
        settledAs: '',
      });
      expect(latest).toMatchObject({ text: 'lịch cúp nước', day: '2026-11-23', communeCode: '' });
      expect(await kept({ limit: 1 })).toEqual(['lịch cúp nước']);
      expect(await kept({ fromDay: '2026-11-23' })).toEqual(['lịch cúp nước']);
      expect(await kept({ oaId: '99' })).toEqual([]);
    });

    test('are kept once where one resident gives the same words twice, and for each who gives them', async () => {
      await keep(QUESTION);
      await keep(QUESTION);
      await keep(QUESTION, { userId: HOA, demand: { text: QUESTION, nearest: '', pseudonym: 'p-hoa' } });
      expect(await kept()).toEqual([QUESTION, QUESTION]);
    });

    test('are settled once, by number and OA, and then no longer open', async () => {
      await keep(QUESTION);
      await keep('lịch cúp nước');
      const [second, first] = await storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 100 });
      const ids = [first?.id ?? 0];
      const settle = { ids, state: 'answered', settledAs: 'pay-bills' } as const;
      expect(await storage.settleDemand({ oaId: '99', ...settle })).toEqual({ settled: 0 });
      expect(await storage.settleDemand({ oaId: OA, ...settle })).toEqual({ settled: 1 });
      expect(await storage.settleDemand({ oaId: OA, ...settle, state: 'dismissed' })).toEqual({ settled: 0 });
      expect(await kept({ state: 'open' })).toEqual(['lịch cúp nước']);
      expect(await storage.listDemand({ oaId: OA, fromDay: TODAY, state: 'answered', limit: 9 })).toMatchObject([
        { id: first?.id, state: 'answered', settledAs: 'pay-bills' },
      ]);
      await storage.settleDemand({ oaId: OA, ids: [second?.id ?? 0], state: 'dismissed', settledAs: 'n2' });
      expect(await kept({ state: 'open' })).toEqual([]);
      expect(await kept({ state: 'dismissed' })).toEqual(['lịch cúp nước']);
    });

    test('never share a number, even when the last one was erased', async () => {
      await keep(QUESTION);
      const [first] = await storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 1 });
      await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p-lan', at: MORNING, via: 'command' });
      await keep('lịch cúp nước', { userId: HOA });
      const [second] = await storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 1 });
      expect(second?.id).toBeGreaterThan(first?.id ?? Number.NaN);
    });

    test('go with what was counted when consent is withdrawn, and nobody else loses theirs', async () => {
      await keep(QUESTION);
      await keep('lịch cúp nước', {
        userId: HOA,
        demand: { text: 'lịch cúp nước', nearest: '', pseudonym: 'p-hoa' },
      });
      await commitTurn(storage, { forgetPseudonym: 'p-lan' });
      expect(await kept()).toEqual(['lịch cúp nước']);
    });

    test('leave not a byte behind when the resident is erased, settled or not', async () => {
      await keep(QUESTION);
      await keep('lịch cúp nước tháng này');
      const [settled] = await storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 1 });
      await storage.settleDemand({ oaId: OA, ids: [settled?.id ?? 0], state: 'answered', settledAs: 'pay-bills' });
      await storage.checkpoint();
      for (const trace of [QUESTION, 'lịch cúp nước tháng này', 'p-lan'])
        expect(await adapter.placesOf(folder.dir, trace), trace).not.toEqual([]);
      await commitTurn(storage, { erase: { pseudonym: 'p-lan', via: 'command' } });
      await storage.checkpoint();
      for (const trace of [QUESTION, 'lịch cúp nước tháng này', 'p-lan'])
        expect(await adapter.placesOf(folder.dir, trace), trace).toEqual([]);
    });

    test('are not kept by a turn that is refused', async () => {
      const id = await accept();
      const demand = { text: QUESTION, nearest: '', pseudonym: 'p-lan' };
      expect(await storage.commitTurn(aTurn(id, { expectedVersion: 7, demand }))).toMatchObject({ ok: false });
      expect(await kept()).toEqual([]);
    });
  });

  describe('erasing', () => {
    const WORDS = 'Xin chào, tôi muốn làm căn cước ở Lộc Ninh';
    const NAME = 'bà nội của Tí';

    const leaveTraces = async (): Promise<void> => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      const payload = JSON.stringify({ type: 'text', userId: LAN, text: WORDS });
      const { id } = await storage.acceptEvent(anEvent({ payload }));
      await storage.commitTurn(
        aTurn(id ?? 0, {
          session: JSON.stringify({ f: null, o: [[WORDS, '#menu']] }),
          resident: {
            userIdByApp: 'app-8024691357802469135',
            consent: 'yes',
            teamCode: 'LN03',
            lastInteractionAt: MORNING,
            people: JSON.stringify({ n: NAME, o: [] }),
          },
          dueAt: MORNING + DAY_MS,
          messages: [aMessage(WORDS), aMessage(WORDS)],
          engagement: [anEngagement()],
          pseudonym: 'pseudonym-of-lan',
          consent: { textVersion: 'v1', choice: 'yes', at: MORNING },
        }),
      );
      await storage.acceptEvent(anEvent({ payload }));
      const failing = await storage.acceptEvent(anEvent({ payload }));
      await storage.failEvent({
        id: failing.id ?? 0,
        code: 'SESSION_CONFLICT',
        maxAttempts: 1,
        at: MORNING,
        apology: { oaId: OA, userId: LAN, body: aMessage(WORDS).body },
      });
      await storage.saveAnnouncement(anAnnouncement());
      await storage.addRecipients({
        ...{ oaId: OA, announcementId: 'a1', dueAt: MORNING, at: MORNING },
        recipients: pending([LAN, HOA]),
      });
    };

    const traces = [LAN, WORDS, NAME, 'app-8024691357802469135', 'pseudonym-of-lan'];

    test('removes the resident, and every byte of id and words from the data folder', async () => {
      await leaveTraces();
      await storage.checkpoint();
      for (const trace of traces) expect(await adapter.placesOf(folder.dir, trace), trace).not.toEqual([]);
      await storage.eraseResident({
        oaId: OA,
        userId: LAN,
        pseudonym: 'pseudonym-of-lan',
        at: MORNING,
        via: 'command',
      });
      await storage.checkpoint();
      for (const trace of traces) expect(await adapter.placesOf(folder.dir, trace), trace).toEqual([]);
    });

    test('leaves nothing to handle or send, and nobody to find', async () => {
      await leaveTraces();
      expect(await storage.findResidentsByAppId({ userIdByApp: 'app-8024691357802469135' })).toEqual([
        { oaId: OA, userId: LAN },
      ]);
      await storage.eraseResident({
        oaId: OA,
        userId: LAN,
        pseudonym: 'pseudonym-of-lan',
        at: MORNING,
        via: 'user_withdraw',
      });
      expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toEqual({
        resident: undefined,
        session: { version: 0, state: null },
      });
      expect(await pendingIds()).toEqual([]);
      expect(await openAnswers()).toEqual([]);
      expect(await storage.findResidentsByAppId({ userIdByApp: 'app-8024691357802469135' })).toEqual([]);
      expect(await storage.countResidents({ oaId: OA, teamCode: 'LN03', fromDay: TODAY, toDay: TODAY })).toEqual({
        credited: 0,
        activeWithConsent: 0,
      });
      expect((await claimAll(storage, MORNING, { windowStart: 0 })).map(({ userId }) => userId)).not.toContain(LAN);
    });

    test('keeps day totals, other residents, and the keys of events seen', async () => {
      await leaveTraces();
      await commitTurn(storage, { userId: HOA, resident: { teamCode: 'LN03' } });
      await accept({ key: 'seen' });
      await storage.eraseResident({
        oaId: OA,
        userId: LAN,
        pseudonym: 'pseudonym-of-lan',
        at: MORNING,
        via: 'command',
      });
      expect(await storage.listTotals({ oaId: OA, fromDay: TODAY, toDay: TODAY })).toMatchObject([
        { teamCode: 'LN03', count: 1 },
      ]);
      expect((await storage.loadTurn({ oaId: OA, userId: HOA })).resident?.teamCode).toBe('LN03');
      expect(await storage.acceptEvent(anEvent({ key: 'seen' }))).toEqual({ id: undefined });
    });

    test.each([
      ['sent', { state: 'sent', messageId: 'm1' }],
      ['refused', { state: 'failed', code: '-230', meaning: 'no interaction' }],
    ] as const)('in a turn keeps only the goodbye, until it is %s', async (_what, outcome) => {
      await leaveTraces();
      const { version } = (await storage.loadTurn({ oaId: OA, userId: LAN })).session;
      const id = await accept();
      const result = await storage.commitTurn(
        aTurn(id, {
          expectedVersion: version,
          messages: [aMessage('Đã xóa')],
          claimFirst: true,
          erase: { pseudonym: 'pseudonym-of-lan', via: 'command' },
        }),
      );
      if (!result.ok) throw new Error(result.reason);
      expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toEqual({
        resident: undefined,
        session: { version: 0, state: null },
      });
      await storage.recordSend({ id: result.outboxIds[0] ?? 0, outcome, at: MORNING });
      await storage.checkpoint();
      for (const trace of traces) expect(await adapter.placesOf(folder.dir, trace), trace).toEqual([]);
    });
  });

  test('handled events and sent answers leave neither id nor words behind', async () => {
    const words = 'câu hỏi chỉ để lại dấu khóa';
    const { id } = await storage.acceptEvent(
      anEvent({ userId: '777000777000777', payload: JSON.stringify({ text: words }) }),
    );
    await storage.finishEvent({ id: id ?? 0, at: MORNING });
    const [row = 0] = await commitTurn(storage, { messages: [aMessage('câu trả lời đã gửi')], claimFirst: true });
    await storage.recordSend({ id: row, outcome: { state: 'sent', messageId: 'm1' }, at: MORNING });
    await storage.checkpoint();
    for (const trace of ['777000777000777', words, 'câu trả lời đã gửi'])
      expect(await adapter.placesOf(folder.dir, trace), trace).toEqual([]);
  });

  describe('the audience of an announcement', () => {
    beforeEach(async () => {
      for (const userId of [LAN, HOA]) await commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING } });
    });

    test('is chosen by commune and team, page by page', async () => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      await commitTurn(storage, { resident: { teamCode: 'LN03', following: true, handoverAt: MORNING } });
      const all = { oaId: OA, afterUserId: '', limit: 10 };
      expect((await storage.listAudience(all)).map(({ userId }) => userId)).toEqual([LAN, HOA]);
      expect(await storage.listAudience({ ...all, afterUserId: LAN })).toMatchObject([{ userId: HOA }]);
      expect(await storage.listAudience({ ...all, communeCode: '25270' })).toEqual([
        { userId: LAN, lastInteractionAt: MORNING, following: true, handoverAt: MORNING },
      ]);
      expect(await storage.listAudience({ ...all, teamCode: 'LN03' })).toHaveLength(1);
      expect(await storage.listAudience({ ...all, communeCode: '1' })).toEqual([]);
    });
  });

  describe('retention', () => {
    /** Until nothing more is to be removed, as the server does every hour; how many rows went. */
    const purge = async (inboxBefore: number, historyBefore: number): Promise<number> => {
      let sum = 0;
      for (let more = true; more; ) {
        const round = await storage.purge({ at: MORNING, inboxBefore, historyBefore });
        sum += round.deleted;
        more = round.more;
      }
      return sum;
    };

    test('removes handled keys after their time and never what still waits', async () => {
      const done = await accept({ key: 'old' });
      await storage.finishEvent({ id: done, at: MORNING });
      const waiting = await accept();
      expect(await purge(MORNING, MORNING - DAY_MS)).toBe(0);
      expect(await purge(MORNING + 1, MORNING - DAY_MS)).toBe(2);
      expect((await storage.acceptEvent(anEvent({ key: 'old' }))).id).toBeGreaterThan(waiting);
      expect(await pendingIds()).toContain(waiting);
    });

    test('removes questions that were kept after the retention time, open ones too', async () => {
      await commitTurn(storage, { demand: { text: 'lắp nước sạch', nearest: '', pseudonym: 'p-lan' } });
      const questions = () => storage.listDemand({ oaId: OA, fromDay: TODAY, limit: 10 });
      await purge(MORNING - DAY_MS, MORNING);
      expect(await questions()).toHaveLength(1);
      await purge(MORNING - DAY_MS, MORNING + 1);
      expect(await questions()).toEqual([]);
    });

    test('removes single events of visits after the retention time', async () => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      await commitTurn(storage, { resident: { teamCode: 'LN03' }, engagement: [anEngagement({ visit: 'v' })] });
      const visits = () => storage.listVisits({ oaId: OA, teamCode: 'LN03', fromDay: TODAY, toDay: TODAY });
      await purge(MORNING - DAY_MS, MORNING);
      expect(await visits()).toHaveLength(1);
      await purge(MORNING - DAY_MS, MORNING + 1);
      expect(await visits()).toEqual([]);
      expect(await storage.listTotals({ oaId: OA, fromDay: TODAY, toDay: TODAY })).toHaveLength(1);
    });

    test('removes engagement by pseudonym, failed and unknown work after the retention time, and keeps totals', async () => {
      await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
      const [a = 0, b = 0, waiting = 0] = await commitTurn(storage, {
        messages: [aMessage('a'), aMessage('b'), aMessage('c')],
        resident: { teamCode: 'LN03' },
        engagement: [anEngagement()],
        pseudonym: 'p-lan',
      });
      await storage.claimSend({ id: a, resend: false, at: MORNING });
      await storage.claimSend({ id: b, resend: false, at: MORNING });
      await storage.recordSend({ id: a, outcome: { state: 'failed', code: '-230', meaning: 'x' }, at: MORNING });
      await storage.recordSend({ id: b, outcome: { state: 'unknown', code: 'X', meaning: 'x' }, at: MORNING });
      await purge(MORNING - DAY_MS, MORNING);
      expect(await storage.counts()).toMatchObject({ outboxFailed: 1, outboxUnknown: 1 });
      await purge(MORNING - DAY_MS, MORNING + 1);
      expect(await storage.counts()).toMatchObject({ outboxFailed: 0, outboxUnknown: 0, outboxPending: 1 });
      expect(await openAnswers()).toMatchObject([{ id: waiting }]);
      expect(await storage.countResidents({ oaId: OA, teamCode: 'LN03', fromDay: TODAY, toDay: TODAY })).toEqual({
        credited: 1,
        activeWithConsent: 0,
      });
      expect(await storage.listTotals({ oaId: OA, fromDay: TODAY, toDay: TODAY })).toHaveLength(1);
    });
  });

  describe('settings', () => {
    test('tokens, message API and meta values are kept', async () => {
      expect(await storage.loadOa({ oaId: OA })).toBeUndefined();
      await storage.rememberMessageApi({ oaId: OA, messageApi: 'v2' });
      await storage.saveOaTokens({ oaId: OA, accessToken: 'a1', refreshToken: 'r1', expiresAt: 5 });
      await storage.saveOaTokens({ oaId: OA, accessToken: 'a2', refreshToken: 'r2', expiresAt: 6 });
      await storage.writeMeta({ key: 'k', value: 'v1' });
      await storage.writeMeta({ key: 'k', value: 'v2' });
      await reopen();
      expect(await storage.loadOa({ oaId: OA })).toEqual({
        oaId: OA,
        messageApi: 'v2',
        accessToken: 'a2',
        refreshToken: 'r2',
        expiresAt: 6,
      });
      expect(await storage.readMeta({ key: 'k' })).toBe('v2');
      expect(await storage.readMeta({ key: 'none' })).toBeUndefined();
    });

    test('a pair got under an earlier lock never takes the place of one got under a later lock', async () => {
      const pair = (name: string) => ({ oaId: OA, accessToken: name, refreshToken: `r-${name}`, expiresAt: 5 });
      const now = Date.UTC(2026, 10, 22) * 1_000;
      expect(await storage.saveOaTokens({ ...pair('first'), fence: now })).toEqual({ saved: true });
      expect(await storage.saveOaTokens({ ...pair('later'), fence: now + 2 })).toEqual({ saved: true });
      expect(await storage.saveOaTokens({ ...pair('overtaken'), fence: now + 1 })).toEqual({ saved: false });
      expect(await storage.loadOa({ oaId: OA })).toMatchObject({ refreshToken: 'r-later', tokenFence: now + 2 });
      // Saved again, because its answer was lost the first time.
      expect(await storage.saveOaTokens({ ...pair('later'), fence: now + 2 })).toEqual({ saved: true });
      expect(await storage.saveOaTokens({ ...pair('rival'), fence: now + 2 })).toEqual({ saved: false });

      // By hand: an administrator who imports a pair means it, and holders from before still come too late.
      expect(await storage.saveOaTokens(pair('imported'))).toEqual({ saved: true });
      expect(await storage.saveOaTokens({ ...pair('overtaken'), fence: now + 1 })).toEqual({ saved: false });
      expect(await storage.loadOa({ oaId: OA })).toMatchObject({ accessToken: 'imported', tokenFence: now + 2 });
    });
  });

  describe('durability', () => {
    test('one bad call in a batch fails alone', async () => {
      const bad = aTurn(await accept(), { session: { not: 'text' } as never });
      const results = await Promise.allSettled([
        storage.acceptEvent(anEvent({ key: 'before' })),
        storage.commitTurn(bad),
        storage.acceptEvent(anEvent({ key: 'after' })),
        (storage as unknown as { noSuchOperation(): Promise<never> }).noSuchOperation(),
        storage.writeMeta({ key: 'last', value: '1' }),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect(results[1]).toMatchObject({ reason: { code: 'STORAGE_FAILED' } });
      for (const key of ['before', 'after'])
        expect(await storage.acceptEvent(anEvent({ key }))).toEqual({ id: undefined });
      expect(await storage.readMeta({ key: 'last' })).toBe('1');
      expect((await storage.loadTurn({ oaId: OA, userId: LAN })).session.version).toBe(0);
    });

    test('an error never quotes what a resident wrote', async () => {
      const words = 'lời riêng của bác Lan';
      const id = await accept();
      const refused = await storage
        .commitTurn(aTurn(id, { session: { words } as never, messages: [aMessage(words)] }))
        .catch((error: Error) => error);
      expect(refused).toBeInstanceOf(Error);
      expect(String(refused)).not.toContain(words);
    });

    test('close finishes what was asked before, and refuses what comes after', async () => {
      const accepted = Promise.all(
        Array.from({ length: 600 }, (_, number) => storage.acceptEvent(anEvent({ key: `k${number}` }))),
      );
      const closed = storage.close();
      await expect(storage.counts()).rejects.toMatchObject({ code: 'STORAGE_CLOSED' });
      expect((await accepted).every(({ id }) => id !== undefined)).toBe(true);
      await closed;
      storage = await adapter.open(folder.dir);
      expect(await pendingIds()).toHaveLength(600);
    });

    test('everything is there again after close and reopen', async () => {
      await commitTurn(storage, { session: '{"kept":1}', resident: { consent: 'no' }, messages: [aMessage('một')] });
      await reopen();
      expect(await storage.loadTurn({ oaId: OA, userId: LAN })).toMatchObject({
        resident: { consent: 'no' },
        session: { version: 1, state: '{"kept":1}' },
      });
      expect(await openAnswers()).toHaveLength(1);
    });

    test('a due moment that was acknowledged survives SIGKILL of the process', async () => {
      await storage.close();
      const script = path.resolve(import.meta.dirname, '../support/promise-until-killed.ts');
      const child = spawn(process.execPath, [script, folder.dir, adapter.name], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      const promised: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        promised.push(line);
        if (promised.length === 50) child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
      storage = await adapter.open(folder.dir);
      const kept = await storage.listDueSessions({ at: Number.MAX_SAFE_INTEGER, limit: 10_000 });
      expect(kept.map(({ userId, dueAt }) => `${userId} ${dueAt}`)).toEqual(expect.arrayContaining(promised));
    });

    test('whatever was acknowledged survives SIGKILL of the process', async () => {
      await storage.close();
      const script = path.resolve(import.meta.dirname, '../support/accept-until-killed.ts');
      const child = spawn(process.execPath, [script, folder.dir, adapter.name], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      const acknowledged: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged.push(line);
        if (acknowledged.length === 200) child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
      expect(acknowledged.length).toBeGreaterThanOrEqual(200);
      storage = await adapter.open(folder.dir);
      const again = await Promise.all(acknowledged.map((key) => storage.acceptEvent(anEvent({ key }))));
      expect(again.filter(({ id }) => id !== undefined)).toEqual([]);
      expect(await pendingIds()).not.toEqual([]);
    });
  });
});
