import * as z from 'zod';
import { limits } from '../limits.ts';
import { expires, plainChoice, stepName, text, tries } from '../schema-parts.ts';

/** Schema of `poll`: one question whose answers are only counted. */
export const poll = z.strictObject({
  type: z.literal('poll'),
  text,
  choices: z
    .array(z.strictObject({ ...plainChoice.shape, next: stepName.optional() }))
    .min(2)
    .max(limits.buttons),
  next: stepName,
  tries: tries.optional(),
  giveUp: stepName.optional(),
  expires: expires.optional(),
});
