/**
 * Limits of consultation and group messages, in UTF-16 code units (what `string.length` counts) unless the name says
 * otherwise. Zalo does not say how it counts; code units are never fewer than characters, so this count is safe.
 *
 * `phoneDigitCount` is the longest number E.164 allows; Zalo names none. Every other limit is Zalo's. Source: pages
 * "Gửi tin Tư vấn", "Cấu trúc tham số buttons", "Cấu trúc của tham số elements", 2026-11.
 */
export const MESSAGE_LIMITS = {
  textLength: 2000,
  buttonCount: 5,
  buttonTitleLength: 100,
  queryPayloadLength: 1000,
  smsContentLength: 160,
  phoneDigitCount: 15,
  elementTitleLength: 100,
  elementSubtitleLength: 500,
  listElementCount: 5,
} as const;
