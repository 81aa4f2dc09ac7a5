import { ZaloMessageError } from '../errors.ts';
import { checkedPhone, checkedText } from './checks.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/**
 * What a press does, in the four kinds that buttons and rows of a list write alike. The fifth, `oa.open.url`, has its
 * address in `payload.url` on a button and in `url` on a row.
 */
export type PressEffect =
  | { readonly type: 'oa.query.show' | 'oa.query.hide'; readonly payload: string }
  | { readonly type: 'oa.open.sms'; readonly payload: { readonly content: string; readonly phone_code: string } }
  | { readonly type: 'oa.open.phone'; readonly payload: { readonly phone_code: string } };

/** A copy of the effect that keeps Zalo's limits; else throws `ZaloMessageError` with a path under `field`. */
export function checkedEffect(effect: PressEffect, field: string): PressEffect {
  const { type } = effect;
  switch (type) {
    case 'oa.query.show':
    case 'oa.query.hide':
      return { type, payload: checkedText(`${field}.payload`, effect.payload, MESSAGE_LIMITS.queryPayloadLength) };
    case 'oa.open.sms': {
      const { content, phone_code } = effect.payload;
      return {
        type,
        payload: {
          content: checkedText(`${field}.payload.content`, content, MESSAGE_LIMITS.smsContentLength),
          phone_code: checkedPhone(`${field}.payload.phone_code`, phone_code),
        },
      };
    }
    case 'oa.open.phone':
      return {
        type,
        payload: { phone_code: checkedPhone(`${field}.payload.phone_code`, effect.payload.phone_code) },
      };
    default:
      throw new ZaloMessageError(
        `${field}.type`,
        'is unknown to Zalo; expected oa.open.url, oa.query.show, oa.query.hide, oa.open.sms or oa.open.phone.',
      );
  }
}
