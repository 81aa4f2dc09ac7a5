import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vietnamDay } from '../../src/shared/clock.ts';
import { periodOf, periodsBetween, plusDays, type Span } from '../../src/shared/periods.ts';
import type { Scope } from '../../src/storage/indicator-ports.ts';
import type { EngagementEvent, Storage } from '../../src/storage/ports.ts';
import {
  type Contact,
  countIndicators,
  type Figures,
  type Happened,
  type OracleCampaign,
} from '../support/indicator-oracle.ts';
import { MORNING } from '../support/manual-clock.ts';
import { openMemoryStorage } from '../support/memory-storage.ts';
import { anEngagement, commitTurn, OA, TEAM } from '../support/storage-rows.ts';

const DAY_MS = 86_400_000;
const TEAMS = [
  { ...TEAM, code: 'T1', communeCode: '25270' },
  { ...TEAM, code: 'T2', communeCode: '25270' },
  { ...TEAM, code: 'T3', communeCode: '25273' },
];
const TOPICS = ['', 'e-payments', 'scam-safety'];

type Step =
  | {
      readonly do: 'turn';
      readonly user: number;
      readonly events: readonly Kind[];
      readonly team?: number;
      readonly commune?: string;
    }
  | { readonly do: 'visit'; readonly user: number; readonly visit: string; readonly outcome: number }
  | { readonly do: 'log'; readonly user: number; readonly ago: number; readonly quantity: number }
  | { readonly do: 'correct'; readonly which: number; readonly quantity: number }
  | { readonly do: 'withdraw'; readonly which: number }
  | { readonly do: 'sleep'; readonly hours: number }
  | { readonly do: 'roll'; readonly limit: number }
  | { readonly do: 'campaign'; readonly ago: number; readonly days: number; readonly communes: readonly string[] };
type Kind = readonly [kind: EngagementEvent['kind'], topic: number, quantity: number];

const user = fc.integer({ min: 0, max: 4 });
const kind: fc.Arbitrary<Kind> = fc.tuple(
  fc.constantFrom('started', 'step', 'stuck', 'finished', 'outcome', 'handover', 'question', 'poll'),
  fc.integer({ min: 0, max: 2 }),
  fc.integer({ min: 1, max: 5 }),
);
const turn: fc.Arbitrary<Step> = fc.record(
  {
    do: fc.constant('turn' as const),
    user,
    events: fc.array(kind, { maxLength: 4 }),
    team: fc.integer({ min: 0, max: 2 }),
    commune: fc.constantFrom('25270', '25276'),
  },
  { requiredKeys: ['do', 'user', 'events'] },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: turn },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('visit' as const),
      user,
      visit: fc.constantFrom('v1', 'v2'),
      outcome: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('log' as const),
      user,
      ago: fc.integer({ min: 0, max: 40 }),
      quantity: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('correct' as const),
      which: fc.nat(5),
      quantity: fc.integer({ min: 1, max: 30 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sleep' as const), hours: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('roll' as const), limit: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('campaign' as const),
      ago: fc.integer({ min: -10, max: 30 }),
      days: fc.integer({ min: 31, max: 92 }),
      communes: fc.constantFrom([], ['25270'], ['25273', '25276']),
    }),
  },
);

/** Everything the totals say, without zeros. */
async function readFigures(storage: Storage, campaigns: readonly OracleCampaign[]): Promise<Figures> {
  const days = await storage.indicatorDays({ oaId: OA });
  if (!days) return {};
  const stretches = (['d', 'w', 'm'] as const).flatMap((span: Span) =>
    periodsBetween(span, periodOf(span, days.fromDay), periodOf(span, days.toDay)).map((period) => ({
      span: span as string,
      period,
    })),
  );
  const figures: [string, number][] = [];
  for (const { span, period } of [...stretches, ...campaigns.map(({ id }) => ({ span: id, period: '' }))]) {
    for (const scope of ['t', 'c', 'p'] as Scope[]) {
      for (const topic of TOPICS) {
        for (const { unit, values } of await storage.indicatorTable({ oaId: OA, scope, span, period, topic })) {
          for (const [code, value] of Object.entries(values)) {
            if (value !== 0) figures.push([[scope, unit, span, period, topic, code].join('|'), value]);
          }
        }
      }
    }
  }
  return Object.fromEntries(figures.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Plays the steps on a store and writes down beside it what happened. */
async function play(storage: Storage, steps: readonly Step[]) {
  await storage.saveTeams({ oaId: OA, teams: TEAMS, at: 1 });
  let now = MORNING;
  const happened: Happened[] = [];
  const contacts: Contact[] = [];
  const campaigns: OracleCampaign[] = [];
  const belongs = new Map<string, { team: string; ownCommune: string }>();
  const logs: { id: string; day: string; at: number; team: string; quantity: number }[] = [];
  const visits = new Set<string>();
  const placeOf = (userId: string) => {
    const { team = '', ownCommune = '' } = belongs.get(userId) ?? {};
    return { team, commune: TEAMS.find(({ code }) => code === team)?.communeCode ?? ownCommune };
  };
  for (const one of steps) {
    const day = vietnamDay(now);
    if (one.do === 'sleep') now += one.hours * 3_600_000;
    if (one.do === 'roll') await storage.rollTallies({ limit: one.limit });
    if (one.do === 'turn' || one.do === 'visit') {
      const userId = `user-${one.user}`;
      const before = belongs.get(userId);
      const team = one.do === 'turn' && one.team !== undefined ? TEAMS[one.team]?.code : undefined;
      const commune = one.do === 'turn' ? one.commune : undefined;
      belongs.set(userId, { team: team ?? before?.team ?? '', ownCommune: commune ?? before?.ownCommune ?? '' });
      const at = placeOf(userId);
      const events: Kind[] =
        one.do === 'turn'
          ? [...one.events]
          : [
              ['finished', 1, 1],
              ['outcome', 1, one.outcome],
            ];
      // Codes of visits are random in life: one belongs to one team and day.
      const visit = one.do === 'visit' ? `${one.visit} ${day} ${at.team}` : undefined;
      await commitTurn(storage, {
        userId,
        at: now,
        resident: {
          lastInteractionAt: now,
          ...(team === undefined ? {} : { teamCode: team, teamAt: now }),
          ...(commune === undefined ? {} : { communeCode: commune }),
        },
        engagement: events.map(([name, topic, quantity]) =>
          anEngagement({
            kind: name,
            topic: TOPICS[topic] ?? '',
            quantity,
            outcome: name === 'outcome' ? 'qr-accepted' : '',
            ...(visit === undefined ? {} : { visit }),
          }),
        ),
      });
      now += 1_000;
      contacts.push({ userId, day, ...at });
      if (team !== undefined && team !== before?.team) {
        happened.push({ ...at, day, indicator: 'credited', topic: '', value: 1 });
      }
      if (visit !== undefined && !visits.has(visit)) {
        visits.add(visit);
        happened.push({ ...at, day, indicator: 'visits', topic: '', value: 1 });
      }
      for (const [name, topic, quantity] of events) {
        const prefix = visit === undefined ? '' : 'visit-';
        const codes: Readonly<Record<string, readonly [string, number][]>> = {
          started: [['started', 1]],
          step: [['steps', 1]],
          stuck: [['stuck', 1]],
          finished: [[`${prefix}finished`, 1]],
          handover: [['handovers', 1]],
          outcome: [
            [`${prefix}outcomes`, 1],
            [`${prefix}outcome:qr-accepted`, quantity],
          ],
        };
        for (const [indicator, value] of codes[name] ?? []) {
          happened.push({ ...at, day, indicator, topic: TOPICS[topic] ?? '', value });
        }
      }
    }
    const entry = (quantity: number, on: string) => ({
      ...{ oaId: OA, kind: 'qr-accepted', topic: 'e-payments', quantity, day: on, place: '', note: '', group: '' },
      ...({ flag: '', at: now, knownTwins: logs.map(({ id }) => id) } as const),
    });
    const counted = (log: (typeof logs)[number], value: number): Happened => ({
      ...{ day: log.day, team: log.team, commune: TEAMS.find(({ code }) => code === log.team)?.communeCode ?? '' },
      ...{ indicator: 'log:qr-accepted', topic: 'e-payments', value },
    });
    if (one.do === 'log') {
      const team = TEAMS[one.user % 3] ?? TEAM;
      const log = {
        id: `log-${now}-${happened.length}`,
        day: plusDays(day, -one.ago),
        at: now,
        team: team.code,
        quantity: one.quantity,
      };
      await storage.saveFieldLog({
        ...entry(one.quantity, log.day),
        ...{ id: log.id, teamCode: team.code, communeCode: team.communeCode, userId: 'member' },
      });
      logs.push(log);
      happened.push(counted(log, log.quantity));
    }
    const changeable = logs.filter((log) => now - log.at < 6 * DAY_MS);
    if (one.do === 'correct' || one.do === 'withdraw') {
      const log = changeable[one.which % Math.max(1, changeable.length)];
      if (!log) continue;
      happened.push(counted(log, -log.quantity));
      if (one.do === 'withdraw') {
        await storage.withdrawFieldLog({ oaId: OA, id: log.id, by: 'member', at: now });
        logs.splice(logs.indexOf(log), 1);
        continue;
      }
      const id = `${log.id}x`;
      await storage.correctFieldLog({ ...entry(one.quantity, log.day), id, replacesId: log.id, by: 'member' });
      logs[logs.indexOf(log)] = { ...log, id, quantity: one.quantity };
      happened.push(counted(log, one.quantity));
    }
    if (one.do === 'campaign') {
      const fromDay = plusDays(day, -one.ago);
      const made = {
        ...{ id: `cd-${campaigns.length}`, fromDay, toDay: plusDays(fromDay, one.days - 1) },
        ...{ communes: one.communes, afterContacts: contacts.length },
      };
      campaigns.push(made);
      await storage.createCampaign({
        ...{ oaId: OA, id: made.id, name: 'Thử', fromDay, toDay: made.toDay, communeCodes: one.communes },
        ...{ goals: [], createdAt: now },
      });
    }
  }
  return { happened, contacts, campaigns };
}

test('totals equal a count by brute force and a recount, whatever happened in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const storage = openMemoryStorage();
      const { happened, contacts, campaigns } = await play(storage, steps);
      while ((await storage.rollTallies({ limit: 7 })).more);
      const figures = await readFigures(storage, campaigns);
      expect(figures).toEqual(countIndicators(happened, contacts, campaigns));
      const days = await storage.indicatorDays({ oaId: OA });
      for (const span of ['d', 'w', 'm'] as const) {
        for (const period of days
          ? periodsBetween(span, periodOf(span, days.fromDay), periodOf(span, days.toDay))
          : []) {
          expect(await storage.recountIndicators({ oaId: OA, span, period, repair: false })).toMatchObject({
            differences: [],
          });
        }
      }
      for (const { id } of campaigns) {
        expect(await storage.recountIndicators({ oaId: OA, span: id, period: '', repair: false })).toMatchObject({
          differences: [],
        });
      }
      await storage.close();
    }),
    { numRuns: 150 },
  );
}, 120_000);
