import * as z from 'zod';
import { maybeExpression, mustBeExpression, stepName } from '../schema-parts.ts';

/** Schema of `profile`: what the resident chose for themselves. */
export const profile = z.strictObject({
  type: z.literal('profile'),
  address: maybeExpression.max(200).optional(),
  segment: maybeExpression.max(200).optional(),
  largeSteps: z.union([z.boolean(), mustBeExpression]).optional(),
  commune: maybeExpression.max(200).optional(),
  team: maybeExpression.max(200).optional(),
  announcements: z.union([z.boolean(), mustBeExpression]).optional(),
  counting: z.union([z.boolean(), mustBeExpression]).optional(),
  next: stepName,
});
