import * as z from 'zod';
import { refuse, refuseField } from './api-answers.ts';
import type { ApiAnswer } from './api-answers.ts';
import type { Button, CardElement, ChatKind, ChatMedia } from './chat-model.ts';
import type { MediaShelf } from './media-shelf.ts';
import type { OaType, ResolvedOptions } from './options.ts';

/** Limits of a consultation message, in UTF-16 units. Source: Zalo docs, "Gửi tin Tư vấn ...". */
export const messageLimits = {
  textLength: 2000,
  buttonCount: 5,
  titleLength: 100,
  queryPayloadLength: 1000,
  smsLength: 160,
  subtitleLength: 500,
  listElementCount: 5,
} as const;

/** A message body that passed every rule. */
export interface OutgoingMessage {
  readonly kind: ChatKind;
  readonly text?: string;
  readonly media?: ChatMedia;
  readonly buttons?: readonly Button[];
  readonly elements?: readonly CardElement[];
  readonly quotedMessageId?: string;
}

/** Either the message or Zalo's refusal. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: ApiAnswer };

const webUrl = z.url({ protocol: /^https?$/ });
const phoneCode = z.string().regex(/^\+?\d{3,15}$/);
const title = z.string().min(1);

/** A field that may be missing or `null`: Zalo's PHP SDK 4 sends `"quote_message_id":null` with every text. */
function optional<T extends z.ZodType>(shape: T) {
  return shape.nullish().transform((value) => value ?? undefined);
}

const buttonShape = z.discriminatedUnion('type', [
  z.object({ title, type: z.literal('oa.query.show'), payload: z.string().min(1) }),
  z.object({ title, type: z.literal('oa.query.hide'), payload: z.string().min(1) }),
  z.object({ title, type: z.literal('oa.open.url'), payload: z.object({ url: webUrl }) }),
  z.object({ title, type: z.literal('oa.open.phone'), payload: z.object({ phone_code: phoneCode }) }),
  z.object({
    title,
    type: z.literal('oa.open.sms'),
    payload: z.object({ content: z.string(), phone_code: phoneCode }),
  }),
]);

const cardShape = z.object({ title, subtitle: optional(z.string()), image_url: optional(webUrl) });

const mediaShape = z.object({
  media_type: z.enum(['image', 'gif', 'sticker']),
  url: optional(webUrl),
  attachment_id: optional(z.string().min(1)),
  width: optional(z.number()),
  height: optional(z.number()),
});

const messageShape = z.object({
  text: optional(z.string()),
  quote_message_id: optional(z.string().min(1)),
  attachment: optional(
    z.object({
      type: z.string(),
      payload: z.object({
        template_type: optional(z.string()),
        token: optional(z.string()),
        // Zalo's PHP SDKs send `"buttons":[]` where there are none.
        buttons: optional(z.array(buttonShape)),
        elements: optional(z.array(z.unknown())),
      }),
    }),
  ),
});

type MessageShape = z.infer<typeof messageShape>;

/** What {@link checkMessage} needs to know about the OA. */
export interface MessageRulesContext {
  readonly options: ResolvedOptions;
  readonly oaType: OaType;
  readonly shelf: MediaShelf;
  readonly api: 'v2' | 'v3';
}

/** Checks a `message` body against the limits of fact sheet sections 4 and 14.5. */
export function checkMessage(context: MessageRulesContext, body: unknown): Checked<OutgoingMessage> {
  const { settings } = context.options;
  const invalid = (field: string) => ({ ok: false, refusal: refuseField(settings.invalidFieldCode, field) }) as const;
  const parsed = messageShape.safeParse(body);
  if (!parsed.success) return invalid(['message', ...(parsed.error.issues[0]?.path ?? [])].join('.'));
  const message = parsed.data;
  if ((message.text?.length ?? 0) > messageLimits.textLength)
    return { ok: false, refusal: refuse(settings.tooLongCode) };
  const quote = message.quote_message_id === undefined ? {} : { quotedMessageId: message.quote_message_id };

  if (message.attachment === undefined) {
    if (message.text === undefined || message.text === '') return invalid('text');
    return { ok: true, value: { kind: 'text', text: message.text, ...quote } };
  }
  const checked = checkAttachment(context, message, message.attachment, invalid);
  return checked.ok ? { ok: true, value: { ...checked.value, ...quote } } : checked;
}

type Invalid = (field: string) => { readonly ok: false; readonly refusal: ApiAnswer };

function checkAttachment(
  context: MessageRulesContext,
  message: MessageShape,
  attachment: NonNullable<MessageShape['attachment']>,
  invalid: Invalid,
): Checked<OutgoingMessage> {
  const { oaType } = context;
  const { settings } = context.options;
  if (attachment.type === 'file') return checkFile(context, message, attachment.payload.token, invalid);
  if (attachment.type !== 'template') return invalid('attachment.type');
  const { template_type: templateType, buttons, elements } = attachment.payload;
  const tooLong = { ok: false, refusal: refuse(settings.tooLongCode) } as const;
  if (buttons !== undefined && buttons.length > messageLimits.buttonCount) return invalid('buttons');
  if (buttons?.some(isTooLong) === true) return tooLong;

  switch (templateType) {
    case undefined:
      if (buttons === undefined) return invalid('attachment.payload.buttons');
      if (message.text === undefined || message.text === '') return invalid('text');
      return { ok: true, value: { kind: 'text', text: message.text, ...(buttons.length === 0 ? {} : { buttons }) } };
    case 'media':
      if (buttons !== undefined && buttons.length > 0) return invalid('attachment.payload.buttons');
      return checkMedia(context, message.text, elements ?? [], invalid);
    case 'request_user_info':
      return checkCards('request_user_info', elements ?? [], 1, undefined, invalid, tooLong);
    case 'list':
      if (oaType === 2 && context.api === 'v3' && !settings.listOnV3) {
        return { ok: false, refusal: refuse(settings.unsupportedKindCode) };
      }
      return checkCards('list', elements ?? [], messageLimits.listElementCount, buttons, invalid, tooLong);
    default:
      return { ok: false, refusal: refuse(settings.unsupportedKindCode) };
  }
}

function isTooLong(button: Button): boolean {
  if (button.title.length > messageLimits.titleLength) return true;
  if (typeof button.payload === 'string') return button.payload.length > messageLimits.queryPayloadLength;
  return 'content' in button.payload && button.payload.content.length > messageLimits.smsLength;
}

function checkCards(
  kind: 'list' | 'request_user_info',
  rawElements: readonly unknown[],
  maxCount: number,
  buttons: readonly Button[] | undefined,
  invalid: Invalid,
  tooLong: { readonly ok: false; readonly refusal: ApiAnswer },
): Checked<OutgoingMessage> {
  const cards = z.array(cardShape).min(1).max(maxCount).safeParse(rawElements);
  // The first row of a list must carry a subtitle; so must the card that asks for information.
  if (!cards.success || cards.data[0]?.subtitle === undefined) return invalid('attachment.payload.elements');
  const overLimit = cards.data.some(
    (card) =>
      card.title.length > messageLimits.titleLength || (card.subtitle?.length ?? 0) > messageLimits.subtitleLength,
  );
  if (overLimit) return tooLong;
  const elements = cards.data.map(
    (card): CardElement => ({
      title: card.title,
      ...(card.subtitle === undefined ? {} : { subtitle: card.subtitle }),
      ...(card.image_url === undefined ? {} : { imageUrl: card.image_url }),
    }),
  );
  return { ok: true, value: { kind, elements, ...(buttons === undefined || buttons.length === 0 ? {} : { buttons }) } };
}

function checkMedia(
  context: MessageRulesContext,
  text: string | undefined,
  elements: readonly unknown[],
  invalid: Invalid,
): Checked<OutgoingMessage> {
  const parsed = mediaShape.safeParse(elements[0]);
  if (elements.length !== 1 || !parsed.success) return invalid('attachment.payload.elements');
  const element = parsed.data;
  const caption = text === undefined || text === '' ? {} : { text };
  if ((element.url === undefined) === (element.attachment_id === undefined)) return invalid('attachment_id');
  if (element.media_type === 'sticker') {
    if (element.attachment_id === undefined) return invalid('attachment_id');
    return { ok: true, value: { kind: 'sticker', media: { stickerId: element.attachment_id }, ...caption } };
  }
  if (element.media_type === 'gif' && (element.width === undefined || element.height === undefined)) {
    return invalid('width');
  }
  if (element.url !== undefined) {
    return { ok: true, value: { kind: element.media_type, media: { url: element.url }, ...caption } };
  }
  const media = findUploaded(context, element.attachment_id, element.media_type, 'attachment_id', invalid);
  return media.ok ? { ok: true, value: { kind: element.media_type, media: media.value, ...caption } } : media;
}

function checkFile(
  context: MessageRulesContext,
  message: MessageShape,
  token: string | undefined,
  invalid: Invalid,
): Checked<OutgoingMessage> {
  if (message.text !== undefined) return invalid('text');
  const media = findUploaded(context, token, 'file', 'token', invalid);
  return media.ok ? { ok: true, value: { kind: 'file', media: media.value } } : media;
}

function findUploaded(
  { options, shelf }: MessageRulesContext,
  uploadId: string | undefined,
  kind: 'image' | 'gif' | 'file',
  field: string,
  invalid: Invalid,
): Checked<ChatMedia> {
  const upload = uploadId === undefined ? undefined : shelf.findUpload(uploadId);
  if (upload === undefined || upload.kind !== kind) return invalid(field);
  if (options.now() - upload.uploadedAtMs > options.settings.uploadTtlMs) {
    return { ok: false, refusal: refuse(options.settings.uploadExpiredCode) };
  }
  const { id, name, mimeType, bytes } = upload.media;
  return { ok: true, value: { mediaId: id, name, mimeType, sizeBytes: bytes.length } };
}
