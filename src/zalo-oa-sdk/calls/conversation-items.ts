import * as z from 'zod';
import { amount, defined } from '../reply-shapes.ts';
import { looseText } from './loose-fields.ts';

/** Kinds of message Zalo documents; others come through as they are named. */
export type ConversationItemType =
  | 'text'
  | 'voice'
  | 'photo'
  | 'GIF'
  | 'link'
  | 'links'
  | 'sticker'
  | 'location'
  | (string & {});

/** One link of a message of type `links`. */
export interface ConversationLink {
  readonly title?: string;
  readonly url?: string;
  readonly thumbnailUrl?: string;
  readonly description?: string;
}

/** One message of a conversation. What Zalo leaves empty is absent. */
export interface ConversationItem {
  readonly type: ConversationItemType;
  /** Who wrote: Zalo's `src` 0 is the OA, 1 the user. */
  readonly from?: 'oa' | 'user';
  readonly messageId?: string;
  /** Epoch milliseconds. */
  readonly sentAtMs?: number;
  readonly text?: string;
  readonly fromId?: string;
  readonly fromName?: string;
  readonly fromAvatarUrl?: string;
  readonly toId?: string;
  readonly toName?: string;
  readonly toAvatarUrl?: string;
  /** Of a photo, voice, GIF, sticker or link. Addresses of media expire, reportedly after 30 minutes. */
  readonly url?: string;
  readonly thumbnailUrl?: string;
  readonly description?: string;
  readonly links?: readonly ConversationLink[];
  readonly location?: { readonly latitude: number; readonly longitude: number };
  /** The message as Zalo gave it, for kinds and fields not named here. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const link = z.object({ title: looseText, url: looseText, thumb: looseText, description: looseText });
const place = z.object({ latitude: amount, longitude: amount });

const item = z.object({
  src: amount.optional().catch(undefined),
  time: amount.optional().catch(undefined),
  type: looseText,
  message: looseText,
  message_id: looseText,
  from_id: looseText,
  from_display_name: looseText,
  from_avatar: looseText,
  to_id: looseText,
  to_display_name: looseText,
  to_avatar: looseText,
  url: looseText,
  thumb: looseText,
  description: looseText,
  links: z.array(link).optional().catch(undefined),
  // an object, or JSON in a string
  location: z.preprocess(parsedJson, place).optional().catch(undefined),
});

/** `data` of both conversation calls: a bare array of messages. */
export const conversationPage = z.array(z.record(z.string(), z.unknown()));

/** The message in our words; never refuses one. */
export function toConversationItem(raw: Readonly<Record<string, unknown>>): ConversationItem {
  const data = item.parse(raw);
  return {
    ...defined({
      type: data.type ?? 'unknown',
      from: (['oa', 'user'] as const)[data.src ?? -1],
      messageId: data.message_id,
      sentAtMs: data.time,
      text: data.message,
      fromId: data.from_id,
      fromName: data.from_display_name,
      fromAvatarUrl: data.from_avatar,
      toId: data.to_id,
      toName: data.to_display_name,
      toAvatarUrl: data.to_avatar,
      url: data.url,
      thumbnailUrl: data.thumb,
      description: data.description,
      links: data.links?.map(({ thumb, ...rest }) => defined({ ...rest, thumbnailUrl: thumb }) as ConversationLink),
      location: data.location,
    }),
    raw,
  } as ConversationItem;
}

function parsedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
