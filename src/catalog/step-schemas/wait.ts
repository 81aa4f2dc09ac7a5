import * as z from 'zod';
import { expires, stepName } from '../schema-parts.ts';

/** Schema of `wait`: says nothing and waits. */
export const wait = z.strictObject({ type: z.literal('wait'), expires, next: stepName.optional() });
