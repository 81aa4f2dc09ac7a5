/**
 * `node test/bench/audience.ts [--residents 1000000]`: how long it takes to count an audience and to plan an announcement,
 * and how much memory that needs. Prints one JSON line. Not part of `npm test`: making the people takes half a minute.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countAudience, EVERYBODY, INTEREST_NOTICE } from '../../src/broadcasts/audience.ts';
import { makePlan, type PlanRequest } from '../../src/broadcasts/plan-announcement.ts';
import type { AudienceFilter } from '../../src/storage/announcement-ports.ts';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { createSeededRandom } from '../support/load/seeded-random.ts';
import { describeMachine, round } from '../support/load/machine.ts';

const OA = '2468013579246801357';
const NOW = Date.parse('2026-11-22T09:00:00+07:00');
const DAY_MS = 24 * 3_600_000;
const TEAMS = 2_000;
const COMMUNES = 100;
const TOPICS = ['public-services', 'e-payments', 'e-commerce', 'scam-safety', 'other-platforms'];
const SEGMENTS = ['farmer', 'elderly', 'trader', null, null, null];

const teamCode = (index: number): string => `T${String(index).padStart(4, '0')}`;

/** Residents as they are: a third wrote this week, most follow, a third agreed to be counted. */
function addPeople(dataDir: string, residents: number): void {
  const db = openDatabase(join(dataDir, DATABASE_FILE));
  db.exec('pragma synchronous = off; pragma secure_delete = off; pragma cache_size = -400000; begin');
  const random = createSeededRandom(7);
  for (let index = 0; index < TEAMS; index += 1) {
    db.run(
      'insert into team (oa_id, code, name, province_code, commune_code, hamlet, created_at) values (?, ?, ?, ?, ?, ?, 1)',
      ...[OA, teamCode(index), `Tổ ${index}`, '75', String(25_000 + (index % COMMUNES)), `Ấp ${index}`],
    );
  }
  for (let index = 0; index < residents; index += 1) {
    const userId = String(3_000_000_000_000_000_000n + BigInt(index) * 7_919n);
    const silentMs = random.below(3) === 0 ? random.below(7 * DAY_MS) : 7 * DAY_MS + random.below(300 * DAY_MS);
    const agrees = random.below(3) === 0;
    db.run(
      `insert into resident (oa_id, user_id, created_at, last_interaction_at, following, consent, opt_out_at, team_code,
         commune_code, handover_at, address, segment) values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[OA, userId, NOW - silentMs, random.below(5) === 0 ? 0 : 1, agrees ? 'yes' : 'no'],
      ...[random.below(50) === 0 ? 5 : null, random.below(4) === 0 ? null : teamCode(random.below(TEAMS))],
      ...[String(25_000 + random.below(COMMUNES)), random.below(500) === 0 ? 5 : null, 'bác'],
      SEGMENTS[random.below(SEGMENTS.length)] ?? null,
    );
    if (random.below(20) === 0)
      db.run("insert into announcement_refusal values (?, ?, 'training', 5)", ...[OA, userId]);
    if (index < TEAMS * 4)
      db.run(
        "insert into team_member (oa_id, user_id, role, state, team_code, commune_code, name, joined_at) values (?, ?, 'member', 'active', ?, '1', 'A', 1)",
        ...[OA, userId, teamCode(index % TEAMS)],
      );
    if (!agrees) continue;
    db.run(
      "insert into consent (oa_id, user_id, text_version, choice, at) values (?, ?, ?, 'yes', 1)",
      ...[OA, userId, INTEREST_NOTICE],
    );
    for (let event = random.below(6); event > 0; event -= 1)
      db.run(
        `insert into engagement_event (oa_id, at, day, pseudonym, team_code, commune_code, topic, flow, version, step, kind,
           outcome, quantity) values (?, ?, '2026-11-20', ?, '', '', ?, 'f', '1', '1', 'step', '', 1)`,
        ...[OA, NOW, `p-${userId}`, TOPICS[random.below(5)] ?? ''],
      );
  }
  db.exec('commit; pragma wal_checkpoint(truncate); analyze');
  db.close();
}

/** Not `maxRSS`: a child process begins with that of its parent. */
const rssMb = (): number => round(process.memoryUsage.rss() / 1_048_576, 0);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { residents: { type: 'string', default: '1000000' }, in: { type: 'string' } },
  });
  const dataDir = values.in ?? mkdtempSync(join(tmpdir(), 'audience-'));
  if (values.in === undefined) {
    addPeople(dataDir, Number(values.residents));
    // In a process of its own: making the people is not what is measured.
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [import.meta.filename, '--residents', values.residents, '--in', dataDir], {
      stdio: 'inherit',
    });
    rmSync(dataDir, { recursive: true });
    return;
  }
  const storage = await openSqliteStorage(dataDir);
  const figures: Record<string, unknown> = { residents: Number(values.residents), startMb: rssMb() };
  let longestCallMs = 0;
  let peakMb = 0;
  const timed = new Proxy(storage, {
    get: (target, name) => async (args: never) => {
      const from = performance.now();
      const value = await (target[name as 'listAudiencePage'] as (given: never) => Promise<unknown>)(args);
      longestCallMs = Math.max(longestCallMs, performance.now() - from);
      peakMb = Math.max(peakMb, rssMb());
      return value;
    },
  });
  const time = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    longestCallMs = 0;
    const from = performance.now();
    const cpu = process.cpuUsage();
    const result = await run();
    const { user, system } = process.cpuUsage(cpu);
    figures[name] = {
      ms: round(performance.now() - from, 0),
      cpuMs: round((user + system) / 1_000, 0),
      longestCallMs: round(longestCallMs, 1),
      result,
      peakMb,
    };
  };
  const count = (filter: Partial<AudienceFilter>) => () =>
    countAudience({ storage: timed, oaId: OA, filter: { ...EVERYBODY, ...filter }, at: NOW });
  const plan = (changes: Partial<PlanRequest['content']>) => async () => {
    const made = await makePlan({
      storage: timed,
      oaId: OA,
      now: NOW,
      pseudonymOf: (_oaId, userId) => `p-${userId}`,
      content: { category: 'training', audience: EVERYBODY, lanes: ['direct'], buttons: [], ...changes },
    });
    return { audience: made.audience, direct: made.direct.total, over: made.noDirect['over-budget'] };
  };
  const all = ['direct', 'article', 'cascade', 'zbs'] as const;
  await time('countEverybody', count({}));
  await time('countOneCommune', count({ communes: ['25007'] }));
  await time('countFarmersActive', count({ segments: ['farmer'], activeWithinDays: 7, onlyFollowers: true }));
  await time('planDirect', plan({}));
  await time('planAllLanesBudget', plan({ lanes: all, budgetVnd: 5_000_000 }));
  await time('planOneCommune', plan({ audience: { ...EVERYBODY, communes: ['25007'] }, lanes: all }));
  await time('planByInterest', plan({ audience: { ...EVERYBODY, interests: ['e-payments'] } }));
  await storage.close();
  console.log(JSON.stringify({ ...figures, machine: describeMachine() }));
}

await main();
