import * as z from 'zod';
import { says } from '../schema-message.ts';
import { links, stepName, text, when } from '../schema-parts.ts';

/** Schema of `say`: a text, and on in the same turn. */
export const say = z.strictObject({
  type: z.literal('say'),
  text,
  variants: z.array(z.strictObject({ when, text })).min(1).max(10).optional(),
  ab: z.array(text).min(1).max(4).optional(),
  picture: z
    .union([
      z.strictObject({
        url: z.url({
          protocol: /^https$/u,
          error: says('chưa phải địa chỉ đầy đủ', 'viết đủ địa chỉ, bắt đầu bằng https://'),
        }),
      }),
      z.strictObject({
        file: z
          .string()
          .regex(
            /^[a-z0-9][a-z0-9-]*\.(?:jpg|jpeg|png|gif)$/u,
            says('chưa phải tên tệp hình', 'viết tên không dấu, đuôi jpg, jpeg, png hoặc gif, như: man-hinh.png'),
          ),
      }),
    ])
    .optional(),
  links: links.optional(),
  next: stepName,
});
