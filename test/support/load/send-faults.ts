import type { SeededRandom } from './seeded-random.ts';

/**
 * The ways in which a send to Zalo goes wrong. Only after `rate-limited` and `token-refused` does the bot know what
 * happened; after every other kind the message may or may not have reached the resident, and Zalo has no idempotency key
 * to ask with.
 */
export const SEND_FAULTS = [
  /** HTTP 200, error -32 "reached limit call api"; not delivered. */
  'rate-limited',
  /** HTTP 200, error -216 "Access token is invalid" although it is not; not delivered. */
  'token-refused',
  /** HTTP 200, error -200 "Send message failed"; not delivered. */
  'api-200-lost',
  /** HTTP 200, error -200 "Send message failed", although the message was delivered: a public office has met it. */
  'api-200-delivered',
  /** HTTP 502 with an HTML page from the gateway; not delivered. */
  'html-502-lost',
  /** HTTP 502 with an HTML page from the gateway, although the message was delivered. */
  'html-502-delivered',
  /** TCP reset before the body was read; not delivered. */
  'reset',
  /** No answer ever; not delivered. */
  'timeout-lost',
  /** No answer ever, although the message was delivered. */
  'timeout-delivered',
] as const;

export type SendFault = (typeof SEND_FAULTS)[number];

/** Whether the resident gets the message in spite of the fault. */
export function isDelivered(fault: SendFault): boolean {
  return fault.endsWith('-delivered');
}

/** Whether the bot can know that the message did not arrive. */
export function isKnownRefusal(fault: SendFault): boolean {
  return fault === 'rate-limited' || fault === 'token-refused';
}

/** Decides for each send whether, and how, it goes wrong. */
export interface FaultPlan {
  next(): SendFault | null;
}

/** No send ever fails. */
export const NO_FAULTS: FaultPlan = { next: () => null };

/**
 * Lets `rate` (0..1) of the sends fail, spread evenly over `kinds`.
 *
 * @param random seeded, so that a failing run can be repeated with `--seed`
 */
export function createFaultPlan(rate: number, kinds: readonly SendFault[], random: SeededRandom): FaultPlan {
  return { next: () => (random.next() < rate ? (kinds[random.below(kinds.length)] ?? null) : null) };
}
