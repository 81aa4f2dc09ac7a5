import * as z from 'zod';
import { commonFields, contentSchema, idSchema, requiredIdSchema, textContentSchema } from './shared.ts';

/** From a resident: `sender` is the resident, `recipient` the OA. */
const party = z.object({ id: requiredIdSchema });
/** From the OA: `admin_id` is present only when a person typed in Zalo's own chat tool. */
const oaSender = z.object({ id: requiredIdSchema, admin_id: idSchema.optional() });

const envelope = { ...commonFields, sender: party, recipient: party };
const oaEnvelope = { ...commonFields, sender: oaSender, recipient: party };

/** A resident's text, typed or from a pressed `oa.query.*` button. Page "Sự kiện người dùng gửi tin nhắn". */
export const userText = z.object({ ...envelope, event_name: z.literal('user_send_text'), message: textContentSchema });

/** A resident's picture, file, place and so on; `message.text` is the caption. Same page. */
export const userMedia = z.object({
  ...envelope,
  event_name: z.literal([
    'user_send_image',
    'user_send_gif',
    'user_send_link',
    'user_send_audio',
    'user_send_video',
    'user_send_sticker',
    'user_send_location',
    'user_send_file',
    'user_send_business_card',
  ]),
  message: contentSchema,
});

/** Echo of every message the OA sent, by API or by hand: answering it makes a loop. */
export const oaEcho = z.object({
  ...oaEnvelope,
  event_name: z.literal([
    'oa_send_text',
    'oa_send_image',
    'oa_send_gif',
    'oa_send_list',
    'oa_send_file',
    'oa_send_sticker',
    'oa_send_template',
  ]),
  message: contentSchema,
});

/** Delivered to the phone. In the template variant `recipient.id` is a phone number and `tracking_id` is present. */
export const received = z.object({
  ...oaEnvelope,
  event_name: z.literal('user_received_message'),
  message: z.object({
    msg_id: requiredIdSchema,
    delivery_time: idSchema.optional(),
    tracking_id: idSchema.optional(),
  }),
});

/** Seen on the phone, several messages at a time. */
export const seen = z.object({
  ...oaEnvelope,
  event_name: z.literal('user_seen_message'),
  message: z.object({ msg_ids: z.array(requiredIdSchema).min(1) }),
});

const reaction = z.object({ msg_id: requiredIdSchema, react_icon: z.string() });
/** A resident reacts; `message.msg_id` is the message reacted to. */
export const userReaction = z.object({
  ...envelope,
  event_name: z.literal('user_reacted_message'),
  message: reaction,
});
/** The OA reacts; `message.msg_id` is the message reacted to. */
export const oaReaction = z.object({ ...oaEnvelope, event_name: z.literal('oa_reacted_message'), message: reaction });

const anonymousContent = contentSchema.extend({ conversation_id: idSchema.optional() });
/** A web-chat visitor without a Zalo account; `sender.id` is an anonymous id that cannot be messaged as a user. */
export const anonymousMessage = z.object({
  ...envelope,
  event_name: z.literal([
    'anonymous_send_text',
    'anonymous_send_image',
    'anonymous_send_file',
    'anonymous_send_sticker',
  ]),
  message: anonymousContent,
});
/** Echo of the OA's message to a web-chat visitor. */
export const anonymousEcho = z.object({
  ...oaEnvelope,
  event_name: z.literal([
    'oa_send_anonymous_text',
    'oa_send_anonymous_image',
    'oa_send_anonymous_file',
    'oa_send_anonymous_sticker',
  ]),
  message: anonymousContent,
});

/**
 * A resident agreed to share contact details. Two shapes: `phone` as a number with city, district and ward (until
 * 2025), and `full_address` with date of birth and gender (2026). Page "Sự kiện người dùng đồng ý chia sẻ thông tin".
 */
export const submitInfo = z.object({
  ...envelope,
  event_name: z.literal('user_submit_info'),
  info: z.object({
    name: z.string().optional(),
    phone: idSchema.optional(),
    address: z.string().optional(),
    city: z.string().optional(),
    district: z.string().optional(),
    ward: z.string().optional(),
    user_dob: z.string().optional(),
    gender: idSchema.optional(),
    full_address: z
      .object({
        user_city: z.string().optional(),
        user_ward: z.string().optional(),
        user_address: z.string().optional(),
      })
      .optional(),
  }),
});

/** A resident asks about a shop product; legacy, one source. */
export const askingProduct = z.object({
  ...envelope,
  event_name: z.literal('user_asking_product'),
  product: z
    .object({
      thumbnail: z.string().optional(),
      title: z.string().optional(),
      description: z.string().optional(),
      url: z.string().optional(),
    })
    .optional(),
});

/** Every one-to-one message event. */
export const messageEvents = [
  userText,
  userMedia,
  oaEcho,
  received,
  seen,
  userReaction,
  oaReaction,
  anonymousMessage,
  anonymousEcho,
  submitInfo,
  askingProduct,
] as const;
