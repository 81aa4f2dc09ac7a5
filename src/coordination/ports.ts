/**
 * What replicas of one installation tell each other. Nothing here is the truth: the truth store keeps order and "once" by
 * itself, and everything below may be lost, late or wrong after a failure of Redis. Losing it costs time, never a message.
 *
 * Names never carry a resident's id or words: a resident is a pseudonym here.
 */

/** Everything that replicas coordinate. Made by `createLocalCoordination` or `openRedisCoordination`; `app.ts` picks. */
export interface Coordination {
  /** Name of this replica, unique among those alive. */
  readonly replica: string;
  /** False when this process is the only one by design: nothing has to be asked then. */
  readonly isShared: boolean;
  readonly budget: SendBudget;
  readonly locks: Locks;
  readonly replicas: Replicas;
  readonly signals: Signals;
  /** How things stand now, from memory; never throws. */
  status(): CoordinationStatus;
  /** Tells the others that this replica goes, then lets go of everything. Never throws. */
  close(): Promise<void>;
}

/** For `/metrics`, the console's health page and the log. Carries no address and no password. */
export interface CoordinationStatus {
  readonly kind: 'local' | 'redis';
  /** `together` = all replicas share; `away` = Redis does not answer and each replica keeps to its share. */
  readonly state: 'together' | 'away';
  /** Since when, epoch ms. */
  readonly since: number;
  /** Replicas alive, this one included; the last known number while `away`. */
  readonly replicas: number;
  /** Why Redis was last away: `ECONNREFUSED`, `TIMEOUT`, `WRONGPASS`, …. Absent when it never was. */
  readonly lastReason?: string;
}

/**
 * Asked before a call begins. Synchronous, because it stands on the hot path: what Redis grants is fetched ahead.
 * `src/delivery/pacer.ts` has the same shape.
 */
export interface Pace {
  /** Milliseconds until a call may begin, 0 = now. A number above 0 says when to ask again, not that it is granted then. */
  waitMs(now: number): number;
  /** A call has begun. Only after `waitMs` said 0. */
  take(now: number): void;
  /** Work begins again after a rest: what was not used meanwhile is not caught up. */
  resume(now: number): void;
  /** Another limit from now on; `Infinity` never waits. */
  setLimit(limit: number): void;
}

/** Makes the even pace of one process by itself: `createPacer` of `src/delivery/pacer.ts`, which stands a floor above. */
export type PaceFactory = (perSecond: number) => Pace;

/**
 * Limits that hold over all replicas.
 *
 * Redis away: each replica keeps to the limit divided by the last known number of replicas, whole calls, its own begins
 * before that counted. For 3 s after Redis is back a replica needs both, its part and Redis's word, until the others have
 * found back too. In the second in which Redis goes, what one replica had begun beyond its part comes on top. A replica
 * cut off from a Redis that the others still reach goes on with its part beside their whole, until Zalo's -32 stops it.
 */
export interface SendBudget {
  /** Begins of calls of one lane, spread evenly: at most `perSecond` in any one second, over 0.95 of it reached. */
  perSecond(oaId: string, lane: string, perSecond: number): Pace;
  /**
   * Calls of the app in one minute of the clock. Zalo: 4,000 a minute over all OAs of the app, then -32 until the next
   * minute ("[2+]", fact sheet section 5).
   */
  perMinute(appId: string, perMinute: number): Pace;
}

/** What is locked. */
export interface LockName {
  readonly oaId: string;
  /** For example `token`. */
  readonly what: string;
}

/** A lock that is held. */
export interface HeldLock {
  /**
   * Grows with every holder of this name, whatever happens to Redis: a store that remembers the greatest it has seen
   * refuses a holder who was overtaken. A whole number below 2^53. The time in µs at least, so it survives FLUSHALL.
   */
  readonly fencingToken: number;
  /** Aborted when the lock was certainly lost, or could not be renewed for its whole life: stop before the next effect. */
  readonly lost: AbortSignal;
}

/**
 * One holder at a time, over all replicas. Not re-entrant.
 *
 * With a lock of the truth store (`LockOptions.truthLock`) that lock is always taken too and decides; Redis then only
 * keeps others from crowding at it, and when Redis is away the truth store's lock alone is used. Without one, whoever
 * asks while Redis is away waits for it. A holder that is killed is followed after its life, 10 s.
 */
export interface Locks {
  /**
   * Runs `work` alone and returns its result. Throws COORDINATION_LOCK_TIMEOUT when the lock could not be had in 30 s
   * (nothing was done then), and whatever `work` or the truth store's lock throws.
   */
  withLock<T>(name: LockName, work: (held: HeldLock) => Promise<T>): Promise<T>;
}

/** The truth store's own lock around `work`; must not swallow its errors. */
export type TruthLock = <T>(name: LockName, work: () => Promise<T>) => Promise<T>;

/** A replica that gave a sign of life within the last 5 s. */
export interface Replica {
  readonly name: string;
  /** Epoch ms, by that replica's clock. */
  readonly startedAt: number;
}

/** Who is alive. A sign of life each second; Redis away: the list as last known. */
export interface Replicas {
  /** From memory, at most about a second old, by name. This replica is always in it. */
  list(): readonly Replica[];
  /** At least 1. */
  count(): number;
}

/** What something happened to; no more than this is told. */
export const TOPICS = ['inbox', 'outbox', 'spool', 'announcement', 'console'] as const;
export type Topic = (typeof TOPICS)[number];

/**
 * Wake-ups: "look now, there is something". At most once and in no order; whoever listens must look by itself too, only
 * less often. Listeners of this replica are told at once, Redis or not. `note` is a short word such as a row's id,
 * 200 characters at most (longer ones are cut).
 */
export interface Signals {
  /** Never throws and never waits. */
  tell(oaId: string, topic: Topic, note?: string): void;
  /** Calls `listener` from now on, for the signals of all replicas; returns how to stop. A listener must not throw. */
  on(oaId: string, topic: Topic, listener: (note: string) => void): () => void;
}
