import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ResidentPatch, Storage, TurnCommit, TurnContext } from '../../../src/storage/ports.ts';
import { withTurnCache } from '../../../src/storage/turn-cache.ts';
import { type MemoryStorage, openMemoryStorage } from '../../support/memory-storage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { anEvent, aTurn, commitTurn, HOA, LAN, OA } from '../../support/storage-rows.ts';

const lan = { oaId: OA, userId: LAN };

function stage(capacity = 5_000): { disk: MemoryStorage; cached: Storage } {
  const disk = openMemoryStorage();
  return { disk, cached: withTurnCache(disk, { capacity }) };
}

describe('the turn cache', () => {
  test('reads a resident who is talking once', async () => {
    const { disk, cached } = stage();
    for (let turn = 0; turn < 5; turn++) await commitTurn(cached, { session: `{"turn":${turn}}` });
    expect(disk.calls('loadTurn')).toBe(1);
    expect(await cached.loadTurn(lan)).toMatchObject({ session: { version: 5, state: '{"turn":4}' } });
    expect(disk.calls('loadTurn')).toBe(1);
  });

  test('asks the disk after a commit that was refused, because another writer was at work', async () => {
    const { disk, cached } = stage();
    await commitTurn(cached, { session: '{"by":"us"}' });
    await commitTurn(disk, { session: '{"by":"another"}' });
    const { id = 0 } = await cached.acceptEvent(anEvent());
    const { session } = await cached.loadTurn(lan);
    expect(await cached.commitTurn(aTurn(id, { expectedVersion: session.version }))).toEqual({
      ok: false,
      reason: 'conflict',
    });
    expect(await cached.loadTurn(lan)).toMatchObject({ session: { version: 2, state: '{"by":"another"}' } });
  });

  test('asks the disk after a commit whose outcome is not known', async () => {
    const { disk, cached } = stage();
    await commitTurn(cached, { session: '{"turn":1}' });
    disk.failNext('commitTurn', new Error('no answer in time'));
    await expect(commitTurn(cached, { session: '{"turn":2}' })).rejects.toThrow('no answer');
    await commitTurn(disk, { session: '{"turn":2}' });
    expect(await cached.loadTurn(lan)).toMatchObject({ session: { version: 2, state: '{"turn":2}' } });
  });

  test('never keeps a patch on a context older than the one committed on', async () => {
    const { disk, cached } = stage();
    await commitTurn(cached, { resident: { teamCode: 'LN01' } });
    await commitTurn(disk, { resident: { teamCode: 'LN03' } });
    const { id = 0 } = await cached.acceptEvent(anEvent());
    expect(await cached.commitTurn(aTurn(id, { expectedVersion: 2, resident: { following: true } }))).toMatchObject({
      ok: true,
    });
    expect((await cached.loadTurn(lan)).resident).toMatchObject({ teamCode: 'LN03', following: true });
  });

  test('forgets a resident who is erased, by command and by withdrawal', async () => {
    const { cached } = stage();
    const nobody: TurnContext = { resident: undefined, session: { version: 0, state: null } };
    await commitTurn(cached, { resident: { address: 'cô' } });
    await commitTurn(cached, { erase: { pseudonym: 'p', via: 'command' } });
    expect(await cached.loadTurn(lan)).toEqual(nobody);
    await commitTurn(cached, { resident: { address: 'cô' } });
    await cached.eraseResident({ ...lan, pseudonym: 'p', at: MORNING, via: 'user_withdraw' });
    expect(await cached.loadTurn(lan)).toEqual(nobody);
  });

  test('does not bring a resident back whose context was being read while they were erased', async () => {
    const { cached } = stage();
    const { cached: other, disk } = stage();
    await commitTurn(cached, {});
    await commitTurn(disk, { resident: { address: 'cô' } });
    const reading = other.loadTurn(lan);
    await other.eraseResident({ ...lan, pseudonym: 'p', at: MORNING, via: 'user_withdraw' });
    await reading;
    expect((await other.loadTurn(lan)).resident).toBeUndefined();
  });

  test('holds no more than its capacity, and lets go of who was silent longest', async () => {
    const { disk, cached } = stage(2);
    await cached.loadTurn(lan);
    await cached.loadTurn({ oaId: OA, userId: HOA });
    await cached.loadTurn(lan);
    await cached.loadTurn({ oaId: OA, userId: 'third' });
    expect(disk.calls('loadTurn')).toBe(3);
    await cached.loadTurn(lan);
    expect(disk.calls('loadTurn')).toBe(3);
    await cached.loadTurn({ oaId: OA, userId: HOA });
    expect(disk.calls('loadTurn')).toBe(4);
  });

  test('keeps two OAs apart', async () => {
    const { cached } = stage();
    await commitTurn(cached, { session: '{"of":"one"}' });
    expect((await cached.loadTurn({ oaId: 'another', userId: LAN })).session).toEqual({ version: 0, state: null });
  });

  describe('beside other servers', () => {
    const before = { id: 9, receivedAt: MORNING };

    test('reads a resident who is talking once, and says that nobody looked for an earlier event', async () => {
      const { disk, cached } = stage();
      await commitTurn(disk, { session: '{"turn":1}' });
      expect(await cached.loadTurn({ ...lan, before })).not.toHaveProperty('isRemembered');
      const { id = 0 } = await cached.acceptEvent(anEvent());
      await cached.commitTurn(aTurn(id, { expectedVersion: 1, session: '{"turn":2}' }));
      expect(await cached.loadTurn({ ...lan, before })).toMatchObject({
        isRemembered: true,
        session: { version: 2, state: '{"turn":2}' },
      });
      expect(disk.calls('loadTurn')).toBe(2);
    });

    test('does not keep who was not known before: no version would tell what another server writes', async () => {
      const { disk, cached } = stage();
      await cached.loadTurn({ ...lan, before });
      const { id = 0 } = await cached.acceptEvent(anEvent());
      await disk.correctResident({ ...lan, patch: { teamCode: 'LN03' }, at: MORNING });
      await cached.commitTurn(aTurn(id, { expectedVersion: 0 }));
      const context = await cached.loadTurn({ ...lan, before });
      expect(context).not.toHaveProperty('isRemembered');
      expect(context.resident).toMatchObject({ teamCode: 'LN03' });
    });

    test('keeps nothing of somebody of whom an earlier event waits', async () => {
      const { disk, cached } = stage();
      await commitTurn(disk);
      await disk.acceptEvent(anEvent({ receivedAt: MORNING - 1 }));
      expect(await cached.loadTurn({ ...lan, before })).toMatchObject({ hasEarlier: true });
      expect(await cached.loadTurn({ ...lan, before })).toMatchObject({ hasEarlier: true });
    });

    test('starts from nothing when residents came or went, when others come and when they have gone', async () => {
      let moves = 0;
      const disk = openMemoryStorage();
      const cached = withTurnCache(disk, { moves: () => moves });
      const isRead = async (place?: typeof before): Promise<boolean> => {
        const calls = disk.calls('loadTurn');
        await cached.loadTurn(place === undefined ? lan : { ...lan, before: place });
        return disk.calls('loadTurn') > calls;
      };
      await commitTurn(cached);
      expect([await isRead(), await isRead(before), await isRead(before)]).toEqual([false, true, false]);
      moves += 1;
      expect([await isRead(before), await isRead(before), await isRead()]).toEqual([true, false, true]);
    });

    test('keeps nothing that was being read while residents came or went', async () => {
      let moves = 0;
      const disk = openMemoryStorage();
      const cached = withTurnCache(disk, { moves: () => moves });
      await commitTurn(disk);
      const reading = cached.loadTurn({ ...lan, before });
      moves += 1;
      await reading;
      expect(await cached.loadTurn({ ...lan, before })).not.toHaveProperty('isRemembered');
    });
  });

  test('passes every other operation on', async () => {
    const { cached } = stage();
    await cached.writeMeta({ key: 'k', value: 'v' });
    expect(await cached.readMeta({ key: 'k' })).toBe('v');
    await cached.close();
  });
});

const patch: fc.Arbitrary<ResidentPatch> = fc.record(
  {
    following: fc.option(fc.boolean()),
    consent: fc.option(fc.constantFrom('yes' as const, 'no' as const)),
    optOutAt: fc.option(fc.integer({ min: 1, max: 9 })),
    teamCode: fc.option(fc.constantFrom('LN01', 'LN03')),
    handoverAt: fc.option(fc.integer({ min: 1, max: 9 })),
    address: fc.option(fc.constantFrom('', 'cô', 'ông')),
    segment: fc.option(fc.constantFrom('farmer' as const, 'trader' as const)),
    largeSteps: fc.option(fc.boolean()),
    people: fc.option(fc.constantFrom('{}', '{"n":"bà"}')),
    lastInteractionAt: fc.integer({ min: 0, max: 100 }),
  },
  { requiredKeys: [] },
);

/** What may happen to a resident. `behind` = another process does it, straight on the disk. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('turn' as const),
      patch,
      state: fc.option(fc.constantFrom('{"a":1}', '{"b":2}')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stale' as const), patch, behindBy: fc.integer({ min: -1, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('repeat' as const, 'fail' as const), patch }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('behind' as const), patch }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('erase' as const, 'withdraw' as const), patch: fc.constant({}) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('load' as const), patch: fc.constant({}) }) },
);
const script = fc.array(fc.record({ userId: fc.constantFrom(LAN, HOA, 'third'), step }), { maxLength: 40 });
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

/** Plays a script as conversation does: load, commit, and after a refusal load and commit anew. */
async function play(disk: MemoryStorage, storage: Storage, steps: Script): Promise<unknown[]> {
  const seen: unknown[] = [];
  let lastInboxId = 0;
  for (const [index, { userId, step: action }] of steps.entries()) {
    const of = { oaId: OA, userId };
    const now = MORNING + index;
    const accept = async (): Promise<number> =>
      (await storage.acceptEvent(anEvent({ userId, key: `event-${index}` }))).id ?? 0;
    if (action.do === 'load') seen.push(await storage.loadTurn(of));
    if (action.do === 'behind')
      await commitTurn(disk, { userId, at: now, resident: action.patch, session: '{"by":"another"}' });
    if (action.do === 'withdraw') await storage.eraseResident({ ...of, pseudonym: 'p', at: now, via: 'user_withdraw' });
    if (action.do === 'fail') disk.failNext('commitTurn', new Error('no answer'));
    if (action.do === 'turn' || action.do === 'erase' || action.do === 'fail') {
      lastInboxId = await accept();
      const changes = { userId, at: now, resident: action.patch, session: action.do === 'turn' ? action.state : '{}' };
      const erase = action.do === 'erase' ? { erase: { pseudonym: 'p', via: 'command' as const } } : {};
      for (let attempt = 1; attempt <= 3; attempt++) {
        const { session } = await storage.loadTurn(of);
        const result = await storage
          .commitTurn(aTurn(lastInboxId, { ...changes, ...erase, expectedVersion: session.version }))
          .catch(() => ({ ok: false }));
        if (result.ok) break;
      }
    }
    if (action.do === 'stale' || action.do === 'repeat') {
      const { session } = await disk.loadTurn(of);
      const behindBy = action.do === 'stale' ? action.behindBy : 0;
      const inboxId = action.do === 'repeat' ? lastInboxId : await accept();
      const result = await storage.commitTurn(
        aTurn(inboxId, { userId, at: now, resident: action.patch, expectedVersion: session.version - behindBy }),
      );
      seen.push(result.ok ? 'ok' : result.reason);
    }
  }
  for (const userId of [LAN, HOA, 'third']) seen.push(await storage.loadTurn({ oaId: OA, userId }));
  return seen;
}

/** After another writer a cached load may lag until the next commit; then turns must still end the same. */
const settle = async (storage: Storage): Promise<TurnContext[]> => {
  const contexts: TurnContext[] = [];
  for (const userId of [LAN, HOA, 'third']) {
    const { id = 0 } = await storage.acceptEvent(anEvent({ userId, key: `last-${userId}` }));
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { session } = await storage.loadTurn({ oaId: OA, userId });
      const { ok } = await storage.commitTurn(
        aTurn(id, { userId, at: MORNING + 1_000, expectedVersion: session.version }),
      );
      if (ok) break;
    }
    contexts.push(await storage.loadTurn({ oaId: OA, userId }));
  }
  return contexts;
};

test('any sequence of turns, conflicts, failures and erasures ends in the same contexts with and without the cache', async () => {
  await fc.assert(
    fc.asyncProperty(script, fc.constantFrom(1, 2, 100), async (steps, capacity) => {
      const plain = openMemoryStorage();
      const disk = openMemoryStorage();
      const cached = withTurnCache(disk, { capacity });
      await play(plain, plain, steps);
      await play(disk, cached, steps);
      const expected = await settle(plain);
      expect(await settle(cached)).toEqual(expected);
      expect(await settle(disk)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

test('without another writer the cache answers every single load like the disk', async () => {
  const alone = script.map((steps) => steps.filter(({ step: action }) => action.do !== 'behind'));
  await fc.assert(
    fc.asyncProperty(alone, fc.constantFrom(1, 2, 100), async (steps, capacity) => {
      const plain = openMemoryStorage();
      const disk = openMemoryStorage();
      expect(await play(disk, withTurnCache(disk, { capacity }), steps)).toEqual(await play(plain, plain, steps));
    }),
    { numRuns: 150 },
  );
});

/** What happens at two servers on one database; a resident is one server's at a time, staff write at either. */
const sharedStep = fc.record({
  userId: fc.constantFrom(LAN, HOA, 'third'),
  at: fc.constantFrom(0 as const, 1 as const),
  do: fc.constantFrom('turn', 'turn', 'turn', 'turn', 'erase', 'correct', 'withdraw', 'late', 'move'),
  patch,
});

const sorted = (resident: object = {}): unknown => Object.entries(resident).toSorted(([a], [b]) => (a < b ? -1 : 1));

test('two servers that remember end like one that never does, whatever staff and moves come between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sharedStep, { maxLength: 40, size: 'max' }),
      fc.constantFrom(1, 100),
      async (steps, capacity) => {
        const plain = openMemoryStorage();
        const disk = openMemoryStorage();
        const moves = [0, 0];
        const servers = [0, 1].map((index) => withTurnCache(disk, { capacity, moves: () => moves[index] ?? 0 }));
        const homes = new Map<string, number>();
        const handled: [number[], number[]] = [[], []];

        const turnOf = async (storage: Storage, userId: string, change: Partial<TurnCommit>, order: number[]) => {
          // The oldest first, as whoever is refused finds out.
          for (;;) {
            const waiting = await storage.listPendingEvents({ afterId: 0, limit: 100 });
            const next = waiting.findLast((event) => event.userId === userId);
            if (!next) return;
            const place = { id: next.id, receivedAt: next.receivedAt };
            const context = await storage.loadTurn({ oaId: OA, userId, before: place });
            const first = context.hasEarlier ? waiting.find((event) => event.userId === userId) : next;
            if (!first) throw new Error('an earlier event was told of that nobody finds');
            const before = context.isRemembered ? { before: place } : {};
            const { version } = context.session;
            // What it says depends on all that it saw, so that one stale sight is never made up for.
            const session = hash('sha256', JSON.stringify([sorted(context.resident), context.session.state]));
            const turn = aTurn(first.id, {
              ...change,
              ...before,
              ...{ userId, session },
              at: first.receivedAt,
              expectedVersion: version,
            });
            if ((await storage.commitTurn(turn)).ok) order.push(first.receivedAt);
          }
        };

        for (const [index, step] of steps.entries()) {
          const { userId } = step;
          const of = { oaId: OA, userId };
          const now = MORNING + index;
          const owner = homes.get(userId) ?? 0;
          const both = [servers[step.at] ?? disk, plain] as const;
          const owners = [servers[owner] ?? disk, plain] as const;
          if (step.do === 'move') {
            homes.set(userId, 1 - owner);
            moves[0] = (moves[0] ?? 0) + 1;
            moves[1] = (moves[1] ?? 0) + 1;
          }
          for (const [which, storage] of both.entries()) {
            if (step.do === 'correct') await storage.correctResident({ ...of, patch: step.patch, at: now });
            if (step.do === 'withdraw')
              await storage.eraseResident({ ...of, pseudonym: 'p', at: now, via: 'user_withdraw' });
            // Taken in by either of them; whoever has the resident was not told.
            if (step.do === 'late')
              await storage.acceptEvent(anEvent({ userId, key: `late-${index}`, receivedAt: now }));
            if (step.do !== 'turn' && step.do !== 'erase') continue;
            await storage.acceptEvent(anEvent({ userId, key: `event-${index}`, receivedAt: now }));
            const erase = step.do === 'erase' ? { erase: { pseudonym: 'p', via: 'command' as const } } : {};
            const change = { resident: step.patch, ...erase };
            await turnOf(owners[which] ?? disk, userId, change, handled[which] ?? []);
          }
        }
        for (const userId of [LAN, HOA, 'third']) {
          const end = await plain.loadTurn({ oaId: OA, userId });
          expect(await disk.loadTurn({ oaId: OA, userId })).toEqual(end);
        }
        expect(handled[0]).toEqual(handled[1]);
      },
    ),
    { numRuns: 80 },
  );
});
