import { ZaloTransportError } from '../errors.ts';
import type { SdkClock } from '../ports.ts';
import { checkWholeNumber } from '../setup-error.ts';
import type { Transport, ZaloCall, ZaloReply } from '../transport.ts';
import { isRateLimited, nextMinuteMs } from './minute.ts';

/** Settings of {@link withRetry}. */
export interface RetryOptions {
  readonly clock: SdkClock;
  /** Resolves after `delayMs`, for instance `setTimeout` of `node:timers/promises`. */
  readonly sleep: (delayMs: number) => Promise<unknown>;
  /** Uniform in [0, 1), for instance `Math.random`. */
  readonly random: () => number;
  /** Attempts in all, the first included. Default 3. */
  readonly maxAttempts?: number;
  /** Wait before the second attempt, ms; doubles from attempt to attempt. Default 250. */
  readonly baseDelayMs?: number;
  /** The wait stops growing here, ms. Default 10,000. The wait after -32 is not cut. */
  readonly maxDelayMs?: number;
}

/**
 * Repeats a call, and only one that can be repeated without a second effect:
 *
 * - a `ZaloTransportError` whose `mayHaveBeenDelivered` is false: nothing reached Zalo
 * - any `ZaloTransportError` of a GET: reading twice changes nothing
 * - the answer -32, once the next minute has begun; not on the OAuth host, where `createTokens` does its own waiting
 *
 * A POST that may have arrived is never repeated. The wait is between half and the whole of
 * `baseDelayMs * 2^(attempt - 1)`, by `random`, so that many callers do not come back at once; after -32 up to
 * `baseDelayMs` later than the minute. When the attempts are used up, the last failure or answer is the result.
 * `close()` ends the waiting of all calls: each ends with the failure or answer it has.
 *
 * Throws `ZaloSetupError` for a `maxAttempts` under 1 or negative delays.
 */
export function withRetry(transport: Transport, options: RetryOptions): Transport {
  const { clock, sleep, random, maxAttempts = 3, baseDelayMs = 250, maxDelayMs = 10_000 } = options;
  checkWholeNumber('maxAttempts', maxAttempts, 1);
  checkWholeNumber('baseDelayMs', baseDelayMs, 0);
  checkWholeNumber('maxDelayMs', maxDelayMs, 0);
  const wakers = new Set<() => void>();
  let isClosed = false;

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        wakers.delete(wake);
        resolve();
      };
      wakers.add(wake);
      sleep(delayMs).then(wake, (error: unknown) => {
        wakers.delete(wake);
        reject(error);
      });
    });
  }

  /** The wait before the next attempt, or undefined when this end is the last. */
  function delayAfter(call: ZaloCall, attempt: number, end: End): number | undefined {
    if (isClosed || attempt >= maxAttempts) return undefined;
    if ('reply' in end) {
      if (call.host === 'oauth' || !isRateLimited(end.reply)) return undefined;
      const nowMs = clock.now();
      return nextMinuteMs(nowMs) - nowMs + random() * baseDelayMs;
    }
    if (!isRepeatable(call, end.error)) return undefined;
    const fullMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
    return (fullMs * (1 + random())) / 2;
  }

  return {
    async request(call) {
      for (let attempt = 1; ; attempt += 1) {
        const end = await tryOnce(transport, call);
        const delayMs = delayAfter(call, attempt, end);
        if (delayMs !== undefined) await pause(delayMs);
        if (delayMs === undefined || isClosed) {
          if ('reply' in end) return end.reply;
          throw end.error;
        }
      }
    },
    close() {
      isClosed = true;
      for (const wake of wakers) wake();
      return transport.close();
    },
  };
}

type End = { readonly reply: ZaloReply } | { readonly error: unknown };

async function tryOnce(transport: Transport, call: ZaloCall): Promise<End> {
  try {
    return { reply: await transport.request(call) };
  } catch (error) {
    return { error };
  }
}

function isRepeatable(call: ZaloCall, error: unknown): boolean {
  return error instanceof ZaloTransportError && (call.method === 'GET' || !error.mayHaveBeenDelivered);
}
