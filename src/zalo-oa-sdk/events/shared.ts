import * as z from 'zod';

/**
 * An id: Zalo sends decimal strings, older events and samples print numbers; both become strings. Run bodies through
 * `parseJsonKeepingIds` first, or digits beyond 2^53 are already lost.
 */
export const idSchema = z.union([z.string(), z.number().transform(String)]);

/** An id that must be there: an event about nobody cannot be answered. */
export const requiredIdSchema = z.union([z.string().min(1), z.number().transform(String)]);

/** Milliseconds since the epoch as digits. Samples with 11 or 12 digits exist, so the length is not checked. */
export const timestampSchema = z.union([
  z.string().regex(/^\d{1,16}$/),
  z.number().int().nonnegative().transform(String),
]);

/** Fields of every event. `app_id` is missing on some account and template events. */
export const commonFields = {
  app_id: idSchema.optional(),
  timestamp: timestampSchema,
  user_id_by_app: idSchema.optional(),
};

/**
 * One attachment. The documentation gives each type its own payload, but a strict schema per type would turn a
 * resident's photo into an unreadable event on the day a field is added or left out; so all known fields, all optional.
 */
export const attachmentSchema = z.object({
  type: z.string(),
  payload: z
    .object({
      url: z.string().optional(),
      thumbnail: z.string().optional(),
      title: z.string().optional(),
      description: z.string().optional(),
      id: idSchema.optional(),
      name: z.string().optional(),
      size: idSchema.optional(),
      checksum: z.string().optional(),
      type: z.string().optional(),
      coordinates: z.object({ latitude: idSchema, longitude: idSchema }).optional(),
      zinstant_id: z.string().optional(),
      text: z.string().optional(),
      link_url: z.string().optional(),
    })
    .optional(),
});

/** One attachment of a message event. */
export type ZaloAttachment = z.infer<typeof attachmentSchema>;

/** `message` of an event that carries content. */
export const contentSchema = z.object({
  msg_id: requiredIdSchema,
  text: z.string().optional(),
  quote_msg_id: idSchema.optional(),
  attachments: z.array(attachmentSchema).optional(),
});

/** `message` of a text event: as {@link contentSchema}, with the text present. */
export const textContentSchema = contentSchema.extend({ text: z.string() });
