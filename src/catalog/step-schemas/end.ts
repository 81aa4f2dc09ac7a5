import * as z from 'zod';
import { text } from '../schema-parts.ts';

/** Schema of `end`: ends the flow. */
export const end = z.strictObject({ type: z.literal('end'), text: text.optional() });
