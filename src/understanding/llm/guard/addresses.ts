import { fold } from '../../../shared/vietnamese.ts';
import type { Source } from './material.ts';

const TOKEN = /[^\s"'“”‘’()<>[\],;]+/gu;
const DOTTED = /[\p{L}\p{N}-]\.[\p{L}\p{N}-]/u;
const ONLY_FIGURES = /^[\d.,:/%–-]+\p{L}{0,3}$/u;
const ABBREVIATIONS = new Set(['v.v', 'tp.hcm']);
/** An address told in words: "dịch vụ công chấm gov chấm vn". */
const SPOKEN = /\b(?:cham|dot) (?:com|vn|net|org|gov|top|xyz|info|me|app|cc|click|online)\b/u;
/** Places to be lured to. */
const CHANNELS = ['telegram', 'whatsapp', 'viber', 'messenger', 'facebook', 'tiktok', 'zalo', 'wechat', 'instagram'];

/** Web and mail addresses and file names in a text: whatever has a dot inside, an @ or a scheme. Lower case. */
export function addressesIn(text: string): string[] {
  return (text.normalize('NFC').match(TOKEN) ?? [])
    .map((token) => token.toLowerCase().replace(/[.!?:…/]+$/u, ''))
    .filter((token) => /:\/\/|@|^www/u.test(token) || DOTTED.test(token))
    .filter((token) => !ONLY_FIGURES.test(token) && !ABBREVIATIONS.has(token));
}

/** True when the text names an address, or a place to talk elsewhere, that the cards do not name letter by letter. */
export function hasForeignAddress(text: string, source: Source): boolean {
  const known = new Set(addressesIn(source.text));
  if (addressesIn(text).some((address) => !known.has(address))) return true;
  const folded = ` ${fold(text)} `;
  if (SPOKEN.test(folded)) return true;
  return CHANNELS.some((channel) => folded.includes(` ${channel} `) && !source.folded.includes(` ${channel} `));
}
