import { checkCount, checkedText, checkedUrl } from './checks.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { checkedEffect, type PressEffect } from './press-effects.ts';

/** A button under a text or a list; shown on phones only. Build with {@link buttons}. */
export type ZaloButton = { readonly title: string } & (
  | { readonly type: 'oa.open.url'; readonly payload: { readonly url: string } }
  | PressEffect
);

/** A text with buttons under it; the payload has no `template_type`. */
export interface ButtonsMessage {
  readonly text: string;
  readonly quote_message_id?: never;
  readonly attachment: {
    readonly type: 'template';
    readonly payload: { readonly buttons: readonly ZaloButton[] };
  };
}

/**
 * A text of at most 2000 UTF-16 units with one to five buttons: title at most 100, query payload 1000, sms text 160.
 * Throws `ZaloMessageError` (`text`, `buttons`, `buttons[0].title`, `buttons[0].payload...`) when one breaks its limit.
 *
 * Source: pages "Gửi tin Tư vấn đính kèm nút thao tác", "Cấu trúc tham số buttons", 2026-11.
 */
export function buttonsMessage(text: string, list: readonly ZaloButton[]): ButtonsMessage {
  return {
    text: checkedText('text', text, MESSAGE_LIMITS.textLength),
    attachment: { type: 'template', payload: { buttons: checkedButtons(list) } },
  };
}

/**
 * The five kinds of button. A pressed `showQuery` or `hideQuery` comes back as a `user_send_text` whose text is the
 * payload; there is no click event. `sms` and `phone` take digits in international form, `84912345678`.
 * Limits are checked by {@link buttonsMessage}, where the position of the button is known.
 */
export const buttons = {
  /** Opens an http(s) address in Zalo's web view. */
  openUrl: (title: string, url: string): ZaloButton => ({ title, type: 'oa.open.url', payload: { url } }),
  /** Sends the payload as a message of the resident, visible in the chat. */
  showQuery: (title: string, payload: string): ZaloButton => ({ title, type: 'oa.query.show', payload }),
  /** Sends the payload as a message of the resident, hidden in the chat. */
  hideQuery: (title: string, payload: string): ZaloButton => ({ title, type: 'oa.query.hide', payload }),
  /** Opens the phone's SMS app with number and text filled in. */
  sms: (title: string, phone: string, content: string): ZaloButton => ({
    title,
    type: 'oa.open.sms',
    payload: { content, phone_code: phone },
  }),
  /** Opens the phone's dialler. */
  phone: (title: string, phone: string): ZaloButton => ({
    title,
    type: 'oa.open.phone',
    payload: { phone_code: phone },
  }),
} as const;

/** Copies of one to five buttons that keep Zalo's limits; else throws `ZaloMessageError` (`buttons[0]...`). */
export function checkedButtons(list: readonly ZaloButton[]): readonly ZaloButton[] {
  checkCount('buttons', list.length, MESSAGE_LIMITS.buttonCount, 'Split the choice over two messages.');
  return list.map((button, index) => checkedButton(button, `buttons[${index}]`));
}

function checkedButton(button: ZaloButton, field: string): ZaloButton {
  const title = checkedText(`${field}.title`, button.title, MESSAGE_LIMITS.buttonTitleLength);
  if (button.type !== 'oa.open.url') return { title, ...checkedEffect(button, field) };
  return { title, type: button.type, payload: { url: checkedUrl(`${field}.payload.url`, button.payload.url) } };
}
