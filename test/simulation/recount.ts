/**
 * The same rules once more, as simply as they can be told and with nothing of the product in it: what the figures must be
 * after everything that happened. Slow, in memory, one event after the other.
 */
import type { EngagementEvent } from '../../src/storage/ports.ts';

const DAY_MS = 86_400_000;
const CREDIT_DAYS = 90;

/** `scope unit span period topic indicator` → value; communes under the name they have at the end. */
export type Figures = Map<string, number>;

export interface SimulatedTeam {
  readonly code: string;
  commune: string;
  dissolved: boolean;
  successor?: string;
}

export interface SimulatedCampaign {
  readonly id: string;
  readonly fromDay: string;
  readonly toDay: string;
}

interface Place {
  readonly team: string;
  readonly commune: string;
}

interface Account {
  team?: string;
  creditedAt: number;
  lastAt: number;
  commune: string;
  memberOf?: string;
  /** Span and period → where the account was counted as reached. */
  readonly countedAt: Map<string, Place>;
  readonly visits: Set<string>;
}

export type Way = 'typed' | 'chosen' | 'widget' | 'group' | 'assisted';
export type Answer = 'credited' | 'kept' | 'ask' | 'refused';

const dayOf = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);

/** Monday's date names the week here; it is turned into the product's name only when figures are compared. */
function mondayOf(day: string): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return new Date(ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}

export class Recount {
  readonly figures: Figures = new Map();
  readonly teams: Map<string, SimulatedTeam>;
  readonly accounts = new Map<string, Account>();
  readonly campaigns: readonly SimulatedCampaign[];
  /** Old commune → what it became. */
  readonly became = new Map<string, string>();

  constructor(teams: readonly SimulatedTeam[], campaigns: readonly SimulatedCampaign[]) {
    this.teams = new Map(teams.map((team) => [team.code, { ...team }]));
    this.campaigns = campaigns;
  }

  join(id: string, account: Partial<Pick<Account, 'team' | 'creditedAt' | 'memberOf' | 'lastAt'>>): void {
    this.accounts.set(id, {
      creditedAt: 0,
      lastAt: 0,
      commune: '',
      countedAt: new Map(),
      visits: new Set(),
      ...account,
    });
  }

  team(code: string): SimulatedTeam {
    const team = this.teams.get(code);
    if (!team) throw new Error(`The simulation has no team ${code}`);
    return team;
  }

  account(id: string): Account {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`The simulation has no account ${id}`);
    return account;
  }

  /** What must become of a team's claim; the credit itself is written by `contact`. */
  judge(
    id: string,
    code: string,
    way: Way,
    at: number,
  ): { readonly answer: Answer; readonly team?: string; readonly counts?: boolean } {
    let team = this.team(code);
    while (team.dissolved && team.successor !== undefined) team = this.team(team.successor);
    if (team.dissolved) return { answer: 'refused' };
    const account = this.account(id);
    const isOwn = account.memberOf === team.code;
    if (account.team === undefined) return { answer: 'credited', team: team.code, counts: !isOwn };
    const days = (at - account.creditedAt) / DAY_MS;
    if (account.team === team.code)
      return days >= CREDIT_DAYS ? { answer: 'credited', team: team.code, counts: false } : { answer: 'kept' };
    const present = this.team(account.team);
    if (days >= CREDIT_DAYS || present.dissolved || way === 'chosen')
      return { answer: 'credited', team: team.code, counts: !isOwn };
    if (way !== 'typed') return { answer: 'kept' };
    const hasMoved = account.commune !== '' && account.commune === team.commune && account.commune !== present.commune;
    return hasMoved ? { answer: 'credited', team: team.code, counts: !isOwn } : { answer: 'ask' };
  }

  /** One handled message of an account, with everything it brought about. */
  contact(
    id: string,
    at: number,
    news: {
      readonly credit?: { readonly team: string; readonly counts: boolean };
      readonly commune?: string;
      readonly events: readonly EngagementEvent[];
    },
  ): void {
    const account = this.account(id);
    const hadNoTeam = account.team === undefined;
    const communeBefore = account.commune;
    const isNewTeam = news.credit !== undefined && news.credit.team !== account.team;
    if (news.credit) Object.assign(account, { team: news.credit.team, creditedAt: at });
    if (news.commune !== undefined) account.commune = news.commune;
    const place = this.placeOf(account);
    const day = dayOf(at);
    if (isNewTeam && news.credit?.counts) this.add(place, day, 'credited', '', 1);

    // Found: without a team, an account is counted where it lives as far as is known.
    const isFound = hadNoTeam && (place.team !== '' || place.commune !== communeBefore);
    for (const [span, period] of this.periodsOf(day)) {
      const key = `${span} ${period}`;
      const counted = account.countedAt.get(key);
      if (counted && isFound) this.put(counted, span, period, '', 'reached', -1);
      if (!counted || isFound) {
        this.put(place, span, period, '', 'reached', 1);
        account.countedAt.set(key, place);
      }
    }
    account.lastAt = at;
    // What a member does for others is the work of their own team, whichever code they typed.
    const work = account.memberOf === undefined ? place : this.placeOf({ ...account, team: account.memberOf });
    for (const event of news.events) this.event(account, event.visit === undefined ? place : work, day, event);
  }

  private event(account: Account, place: Place, day: string, event: EngagementEvent): void {
    const { kind, topic, outcome, quantity, visit } = event;
    if (visit !== undefined) {
      if (!account.visits.has(visit)) this.add(place, day, 'visits', '', 1);
      account.visits.add(visit);
      if (kind === 'finished') this.add(place, day, 'visit-finished', topic, 1);
      if (kind === 'outcome') {
        this.add(place, day, 'visit-outcomes', topic, 1);
        this.add(place, day, `visit-outcome:${outcome}`, topic, quantity);
      }
      return;
    }
    if (kind === 'started') this.add(place, day, 'started', topic, 1);
    if (kind === 'step') this.add(place, day, 'steps', topic, 1);
    if (kind === 'stuck') this.add(place, day, 'stuck', topic, 1);
    if (kind === 'finished') this.add(place, day, 'finished', topic, 1);
    if (kind === 'handover') this.add(place, day, 'handovers', topic, 1);
    if (kind === 'outcome') {
      this.add(place, day, 'outcomes', topic, 1);
      this.add(place, day, `outcome:${outcome}`, topic, quantity);
    }
  }

  /** Something the teams wrote down for a day; negative when it was taken back. */
  logged(team: string, commune: string, day: string, kind: string, topic: string, quantity: number): void {
    this.add({ team, commune }, day, `log:${kind}`, topic, quantity);
  }

  merge(from: string, to: string): void {
    this.became.set(from, to);
    for (const team of this.teams.values()) if (team.commune === from) team.commune = to;
    for (const account of this.accounts.values()) if (account.commune === from) account.commune = to;
  }

  dissolve(code: string, successor?: string): void {
    Object.assign(this.team(code), { dissolved: true, ...(successor === undefined ? {} : { successor }) });
    for (const account of this.accounts.values()) {
      if (successor !== undefined && account.team === code) account.team = successor;
      if (account.memberOf !== code) continue;
      if (successor === undefined) delete account.memberOf;
      else account.memberOf = successor;
    }
  }

  private placeOf({ team, commune }: Account): Place {
    return team === undefined ? { team: '', commune } : { team, commune: this.team(team).commune };
  }

  private periodsOf(day: string): readonly (readonly [string, string])[] {
    return [
      ['d', day],
      ['w', mondayOf(day)],
      ['m', day.slice(0, 7)],
      ...this.campaigns
        .filter(({ fromDay, toDay }) => fromDay <= day && day <= toDay)
        .map(({ id }) => [id, ''] as const),
    ];
  }

  private add(place: Place, day: string, indicator: string, topic: string, value: number): void {
    for (const [span, period] of this.periodsOf(day)) this.put(place, span, period, topic, indicator, value);
  }

  private put(place: Place, span: string, period: string, topic: string, indicator: string, value: number): void {
    for (const subject of topic === '' ? [''] : ['', topic]) {
      this.sum(['p', '', span, period, subject, indicator], value);
      if (place.commune !== '') this.sum(['c', place.commune, span, period, subject, indicator], value);
      if (place.team !== '') this.sum(['t', place.team, span, period, subject, indicator], value);
    }
  }

  private sum(parts: readonly string[], value: number): void {
    const key = parts.join(' ');
    this.figures.set(key, (this.figures.get(key) ?? 0) + value);
  }

  /** Figures with every commune under its last name, without those that came to nothing. */
  settled(): Figures {
    const settled: Figures = new Map();
    for (const [key, value] of this.figures) {
      const [scope = '', unit = '', ...rest] = key.split(' ');
      const name = scope === 'c' ? lastName(unit, this.became) : unit;
      const to = [scope, name, ...rest].join(' ');
      settled.set(to, (settled.get(to) ?? 0) + value);
    }
    return withoutZeros(settled);
  }
}

/** What a commune is called in the end. */
export function lastName(commune: string, became: ReadonlyMap<string, string>): string {
  const next = became.get(commune);
  return next === undefined ? commune : lastName(next, became);
}

export const withoutZeros = (figures: Figures): Figures => new Map([...figures].filter(([, value]) => value !== 0));

export { dayOf, mondayOf };
