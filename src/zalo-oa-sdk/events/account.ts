import * as z from 'zod';
import { commonFields, idSchema, requiredIdSchema, timestampSchema } from './shared.ts';

const envelope = { ...commonFields, oa_id: requiredIdSchema };

/**
 * A resident starts or stops following. `source` is `oa_profile`, `message_invite` or `social_plugin`; `zalo` was
 * observed once, so any text is accepted. Page "Sự kiện người dùng quan tâm hay bỏ quan tâm OA".
 */
export const follows = z.object({
  ...envelope,
  event_name: z.literal(['follow', 'unfollow']),
  follower: z.object({ id: requiredIdSchema }),
  source: z.string().optional(),
});

/** "Nhắn tin" pressed on the profile, once per resident without a chat history; the OA may then write first. */
export const chatNow = z.object({
  ...envelope,
  event_name: z.literal('user_click_chatnow'),
  user_id: requiredIdSchema,
});

/** Tags put on and taken off; a tag without `user_ids` was itself created or removed. */
export const tags = z.object({
  ...envelope,
  event_name: z.literal(['add_user_to_tag', 'remove_user_from_tag', 'remove_tag']),
  tag: z.object({ name: z.string(), user_ids: z.array(requiredIdSchema).optional() }),
});

/** The resident came through a dynamic OA URL. Page "Sự kiện cập nhật thông tin người dùng". */
export const userInfoUpdate = z.object({
  ...envelope,
  event_name: z.literal('update_user_info'),
  user_id: requiredIdSchema,
  data: z.object({ method: z.string().optional() }).optional(),
});

/** The resident let the web chat widget interact; `data.url` is the page it stood on. */
export const widgetAccepted = z.object({
  ...envelope,
  event_name: z.literal('widget_interaction_accepted'),
  data: z.object({ user_id: requiredIdSchema, user_external_id: idSchema.optional(), url: z.string().optional() }),
});

/** The widget's external id could not be attached to the resident. */
export const widgetFailed = z.object({
  ...envelope,
  event_name: z.literal('widget_failed_to_sync_user_external_id'),
  data: z.object({ user_id: requiredIdSchema, user_external_id: idSchema.optional(), message: z.string().optional() }),
});

/**
 * A data-subject request: erase what is held about this resident. `oa_id` and `user_id` are empty strings when the app
 * is not linked to the OA; `user_id_by_app` then is all there is.
 */
export const withdraw = z.object({
  ...commonFields,
  oa_id: idSchema.optional(),
  event_name: z.literal('user_withdraw'),
  user_id: idSchema.optional(),
});

/** A call ended. Durations in milliseconds, `init_time` in epoch milliseconds. Page "Sự kiện kết thúc cuộc gọi". */
export const calls = z.object({
  ...envelope,
  event_name: z.literal(['user_call_oa', 'oa_call_user']),
  user_id: idSchema.optional(),
  phone: idSchema.optional(),
  call_id: requiredIdSchema,
  call_type: z.string().optional(),
  init_time: idSchema.optional(),
  call_duration: idSchema.optional(),
  waiting_time: idSchema.optional(),
  talk_time: idSchema.optional(),
  status_code: idSchema.optional(),
});

/** The OA asked for leave to call (`SENT`), or the request ran out (`EXPIRED`). */
export const consentRequest = z.object({
  ...envelope,
  event_name: z.literal('oa_send_consent'),
  phone: idSchema.optional(),
  request_type: z.string(),
  create_time: idSchema.optional(),
  expired_time: idSchema.optional(),
});

/** The resident answered a call request: `ALLOW` or `USER_BLOCKED`. */
export const consentReply = z.object({
  ...envelope,
  event_name: z.literal('user_reply_consent'),
  phone: idSchema.optional(),
  user_consent: z.string(),
  confirmed_time: idSchema.optional(),
  expired_time: idSchema.optional(),
});

/** The OA bought an extension; dates are `dd/MM/yyyy`. */
export const extensionPurchased = z.object({
  ...envelope,
  event_name: z.literal('extension_purchased'),
  extension_id: idSchema,
  extension_sub_info: z
    .object({
      valid_start_date: z.string().optional(),
      valid_through_date: z.string().optional(),
      duration_month: idSchema.optional(),
    })
    .optional(),
});

/** Two names from the console's list whose payloads Zalo has not published: nothing but the name is relied on. */
export const unpublished = z.object({
  ...commonFields,
  timestamp: timestampSchema.optional(),
  event_name: z.literal(['shop_has_order', 'permission_revoked']),
  oa_id: idSchema.optional(),
});

/** Every event about the account and its followers. */
export const accountEvents = [
  follows,
  chatNow,
  tags,
  userInfoUpdate,
  widgetAccepted,
  widgetFailed,
  withdraw,
  calls,
  consentRequest,
  consentReply,
  extensionPurchased,
  unpublished,
] as const;
