import * as z from 'zod';
import { commonFields, idSchema, requiredIdSchema } from './shared.ts';

const envelope = { ...commonFields, oa_id: requiredIdSchema };

/** A resident rated a service by a template message. ZNS page "Sự kiện người dùng phản hồi template". */
export const feedback = z.object({
  ...envelope,
  event_name: z.literal('user_feedback'),
  message: z.object({
    msg_id: requiredIdSchema,
    note: z.string().optional(),
    rate: idSchema.optional(),
    submit_time: idSchema.optional(),
    feedbacks: z.array(z.string()).optional(),
    tracking_id: idSchema.optional(),
  }),
});

/** A button of a template message was pressed; `msg_id` stands beside `message`, not in it. One source, 2026. */
export const responseButton = z.object({
  ...envelope,
  event_name: z.literal('user_click_response_button'),
  msg_id: requiredIdSchema,
  message: z.object({
    submit_time: idSchema.optional(),
    button_type: z.string().optional(),
    data: z.string().optional(),
    tracking_id: idSchema.optional(),
  }),
});

/** A template was reviewed. */
export const templateStatus = z.object({
  ...envelope,
  event_name: z.literal('change_template_status'),
  template_id: requiredIdSchema,
  status: z.object({ prev_status: z.string().optional(), new_status: z.string() }),
  reason: z.string().optional(),
});

/** The sending quality of a template changed. */
export const templateQuality = z.object({
  ...envelope,
  event_name: z.literal('change_template_quality'),
  template_id: requiredIdSchema,
  quality: z.string(),
});

/** The daily quota changed. The sample spells the OA `oaId`, the table `oa_id`: either is accepted. */
export const dailyQuota = z.object({
  ...commonFields,
  event_name: z.literal('change_oa_daily_quota'),
  oa_id: idSchema.optional(),
  oaId: idSchema.optional(),
  quota: z.object({ prev_value: idSchema.optional(), new_value: idSchema }),
});

/** The kinds of content the OA may send by template changed. */
export const templateTags = z.object({
  ...envelope,
  event_name: z.literal('change_oa_template_tags_v2'),
  tag_level: z.object({ prev_value: z.array(z.string()).optional(), new_value: z.array(z.string()) }),
});

/** A journey of template messages was billed, or ran out. */
export const journey = z.object({
  ...envelope,
  event_name: z.literal(['event_journey_acknowledged', 'event_journey_time_out']),
  journey_id: requiredIdSchema,
  msg_id: idSchema.optional(),
});

/** Every event of template messages (ZNS, since 2026 ZBS). */
export const templateEvents = [
  feedback,
  responseButton,
  templateStatus,
  templateQuality,
  dailyQuota,
  templateTags,
  journey,
] as const;
