import { ZaloApiError, ZaloConsentError, ZaloMessageError, ZaloTransportError } from 'zalo-oa-sdk';
import { AppError } from '../shared/errors.ts';
import type { SendOutcome } from '../storage/ports.ts';

/** How long and how often a send that certainly did not arrive is repeated. */
export interface RetryPolicy {
  /** First wait, ms; doubles each time. Default 1,000. */
  readonly baseDelayMs: number;
  /** Longest wait, ms. Default 60,000. */
  readonly maxDelayMs: number;
  /** An answer older than this is not sent any more, ms. Default 6 hours: a step of a guide is no use the next day. */
  readonly maxAgeMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  baseDelayMs: 1_000,
  maxDelayMs: 60_000,
  maxAgeMs: 6 * 3_600_000,
};

const RATE_LIMITED = -32;

/** When the app's limit of calls per minute is free again: the next full minute and a little. */
export function nextMinute(at: number): number {
  return Math.floor(at / 60_000) * 60_000 + 60_500;
}

/** The wait before try number `attempts + 1`, ms: 1 s, 2 s, 4 s, … up to the longest. */
export function backoffMs(attempts: number, policy: RetryPolicy): number {
  return Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** Math.max(0, attempts - 1));
}

/** What the error of one send means for its row. */
export interface FailedSend {
  readonly error: unknown;
  readonly attempts: number;
  readonly createdAt: number;
  readonly at: number;
}

/**
 * Zalo said no, or we could not know. Certainly not delivered and transient → `pending` with a later due time, until
 * the policy's limit; certainly refused → `failed` with the meaning; anything that may have arrived → `unknown`.
 */
export function classify({ error, attempts, createdAt, at }: FailedSend, policy: RetryPolicy): SendOutcome {
  const later = (dueAt: number, code: string): SendOutcome =>
    at - createdAt > policy.maxAgeMs
      ? {
          state: 'failed',
          code: 'SEND_EXPIRED',
          meaning: `Not accepted for ${Math.round(policy.maxAgeMs / 60_000)} minutes, last reason ${code}`,
        }
      : { state: 'pending', dueAt, code };

  if (error instanceof AppError && error.code === 'OA_PAUSED') return later(at + policy.maxDelayMs, error.code);
  if (error instanceof AppError && error.code === 'OA_NOT_SERVED')
    return { state: 'failed', code: error.code, meaning: error.message };
  if (error instanceof ZaloConsentError) return later(at + policy.maxDelayMs, error.code);
  if (error instanceof ZaloTransportError) {
    if (error.mayHaveBeenDelivered)
      return { state: 'unknown', code: error.code, meaning: `No readable answer (${error.kind})` };
    return later(at + backoffMs(attempts, policy), error.code);
  }
  if (error instanceof ZaloApiError) {
    const code = String(error.code);
    if (error.code === RATE_LIMITED) return later(at + backoffMs(attempts, policy), code);
    // -200 and codes nobody knows: a message has been seen to arrive after such an answer
    if (error.mayHaveBeenDelivered) return { state: 'unknown', code, meaning: error.meaning };
    if (error.advice === 'refresh' && attempts <= 3) return later(at + backoffMs(attempts, policy), code);
    return { state: 'failed', code, meaning: error.meaning };
  }
  if (error instanceof ZaloMessageError) return { state: 'failed', code: error.code, meaning: error.message };
  return { state: 'unknown', code: 'INTERNAL', meaning: error instanceof Error ? error.name : 'unknown error' };
}
