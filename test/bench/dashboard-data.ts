/** Databases of many events for `bench dashboard`, made fast through the folding the product runs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { plusDays } from '../../src/shared/periods.ts';
import { figuresOf } from '../../src/storage/indicator-codes.ts';
import type { Tally } from '../../src/storage/indicator-ports.ts';
import type { EngagementEvent } from '../../src/storage/ports.ts';
import { answerOf, type Database, openDatabase, toSql } from '../../src/storage/sqlite/database.ts';
import { createBatchRunner } from '../../src/storage/sqlite/batch.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { addKeptTally, addTally } from '../../src/storage/sql/tally.ts';
import { rootDir } from '../support/shipped-content.ts';
import { percentile } from '../support/load/machine.ts';
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

/** Cards of the shipped content, so that the pages of the console find them. */
export const GUIDES: readonly string[] = readdirSync(join(rootDir, 'content/answers/public-services'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.slice(0, -'.md'.length))
  .slice(0, 30);
const SCAMS = ['police', 'job', 'delivery', 'fake-bank', 'loan'];
const STEPS_OF_A_CARD = 6;

export const teamCode = (index: number): string => `T${String(index).padStart(4, '0')}`;
export const communeCode = (index: number): string => String(25_000 + (index % COMMUNES));

/** Writes `events` engagement events, `perDay` a day up to `LAST_DAY`, with their totals folded, into a new data folder. */
export function buildDashboardData(dataDir: string, events: number, perDay: number): { readonly rollMs: number } {
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
  const rollMs = rollAllGuides(run);
  db.exec('pragma wal_checkpoint(truncate); analyze');
  db.close();
  return { rollMs };
}

/** Days at the end that are added up in the portions of the server, and timed. */
const TIMED_DAYS = 3;

/** Adds up days that are over, the last ones as the server does in the background; the median time of a portion, ms. */
function rollAllGuides(run: ReturnType<typeof createBatchRunner>): number {
  const roll = (before: string, teams: number): boolean => {
    const replies = run([{ operation: 'rollGuides', args: { oaId: BENCH_OA, before, teams } }]);
    const [reply] = replies === 'busy' ? [] : replies;
    if (reply === undefined || reply.error !== undefined) {
      throw new Error('days were not added up', { cause: reply?.error });
    }
    return (reply.value as { more: boolean }).more;
  };
  while (roll(plusDays(LAST_DAY, -TIMED_DAYS), TEAMS));
  const times: number[] = [];
  for (let more = true; more; ) {
    const startedAt = performance.now();
    more = roll(LAST_DAY, 25);
    times.push(performance.now() - startedAt);
  }
  return percentile(times, 0.5);
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
    const [topic, kind, guide] = [pick(TOPICS), pick(KINDS), pick(GUIDES)];
    // Every question is one to the scam check.
    const flow = kind === 'question' ? 'scam-check-dangerous' : guide;
    const outcome = kind === 'outcome' ? pick(OUTCOMES) : kind === 'question' ? pick(SCAMS) : '';
    const hasStep = kind === 'step' || kind === 'stuck';
    const step = kind === 'started' ? '1' : hasStep ? String(1 + random.below(STEPS_OF_A_CARD)) : '';
    const place = { oaId: BENCH_OA, day, teamCode: teamCode(team), communeCode: communeCode(team) };
    const key = [place.teamCode, place.communeCode, topic, flow, step, kind, outcome].join('\t');
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
       values (?, ?, ?, ?, ?, ?, 'h1', ?, ?, ?, 0, ?, ?)`,
      ...[BENCH_OA, day, ...key.split('\t'), count, count],
    );
  }
}
