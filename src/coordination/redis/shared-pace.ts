import type { Clock } from '../../shared/clock.ts';
import { partOf } from '../parts.ts';
import type { Pace, PaceFactory } from '../ports.ts';
import { begunKey, paceKey } from './keys.ts';
import type { Link } from './link.ts';

export interface SharedPaceOptions {
  readonly link: Link;
  readonly clock: Clock;
  readonly replica: string;
  readonly evenPace: PaceFactory;
  /** Replicas alive as last known. */
  replicas(): number;
}

/** For so long after Redis is back a replica needs its part as well: longer than the others need to find back, ms. */
export const SETTLE_MS = 3_000;
/** Steps are laid this much closer to the limit than 1; what timers lose is caught up inside the bound of each second. */
const SHARE = 0.985;
/** A grant not used for so long is given back, ms: more than a busy process is ever held up (90 ms, measured 2026-11-22). */
const WITHIN_MS = 250;
/** How far ahead begins are granted, ms. */
const AHEAD_MS = 100;
const MOST_AT_ONCE = 64;
/** Begins that were not told for so many: what is older has left the log by itself. */
const MOST_UNTOLD = 256;
/** How long an answer is looked for again while it is under way, ms. */
const LOOK_AGAIN_MS = 4;
/** Clocks drift apart by this much at most, ms a ms (NTP slews 0.5 ms a second). */
const DRIFT = 0.000_5;

interface Grant {
  readonly name: string;
  readonly at: number;
  readonly until: number;
}

/**
 * Even begins of one lane, shared through Redis: granted a little ahead, used when they fall due, and told afterwards, so
 * that the log in Redis holds when calls really began. This replica's own pace stands beside it always: over the whole
 * limit while all coordinate, over its part otherwise.
 */
export function createSharedPace(oaId: string, lane: string, perSecond: number, options: SharedPaceOptions): Pace {
  const { link, clock, replicas } = options;
  const keys = [begunKey(oaId, lane), paceKey(oaId, lane)];
  const own = options.evenPace(perSecond);
  let limit = perSecond;
  let ownLimit = perSecond;
  const hand: Grant[] = [];
  let untold: (string | number)[] = [];
  let number = 0;
  let asking = false;
  let askAt = 0;
  let generation = 0;
  /** Redis's time is at most this much ahead of ours, ms. */
  let offset = Number.NaN;
  let offsetAt = 0;

  const tell = (grant: Grant, leaves: number): void => {
    untold.push(grant.name, leaves);
    if (untold.length > 2 * MOST_UNTOLD) untold = untold.slice(-2 * MOST_UNTOLD);
  };
  const giveBack = (): void => {
    generation += 1;
    for (const grant of hand.splice(0)) tell(grant, 0);
    askAt = 0;
  };
  link.onChange(giveBack);

  /** The tightest bound of late: a reply that took long says little about the time in between. */
  const noteTime = (redisMs: number, askedAt: number): void => {
    const bound = redisMs - askedAt;
    const known = offset + (askedAt - offsetAt) * DRIFT;
    offset = Math.abs(bound - known) > 1_000 || Number.isNaN(known) ? bound : Math.min(bound, known);
    offsetAt = askedAt;
  };

  const ask = async (count: number): Promise<void> => {
    asking = true;
    const mine = generation;
    const told = untold.splice(0);
    const askedAt = clock.now();
    const first = number;
    number += count;
    const prefix = `${options.replica}:`;
    const intervalUs = Math.ceil(1_000_000 / (limit * SHARE));
    const words = [
      Math.max(1, Math.floor(limit)),
      count,
      intervalUs,
      WITHIN_MS * 1_000,
      AHEAD_MS * 1_000,
      prefix,
      first,
    ];
    try {
      const [time, waitMs, ...us] = await link.ask((redis) => redis.grantBegins(...keys, ...words, ...told));
      noteTime(Number(time) / 1_000, askedAt);
      const now = clock.now();
      // Redis reckoned somewhere between the question and now: never too early, and late only by what is allowed.
      const grants = us.map(
        (text, index): Grant => ({
          name: `${prefix}${first + index + 1}`,
          at: Math.ceil(now + Number(text) / 1_000),
          until: Math.floor(askedAt + Number(text) / 1_000 + WITHIN_MS),
        }),
      );
      hand.push(...grants);
      if (mine === generation) askAt = now + Number(waitMs);
      else giveBack();
    } catch {
      // The link has told of it; this replica's part goes on.
    } finally {
      asking = false;
    }
  };

  const isAlone = (now: number): boolean => !link.isUp() || now - link.since() < SETTLE_MS;

  const setOwn = (wanted: number): void => {
    if (wanted === ownLimit) return;
    ownLimit = wanted;
    own.setLimit(wanted);
  };

  return {
    waitMs(now) {
      if (!Number.isFinite(limit)) return 0;
      setOwn(isAlone(now) ? partOf(limit, replicas()) : limit);
      const ownMs = own.waitMs(now);
      if (!link.isUp()) return ownMs;
      while (hand[0] && (hand[0].until < now || hand[0].at > now + 3_600_000)) {
        const [late] = hand.splice(0, 1);
        if (late) tell(late, 0);
      }
      const wanted = Math.min(MOST_AT_ONCE, Math.max(1, Math.floor((AHEAD_MS * limit * SHARE) / 1_000)));
      if (!asking && now >= askAt && hand.length <= wanted / 2) void ask(wanted - hand.length);
      const grant = hand[0];
      const grantMs = grant ? grant.at - now : Math.max(LOOK_AGAIN_MS, askAt - now);
      return Math.max(0, grantMs, ownMs);
    },
    take(now) {
      own.take(now);
      const grant = hand.shift();
      // A second after the begin by the clock of Redis, and one ms because ours tells whole ones.
      if (grant) tell(grant, Math.ceil((now + offset + 1_002) * 1_000));
    },
    resume: (now) => own.resume(now),
    setLimit(wanted) {
      if (wanted === limit) return;
      limit = wanted;
      giveBack();
    },
  };
}
