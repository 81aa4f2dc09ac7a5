import * as z from 'zod';

/** When a fault strikes, and whether the call takes effect all the same. */
export interface FaultRule {
  /** Strike the next N calls. */
  readonly nextCount?: number;
  /** Strike each call with this chance, 0-1. Used when `nextCount` is absent or used up. */
  readonly probability?: number;
  /** Whether the call still takes effect (message delivered, token rotated). Default false; true for `errorReply`. */
  readonly delivered?: boolean;
  /** Which calls it strikes: sending a message, the token endpoint, or every call. Default: see {@link FaultSwitches}. */
  readonly on?: 'send' | 'token' | 'any';
}

/** What goes wrong with events on their way to the webhook. */
export interface WebhookFaults {
  /** Chance (0-1) that an event is posted twice. Default: the setting `duplicateWebhookProbability`. */
  readonly duplicateProbability?: number;
  /** Chance (0-1) that an event is held back, so that later ones of the same resident overtake it. Default 0. */
  readonly reorderProbability?: number;
  /** How long at most an event is held back, in ms of the emulator's clock. Default 1000. */
  readonly reorderWithinMs?: number;
}

/**
 * Faults a client must survive; none is on by default.
 *
 * - `html502`: HTTP 502 with an HTML body, as a gateway failure.
 * - `hang`: no answer for `settings.hangMs`, then the connection drops.
 * - `errorReply`: `error` = `code` (default -200) although the message was delivered.
 * - `refused`: the connection is dropped at once without an answer.
 * - `lostTokenAnswer`: the token pair is rotated and the connection dropped: the client holds a dead refresh token.
 * - `slowNetwork`: the call is held for `delayMs` plus 0 to `jitterMs` (default 0); every call, unless `nextCount` or
 *   `probability` is given.
 * - `rateStorm`: -32 for `forMs` from the moment it is set, and for `nextCount` calls, whatever the limit is.
 * - `webhook`: events doubled and out of order.
 *
 * The first four strike sends, `lostTokenAnswer` the token endpoint, the next two every call, unless `on` says otherwise.
 */
export interface FaultSwitches {
  readonly html502?: FaultRule;
  readonly hang?: FaultRule;
  readonly errorReply?: FaultRule & { readonly code?: number };
  readonly refused?: FaultRule;
  readonly lostTokenAnswer?: Pick<FaultRule, 'nextCount' | 'probability'>;
  readonly slowNetwork?: Omit<FaultRule, 'delivered'> & { readonly delayMs: number; readonly jitterMs?: number };
  readonly rateStorm?: Omit<FaultRule, 'delivered'> & { readonly forMs?: number };
  readonly webhook?: WebhookFaults;
}

const chance = z.number().min(0).max(1).optional();
const ms = z.number().min(0);
const trigger = { nextCount: z.int().min(0).optional(), probability: chance };
const on = z.enum(['send', 'token', 'any']).optional();
const rule = z.strictObject({ ...trigger, on, delivered: z.boolean().optional() });

/** The shape of {@link FaultSwitches}; unknown keys are refused, because a mistyped fault would silently never strike. */
export const faultSwitchesShape = z.strictObject({
  html502: rule.optional(),
  hang: rule.optional(),
  errorReply: rule.extend({ code: z.int().optional() }).optional(),
  refused: rule.optional(),
  lostTokenAnswer: z.strictObject(trigger).optional(),
  slowNetwork: z.strictObject({ ...trigger, on, delayMs: ms, jitterMs: ms.optional() }).optional(),
  rateStorm: z.strictObject({ ...trigger, on, forMs: ms.optional() }).optional(),
  webhook: z
    .strictObject({ duplicateProbability: chance, reorderProbability: chance, reorderWithinMs: ms.optional() })
    .optional(),
});
