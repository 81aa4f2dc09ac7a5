import * as z from 'zod';
import { id, stepName } from '../schema-parts.ts';

/** Schema of `guide`: walks a card. */
export const guide = z.strictObject({
  type: z.literal('guide'),
  card: id,
  next: stepName,
  stuck: stepName.optional(),
});
