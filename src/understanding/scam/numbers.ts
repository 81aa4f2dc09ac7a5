/** Stand-ins among the words. They are written in phrases of the lexicon as they are here. */
export const LINK_WORD = '#link';
export const SUM_WORD = '#tien';
export const NUMBER_WORD = '#so';
export const PHONE_WORD = '#dt';
export const FOREIGN_PHONE_WORD = '#dtnn';
export const HOTLINE_WORD = '#tongdai';
export const PERCENT_WORD = '#pt';
/** Behind the name of a file that installs an app. */
export const APP_FILE_WORD = '#tepapk';

const MASKED = /\[đã che\]|x{4,}|\*{3,}/gu;
const FOREIGN_PHONE = /(?<![\p{N}\p{L}])(?:\+|00)(?!84)[1-9]\d{0,2}[ .-]?\(?\d(?:[ .()-]{0,2}\d){6,11}(?!\d)/gu;
const PHONE = /(?<![\p{N}])(?:\+?84[ .-]?|0)\d(?:[ .-]?\d){8}(?![ .-]?\d)/gu;
const HOTLINE = /(?<!\p{N})1[89]00[ .-]?\d(?:[ .-]?\d){3,5}(?!\d)/gu;
const SUM =
  /(?<![\p{L}\p{N}])(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:triệu|trieu|tr|nghìn|nghin|ngàn|ngan|k|củ|cu|tỷ|tỉ|ty|ti|đồng|dong|đ|d|vnd|vnđ|usd|usdt|btc|eth|đô la|do la|đô|\$|trđ)(?:\d{1,3})?(?![\p{L}\p{N}])|\d{1,3}(?:[.,]\d{3})+(?![\p{L}\d]))/gu;
/** "năm triệu", "ba chục nghìn": sums as they are said. */
const SPOKEN_SUM =
  /(?<![\p{L}\p{N}])(?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|vài|mấy|chục|trăm|mot|bon|nam|sau|bay|tam|chin|muoi|vai|may|chuc|tram)(?: (?:một|hai|ba|bốn|năm|lăm|sáu|bảy|tám|chín|mười|mươi|chục|trăm|mot|bon|nam|lam|sau|bay|tam|chin|muoi|chuc|tram)){0,3} (?:triệu|trieu|nghìn|nghin|ngàn|tỷ|tỉ)(?![\p{L}\p{N}])/gu;
const PERCENT = /(?<!\p{N})\d[\d.,]*\s?(?:%|phần trăm|phan tram)/gu;
const LONG_NUMBER = /(?<![\p{L}\p{N}])\d(?:[ .-]?\d){5,18}(?!\p{N})/gu;

/** Sums, shares, phone numbers and other long numbers as stand-ins. `text` is lower case in NFC, with or without marks. */
export function foldNumbers(text: string): string {
  return text
    .replace(FOREIGN_PHONE, ` ${FOREIGN_PHONE_WORD} `)
    .replace(HOTLINE, ` ${HOTLINE_WORD} `)
    .replace(SUM, ` ${SUM_WORD} `)
    .replace(SPOKEN_SUM, ` ${SUM_WORD} `)
    .replace(PERCENT, ` ${PERCENT_WORD} `)
    .replace(PHONE, ` ${PHONE_WORD} `)
    .replace(LONG_NUMBER, ` ${NUMBER_WORD} `);
}

/** What `maskSecrets` and banks put over numbers, as a long number. */
export function unmask(text: string): string {
  return text.replace(MASKED, ` ${NUMBER_WORD} `);
}
