/** Databases of many events for `bench dashboard`, made fast through the folding the product runs. */
import { join } from 'node:path';
import { plusDays } from '../../src/shared/periods.ts';
import { figuresOf } from '../../src/storage/indicator-codes.ts';
import type { Tally } from '../../src/storage/indicator-ports.ts';
import type { EngagementEvent } from '../../src/storage/ports.ts';
import { answerOf, type Database, openDatabase, toSql } from '../../src/storage/sqlite/database.ts';
import { createBatchRunner } from '../../src/storage/sqlite/batch.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { addKeptTally, addTally } from '../../src/storage/sql/tally.ts';
import { createSeededRandom, type SeededRandom } from '../support/load/seeded-random.ts';

export const BENCH_OA = '2468013579246801357';
export const TEAMS = 1_000;
export const COMMUNES = 100;
/** The day on which the data ends. */
export const LAST_DAY = '2026-11-22';
/** Ends with the data and is inside both databases. */
export const CAMPAIGN = { id: 'cd-bench', fromDay: '2026-10-31', toDay: '2026-12-15' } as const;

/** Days folded at once: enough for fewer writes of weeks and months, few enough for the memory. */
const DAYS_AT_ONCE = 15;
const TOPICS = ['public-services', 'e-payments', 'e-commerce', 'scam-safety', 'other-platforms'];
const KINDS: readonly EngagementEvent['kind'][] = [
  ...Array<'step'>(8).fill('step'),
  ...['started', 'started', 'finished', 'stuck', 'outcome', 'handover', 'question', 'unanswered'],
] as EngagementEvent['kind'][];
const OUTCOMES = ['people-guided', 'vneid-level-2', 'qr-accepted', 'dossier-submitted', 'product-listed'];

export const teamCode = (index: number): string => `T${String(index).padStart(4, '0')}`;
export const communeCode = (index: number): string => String(25_000 + (index % COMMUNES));

/** Writes `events` engagement events, `perDay` a day up to `LAST_DAY`, with their totals folded, into a new data folder. */
export function buildDashboardData(dataDir: string, events: number, perDay: number): void {
  const db = openDatabase(join(dataDir, DATABASE_FILE));
  // Nobody needs this file after a crash.
  db.exec('pragma synchronous = off; pragma secure_delete = off; pragma cache_size = -400000');
  const run = createBatchRunner(db);
  saveFrame(run);
  const random = createSeededRandom(events);
  const days = Math.ceil(events / perDay);
  let left = events;
  for (let back = days - 1; back >= 0; back--) {
    db.exec('begin');
    addDay(db, plusDays(LAST_DAY, -back), Math.min(left, perDay), random);
    db.exec('commit');
    left -= perDay;
    if (back % DAYS_AT_ONCE === 0) run([{ operation: 'rollTallies', args: { limit: 2 * perDay * DAYS_AT_ONCE } }]);
  }
  db.exec('pragma wal_checkpoint(truncate); analyze');
  db.close();
}

function saveFrame(run: ReturnType<typeof createBatchRunner>): void {
  const teams = Array.from({ length: TEAMS }, (_, index) => ({
    code: teamCode(index),
    name: `Tổ công nghệ số ${index}`,
    provinceCode: '75',
    communeCode: communeCode(index),
    hamlet: `Ấp ${index}`,
    households: 60 + (index % 300),
  }));
  const campaign = {
    ...{ oaId: BENCH_OA, ...CAMPAIGN, name: 'Chiến dịch', communeCodes: [], createdAt: 1 },
    goals: [{ indicator: 'reached', value: 100_000 }],
  };
  const replies = run([
    { operation: 'saveTeams', args: { oaId: BENCH_OA, teams, at: 1 } },
    { operation: 'createCampaign', args: campaign },
  ]);
  if (replies === 'busy' || replies.some(({ error }) => error !== undefined))
    throw new Error('the frame was not saved');
}

/** The day's events as the commits of turns write them: truth, tallies, and every fourth one somebody's first that day. */
function addDay(db: Database, day: string, events: number, random: SeededRandom): void {
  const sql = toSql(db);
  const truth = new Map<string, number>();
  let tallies: Tally[] = [];
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  for (let number = 0; number < events; number++) {
    const team = random.below(TEAMS);
    const [topic, kind, guide] = [pick(TOPICS), pick(KINDS), random.below(30)];
    const outcome = kind === 'outcome' ? pick(OUTCOMES) : '';
    const place = { oaId: BENCH_OA, day, teamCode: teamCode(team), communeCode: communeCode(team) };
    const key = [place.teamCode, place.communeCode, topic, `guide-${guide}`, kind, outcome].join('\t');
    truth.set(key, (truth.get(key) ?? 0) + 1);
    for (const [indicator, value] of figuresOf({ kind, outcome }, false, 1, 1)) {
      tallies.push({ ...place, indicator, topic, value });
    }
    if (number % 4 === 0) {
      const reached = { ...place, indicator: 'reached', topic: '', value: 1 };
      const spans = [
        'd',
        ...(random.next() < 0.5 ? ['w'] : []),
        ...(random.next() < 0.2 ? ['m'] : []),
        ...(random.next() < 0.1 ? [CAMPAIGN.id] : []),
      ];
      const isIn = (span: string): boolean =>
        span !== CAMPAIGN.id || (day >= CAMPAIGN.fromDay && day <= CAMPAIGN.toDay);
      answerOf(
        addKeptTally(
          sql,
          spans.filter(isIn).map((span) => ({ ...reached, span })),
        ),
      );
    }
    if (tallies.length >= 8) {
      answerOf(addTally(sql, tallies));
      tallies = [];
    }
  }
  answerOf(addTally(sql, tallies));
  for (const [key, count] of truth) {
    db.run(
      `insert into engagement_total
         (oa_id, day, team_code, commune_code, topic, flow, version, step, kind, outcome, assisted, count, quantity)
       values (?, ?, ?, ?, ?, ?, 'h1', '', ?, ?, 0, ?, ?)`,
      ...[BENCH_OA, day, ...key.split('\t'), count, count],
    );
  }
}
