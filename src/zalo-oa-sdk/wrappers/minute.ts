import type { ZaloReply } from '../transport.ts';

/** Length of the window Zalo counts calls in, ms. */
export const MINUTE_MS = 60_000;

/** The error code of an app that made too many calls this minute (page "Giới hạn tốc độ gọi API", 2026-11). */
const RATE_LIMITED = -32;

/** True for an answer that says the app has made too many calls; the call itself had no effect. */
export function isRateLimited({ body }: ZaloReply): boolean {
  return Number(body['error']) === RATE_LIMITED;
}

/** When the minute after `nowMs` begins, epoch milliseconds; at the very beginning of one it is the next. */
export function nextMinuteMs(nowMs: number): number {
  return (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
}
