import * as z from 'zod';
import { text } from '../schema-parts.ts';

/** Schema of `handover`: asks for a person and ends. */
export const handover = z.strictObject({
  type: z.literal('handover'),
  reason: z.string().min(1).max(100),
  text: text.optional(),
});
