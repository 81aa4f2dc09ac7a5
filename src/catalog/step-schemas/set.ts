import * as z from 'zod';
import { maybeExpression, stepName, variable } from '../schema-parts.ts';

/** Schema of `set`: gives a variable a value. */
export const set = z.strictObject({
  type: z.literal('set'),
  var: variable,
  value: maybeExpression.max(300),
  next: stepName,
});
