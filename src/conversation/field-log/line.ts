import { readDateInput } from '../../flow-engine/inputs/date.ts';
import { isNumberWord, readNumber } from '../../flow-engine/inputs/vietnamese-number.ts';
import { fold, normalize } from '../../shared/vietnamese.ts';
import type { FieldLog } from '../../catalog/field-log.ts';

/** What of an entry was said in one line; what is missing is asked for. */
export interface LineParts {
  readonly kind?: string;
  readonly quantity?: number;
  /** `2026-11-22`; not checked against anything. */
  readonly day?: string;
  readonly place?: string;
  readonly group?: string;
}

interface Token {
  readonly typed: string;
  readonly folded: string;
  readonly from: number;
  readonly to: number;
  /** Minus in front of a number: no count of anything. */
  readonly negative: boolean;
}

const TOKEN = /\d+(?:[.,/-]\d+)*|[\p{L}\p{M}]+/gu;

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => ({
    typed: match[0].toLocaleLowerCase('vi'),
    folded: /\d/u.test(match[0]) ? match[0] : fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
    negative: /(?:^|\s)[-–−]\s*$/u.test(text.slice(0, match.index)),
  }));
}

interface Hit {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Where the words of each name stand; what lies inside a longer hit is part of that. */
function hitsOf(
  tokens: readonly Token[],
  list: Readonly<Record<string, { readonly words: readonly string[] }>>,
): Hit[] {
  const folded = tokens.map((token) => token.folded);
  const hits = Object.entries(list).flatMap(([name, { words }]) =>
    words.flatMap((phrase) => {
      const parts = phrase.split(' ');
      return folded.flatMap((_word, from) =>
        parts.every((part, index) => folded[from + index] === part) ? [{ name, from, to: from + parts.length }] : [],
      );
    }),
  );
  const isInside = (hit: Hit): boolean =>
    hits.some(({ from, to }) => from <= hit.from && to >= hit.to && to - from > hit.to - hit.from);
  return hits.filter((hit) => !isInside(hit));
}

/** Guiding people is the general case: "5 hồ sơ dịch vụ công" counts dossiers. Two special ones are two entries. */
function kindOf(hits: readonly Hit[], kinds: FieldLog['kinds']): string | undefined {
  const special = new Set(hits.map(({ name }) => name).filter((name) => kinds[name]?.section !== 'guided'));
  const names = special.size > 0 ? special : new Set(hits.map(({ name }) => name));
  return names.size === 1 ? [...names][0] : undefined;
}

/** How parts of a day are said; the rest of "tối qua" is yesterday. */
const PART_OF_DAY: Readonly<Record<string, string>> = {
  'sang nay': 'hôm nay',
  'trua nay': 'hôm nay',
  'chieu nay': 'hôm nay',
  'toi nay': 'hôm nay',
  'sang qua': 'hôm qua',
  'trua qua': 'hôm qua',
  'chieu qua': 'hôm qua',
  'toi qua': 'hôm qua',
  'sang hom qua': 'hôm qua',
  'chieu hom qua': 'hôm qua',
  'toi hom qua': 'hôm qua',
};

const DAY_BEGINS = /^(?:hom|bua|ngay|thu|cn|chu|sang|trua|chieu|toi|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?)$/u;
const MAX_DAY_WORDS = 6;

/** The first words that are a day, the longest run of them. "3 ngày trước" begins with its number. */
function dayIn(text: string, tokens: readonly Token[], today: string): (Hit & { readonly day: string }) | undefined {
  for (const [from, token] of tokens.entries()) {
    const isDistance = /^\d+$/u.test(token.folded) && /^(?:ngay|hom|bua)$/u.test(tokens[from + 1]?.folded ?? '');
    if (!DAY_BEGINS.test(token.folded) && !isDistance) continue;
    for (let to = Math.min(from + MAX_DAY_WORDS, tokens.length); to > from; to--) {
      const words = text.slice(token.from, tokens[to - 1]?.to);
      const said = PART_OF_DAY[fold(words)] ?? words;
      // "ngày" alone, or a lone number, is none.
      const reading = readDateInput(said, { max: 'today' }, today);
      if (reading?.kind === 'value') return { name: 'day', from, to, day: reading.value };
      const ahead = reading?.kind === 'refused' ? readDateInput(said, {}, today) : undefined;
      if (ahead?.kind === 'value') return { name: 'day', from, to, day: ahead.value };
    }
  }
  return undefined;
}

const PLACE_NOUNS = /^(?:thôn|thon|ấp|xóm|xom|bản|buôn|làng|lang|phường|xã)$/u;

/** Behind "ở" or "tại", else from a word such as "thôn", up to the day or the end. */
function placeIn(
  text: string,
  tokens: readonly Token[],
  used: readonly boolean[],
): (Hit & { place: string }) | undefined {
  const isAt = ({ typed }: Token, index: number): boolean =>
    !used[index] &&
    (typed === 'ở' ||
      typed === 'tại' ||
      ((typed === 'o' || typed === 'tai') && tokens[index + 1]?.folded !== 'khoan' && !used[index + 1]));
  const at = tokens.findIndex(isAt);
  const noun = tokens.findIndex(
    (token, index) => !used[index] && (PLACE_NOUNS.test(token.typed) || isTwoWordPlace(tokens, index)),
  );
  const begin = at >= 0 ? at + 1 : noun;
  const first = tokens[begin];
  if (begin < 0 || !first || used[begin] === true) return undefined;
  let end = begin;
  while (end + 1 < tokens.length && used[end + 1] !== true) end++;
  const place = text.slice(first.from, tokens[end]?.to).trim();
  return { name: 'place', from: at >= 0 ? at : begin, to: end + 1, place };
}

const isTwoWordPlace = (tokens: readonly Token[], index: number): boolean =>
  /^(?:khu pho|nha van|to dan|trung tam|diem buu|cho phien)$/u.test(
    `${tokens[index]?.folded ?? ''} ${tokens[index + 1]?.folded ?? ''}`,
  );

const MAX_NUMBER_WORDS = 6;

/** The first number among these words; undefined where there is none, or none of things. */
function quantityIn(tokens: readonly Token[], used: readonly boolean[]): number | undefined {
  for (const [from, token] of tokens.entries()) {
    if (used[from] === true || !isNumberWord(token) || token.folded === 'khong') continue;
    if (token.negative) return undefined;
    for (let to = Math.min(from + MAX_NUMBER_WORDS, tokens.length); to > from; to--) {
      const words = tokens.slice(from, to);
      if (words.some((_word, index) => used[from + index] === true)) continue;
      const read = readNumber(words);
      if (read) return read.value;
    }
  }
  return undefined;
}

/** The first number in a text: "5 người", "mười hai hộ ạ". */
export function readQuantity(text: string): number | undefined {
  return quantityIn(tokensOf(normalize(text)), []);
}

/**
 * "5 người VNeID hôm qua ở thôn 3" → kind, quantity, day and place. Total: what cannot be read is left out, and two kinds
 * in one line are none, because one entry has one.
 */
export function readLine(line: string, { kinds, groups }: FieldLog, today: string): LineParts {
  const text = normalize(line);
  const tokens = tokensOf(text);
  const used = tokens.map(() => false);
  const use = ({ from, to }: Hit): void => void used.fill(true, from, to);
  const day = dayIn(text, tokens, today);
  if (day) use(day);
  const kindHits = hitsOf(tokens, kinds).filter(({ from, to }) => !used.slice(from, to).includes(true));
  const kind = kindOf(kindHits, kinds);
  kindHits.forEach(use);
  const groupHits = hitsOf(tokens, groups).filter(({ from, to }) => !used.slice(from, to).includes(true));
  const group = kind !== undefined && kinds[kind]?.grouped === true ? groupHits[0]?.name : undefined;
  groupHits.forEach(use);
  const place = placeIn(text, tokens, used);
  if (place) use(place);
  // Of two kinds the number belongs to one, and nobody knows to which.
  const quantity = kind === undefined && kindHits.length > 1 ? undefined : quantityIn(tokens, used);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(day === undefined ? {} : { day: day.day }),
    ...(place === undefined ? {} : { place: place.place }),
    ...(group === undefined ? {} : { group }),
  };
}
