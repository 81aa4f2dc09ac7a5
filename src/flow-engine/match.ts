import { fold, parseListNumber } from '../shared/vietnamese.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/**
 * Polite words around an answer: "dạ em có rồi ạ" means "có". Words that mean something else without their marks are
 * missing on purpose: `co` (cô) also is "có", `ban` (bạn) also is "bán", `con` at the end also is "còn".
 */
const LEAD = words('da vang u uh um thi toi tui em bac chau minh con anh chi ong ba');
const TAIL = words('roi a ah nhe nha day em chau oi ne luon thoi di voi');

/** What people type for common words. Applied to both sides of the comparison. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ko: 'khong',
  k: 'khong',
  kg: 'khong',
  hok: 'khong',
  hong: 'khong',
  hem: 'khong',
  dc: 'duoc',
  r: 'roi',
  oy: 'roi',
};

/** Words that answer nothing alone. "Cháu ơi" calls the bot; it does not answer "cháu" to "for whom?". */
const ADDRESS = words('toi tui em bac chau minh con anh chi ong ba a ah nhe nha day oi ne luon di voi');

/**
 * The folded text without abbreviations and without polite words at both ends; never empty unless the text is. A text
 * of which only a form of address would be left stays whole.
 */
export function coreOf(text: string): string {
  const typed = fold(text)
    .split(' ')
    .map((word) => (Object.hasOwn(ABBREVIATIONS, word) ? (ABBREVIATIONS[word] ?? word) : word));
  // "Bạn ơi" is a call, "bán" without its marks is an answer.
  if (typed.length === 2 && typed[1] === 'oi') return typed.join(' ');
  let from = 0;
  let to = typed.length;
  while (to - from > 1 && LEAD.has(typed[from] ?? '')) from++;
  while (to - from > 1 && TAIL.has(typed[to - 1] ?? '')) to--;
  const core = typed.slice(from, to).join(' ');
  return ADDRESS.has(core) ? typed.join(' ') : core;
}

/** What one choice answers to: its title, its value and other ways to say it. */
export interface Wording {
  readonly value: string;
  readonly wordings: readonly string[];
}

interface Prepared {
  readonly exact: ReadonlySet<string>;
  readonly core: ReadonlySet<string>;
}

/** Folding is the dearest part of a turn; definitions never change, so each list is folded once. */
const prepared = new WeakMap<object, readonly Prepared[]>();

function prepare(choices: readonly Wording[]): readonly Prepared[] {
  const known = prepared.get(choices);
  if (known) return known;
  const fresh = choices.map(({ value, wordings }) => {
    const all = [value, ...wordings];
    return { exact: new Set(all.map(fold)), core: new Set(all.map(coreOf)) };
  });
  prepared.set(choices, fresh);
  return fresh;
}

/** Index of the one element that passes; undefined for none and for several, because a guess would mislead. */
function onlyIndex(items: readonly Prepared[], passes: (item: Prepared) => boolean): number | undefined {
  let found: number | undefined;
  for (const [index, item] of items.entries()) {
    if (!passes(item)) continue;
    if (found !== undefined) return undefined;
    found = index;
  }
  return found;
}

/**
 * Which choice a typed message means: its words (any diacritics), its number ("2", "số hai", "2. Có rồi"), or its words
 * with polite ones around ("dạ em có rồi ạ"). Only whole messages count, so "chưa có" never means "có". Undefined when
 * nothing, or more than one choice, fits. `choices` must be the same array each time for speed, not for correctness.
 */
export function matchChoice(choices: readonly Wording[], text: string): string | undefined {
  const folded = fold(text);
  if (folded === '') return undefined;
  const items = prepare(choices);
  const exact = onlyIndex(items, (item) => item.exact.has(folded));
  if (exact !== undefined) return choices[exact]?.value;
  const core = coreOf(text);
  const number = parseListNumber(text) ?? (/^\d{1,2}$/u.test(core) ? Number(core) : undefined);
  if (number !== undefined) return choices[number - 1]?.value;
  const copied = /^(?<number>\d{1,2}) (?<words>.+)$/u.exec(folded)?.groups;
  if (copied) {
    const index = Number(copied['number']) - 1;
    return items[index]?.exact.has(copied['words'] ?? '') ? choices[index]?.value : undefined;
  }
  const near = onlyIndex(items, (item) => item.core.has(core));
  return near === undefined ? undefined : choices[near]?.value;
}
