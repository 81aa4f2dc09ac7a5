/** Counts indicators by brute force over a list of what happened: the second opinion of the tests. Knows no SQL. */
import { periodOf, type Span } from '../../src/shared/periods.ts';

/** Where somebody belonged at a moment. */
export interface Belonging {
  readonly team: string;
  readonly commune: string;
}

/** One counted thing. */
export interface Happened extends Belonging {
  readonly day: string;
  readonly indicator: string;
  readonly topic: string;
  readonly value: number;
}

/** One interaction of an account, with where it belonged after it. */
export interface Contact extends Belonging {
  readonly userId: string;
  readonly day: string;
}

/** A campaign, and after how many contacts it was made. */
export interface OracleCampaign {
  readonly id: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly communes: readonly string[];
  readonly afterContacts: number;
}

/** `scope|unit|span|period|topic|indicator` → value, without zeros. */
export type Figures = Readonly<Record<string, number>>;

const SPANS: readonly Span[] = ['d', 'w', 'm'];

export function countIndicators(
  happened: readonly Happened[],
  contacts: readonly Contact[],
  campaigns: readonly OracleCampaign[],
): Figures {
  const sums = new Map<string, number>();
  const add = (at: Belonging, span: string, period: string, topic: string, indicator: string, value: number): void => {
    const units = [
      ['p', ''],
      ...(at.commune === '' ? [] : [['c', at.commune]]),
      ...(at.team === '' ? [] : [['t', at.team]]),
    ];
    for (const [scope, unit] of units) {
      for (const one of topic === '' ? [''] : ['', topic]) {
        const key = [scope, unit, span, period, one, indicator].join('|');
        sums.set(key, (sums.get(key) ?? 0) + value);
      }
    }
  };
  for (const { day, indicator, topic, value, ...at } of happened) {
    for (const span of SPANS) add(at, span, periodOf(span, day), topic, indicator, value);
    for (const { id, fromDay, toDay, communes } of campaigns) {
      const counts = fromDay <= day && day <= toDay && (communes.length === 0 || communes.includes(at.commune));
      if (counts) add(at, id, '', topic, indicator, value);
    }
  }
  for (const own of Map.groupBy(contacts, ({ userId }) => userId).values()) {
    for (const span of SPANS) {
      for (const [period, inPeriod] of Map.groupBy(own, ({ day }) => periodOf(span, day))) {
        const at = belongsIn(inPeriod);
        if (at) add(at, span, period, '', 'reached', 1);
      }
    }
  }
  for (const { id, fromDay, toDay, communes, afterContacts } of campaigns) {
    const made = new Set(contacts.slice(0, afterContacts));
    for (const own of Map.groupBy(contacts, ({ userId }) => userId).values()) {
      const inDays = own.filter(({ day }) => fromDay <= day && day <= toDay);
      // What lay before the campaign was made counts where the account belonged when it was made.
      const before = inDays.findLast((contact) => made.has(contact));
      const at = belongsIn([...(before ? [before] : []), ...inDays.filter((contact) => !made.has(contact))]);
      if (at && (communes.length === 0 || communes.includes(at.commune))) add(at, id, '', '', 'reached', 1);
    }
  }
  return Object.fromEntries([...sums].filter(([, value]) => value !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where an account counts: where it belonged first, or, while no team was known, where it was known to belong last. */
function belongsIn([first, ...rest]: readonly Belonging[]): Belonging | undefined {
  let at = first;
  for (const next of rest) {
    if (at?.team !== '') break;
    if (next.team !== '' || next.commune !== at.commune) at = next;
  }
  return at;
}
