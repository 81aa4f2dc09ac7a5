import type { AnnouncementLaneName } from '../storage/announcement-ports.ts';
import type { AudiencePerson } from '../storage/audience-ports.ts';
import { type BudgetCut, minuteOf } from './budget.ts';
import {
  directReach,
  furtherLane,
  type LaneContext,
  type Moment,
  refuses,
  UNREACHABLE,
  type Unreachable,
} from './reach.ts';

/** How many people there are for each reason. */
export type ReasonCounts = Readonly<Record<Unreachable, number>>;

/** The people of a plan as counts: each in exactly one of the lanes or in `unreached`. */
export interface PlanCounts {
  readonly audience: number;
  readonly free: number;
  readonly paid: number;
  /** Why people get no direct message, whether or not another lane reaches them. */
  readonly noDirect: ReasonCounts;
  readonly article: number;
  readonly cascade: number;
  readonly zbs: number;
  /** Nothing reaches them. */
  readonly unreached: ReasonCounts;
  /** Of the audience: those who follow, and those of them who refuse and would see an article all the same. */
  readonly followers: number;
  readonly followersRefusing: number;
  /** Where the budget ends; undefined when it is enough for everybody. */
  readonly cut?: BudgetCut;
}

type Further = Exclude<AnnouncementLaneName, 'direct'> | 'none';

const noReasons = (): Record<Unreachable, number> =>
  Object.fromEntries(UNREACHABLE.map((reason) => [reason, 0])) as Record<Unreachable, number>;

const noLanes = (): Record<Further, number> => ({ article: 0, cascade: 0, zbs: 0, none: 0 });

/**
 * Adds up an audience person by person in flat memory: counters, and for the paid ones a counter for each minute of the
 * last seven days, so that the budget can go to the most recently active.
 */
export class PlanTally {
  readonly #moment: Moment;
  readonly #context: LaneContext;
  /** What the budget affords; Infinity = no bound. */
  readonly #affordable: number;
  readonly #paid = new Map<number, Record<Further, number>>();
  readonly #noDirect = noReasons();
  readonly #unreached = noReasons();
  readonly #lanes = noLanes();
  #audience = 0;
  #free = 0;
  #followers = 0;
  #followersRefusing = 0;

  constructor(moment: Moment, context: LaneContext, affordable: number) {
    this.#moment = moment;
    this.#context = context;
    this.#affordable = affordable;
  }

  add(person: AudiencePerson): void {
    this.#audience += 1;
    const reach = directReach(person, this.#moment);
    if (person.following === true) {
      this.#followers += 1;
      if (refuses(reach)) this.#followersRefusing += 1;
    }
    if (refuses(reach)) return this.#leave(reach as Unreachable, 'none');
    const further = furtherLane(person, this.#context) ?? 'none';
    const direct = this.#context.lanes.includes('direct');
    if (reach === 'free' && direct) this.#free += 1;
    else if (reach === 'paid' && direct) this.#addPaid(person.lastInteractionAt, further);
    else if (reach === 'free' || reach === 'paid') this.#take(further, 'no-lane');
    else this.#leave(reach, further);
  }

  #addPaid(lastInteractionAt: number, further: Further): void {
    const minute = minuteOf(lastInteractionAt);
    const lanes = this.#paid.get(minute) ?? noLanes();
    lanes[further] += 1;
    this.#paid.set(minute, lanes);
  }

  #leave(reason: Unreachable, further: Further, count = 1): void {
    this.#noDirect[reason] += count;
    this.#take(further, reason, count);
  }

  #take(further: Further, reason: Unreachable, count = 1): void {
    if (further === 'none') this.#unreached[reason] += count;
    else this.#lanes[further] += count;
  }

  /** The counts, with the budget spent on the most recently active first. Call once, when everybody has been added. */
  finish(): PlanCounts {
    let left = this.#affordable;
    let paid = 0;
    let cut: BudgetCut | undefined;
    for (const [minute, lanes] of [...this.#paid].toSorted(([a], [b]) => b - a)) {
      const count = lanes.article + lanes.cascade + lanes.zbs + lanes.none;
      const inside = Math.min(count, left);
      if (inside < count) cut ??= { afterMinute: minute, inThatMinute: inside };
      paid += inside;
      left -= inside;
      this.#leaveOverBudget(lanes, inside);
    }
    return {
      audience: this.#audience,
      free: this.#free,
      paid,
      noDirect: this.#noDirect,
      article: this.#lanes.article,
      cascade: this.#lanes.cascade,
      zbs: this.#lanes.zbs,
      unreached: this.#unreached,
      followers: this.#followers,
      followersRefusing: this.#followersRefusing,
      ...(cut ? { cut } : {}),
    };
  }

  /** Inside one minute nobody is more recent than another: those without another lane come first. */
  #leaveOverBudget(lanes: Readonly<Record<Further, number>>, inside: number): void {
    let taken = inside;
    for (const further of ['none', 'zbs', 'cascade', 'article'] as const) {
      const kept = Math.min(lanes[further], taken);
      taken -= kept;
      if (lanes[further] > kept) this.#leave('over-budget', further, lanes[further] - kept);
    }
  }
}
