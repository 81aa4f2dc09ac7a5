/**
 * `npm run simulate -- [--teams 1000] [--days 30] [--residents 200000] [--contacts 20000] [--seed 1]`: teams at work over a
 * real SQLite file beside an independent recount; prints one JSON line. Exit code 1 when anything differs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { describeMachine } from '../support/load/machine.ts';
import { simulateTeams } from './teams.ts';

const number = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    teams: number,
    communes: number,
    days: number,
    residents: number,
    contacts: number,
    logs: number,
    seed: number,
  },
});
const of = (value: string | undefined, otherwise: number): number => (value === undefined ? otherwise : Number(value));

const size = {
  teams: of(values.teams, 1_000),
  communes: of(values.communes, 100),
  residents: of(values.residents, 200_000),
  days: of(values.days, 30),
  contactsPerDay: of(values.contacts, 20_000),
  logsPerDay: of(values.logs, 1_000),
  seed: of(values.seed, 1),
};
const folder = mkdtempSync(path.join(tmpdir(), 'tro-ly-so-teams-'));
const storage = await openSqliteStorage(folder);
const begun = performance.now();
try {
  const result = await simulateTeams(storage, size, (day) => process.stderr.write(`\rngày ${day}/${size.days}`));
  process.stderr.write('\n');
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  console.log(JSON.stringify({ name: 'teams', ...size, ...result, seconds, machine: describeMachine() }));
  const differences = result.claimDifferences + result.creditDifferences + result.figureDifferences;
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
}
