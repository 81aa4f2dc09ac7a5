import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monthOf, periodOf, plusDays, weekOf } from '../../src/shared/periods.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { viewIndicators } from '../../src/teams/indicator-view.ts';
import { percentile, round } from '../support/load/machine.ts';
import {
  BENCH_OA,
  buildDashboardData,
  CAMPAIGN,
  COMMUNES,
  communeCode,
  LAST_DAY,
  TEAMS,
  teamCode,
} from './dashboard-data.ts';
import { consoleViews } from './dashboard-pages.ts';

/** What `bench dashboard` prints: how long the views of indicators take on much history and on little. */
export interface DashboardFigures {
  readonly database: 'sqlite';
  readonly events: number;
  readonly fewerEvents: number;
  readonly teams: number;
  readonly communes: number;
  /** Median time of the slowest view on `events`. Goal: 300 at most, for whole pages of the console too. */
  readonly worstViewMs: number;
  readonly worstView: string;
  /** The slowest single reading of all views, with whatever else the machine did meanwhile. */
  readonly worstSampleMs: number;
  /** Median over the views of their median on `events` over that on `fewerEvents`. 1 = history costs nothing. */
  readonly historyRatio: number;
  readonly worstHistoryRatio: number;
  /** Figures of the last month that differ from a recount on `events`: 0, or the views show something else. */
  readonly differing: number;
  readonly checked: number;
  readonly databaseMb: number;
  /** Median time of adding up one portion of a day that is over: answers wait for it. */
  readonly rollMs: number;
  readonly buildSeconds: number;
  readonly viewsMs: Readonly<Record<string, number>>;
}

export interface DashboardSizes {
  readonly events: number;
  readonly fewerEvents: number;
  /** Events a day in both: the larger database has more days, not fuller ones. */
  readonly perDay: number;
  readonly rounds: number;
}

const SIZES: DashboardSizes = { events: 5_000_000, fewerEvents: 500_000, perDay: 16_000, rounds: 25 };

/** Reads every view of indicators in turn on a database of ten times the history and on a small one. */
export async function runDashboardBench(_options: unknown, sizes: DashboardSizes = SIZES): Promise<DashboardFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-dashboard-'));
  try {
    const startedAt = performance.now();
    const [largeDir, smallDir] = [mkdtempSync(join(folder, 'large-')), mkdtempSync(join(folder, 'small-'))];
    buildDashboardData(smallDir, sizes.fewerEvents, sizes.perDay);
    const { rollMs } = buildDashboardData(largeDir, sizes.events, sizes.perDay);
    const buildSeconds = Math.round((performance.now() - startedAt) / 1000);
    const databaseMb = Math.round(statSync(join(largeDir, DATABASE_FILE)).size / 1e6);
    const [large, small] = [await openSqliteStorage(largeDir), await openSqliteStorage(smallDir)];
    const figures = await measure(large, small, sizes.rounds);
    const month = { oaId: BENCH_OA, span: 'm', period: monthOf(LAST_DAY), repair: false };
    const { differing, checked } = await large.recountIndicators(month);
    await large.close();
    await small.close();
    return {
      ...{ database: 'sqlite', events: sizes.events, fewerEvents: sizes.fewerEvents, teams: TEAMS, communes: COMMUNES },
      ...figures,
      ...{ differing, checked, databaseMb, buildSeconds, rollMs: round(rollMs, 1) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type View = (storage: Storage) => Promise<unknown>;

const MONTH = monthOf(LAST_DAY);
const FROM_DAY = plusDays(LAST_DAY, -29);

/** Every way in which indicators are looked at; the pages of the console come beside them. */
const INDICATOR_VIEWS: Readonly<Record<string, View>> = {
  'all teams, month': (storage) => storage.indicatorTable({ oaId: BENCH_OA, scope: 't', span: 'm', period: MONTH }),
  'all teams, day': (storage) => storage.indicatorTable({ oaId: BENCH_OA, scope: 't', span: 'd', period: LAST_DAY }),
  'all communes, week': (storage) =>
    storage.indicatorTable({ oaId: BENCH_OA, scope: 'c', span: 'w', period: weekOf(LAST_DAY) }),
  'all communes, month, one subject': (storage) =>
    storage.indicatorTable({ oaId: BENCH_OA, scope: 'c', span: 'm', period: MONTH, topic: 'e-payments' }),
  'teams of a commune, month': (storage) =>
    storage.indicatorTable({
      ...{ oaId: BENCH_OA, scope: 't', span: 'm', period: MONTH },
      communeCodes: [communeCode(7)],
    }),
  'team, 30 days': (storage) =>
    storage.indicatorSeries({
      ...{ oaId: BENCH_OA, scope: 't', unit: teamCode(7), span: 'd' },
      from: FROM_DAY,
      to: LAST_DAY,
    }),
  'province, 30 days': (storage) =>
    storage.indicatorSeries({ ...{ oaId: BENCH_OA, scope: 'p', unit: '', span: 'd' }, from: FROM_DAY, to: LAST_DAY }),
  'campaign, all teams': (storage) => storage.campaignProgress({ oaId: BENCH_OA, id: CAMPAIGN.id }),
  'page of the province, month': page('p', ''),
  'page of a commune, month': page('c', communeCode(7)),
  'page of a team, month': page('t', teamCode(7)),
};

function page(scope: 'p' | 'c' | 't', unit: string): View {
  return (storage) =>
    viewIndicators({
      ...{ storage, oaId: BENCH_OA, scope, unit, span: 'm', period: periodOf('m', LAST_DAY) },
      thingName: () => undefined,
    });
}

async function measure(large: Storage, small: Storage, rounds: number) {
  const views = { ...INDICATOR_VIEWS, ...consoleViews() };
  const times = new Map(Object.keys(views).map((name) => [name, { large: [] as number[], small: [] as number[] }]));
  for (let number = -2; number < rounds; number++) {
    for (const [name, view] of Object.entries(views)) {
      for (const which of number % 2 === 0 ? (['large', 'small'] as const) : (['small', 'large'] as const)) {
        const startedAt = performance.now();
        await view(which === 'large' ? large : small);
        // The first rounds fill caches and compile.
        if (number >= 0) times.get(name)?.[which].push(performance.now() - startedAt);
      }
    }
  }
  const figures = [...times].map(([name, samples]) => {
    const [largeMs, smallMs] = [percentile(samples.large, 0.5), percentile(samples.small, 0.5)];
    return { name, largeMs, ratio: largeMs / smallMs, slowest: Math.max(...samples.large) };
  });
  const worst = figures.toSorted((a, b) => b.largeMs - a.largeMs)[0];
  const ratios = figures.map(({ ratio }) => ratio);
  return {
    worstViewMs: round(worst?.largeMs ?? 0, 1),
    worstView: worst?.name ?? '',
    worstSampleMs: round(Math.max(...figures.map(({ slowest }) => slowest)), 1),
    historyRatio: round(percentile(ratios, 0.5), 2),
    worstHistoryRatio: round(Math.max(...ratios), 2),
    viewsMs: Object.fromEntries(figures.map(({ name, largeMs }) => [name, round(largeMs, 1)])),
  };
}
