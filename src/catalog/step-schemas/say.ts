import * as z from 'zod';
import { links, stepName, text, when } from '../schema-parts.ts';

/** Schema of `say`: a text, and on in the same turn. */
export const say = z.strictObject({
  type: z.literal('say'),
  text,
  variants: z.array(z.strictObject({ when, text })).min(1).max(10).optional(),
  ab: z.array(text).min(1).max(4).optional(),
  picture: z
    .union([
      z.strictObject({ url: z.url({ protocol: /^https$/u, error: 'expected a full https:// address' }) }),
      z.strictObject({
        file: z.string().regex(/^[a-z0-9][a-z0-9-]*\.(?:jpg|jpeg|png|gif)$/u, 'expected the name of a picture file'),
      }),
    ])
    .optional(),
  links: links.optional(),
  next: stepName,
});
