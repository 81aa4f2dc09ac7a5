import type { SdkClock } from '../ports.ts';
import type { ZaloReply } from '../transport.ts';
import { isRateLimited, MINUTE_MS, nextMinuteMs } from './minute.ts';
import { ZaloRateLimitError } from './rate-limit-error.ts';

/** Calls `callback` once after `delayMs`; the returned function cancels it. */
export type Schedule = (callback: () => void, delayMs: number) => () => void;

/** One limit and the calls that wait for it. */
export interface RateLane {
  /** Runs `send` in its turn. Throws `ZaloRateLimitError` when too many wait, and what `send` throws. */
  run(send: () => Promise<ZaloReply>): Promise<ZaloReply>;
  /** Refuses everything that waits. */
  close(): void;
}

interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: ZaloRateLimitError) => void;
}

/** The lane of one limit; see `withRateLimit` for what it promises. */
export function createRateLane(options: {
  readonly perMinute: number;
  readonly maxQueued: number;
  readonly isSmooth: boolean;
  readonly clock: SdkClock;
  readonly schedule: Schedule;
}): RateLane {
  const { perMinute, maxQueued, isSmooth, clock, schedule } = options;
  // When the last calls began, as a ring: no 60 s hold more than the limit, wherever Zalo's minute begins.
  const begunAtMs = new Float64Array(perMinute).fill(-Infinity);
  const queue: Waiting[] = [];
  let begun = 0;
  let limit = perMinute;
  let lastNowMs = -Infinity;
  let pausedUntilMs = -Infinity;
  /** What Zalo's last answer leaves for this minute. */
  let budget = { remain: Infinity, untilMs: -Infinity, asOfCall: 0 };
  let cancelTimer: (() => void) | undefined;

  function now(): number {
    const nowMs = clock.now();
    if (nowMs < lastNowMs) {
      // the clock was set back: what was noted moves with it, or the lane would stand still until it has caught up
      const backMs = lastNowMs - nowMs;
      for (let at = 0; at < perMinute; at += 1) begunAtMs[at] = (begunAtMs[at] ?? 0) - backMs;
      pausedUntilMs -= backMs;
      budget = { ...budget, untilMs: budget.untilMs - backMs };
    }
    lastNowMs = nowMs;
    return nowMs;
  }

  function begunBack(calls: number): number {
    return begunAtMs[(begun - calls + perMinute * 2) % perMinute] ?? -Infinity;
  }

  /** How long the next call has to wait, ms; 0 when it may begin. */
  function waitMs(nowMs: number): number {
    const oldestMs = begunBack(limit) + MINUTE_MS;
    const spacedMs = isSmooth ? begunBack(1) + MINUTE_MS / limit : -Infinity;
    const serverMs = budget.remain <= 0 ? budget.untilMs : -Infinity;
    return Math.max(0, oldestMs - nowMs, spacedMs - nowMs, serverMs - nowMs, pausedUntilMs - nowMs);
  }

  function note(nowMs: number): number {
    begunAtMs[begun % perMinute] = nowMs;
    begun += 1;
    budget = { ...budget, remain: budget.remain - 1 };
    return begun;
  }

  /** `call` is the number of the answered call: those begun after it are not in its `remain` yet. */
  function learn(reply: ZaloReply, call: number, begunMs: number): void {
    const untilMs = nextMinuteMs(begunMs);
    if (isRateLimited(reply)) pausedUntilMs = Math.max(pausedUntilMs, untilMs);
    if (!reply.rateLimit || call < budget.asOfCall) return;
    limit = Math.max(1, Math.min(perMinute, Math.floor(reply.rateLimit.limit)));
    budget = { remain: reply.rateLimit.remain - (begun - call), untilMs, asOfCall: call };
  }

  async function begin(send: () => Promise<ZaloReply>, nowMs: number): Promise<ZaloReply> {
    const call = note(nowMs);
    const reply = await send();
    learn(reply, call, nowMs);
    drain();
    return reply;
  }

  function drain(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    for (let next = queue[0]; next; next = queue[0]) {
      const delayMs = waitMs(now());
      if (delayMs > 0) {
        cancelTimer = schedule(drain, Math.ceil(delayMs));
        return;
      }
      queue.shift();
      next.begin();
    }
  }

  return {
    async run(send) {
      const nowMs = now();
      if (queue.length === 0 && waitMs(nowMs) === 0) return begin(send, nowMs);
      if (queue.length >= maxQueued) {
        throw new ZaloRateLimitError('ZALO_RATE_QUEUE_FULL', { queued: queue.length, limitPerMinute: limit });
      }
      return new Promise((resolve, reject) => {
        queue.push({ begin: () => resolve(begin(send, now())), refuse: reject });
        drain();
      });
    },
    close() {
      cancelTimer?.();
      cancelTimer = undefined;
      const left = queue.splice(0);
      const error = { queued: left.length, limitPerMinute: limit };
      for (const { refuse } of left) refuse(new ZaloRateLimitError('ZALO_RATE_CLOSED', error));
    },
  };
}
