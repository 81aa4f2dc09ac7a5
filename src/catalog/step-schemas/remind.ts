import * as z from 'zod';
import { duration, stepName, text } from '../schema-parts.ts';

/** Schema of `remind`: says its text later. */
export const remind = z.strictObject({ type: z.literal('remind'), after: duration, text, next: stepName });
