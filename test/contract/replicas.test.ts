import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { periodOf } from '../../src/shared/periods.ts';
import { CHAIN_BEGINNING, followChain } from '../../src/storage/audit-chain.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { openPostgresStorage } from '../../src/storage/postgres/open.ts';
import { aContent, anAnnouncement, pending } from '../support/announcements.ts';
import { MORNING } from '../support/manual-clock.ts';
import { emptyServerDatabase } from '../support/postgres.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { aMessage, anEngagement, anEvent, aTurn, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const PRICE_VND = 55;
const CLOSED = 30 * 24 * 3_600_000;
const shared = storageAdapters.filter(({ isShared }) => isShared);

describe.each(shared)('two processes on one $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let one: Storage;
  let other: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    one = await adapter.open(folder.dir);
    other = await adapter.open(folder.dir);
  });
  afterEach(async () => {
    await Promise.all([one.close(), other.close()]);
    folder[Symbol.dispose]();
  });

  const both = <T>(work: (storage: Storage, name: string) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
    Promise.allSettled([work(one, 'one'), work(other, 'other')]);
  const values = <T>(results: readonly PromiseSettledResult<T>[]): T[] =>
    results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));

  test('accept each event once, whichever it reaches first', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `same-${index}`);
    const accept = async (storage: Storage, order: readonly string[]) =>
      (await Promise.all(order.map((key) => storage.acceptEvent(anEvent({ key }))))).filter(
        ({ id }) => id !== undefined,
      );
    const [mine, theirs] = await Promise.all([accept(one, keys), accept(other, keys.toReversed())]);
    expect(mine.length + theirs.length).toBe(keys.length);
    expect(await one.listPendingEvents({ afterId: 0, limit: 1_000 })).toHaveLength(keys.length);
  });

  test('number events in the order in which they were accepted, over both', async () => {
    const ids: (number | undefined)[] = [];
    for (const storage of [one, other, other, one, other, one]) ids.push((await storage.acceptEvent(anEvent())).id);
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(ids).size).toBe(6);
  });

  test.each([0, 1, 7])(
    'commit one of two turns on version %i of a session, and nothing of the other',
    async (version) => {
      for (let turn = 0; turn < version; turn++) await commitTurn(one);
      const events = await Promise.all([one.acceptEvent(anEvent()), other.acceptEvent(anEvent())]);
      const results = values(
        await Promise.all([
          one.commitTurn(aTurn(events[0].id ?? 0, { expectedVersion: version, messages: [aMessage('một')] })),
          other.commitTurn(aTurn(events[1].id ?? 0, { expectedVersion: version, messages: [aMessage('hai')] })),
        ]).then((list) => list.map((value) => ({ status: 'fulfilled' as const, value }))),
      );
      expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
      expect(results.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'conflict' });
      expect((await one.loadTurn({ oaId: OA, userId: LAN })).session.version).toBe(version + 1);
      expect(await one.listOpenAnswers({ afterId: 0, limit: 10 })).toHaveLength(1);
      expect(await one.listPendingEvents({ afterId: 0, limit: 10 })).toHaveLength(1);
    },
  );

  test('claim each send once', async () => {
    const ids = await commitTurn(one, { messages: Array.from({ length: 60 }, (_, index) => aMessage(String(index))) });
    const results = await Promise.all(
      ids.flatMap((id) => [one, other].map((storage) => storage.claimSend({ id, resend: false, at: MORNING }))),
    );
    // Claimed means sending, and one that is sending is not claimed again.
    expect(results.filter(({ claimed }) => claimed)).toHaveLength(60);
  });

  test('claim each recipient of an announcement once', async () => {
    const userIds = Array.from({ length: 80 }, (_, index) => `resident-${index}`);
    for (const userId of userIds) await commitTurn(one, { userId, resident: { lastInteractionAt: MORNING } });
    await one.saveAnnouncement(
      anAnnouncement({ state: 'sending', dueAt: 0, content: aContent({ budgetVnd: 55 * PRICE_VND }) }),
    );
    await one.addRecipients({ ...{ oaId: OA, announcementId: 'a1', dueAt: 0, at: 1 }, recipients: pending(userIds) });
    const claimed: string[] = [];
    const claimAll = async (storage: Storage): Promise<void> => {
      for (;;) {
        const { recipients, examined } = await storage.claimRecipients({
          ...{ at: MORNING, windowStart: MORNING - CLOSED, freeSince: MORNING + 1, paidVnd: PRICE_VND, limit: 7 },
          emergencyOnly: false,
        });
        claimed.push(...recipients.map(({ userId }) => userId));
        if (examined === 0) return;
      }
    };
    await Promise.all([claimAll(one), claimAll(other)]);
    await claimAll(one);
    // As many as the money is enough for, none of them twice.
    expect(claimed).toHaveLength(55);
    expect(new Set(claimed).size).toBe(55);
    expect(await one.announcementProgress({ id: 'a1' })).toMatchObject({ pending: 0, sending: 55, skipped: 25 });
    expect((await one.findAnnouncement({ id: 'a1' }))?.spentVnd).toBe(55 * PRICE_VND);
  });

  test('write one chain of what staff did', async () => {
    const change = { oaId: OA, at: MORNING, actor: 'a1', action: 'accounts.edit', detail: '{}', writes: [] };
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? one : other).staffChange({ ...change, subject: `s:${index}` }),
      ),
    );
    expect(results.filter(({ isRepeat }) => isRepeat)).toEqual([]);
    const lines = await one.readAudit({ afterSeq: 0, limit: 100 });
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(followChain(CHAIN_BEGINNING, lines)).not.toHaveProperty('brokenSeq');
  });

  test('let one of two use an invitation', async () => {
    await one.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
    const invite = { codeHash: 'h', role: 'member', teamCode: TEAM.code, communeCode: TEAM.communeCode, name: 'Lan' };
    await one.importRegistry({
      oaId: OA,
      teams: [],
      invites: [{ ...invite, oaId: OA, createdAt: 1, expiresAt: MORNING + CLOSED } as never],
      at: 1,
    });
    const users = { one: LAN, other: HOA };
    const results = await both((storage, name) =>
      storage.useInvite({
        ...{ oaId: OA, codeHash: 'h', state: 'active', at: MORNING },
        userId: users[name as keyof typeof users],
      }),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'TEAM_CHANGED' } });
    expect(await one.listMembers({ oaId: OA })).toHaveLength(1);
  });

  test('count every turn once while both fold, without a wait that ends in a time-out', async () => {
    const startedAt = performance.now();
    let folding = true;
    const turnsOf = async (storage: Storage, name: string): Promise<void> => {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          commitTurn(storage, {
            userId: `${name}-${index}`,
            resident: { lastInteractionAt: MORNING },
            engagement: [anEngagement(), anEngagement({ kind: 'step', step: `s${index % 3}` })],
          }),
        ),
      );
    };
    const fold = async (storage: Storage): Promise<void> => {
      while (folding) await storage.rollTallies({ limit: 20 });
    };
    const folds = Promise.all([fold(one), fold(other)]);
    await both(turnsOf);
    folding = false;
    await folds;
    while ((await one.rollTallies({ limit: 500 })).more);
    const [day] = await one.indicatorTable({ oaId: OA, scope: 'p', span: 'd', period: '2026-11-22' });
    expect(day?.values).toMatchObject({ started: 200, steps: 200, reached: 200 });
    for (const span of ['d', 'w', 'm'] as const) {
      const period = periodOf(span, '2026-11-22');
      expect(await other.recountIndicators({ oaId: OA, span, period, repair: false })).toMatchObject({ differing: 0 });
    }
    const totals = await one.listTotals({ oaId: OA, fromDay: '2026-11-22', toDay: '2026-11-22' });
    expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(400);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  }, 30_000);

  test('count an account for a campaign once, made while it writes', async () => {
    const campaign = {
      ...{ oaId: OA, id: 'cd-1', name: 'Đợt', fromDay: '2026-11-01', toDay: '2026-12-01', communeCodes: [], goals: [] },
      createdAt: 1,
    };
    await Promise.all([
      ...Array.from({ length: 60 }, (_, index) =>
        commitTurn(index % 2 === 0 ? one : other, {
          userId: `r-${index}`,
          resident: { lastInteractionAt: MORNING },
          engagement: [anEngagement()],
        }),
      ),
      one.createCampaign(campaign),
    ]);
    while ((await one.rollTallies({ limit: 500 })).more);
    expect(await other.campaignProgress({ oaId: OA, id: 'cd-1' })).toMatchObject({
      total: { reached: 60, started: 60 },
    });
  });

  test('erase somebody whose turns go on at the other one', async () => {
    await commitTurn(one, { resident: { consent: 'yes' } });
    const talk = async (): Promise<void> => {
      for (let turn = 0; turn < 15; turn++)
        await commitTurn(other, { messages: [aMessage('x')] }).catch(() => undefined);
    };
    const erase = { oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'command' } as const;
    await Promise.all([talk(), one.eraseResident(erase)]);
    await one.eraseResident(erase);
    expect(await other.loadTurn({ oaId: OA, userId: LAN })).toEqual({
      resident: undefined,
      session: { version: 0, state: null },
    });
    expect(await other.listOpenAnswers({ afterId: 0, limit: 10 })).toEqual([]);
  });
});

test.runIf(shared.length > 0)(
  'four processes that start at once on an empty database make its tables once',
  async () => {
    const url = await emptyServerDatabase('start-at-once');
    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgresStorage({ url })));
    await Promise.all(stores.map((storage, index) => storage.writeMeta({ key: `k${index}`, value: 'v' })));
    expect(await stores[0]?.readMeta({ key: 'k3' })).toBe('v');
    await Promise.all(stores.map((storage) => storage.close()));
  },
);
