import { describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { makeTempDir } from '../support/temp-dir.ts';
import { simulateTeams } from './teams.ts';

const SIZE = { teams: 25, communes: 6, residents: 600, days: 9, contactsPerDay: 120, logsPerDay: 25 };

describe('teams at work for some days', () => {
  test.each([1, 2])('leave the credits and figures that an independent recount finds (seed %i)', async (seed) => {
    using folder = makeTempDir();
    const storage = await openSqliteStorage(folder.dir);
    try {
      const result = await simulateTeams(storage, { ...SIZE, seed });
      expect(result).toMatchObject({ claimDifferences: 0, creditDifferences: 0, figureDifferences: 0, examples: [] });
      expect(result.figures).toBeGreaterThan(2_000);
      expect(Math.min(result.duplicates, result.credits, result.corrections)).toBeGreaterThan(10);
    } finally {
      await storage.close();
    }
  });

  test('are not found right when one figure is wrong', async () => {
    using folder = makeTempDir();
    const storage = await openSqliteStorage(folder.dir);
    try {
      let days = 0;
      const forged = new Proxy(storage, {
        get: (target, name) =>
          name === 'indicatorTable'
            ? async (args: Parameters<typeof storage.indicatorTable>[0]) =>
                (await target.indicatorTable(args)).map((row, index) =>
                  index === 0 ? { ...row, values: { ...row.values, started: (row.values['started'] ?? 0) + 1 } } : row,
                )
            : target[name as keyof typeof target],
      });
      const result = await simulateTeams(forged, { ...SIZE, days: 4, seed: 3 }, () => (days += 1));
      expect(days).toBe(4);
      expect(result.figureDifferences).toBeGreaterThan(0);
    } finally {
      await storage.close();
    }
  });
});
