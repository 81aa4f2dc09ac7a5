import type { Clock } from '../../shared/clock.ts';

/** What one key may ask: so many a second in the long run, and so many at once after a pause. */
const PER_SECOND = 10;
const BURST = 20;
/** Keys remembered; a key that has been still for two seconds is as good as new. */
const KEPT = 1_000;

/** Seconds to wait, 0 = go on. A bucket of tokens for each name, in this process. */
export function createRateLimit(clock: Clock): (name: string) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name) => {
    const now = clock.now();
    const before = buckets.get(name) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, before.tokens + ((now - before.at) / 1000) * PER_SECOND);
    buckets.delete(name);
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    const oldest = buckets.keys().next().value;
    if (buckets.size > KEPT && oldest !== undefined) buckets.delete(oldest);
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / PER_SECOND);
  };
}
