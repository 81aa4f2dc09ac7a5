/**
 * Takes out of a text what leads to one person or one matter: phone numbers, e-mail addresses, names of accounts, the
 * path behind a link's host, long numbers. For texts that somebody else is to read; secrets are masked before
 * (`secrets.ts`). Sums, dates, short numbers and public hotlines (113, 1900…) stay: people ask about them.
 */
const PHONE = '[số điện thoại]';
const EMAIL = '[thư điện tử]';
const ACCOUNT = '[tên tài khoản]';
const NUMBER = '[số]';

/** Whatever stands behind the host of a link may name an account, a parcel or a person. */
const HIDDEN_PATH = '/…';

const EMAIL_ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const AT_NAME = /(?<![\p{L}\p{N}@])@[\p{L}\p{N}_.]{2,}/gu;

/** A host with a path or query behind it; the question mark of a sentence begins no query. */
const LINK =
  /(?:(?<scheme>https?:\/\/)(?:[^\s/@]+@)?)?(?<host>(?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?::\d+)?[/?#]+(?=[\p{L}\p{N}_%=.~-])[^\s]*/giu;

const SEPARATED = '[ .\\-]?';
const UNIT =
  '(?![ ]?(?:đ|d|vnd|vnđ|đồng|dong|k|tr|triệu|trieu|nghìn|nghin|ngàn|ngan|tỷ|ty|tỉ|củ|cu|%)(?![\\p{L}\\p{N}]))';
/** 0 or +84 and 8 to 10 more digits, with the separators people type. */
const PHONE_NUMBER = new RegExp(`(?<![\\d.,])(?:\\(?\\+?84\\)?|0)(?:${SEPARATED}\\d){8,10}(?!\\d)${UNIT}`, 'giu');
/** Seven digits in a row: dossiers, orders, meters. Sums have dots or a unit; hotlines begin with 1800 and 1900. */
const LONG_NUMBER = new RegExp(`(?<![\\d.,])(?!1[89]00\\d{4,6}(?!\\d))\\d{7,}(?!\\d)${UNIT}`, 'giu');

/** The text without them. Total; a text that came out goes through unchanged. */
export function maskIdentifiers(text: string): string {
  // One of them can hide the next ("@an@binh"), so this runs until nothing is found; every round leaves fewer.
  for (let before = text; ; ) {
    const masked = maskOnce(before);
    if (masked === before) return masked;
    before = masked;
  }
}

function maskOnce(text: string): string {
  return text
    .replace(LINK, (...args) => {
      const { scheme = '', host = '' } = args.at(-1) as { scheme?: string; host?: string };
      return `${scheme}${host}${HIDDEN_PATH}`;
    })
    .replace(EMAIL_ADDRESS, EMAIL)
    .replace(AT_NAME, ACCOUNT)
    .replace(PHONE_NUMBER, PHONE)
    .replace(LONG_NUMBER, NUMBER);
}

/** A masked text as a way to ask: without what stands in place of the masked, and without a cut link's path. */
export function withoutMasks(text: string): string {
  return text
    .replace(/\[[^\][]*\]/gu, ' ')
    .replaceAll(HIDDEN_PATH, '')
    .replace(/\s+/gu, ' ')
    .replace(/ (?<mark>[,.;:?!])/gu, '$<mark>')
    .trim();
}
