import * as z from 'zod';
import { durationMs, segments } from '../flow-engine/index.ts';
import { parseVietnamTime } from '../shared/clock.ts';

const input = z.union([
  z.string(),
  z.strictObject({ choice: z.string() }),
  z.strictObject({ oldChoice: z.string() }),
  z.strictObject({
    media: z.enum(['photo', 'location', 'file', 'voice', 'other']),
    latitude: z.string().optional(),
    longitude: z.string().optional(),
  }),
  z.strictObject({ unclear: z.literal(true) }),
  z.strictObject({ resume: z.literal(true) }),
]);

/**
 * A dialogue with the flows, as `test/transcripts/*.yaml` keep it. The session is kept and read back between every two
 * turns, and typed texts are masked first, as the inbox does. What a `profile` step keeps holds from the next turn on.
 *
 * - `at`: the clock at the start, "2026-11-22 09:00" in Viet Nam; without it nobody knows the time and nothing expires.
 * - `address`, `audience` (a segment), `largeSteps`, `assisted`, `seed`: who is spoken to.
 * - `after`: time that passes before the turn, "2d"; whatever falls due meanwhile is woken at its own moment. A turn
 *   with `after` alone in which nothing fell due is one early call, `is: stale`.
 * - `in`: a text as typed, `{ choice: <value> }` for the button of the message just shown, `{ oldChoice: <value> }` for
 *   the button of the first message, `{ media: photo }`, `{ unclear: true }`, `{ resume: true }`. The first turn has
 *   none: it starts.
 * - `out`: fragments of what is said (`[title]` for buttons), in this order; `[]` when nothing is. `is`: `unmatched` or
 *   `stale` instead. `saves`: some of what is saved after the turn.
 * - `hides`: texts that may stand in no state and no action of the dialogue.
 * - `ends`, `records`, `handover`, `polls`, `certificate`: what the whole dialogue comes to.
 */
export const transcriptSchema = z
  .strictObject({
    about: z.string().min(10),
    flow: z.string().optional(),
    card: z.string().optional(),
    at: z
      .string()
      .refine((text) => parseVietnamTime(text) !== undefined, 'expected a time as 2026-11-22 09:00')
      .optional(),
    address: z.string().optional(),
    audience: z.enum(segments).optional(),
    largeSteps: z.boolean().optional(),
    assisted: z.boolean().optional(),
    seed: z.string().optional(),
    turns: z
      .array(
        z.strictObject({
          after: z
            .string()
            .refine((text) => durationMs(text) !== undefined, 'expected a time as 30m, 12h, 2d or 1w')
            .optional(),
          in: input.optional(),
          out: z.array(z.string().min(1)).optional(),
          is: z.enum(['unmatched', 'stale']).optional(),
          saves: z.record(z.string(), z.string()).optional(),
        }),
      )
      .min(1),
    hides: z.array(z.string().min(1)).min(1).optional(),
    ends: z.enum(['finished', 'gave-up', 'handover', 'changed', 'expired']).optional(),
    records: z.array(z.string()).optional(),
    handover: z.string().optional(),
    polls: z.array(z.string()).optional(),
    certificate: z.string().optional(),
  })
  .refine(({ flow, card }) => (flow === undefined) !== (card === undefined), 'name either a flow or a card')
  .refine(
    ({ at, turns }) => at !== undefined || turns.every(({ after }) => after === undefined),
    'time only passes (after) when the clock is set: write at',
  )
  .refine(
    ({ turns: [first, ...rest] }) =>
      first?.in === undefined &&
      first?.after === undefined &&
      rest.every((turn) => turn.in !== undefined || turn.after !== undefined),
    'the first turn has neither in nor after, every other one has at least one of them',
  );

export type Transcript = z.infer<typeof transcriptSchema>;
export type TranscriptTurn = Transcript['turns'][number];

/** What a whole dialogue comes to; nothing stands where nothing came of it. */
export type Outcome = Pick<Transcript, 'ends' | 'records' | 'handover' | 'polls' | 'certificate'>;
