import * as z from 'zod';
import { stepName, when } from '../schema-parts.ts';

/** Schema of `branch`: the first case that holds. */
export const branch = z.strictObject({
  type: z.literal('branch'),
  cases: z.array(z.strictObject({ when, next: stepName })).min(1),
  else: stepName,
});
