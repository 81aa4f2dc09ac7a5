/**
 * Teams at work for some weeks over a real store, beside a recount that knows nothing of the product: duplicates,
 * self-clicks, shared phones, moved households, merged communes, dissolved teams, late and corrected logs. Every figure of
 * every unit, span, period and subject is compared.
 */
import type { EngagementEvent, Storage } from '../../src/storage/ports.ts';
import { weekOf } from '../../src/shared/periods.ts';
import { decideCredit, type CreditStanding } from '../../src/teams/credit.ts';
import { livingTeam } from '../../src/teams/team-code.ts';
import { createRandom, type Random } from '../fuzz/random.ts';
import { dayOf, type Figures, lastName, Recount, type SimulatedTeam, type Way, withoutZeros } from './recount.ts';

export interface SimulationSize {
  readonly teams: number;
  readonly communes: number;
  readonly residents: number;
  readonly days: number;
  /** Handled messages a day. */
  readonly contactsPerDay: number;
  /** Field log entries a day. */
  readonly logsPerDay: number;
  readonly seed: number;
}

export interface SimulationResult {
  readonly contacts: number;
  readonly duplicates: number;
  readonly claims: number;
  readonly credits: number;
  readonly logs: number;
  readonly corrections: number;
  /** Claims on which rule and recount disagreed. */
  readonly claimDifferences: number;
  /** Accounts whose team in the store is another than in the recount. */
  readonly creditDifferences: number;
  readonly figures: number;
  readonly figureDifferences: number;
  readonly examples: readonly string[];
}

const OA = '2468013579246801357';
const DAY_MS = 86_400_000;
/** 1 October 2026, 00:00 in Viet Nam: the days lie in two months and begin in the middle of a week. */
const START = Date.parse('2026-10-15T00:00:00+07:00');
const TOPICS = ['public-services', 'e-payments', 'e-commerce', 'scam-safety', 'other-platforms'] as const;
const OUTCOMES = ['dossier-submitted', 'vneid-level-2', 'qr-shop'] as const;
const KINDS = ['guided', 'vneid', 'wallets'] as const;
const WAYS = ['typed', 'typed', 'widget', 'group', 'assisted'] as const;

const teamCode = (index: number): string => `T${String(index).padStart(4, '0')}`;
const communeCode = (index: number): string => String(20_000 + index);

interface Logged {
  readonly id: string;
  readonly team: string;
  readonly commune: string;
  readonly by: string;
  readonly day: string;
  readonly kind: string;
  readonly topic: string;
  readonly quantity: number;
  readonly firstAt: number;
}

/** Runs the weeks over `storage`, an empty store, and compares. `onDay` hears of progress. */
export async function simulateTeams(
  storage: Storage,
  size: SimulationSize,
  onDay: (day: number) => void = () => {},
): Promise<SimulationResult> {
  const random = createRandom(size.seed);
  const world = await settle(storage, size, random);
  const { recount } = world;
  const tally = { contacts: 0, duplicates: 0, claims: 0, credits: 0, logs: 0, corrections: 0, claimDifferences: 0 };
  let logs: Logged[] = [];
  let keys = 0;

  const handle = async (id: string, at: number): Promise<void> => {
    const account = recount.account(id);
    const number = (keys += 1);
    const key = `contact ${number}`;
    const event = {
      oaId: OA,
      key,
      eventName: 'user_send_text',
      userId: id,
      payload: '{}',
      state: 'pending' as const,
      receivedAt: at,
    };
    const accepted = await storage.acceptEvent(event);
    if (random.below(10) === 0) {
      tally.duplicates += 1;
      if ((await storage.acceptEvent(event)).id !== undefined) throw new Error('a duplicate was accepted');
    }
    const claim = random.below(4) === 0 ? claimOf(id, at) : undefined;
    const commune = random.below(25) === 0 ? communeCode(random.below(size.communes)) : undefined;
    const home = commune === undefined ? undefined : lastName(commune, recount.became);
    const visit = account.memberOf !== undefined && random.below(3) === 0 ? `v${number}` : undefined;
    const events = eventsOf(random, visit);
    const credit =
      claim && claim.answer === 'credited' && claim.team !== undefined
        ? { team: claim.team, counts: claim.counts === true }
        : undefined;
    const { session } = await storage.loadTurn({ oaId: OA, userId: id });
    const result = await storage.commitTurn({
      inboxId: accepted.id ?? 0,
      oaId: OA,
      userId: id,
      at,
      expectedVersion: session.version,
      session: '{"o":[]}',
      resident: {
        lastInteractionAt: at,
        ...(credit ? { teamCode: credit.team, teamAt: at } : {}),
        ...(home === undefined ? {} : { communeCode: home }),
      },
      messages: [],
      claimFirst: false,
      engagement: events,
      ...(credit && !credit.counts ? { uncountedCredit: true } : {}),
    });
    if (!result.ok) throw new Error(`a turn was refused: ${result.reason}`);
    recount.contact(id, at, {
      events,
      ...(credit ? { credit } : {}),
      ...(home === undefined ? {} : { commune: home }),
    });
    tally.contacts += 1;
    if (credit?.counts) tally.credits += 1;
  };

  /** A team reaches the account; the product's rule and the recount's must agree. */
  const claimOf = (id: string, at: number) => {
    tally.claims += 1;
    const account = recount.account(id);
    const way: Way = random.pick(WAYS);
    const isOwn = account.memberOf !== undefined && random.below(2) === 0;
    const code = isOwn ? (account.memberOf ?? '') : teamCode(random.below(size.teams));
    let judged = recount.judge(id, code, way, at);
    let decided = decide(recount, id, code, way, at);
    if (!agree(judged, decided)) tally.claimDifferences += 1;
    if (judged.answer === 'ask' && random.below(2) === 0) {
      judged = recount.judge(id, code, 'chosen', at);
      decided = decide(recount, id, code, 'chosen', at);
      if (!agree(judged, decided)) tally.claimDifferences += 1;
    }
    return judged;
  };

  for (let day = 0; day < size.days; day += 1) {
    await change(storage, world, day, size);
    const morning = START + day * DAY_MS;
    for (let done = 0; done < size.contactsPerDay; ) {
      // Different people at once, one after the other for each: as the product handles them.
      const crowd = new Set<string>();
      while (crowd.size < Math.min(128, size.contactsPerDay - done)) crowd.add(`r${random.below(size.residents)}`);
      done += crowd.size;
      await Promise.all(
        [...crowd].map((id) => handle(id, morning + Math.floor((done / size.contactsPerDay) * (DAY_MS - 1_000)))),
      );
    }
    logs = await logDay(storage, world, { day, size, random, logs, tally });
    for (let more = true; more; ) ({ more } = await storage.rollTallies({ limit: 500 }));
    onDay(day + 1);
  }
  return { ...tally, ...(await compare(storage, world)) };
}

interface World {
  readonly recount: Recount;
  readonly campaign: { readonly id: string; readonly fromDay: string; readonly toDay: string };
  readonly communes: readonly string[];
}

async function settle(storage: Storage, size: SimulationSize, random: Random): Promise<World> {
  const teams = Array.from(
    { length: size.teams },
    (_, index): SimulatedTeam => ({
      code: teamCode(index),
      commune: communeCode(index % size.communes),
      dissolved: false,
    }),
  );
  await storage.saveTeams({
    oaId: OA,
    at: START,
    teams: teams.map(({ code, commune }) => ({
      code,
      name: `Tổ ${code}`,
      provinceCode: '75',
      communeCode: commune,
      hamlet: 'Ấp 1',
    })),
  });
  const campaign = {
    id: 'cd-mua-thu',
    fromDay: dayOf(START + 4 * DAY_MS),
    toDay: dayOf(START + (size.days - 3) * DAY_MS),
  };
  await storage.createCampaign({
    oaId: OA,
    ...campaign,
    name: 'Mùa thu',
    communeCodes: [],
    goals: [],
    createdAt: START,
  });
  const recount = new Recount(teams, [campaign]);
  for (let index = 0; index < size.residents; index += 1) {
    // Every hundredth account is a member's; several people share a phone without the store knowing, which is the point.
    const memberOf = index % 100 === 0 ? teamCode(index % size.teams) : undefined;
    recount.join(`r${index}`, memberOf === undefined ? {} : { memberOf });
    if (memberOf === undefined) continue;
    await storage.saveMember({
      oaId: OA,
      userId: `r${index}`,
      role: random.below(5) === 0 ? 'leader' : 'member',
      state: 'active',
      teamCode: memberOf,
      communeCode: recount.team(memberOf).commune,
      name: 'Thành viên',
      joinedAt: START,
    });
  }
  return { recount, campaign, communes: Array.from({ length: size.communes }, (_, index) => communeCode(index)) };
}

/** Some communes merge in the first half, some teams are dissolved in the second. */
async function change(storage: Storage, { recount }: World, day: number, size: SimulationSize): Promise<void> {
  const at = START + day * DAY_MS;
  if (day === Math.floor(size.days / 3)) {
    for (let index = 0; index + 1 < Math.min(10, size.communes - 1); index += 2) {
      const [fromCode, toCode] = [communeCode(index), communeCode(index + 1)];
      await storage.applyCommuneChange({ oaId: OA, fromCode, toCode, atDay: dayOf(at), provinceCode: '75', at });
      recount.merge(fromCode, toCode);
    }
  }
  if (day === Math.floor(size.days / 2)) {
    for (let index = 0; index < Math.min(20, Math.floor(size.teams / 3)); index += 1) {
      const successor = index % 3 === 0 ? undefined : teamCode(size.teams - 1 - index);
      await storage.dissolveTeam({
        oaId: OA,
        code: teamCode(index),
        at,
        ...(successor === undefined ? {} : { successorCode: successor }),
      });
      recount.dissolve(teamCode(index), successor);
    }
  }
}

function decide(recount: Recount, id: string, code: string, way: Way, at: number): ReturnType<typeof decideCredit> {
  const account = recount.account(id);
  const asTeam = (wanted: string) => {
    const { dissolved, successor, commune } = recount.team(wanted);
    return {
      ...{ code: wanted, communeCode: commune, name: wanted, provinceCode: '75', hamlet: '' },
      ...(dissolved ? { dissolvedAt: 1 } : {}),
      ...(successor === undefined ? {} : { successorCode: successor }),
    };
  };
  const team = asTeam(code);
  const successor = team.dissolvedAt === undefined ? undefined : livingTeam(team, asTeam);
  const current = account.team === undefined ? undefined : asTeam(account.team);
  const standing: CreditStanding = {
    ...(current
      ? {
          team: {
            code: current.code,
            since: account.creditedAt,
            isDissolved: current.dissolvedAt !== undefined,
            communeCode: current.communeCode,
          },
        }
      : {}),
    ...(account.commune === '' ? {} : { communeCode: account.commune }),
    ...(account.memberOf === undefined ? {} : { memberOf: account.memberOf }),
  };
  return decideCredit(standing, { team, way, at, ...(successor ? { successor } : {}) });
}

function agree(judged: ReturnType<Recount['judge']>, decided: ReturnType<typeof decideCredit>): boolean {
  if (judged.answer !== decided.decision) return false;
  return decided.decision !== 'credited' || (judged.team === decided.teamCode && judged.counts === decided.counts);
}

function eventsOf(random: Random, visit: string | undefined): EngagementEvent[] {
  const topic = random.pick(TOPICS);
  const base = {
    topic,
    flow: `${topic}-1`,
    version: 'h1',
    step: '',
    outcome: '',
    quantity: 1,
    ...(visit === undefined ? {} : { visit }),
  };
  const kinds = ['started', 'step', 'step', 'stuck', 'finished', 'handover', 'question', 'unanswered'] as const;
  const events: EngagementEvent[] = Array.from({ length: random.below(4) }, () => ({
    ...base,
    kind: random.pick(kinds),
  }));
  if (random.below(8) === 0)
    events.push({ ...base, kind: 'outcome', outcome: random.pick(OUTCOMES), quantity: 1 + random.below(5) });
  return events;
}

interface LogDay {
  readonly day: number;
  readonly size: SimulationSize;
  readonly random: Random;
  readonly logs: Logged[];
  readonly tally: { logs: number; corrections: number };
}

/** Members write down what they did today or days ago; some of it is corrected or taken back within a week. */
async function logDay(
  storage: Storage,
  { recount }: World,
  { day, size, random, logs, tally }: LogDay,
): Promise<Logged[]> {
  const evening = START + day * DAY_MS + 20 * 3_600_000;
  let kept = logs.filter(({ firstAt }) => evening - firstAt < 6 * DAY_MS);
  for (let index = 0; index < size.logsPerDay; index += 1) {
    const by = `r${random.below(Math.floor(size.residents / 100)) * 100}`;
    const team = recount.account(by).memberOf;
    if (team === undefined) continue;
    const id = `f${day}-${index}`;
    const content = contentOf(random, evening, index);
    const { commune } = recount.team(team);
    await storage.saveFieldLog({
      oaId: OA,
      id,
      teamCode: team,
      communeCode: commune,
      userId: by,
      at: evening,
      knownTwins: [],
      ...content,
    });
    recount.logged(team, commune, content.day, content.kind, content.topic, content.quantity);
    kept.push({ id, team, commune, by, firstAt: evening, ...content });
    tally.logs += 1;
    const old = random.below(5) === 0 ? kept[random.below(kept.length)] : undefined;
    if (!old) continue;
    kept = kept.filter((one) => one !== old);
    recount.logged(old.team, old.commune, old.day, old.kind, old.topic, -old.quantity);
    tally.corrections += 1;
    if (random.below(3) === 0) {
      await storage.withdrawFieldLog({ oaId: OA, id: old.id, by: old.by, at: evening });
      continue;
    }
    const changed = contentOf(random, evening, index + 10_000);
    const newId = `c${day}-${index}`;
    await storage.correctFieldLog({
      oaId: OA,
      id: newId,
      replacesId: old.id,
      by: old.by,
      at: evening,
      knownTwins: [],
      ...changed,
    });
    recount.logged(old.team, old.commune, changed.day, changed.kind, changed.topic, changed.quantity);
    kept.push({ ...old, id: newId, ...changed });
  }
  return kept;
}

function contentOf(random: Random, at: number, number: number) {
  return {
    kind: random.pick(KINDS),
    topic: random.pick(['', ...TOPICS]),
    quantity: 1 + random.below(40),
    day: dayOf(at - random.below(12) * DAY_MS),
    // A place of its own, so that nothing looks told twice.
    place: `Ngõ ${number}-${at % 1_000_000_007}`,
    note: '',
    group: '',
    flag: '' as const,
  };
}

/** Every figure of the store beside the recount's, and every account's team. */
async function compare(storage: Storage, { recount, campaign, communes }: World) {
  const expected = new Map([...recount.settled()].map(([key, value]) => [inProductNames(key), value]));
  const found: Figures = new Map();
  const periods = new Set([...expected.keys()].map((key) => key.split(' ').slice(2, 5).join(' ')));
  for (const where of periods) {
    const [span = '', period = '', topic = ''] = where.split(' ');
    for (const scope of ['t', 'c', 'p'] as const) {
      const rows = await storage.indicatorTable({
        oaId: OA,
        scope,
        span,
        period: span === campaign.id ? '' : period,
        ...(topic === '' ? {} : { topic }),
      });
      for (const { unit, values } of rows) {
        const name = scope === 'c' ? lastName(unit, recount.became) : unit;
        for (const [indicator, value] of Object.entries(values)) {
          const key = [scope, name, span, period, topic, indicator].join(' ');
          found.set(key, (found.get(key) ?? 0) + value);
        }
      }
    }
  }
  const examples: string[] = [];
  const actual = withoutZeros(found);
  for (const key of new Set([...expected.keys(), ...actual.keys()])) {
    if (expected.get(key) !== actual.get(key))
      examples.push(`${key}: recount ${expected.get(key) ?? 0}, store ${actual.get(key) ?? 0}`);
  }
  let creditDifferences = 0;
  for (const [id, { team, lastAt }] of recount.accounts) {
    if (lastAt === 0) continue;
    const { resident } = await storage.loadTurn({ oaId: OA, userId: id });
    if (resident?.teamCode !== team) creditDifferences += 1;
  }
  return {
    figures: expected.size,
    figureDifferences: examples.length,
    creditDifferences,
    examples: examples.slice(0, 10),
    communes: communes.length,
  };
}

function inProductNames(key: string): string {
  const [scope, unit, span, period = '', ...rest] = key.split(' ');
  return [scope, unit, span, span === 'w' ? weekOf(period) : period, ...rest].join(' ');
}
