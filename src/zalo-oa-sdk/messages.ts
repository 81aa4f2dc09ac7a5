import { ZaloMessageError } from './errors.ts';

/**
 * Limits of consultation messages, in UTF-16 code units (what `string.length` counts) unless the name says otherwise.
 * Zalo does not say how it counts; code units are never fewer than characters, so this count is safe.
 * Source: pages "Gửi tin Tư vấn" and "Cấu trúc tham số buttons", 2026-11.
 */
export const MESSAGE_LIMITS = {
  textLength: 2000,
  buttonCount: 5,
  buttonTitleLength: 100,
  queryPayloadLength: 1000,
} as const;

/** A button under a text; shown on phones only. Build with {@link buttons}. */
export type ZaloButton =
  | { title: string; type: 'oa.open.url'; payload: { url: string } }
  | { title: string; type: 'oa.query.show' | 'oa.query.hide'; payload: string }
  | { title: string; type: 'oa.open.phone'; payload: { phone_code: string } };

/** Where an image comes from: exactly one of a public https address or an upload's attachment id. */
export type ImageSource = { readonly url: string } | { readonly attachmentId: string };

/** The `message` object of a consultation call, the same on v2 and v3. Build with the functions below. */
export interface OutgoingMessage {
  text?: string;
  quote_message_id?: string;
  attachment?: {
    type: 'template';
    payload:
      | { buttons: ZaloButton[] }
      | { template_type: 'media'; elements: [{ media_type: 'image'; url?: string; attachment_id?: string }] };
  };
}

/**
 * A plain text, optionally quoting a message. `{"text":"...","quote_message_id":"..."}`.
 * Throws `ZaloMessageError` when the text is empty or longer than 2000.
 */
export function textMessage(text: string, options: { readonly quoteMessageId?: string } = {}): OutgoingMessage {
  checkLength('text', text, MESSAGE_LIMITS.textLength);
  return options.quoteMessageId === undefined ? { text } : { text, quote_message_id: options.quoteMessageId };
}

/**
 * A text with one to five buttons.
 * Throws `ZaloMessageError` when the text, the number of buttons, a title or a payload breaks its limit.
 */
export function buttonsMessage(text: string, list: readonly ZaloButton[]): OutgoingMessage {
  checkLength('text', text, MESSAGE_LIMITS.textLength);
  const limit = MESSAGE_LIMITS.buttonCount;
  if (list.length === 0 || list.length > limit) {
    throw new ZaloMessageError(
      'buttons',
      `has ${list.length} entries; expected 1 to ${limit}. Split the choice over two messages.`,
      { limit, actual: list.length },
    );
  }
  list.forEach(checkButton);
  return { text, attachment: { type: 'template', payload: { buttons: [...list] } } };
}

/**
 * One image (jpg or png, at most 1 MB, best 16:9), with an optional caption.
 * Throws `ZaloMessageError` when the source is empty or not an http(s) address, or the caption is too long.
 */
export function imageMessage(source: ImageSource, caption?: string): OutgoingMessage {
  if (caption !== undefined) checkLength('text', caption, MESSAGE_LIMITS.textLength);
  const element =
    'url' in source
      ? { media_type: 'image' as const, url: checkedUrl('url', source.url) }
      : { media_type: 'image' as const, attachment_id: nonEmpty('attachment_id', source.attachmentId) };
  const message: OutgoingMessage = {
    attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
  };
  return caption === undefined ? message : { text: caption, ...message };
}

/**
 * The four kinds of button the bot uses. A pressed `showQuery` or `hideQuery` comes back as a `user_send_text` whose
 * text is the payload; there is no click event. `phone` takes digits in international form, `84912345678`.
 * Limits are checked by {@link buttonsMessage}, where the position of the button is known.
 */
export const buttons = {
  openUrl: (title: string, url: string): ZaloButton => ({ title, type: 'oa.open.url', payload: { url } }),
  showQuery: (title: string, payload: string): ZaloButton => ({ title, type: 'oa.query.show', payload }),
  hideQuery: (title: string, payload: string): ZaloButton => ({ title, type: 'oa.query.hide', payload }),
  phone: (title: string, phone: string): ZaloButton => ({
    title,
    type: 'oa.open.phone',
    payload: { phone_code: phone },
  }),
} as const;

function checkButton(button: ZaloButton, index: number): void {
  const field = `buttons[${index}]`;
  checkLength(`${field}.title`, button.title, MESSAGE_LIMITS.buttonTitleLength);
  if (button.type === 'oa.open.url') checkedUrl(`${field}.payload.url`, button.payload.url);
  else if (button.type === 'oa.open.phone') checkPhone(`${field}.payload.phone_code`, button.payload.phone_code);
  else checkLength(`${field}.payload`, button.payload, MESSAGE_LIMITS.queryPayloadLength);
}

function checkLength(field: string, value: string, limit: number): void {
  nonEmpty(field, value);
  if (value.length <= limit) return;
  throw new ZaloMessageError(
    field,
    `is ${value.length} characters long; expected at most ${limit}. Shorten it or split the message.`,
    { limit, actual: value.length },
  );
}

function nonEmpty(field: string, value: string): string {
  if (value.trim() !== '') return value;
  throw new ZaloMessageError(field, 'is empty; expected at least one visible character.');
}

function checkedUrl(field: string, url: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'https:' || protocol === 'http:') return url;
  throw new ZaloMessageError(field, 'is not a web address; expected one that starts with https://.');
}

function checkPhone(field: string, phone: string): void {
  if (/^\d{3,15}$/.test(phone)) return;
  throw new ZaloMessageError(
    field,
    `is not a phone number (${phone.length} characters); expected 3 to 15 digits such as 84912345678, without + or spaces.`,
    { limit: 15, actual: phone.length },
  );
}
