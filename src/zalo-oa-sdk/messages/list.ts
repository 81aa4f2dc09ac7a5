import { checkedButtons, type ZaloButton } from './buttons.ts';
import { checkCount, checkedText, checkedUrl } from './checks.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { checkedEffect, type PressEffect } from './press-effects.ts';

/** What a press on a row of a list does. Build with {@link listActions}. */
export type ListAction = { readonly type: 'oa.open.url'; readonly url: string } | PressEffect;

/** A row of a list. Title at most 100 UTF-16 units, subtitle 500. */
export interface ListElement {
  readonly title: string;
  readonly subtitle?: string;
  /** Public http(s) address; shown at 500x320 in the first row and 50x50 in the others. */
  readonly imageUrl?: string;
  readonly action?: ListAction;
}

/** The first row, shown large: Zalo refuses it without a subtitle. */
export type FirstListElement = ListElement & { readonly subtitle: string };

/** A row in Zalo's words. */
export interface ListElementBody {
  readonly title: string;
  readonly subtitle?: string;
  readonly image_url?: string;
  readonly default_action?: ListAction;
}

/** One to five rows, with or without buttons under them. It has no text beside the rows'. */
export interface ListMessage {
  readonly text?: never;
  readonly quote_message_id?: never;
  readonly attachment: {
    readonly type: 'template';
    readonly payload: {
      readonly template_type: 'list';
      readonly elements: readonly ListElementBody[];
      readonly buttons?: readonly ZaloButton[];
    };
  };
}

/**
 * The five kinds of press on a row, the same as those of buttons. Phones are digits in international form,
 * `84912345678`. Limits are checked by {@link listMessage}, where the position of the row is known.
 */
export const listActions = {
  /** Opens an http(s) address in Zalo's web view. */
  openUrl: (url: string): ListAction => ({ type: 'oa.open.url', url }),
  /** Sends the payload as a message of the resident, visible in the chat. */
  showQuery: (payload: string): ListAction => ({ type: 'oa.query.show', payload }),
  /** Sends the payload as a message of the resident, hidden in the chat. */
  hideQuery: (payload: string): ListAction => ({ type: 'oa.query.hide', payload }),
  /** Opens the phone's SMS app with number and text filled in. */
  sms: (phone: string, content: string): ListAction => ({
    type: 'oa.open.sms',
    payload: { content, phone_code: phone },
  }),
  /** Opens the phone's dialler. */
  phone: (phone: string): ListAction => ({ type: 'oa.open.phone', payload: { phone_code: phone } }),
} as const;

/**
 * A list of one to five rows with up to five buttons under it (none by default). Documented on v2 only, so certain for
 * state-agency OAs; whether v3 takes it is not confirmed.
 * Throws `ZaloMessageError` (`elements`, `elements[0].subtitle`, `elements[1].default_action...`, `buttons...`) when
 * the first row lacks its subtitle or something breaks its limit.
 *
 * Source: pages "Gửi tin nhắn dạng danh sách" (v2), "Cấu trúc của tham số elements", 2026-11.
 */
export function listMessage(
  elements: readonly [FirstListElement, ...ListElement[]],
  list: readonly ZaloButton[] = [],
): ListMessage {
  checkCount('elements', elements.length, MESSAGE_LIMITS.listElementCount, 'Split the list over two messages.');
  const rows = elements.map((element, index) => checkedElement(element, index));
  const under = list.length === 0 ? {} : { buttons: checkedButtons(list) };
  return { attachment: { type: 'template', payload: { template_type: 'list', elements: rows, ...under } } };
}

function checkedElement({ title, subtitle, imageUrl, action }: ListElement, index: number): ListElementBody {
  const field = `elements[${index}]`;
  return {
    title: checkedText(`${field}.title`, title, MESSAGE_LIMITS.elementTitleLength),
    // the check of an absent subtitle is what refuses a first row without one
    ...(subtitle === undefined && index > 0
      ? {}
      : { subtitle: checkedText(`${field}.subtitle`, subtitle ?? '', MESSAGE_LIMITS.elementSubtitleLength) }),
    ...(imageUrl === undefined ? {} : { image_url: checkedUrl(`${field}.image_url`, imageUrl) }),
    ...(action === undefined ? {} : { default_action: checkedAction(action, `${field}.default_action`) }),
  };
}

function checkedAction(action: ListAction, field: string): ListAction {
  if (action.type !== 'oa.open.url') return checkedEffect(action, field);
  return { type: action.type, url: checkedUrl(`${field}.url`, action.url) };
}
