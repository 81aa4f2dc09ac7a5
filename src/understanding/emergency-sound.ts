/** Beginnings that one part of the country or another says, and so writes, alike. The first that fits is taken. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^ngh/u, 'ng'],
  [/^gh/u, 'g'],
  [/^(?:tr|ch)/u, 'C'],
  [/^[sx]/u, 's'],
  [/^(?:l|n(?![gh]))/u, 'n'],
  [/^(?:gi|dz|d|r|z)/u, 'd'],
  [/^(?:qu|q|k)/u, 'k'],
  [/^c(?=.)/u, 'k'],
  [/^ph/u, 'f'],
];

const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/y/gu, 'i'],
  [/uo/gu, 'u'],
  [/ie/gu, 'i'],
  [/n[gh]$/u, 'n'],
  [/(?:ch|c|k)$/u, 't'],
  [/(?<letter>.)\k<letter>+/gu, '$<letter>'],
];

const SYLLABLE_LIKE = /^[a-z]{1,8}$/u;

/** Words seen before. Bounded: residents may write anything. */
const KEPT = 8_192;
const kept = new Map<string, string>();

/**
 * How a folded word may sound whoever writes it: "nừa" and "lừa", "tiềng" and "tiền", "bắc" and "bắt", "ngừi"
 * and "người" come out alike. Not a pronunciation, only a key to compare by.
 */
export function soundOf(word: string): string {
  const known = kept.get(word);
  if (known !== undefined) return known;
  let sound = word;
  if (SYLLABLE_LIKE.test(word)) {
    const beginning = BEGINNINGS.find(([pattern]) => pattern.test(word));
    if (beginning) sound = sound.replace(...beginning);
    for (const ending of ENDINGS) sound = sound.replace(...ending);
  }
  if (kept.size < KEPT) kept.set(word, sound);
  return sound;
}
