import { checkedText, checkedUrl } from './checks.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** The card that asks a resident to share contact data. Title at most 100 UTF-16 units, subtitle 500. */
export interface InfoRequest {
  readonly title: string;
  readonly subtitle: string;
  /** Public http(s) address of a jpg or png. */
  readonly imageUrl: string;
}

/** A card with a form; the answer comes as the event `user_submit_info`. It has no text beside the card's. */
export interface RequestUserInfoMessage {
  readonly text?: never;
  readonly quote_message_id?: never;
  readonly attachment: {
    readonly type: 'template';
    readonly payload: {
      readonly template_type: 'request_user_info';
      readonly elements: readonly [{ readonly title: string; readonly subtitle: string; readonly image_url: string }];
    };
  };
}

/**
 * Asks a resident to share name, phone and address by Zalo's own form.
 * Throws `ZaloMessageError` (`elements[0].title`, `.subtitle`, `.image_url`) when one is empty or breaks its limit.
 *
 * Source: page "Gửi tin Tư vấn theo mẫu yêu cầu thông tin người dùng", 2026-11.
 */
export function requestUserInfoMessage({ title, subtitle, imageUrl }: InfoRequest): RequestUserInfoMessage {
  const element = {
    title: checkedText('elements[0].title', title, MESSAGE_LIMITS.elementTitleLength),
    subtitle: checkedText('elements[0].subtitle', subtitle, MESSAGE_LIMITS.elementSubtitleLength),
    image_url: checkedUrl('elements[0].image_url', imageUrl),
  };
  return { attachment: { type: 'template', payload: { template_type: 'request_user_info', elements: [element] } } };
}
