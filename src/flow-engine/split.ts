/** Zalo: characters of one text message (fact sheet read 2026-11-22). */
export const maxMessageCharacters = 2000;

const SENTENCE_END = /[.!?…:]["”')]*(?=\s)|\n/gu;

/** End of the last sentence or line that lies within `limit` and is not too near the beginning; 0 for none. */
function lastSentenceEnd(text: string, limit: number): number {
  let end = 0;
  for (const match of text.slice(0, limit).matchAll(SENTENCE_END)) end = match.index + match[0].length;
  return end > limit / 3 ? end : 0;
}

/**
 * The text in parts of at most `limit` characters, cut behind a sentence or line where there is one, else between
 * words, else where the limit is (never inside a surrogate pair). A text that fits is one part, unchanged.
 */
export function splitMessage(text: string, limit: number = maxMessageCharacters): string[] {
  if (text.length <= limit) return [text];
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const word = rest.lastIndexOf(' ', limit);
    let at = lastSentenceEnd(rest, limit + 1) || (word > limit / 3 ? word : limit);
    if (/[\uD800-\uDBFF]/u.test(rest.charAt(at - 1)) && at > 1) at -= 1;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}

const BETWEEN_SENTENCES =
  /(?<=[.!?…]["”']?)(?<!(?:^|\s)(?:TP|P|Q|H|T|Tx|ĐT|St|\d{1,2})\.)\s+(?=["“'(]?[\p{Lu}\d])|\n+/gu;

/** Whole sentences, joined while the part stays within `limit` characters: what somebody reads and does in one go. */
export function sentenceParts(text: string, limit: number): string[] {
  const parts: string[] = [];
  for (const sentence of text.split(BETWEEN_SENTENCES)) {
    const last = parts.at(-1);
    if (last !== undefined && `${last} ${sentence}`.length <= limit) parts[parts.length - 1] = `${last} ${sentence}`;
    else parts.push(sentence);
  }
  return parts;
}
