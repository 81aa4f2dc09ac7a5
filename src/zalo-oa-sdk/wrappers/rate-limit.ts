import type { SdkClock } from '../ports.ts';
import { checkWholeNumber } from '../setup-error.ts';
import type { Transport, ZaloCall } from '../transport.ts';
import { createRateLane, type RateLane, type Schedule } from './rate-lane.ts';

/** Settings of {@link withRateLimit}. */
export interface RateLimitOptions {
  readonly clock: SdkClock;
  /** Calls `callback` once after `delayMs` and returns what cancels it: `setTimeout` and `clearTimeout` in one. */
  readonly schedule: Schedule;
  /** Calls begun in any 60 s, over all OAs of the app. Default 4,000, Zalo's limit for an app (2026-11). */
  readonly perMinute?: number;
  /** Calls that may wait for their turn; one more is refused. Default 1,000, a quarter of a minute's worth. */
  readonly maxQueued?: number;
  /** Leave `60,000 / perMinute` ms between two beginnings, instead of letting a burst use the minute up. Default false. */
  readonly isSmooth?: boolean;
  /**
   * Which limit a call counts towards; undefined for none. Default {@link rateLaneOf}. Each lane has its own
   * `perMinute` and its own queue.
   */
  readonly laneOf?: (call: ZaloCall) => string | undefined;
}

/**
 * The limits Zalo documents: the OAuth host has none; articles have their own 4,000 a minute; everything else shares
 * one. Whether the ZBS host shares it is not documented; it is counted in, to be on the safe side.
 */
export function rateLaneOf({ host, path }: ZaloCall): string | undefined {
  if (host === 'oauth') return undefined;
  return path.startsWith('/v2.0/article/') ? 'articles' : 'api';
}

/**
 * Keeps an app under Zalo's limit of calls. Use one wrapper per app, shared by all its OAs.
 *
 * A call begins at once while there is room, else it waits, first come first served. `X-RateLimit-*` of the answers
 * lowers the limit when Zalo's is lower, and holds calls back when other programs use the same app: at `remain` 0, and
 * after -32, until the next minute begins. Answers to calls begun in an earlier minute no longer count.
 *
 * `request` throws `ZaloRateLimitError` when the queue is full; nothing was sent. `close()` refuses all that wait with
 * the same error, then closes the transport. Throws `ZaloSetupError` for a `perMinute` under 1 or a negative
 * `maxQueued`.
 *
 * Source: page "Giới hạn tốc độ gọi API", 2026-11.
 */
export function withRateLimit(transport: Transport, options: RateLimitOptions): Transport {
  const { perMinute = 4_000, maxQueued = 1_000, isSmooth = false, laneOf = rateLaneOf, clock, schedule } = options;
  checkWholeNumber('perMinute', perMinute, 1);
  checkWholeNumber('maxQueued', maxQueued, 0);
  const lanes = new Map<string, RateLane>();
  let isClosed = false;

  function lane(name: string): RateLane {
    const known = lanes.get(name);
    if (known) return known;
    const made = createRateLane({ perMinute, maxQueued, isSmooth, clock, schedule });
    lanes.set(name, made);
    return made;
  }

  return {
    request(call) {
      const name = laneOf(call);
      // a closed transport has its own error for calls that come too late
      return name === undefined || isClosed ? transport.request(call) : lane(name).run(() => transport.request(call));
    },
    close() {
      isClosed = true;
      for (const each of lanes.values()) each.close();
      return transport.close();
    },
  };
}
