import { normalize } from '../../shared/vietnamese.ts';

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
const HAS_MARKS = /\P{ASCII}/u;

/** Keywords of one group at most. */
const MAX_KEYWORDS = 4;

/** Pairs of words that people share say more than the same words alone: "hoàn thuế" rather than "hoàn", "thuế". */
const PAIR_FACTOR = 3;

/**
 * The heaviest words and pairs of words, without those said already, as the group itself spells them, with marks where
 * anybody typed them. `weights` by folded word or pair; what nobody typed so (a short form spelt out) is left out.
 */
export function keywordsOf(
  weights: ReadonlyMap<string, number>,
  texts: readonly string[],
  fold: (word: string) => string,
): string[] {
  const spellings = spellingsIn(texts, weights, fold);
  const scoreOf = (name: string, weight: number): number => weight * (name.includes(' ') ? PAIR_FACTOR : 1);
  const ordered = [...weights]
    .filter(([name]) => spellings.has(name))
    .map(([name, weight]) => ({ name, score: scoreOf(name, weight) }))
    .toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  const said = new Set<string>();
  const chosen: string[] = [];
  for (const { name } of ordered) {
    const words = name.split(' ');
    if (chosen.length === MAX_KEYWORDS) break;
    if (words.some((word) => said.has(word))) continue;
    for (const word of words) said.add(word);
    chosen.push(spellings.get(name) ?? name);
  }
  return chosen;
}

/** How each of the names is written most often, with marks before without. */
function spellingsIn(
  texts: readonly string[],
  names: ReadonlyMap<string, unknown>,
  fold: (word: string) => string,
): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  const add = (name: string, spelling: string): void => {
    if (!names.has(name)) return;
    const known = counts.get(name) ?? new Map<string, number>();
    counts.set(name, known.set(spelling, (known.get(spelling) ?? 0) + 1));
  };
  for (const text of texts) {
    const words = normalize(text).toLocaleLowerCase('vi').match(WORDS) ?? [];
    const folded = words.map(fold);
    for (const [index, word] of words.entries()) {
      add(folded[index] ?? '', word);
      const next = words[index + 1];
      if (next !== undefined) add(`${folded[index] ?? ''} ${folded[index + 1] ?? ''}`, `${word} ${next}`);
    }
  }
  return new Map(
    [...counts].map(([name, spellings]) => {
      const [best] = [...spellings].toSorted(
        ([a, left], [b, right]) =>
          Number(HAS_MARKS.test(b)) - Number(HAS_MARKS.test(a)) || right - left || (a < b ? -1 : 1),
      );
      return [name, best?.[0] ?? name];
    }),
  );
}
