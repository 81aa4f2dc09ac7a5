import { beforeAll, describe, expect, test } from 'vitest';
import { tokenLockOf, truthLockOf } from '../../src/coordination-setup.ts';
import { createLocalCoordination } from '../../src/coordination/local.ts';
import { createPacer } from '../../src/delivery/pacer.ts';
import { createNamedLock } from '../../src/storage/postgres/named-lock.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { emptyServerDatabase, rowsOf, whyNoPostgres } from '../support/postgres.ts';

const OA = '579745863508352884';

const missing = whyNoPostgres();

// Without PostgreSQL the first test fails under CI, and says why.
describe.skipIf(missing !== undefined && process.env['CI'] !== 'true')(
  `the lock of the database${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let url = '';
    beforeAll(async () => {
      url = await emptyServerDatabase('named lock');
    });

    test('lets works of one name run one after another, those of other names beside them', async () => {
      const [one, two] = [createNamedLock({ url }), createNamedLock({ url })];
      const seen: string[] = [];
      const inside = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const first = one('token a', async () => {
        seen.push('first in');
        inside.resolve();
        await goOn.promise;
        seen.push('first out');
      });
      await inside.promise;
      const second = two('token a', async () => seen.push('second in'));
      expect(await two('token b', async () => 'beside')).toBe('beside');
      await waitsForALock(url);
      expect(seen).toEqual(['first in']);
      goOn.resolve();
      await Promise.all([first, second]);
      expect(seen).toEqual(['first in', 'first out', 'second in']);
    });

    test('gives up with a code when the other holder stays, and passes on what the work throws', async () => {
      const holder = createNamedLock({ url });
      const impatient = createNamedLock({ url, patienceMs: 1 });
      await holder('token a', async () => {
        await expect(impatient('token a', async () => 'never')).rejects.toMatchObject({
          code: 'COORDINATION_LOCK_TIMEOUT',
          message: expect.not.stringContaining(new URL(url).password || 'no password') as string,
        });
      });
      await expect(holder('token a', () => Promise.reject(new Error('broken inside')))).rejects.toThrow(
        'broken inside',
      );
      expect(await impatient('token a', async () => 'free again')).toBe('free again');
    });

    test('says that the database cannot be reached, and does nothing then', async () => {
      let worked = false;
      const gone = createNamedLock({ url: 'postgres://troly:secret@127.0.0.1:1/troly' });
      const failure = await gone('token a', async () => void (worked = true)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'STORAGE_FAILED' });
      expect(String(failure)).not.toContain('secret');
      expect(worked).toBe(false);
    });

    test('is what two servers without Redis have between them around a token', async () => {
      const truthLock = await truthLockOf({ databaseUrl: url });
      const clock = createManualClock();
      const servers = [1, 2].map(() => createLocalCoordination({ clock, evenPace: createPacer, truthLock }));
      let inside = 0;
      let most = 0;
      const refresh = async (): Promise<void> => {
        most = Math.max(most, (inside += 1));
        await rowsOf(url, 'select 1');
        inside -= 1;
      };
      await Promise.all(
        servers.flatMap(({ locks }) => [1, 2, 3].map(() => locks.withLock({ oaId: OA, what: 'token' }, refresh))),
      );
      expect(most).toBe(1);
    });
  },
);

/** Until somebody stands at a lock of the database. */
async function waitsForALock(url: string): Promise<void> {
  for (;;) {
    const rows = await rowsOf(url, "select 1 from pg_locks where locktype = 'advisory' and not granted");
    if (rows.length > 0) return;
  }
}

describe('the number under which tokens are saved', () => {
  const clock = createManualClock();
  const coordination = createLocalCoordination({ clock, evenPace: createPacer });
  const numberAfter = (tokenFence: number | undefined): Promise<number> =>
    tokenLockOf(coordination, {
      loadOa: async () => ({ oaId: OA, ...(tokenFence === undefined ? {} : { tokenFence }) }),
    })(OA, async (fencingToken) => fencingToken);

  test('grows with every holder, also when the clock of the lock was set back', async () => {
    const first = await numberAfter(undefined);
    const second = await numberAfter(first);
    expect(second).toBeGreaterThan(first);
    const ahead = first + 3_600_000_000;
    expect(await numberAfter(ahead)).toBe(ahead + 1);
  });
});
