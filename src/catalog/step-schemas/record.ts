import * as z from 'zod';
import { id, mustBeExpression, stepName } from '../schema-parts.ts';

const quantity = z.union([z.int().min(1).max(1000), mustBeExpression]);

/** Schema of `record`: an outcome for the team. */
export const record = z.strictObject({
  type: z.literal('record'),
  outcome: id,
  quantity: quantity.optional(),
  next: stepName,
});
