import * as z from 'zod';
import { commonFields, contentSchema, idSchema, requiredIdSchema } from './shared.ts';

const messageEnvelope = {
  ...commonFields,
  oa_id: requiredIdSchema,
  recipient: z.object({ id: requiredIdSchema }),
  message: contentSchema,
};

/** A member wrote in a GMF group: `recipient.id` is the group. Page "Sự kiện tin nhắn được gửi tới nhóm". */
export const groupMessage = z.object({
  ...messageEnvelope,
  sender: z.object({ id: requiredIdSchema }),
  event_name: z.literal([
    'user_send_group_text',
    'user_send_group_image',
    'user_send_group_link',
    'user_send_group_audio',
    'user_send_group_location',
    'user_send_group_video',
    'user_send_group_business_card',
    'user_send_group_sticker',
    'user_send_group_gif',
    'user_send_group_file',
  ]),
});

/** Echo of the OA's own message to a group. Bodies inferred from the member's events. */
export const groupEcho = z.object({
  ...messageEnvelope,
  sender: z.object({ id: requiredIdSchema, admin_id: idSchema.optional() }),
  event_name: z.literal([
    'oa_send_group_text',
    'oa_send_group_image',
    'oa_send_group_link',
    'oa_send_group_audio',
    'oa_send_group_location',
    'oa_send_group_video',
    'oa_send_group_business_card',
    'oa_send_group_sticker',
    'oa_send_group_gif',
    'oa_send_group_file',
  ]),
});

const adminEnvelope = { ...commonFields, oa_id: requiredIdSchema, group_id: requiredIdSchema };

/** The group itself came, changed or went. Page "Webhook nhóm chat GMF". */
export const groupLife = z.object({
  ...adminEnvelope,
  event_name: z.literal(['create_group', 'update_group_info', 'delete_group']),
});

/** Members and admins of the group. Same page. */
export const groupMembers = z.object({
  ...adminEnvelope,
  event_name: z.literal([
    'user_join_group',
    'user_out_group',
    'user_request_join_group',
    'accept_request_join_group',
    'reject_request_join_group',
    'add_group_admin',
    'remove_group_admin',
  ]),
  users: z.array(z.object({ id: requiredIdSchema })),
});

/** Every event of a GMF group. */
export const groupEvents = [groupMessage, groupEcho, groupLife, groupMembers] as const;
