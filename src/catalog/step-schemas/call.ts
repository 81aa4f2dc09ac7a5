import * as z from 'zod';
import { id, stepName } from '../schema-parts.ts';

/** Schema of `call`: runs another flow and comes back. */
export const call = z.strictObject({ type: z.literal('call'), flow: id, next: stepName });
