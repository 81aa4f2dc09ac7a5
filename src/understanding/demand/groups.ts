import { fold } from '../../shared/vietnamese.ts';
import type { Hit } from '../retrieval.ts';
import { clusterVectors } from './clusters.ts';
import type { Weights } from './feature-index.ts';
import { keywordsOf } from './keywords.ts';
import { createMessageVectors } from './vectors.ts';

/** A question nobody answered, with a number that only grows: the smallest of a group is its oldest. */
export interface AskedText {
  readonly id: number;
  readonly text: string;
}

/** Questions that want the same. */
export interface DemandGroup {
  /** `n17`: the number of its oldest question, so that it stays the same while new ones join. */
  readonly id: string;
  /** Every question of the group, oldest first. */
  readonly ids: readonly number[];
  /** Each wording once (marks and capitals make no other), the most typical first. */
  readonly texts: readonly string[];
  /** What its questions have in common, as they spell it, at most four. */
  readonly keywords: readonly string[];
}

/** What grouping needs of the understanding. */
export interface DemandGrouping {
  /** Words of a message as they are compared. */
  wordsOf(text: string): readonly string[];
  /** Messages that say which words are common. */
  readonly background: readonly string[];
  /** As `Understanding.nearest`. */
  nearest(text: string, limit: number): readonly Hit[];
  /**
   * Mean likeness from which groups become one. Default 0.18: of the group a message is in, 71 in 100 want the same card
   * on average (development set of 2026-11-22, 2,551 messages of 148 cards). Higher gives more groups, and purer ones.
   */
  readonly likeness?: number;
}

const DEFAULT_LIKENESS = 0.18;
/** So many of the most typical wordings say which guides are nearest. */
const TYPICAL = 5;
const NEAREST = 3;
const HAS_MARKS = /\P{ASCII}/u;

/** One wording with everybody who used it; `text` with marks where anybody typed them. */
interface Wording {
  text: string;
  readonly words: readonly string[];
  readonly ids: number[];
}

function wordingsOf(asked: readonly AskedText[], wordsOf: DemandGrouping['wordsOf']): Wording[] {
  const wordings = new Map<string, Wording>();
  for (const { id, text } of asked.toSorted((a, b) => a.id - b.id)) {
    const key = fold(text);
    const known = wordings.get(key);
    if (known) {
      known.ids.push(id);
      if (!HAS_MARKS.test(known.text)) known.text = text;
    } else wordings.set(key, { text, words: wordsOf(text), ids: [id] });
  }
  return [...wordings.values()];
}

const product = (a: Weights, b: Weights): number => {
  let sum = 0;
  for (const [feature, weight] of a) sum += weight * (b.get(feature) ?? 0);
  return sum;
};

/** Groups questions by what they want, the largest group first. The same questions give the same groups. */
export function groupDemand(asked: readonly AskedText[], grouping: DemandGrouping): DemandGroup[] {
  if (asked.length === 0) return [];
  const { wordsOf, background, likeness = DEFAULT_LIKENESS } = grouping;
  const wordings = wordingsOf(asked, wordsOf);
  const vectorsOf = createMessageVectors(background.map((text) => wordsOf(text)));
  const { vectors, names } = vectorsOf(wordings.map(({ words }) => words));
  const foldWord = rememberingFold();
  const toGroup = (members: readonly number[]): DemandGroup => {
    const sum = new Map<number, number>();
    for (const index of members) {
      for (const [feature, weight] of vectors[index] ?? []) sum.set(feature, (sum.get(feature) ?? 0) + weight);
    }
    const texts = members
      .flatMap((index) => {
        const [wording, vector] = [wordings[index], vectors[index]];
        return wording && vector ? [{ text: wording.text, typical: product(vector, sum), index }] : [];
      })
      .toSorted((a, b) => b.typical - a.typical || a.index - b.index)
      .map(({ text }) => text);
    const ids = members.flatMap((index) => wordings[index]?.ids ?? []).toSorted((a, b) => a - b);
    const weights = new Map([...sum].map(([feature, weight]) => [names[feature] ?? '', weight]));
    return {
      id: `n${ids[0] ?? 0}`,
      ids,
      texts,
      keywords: keywordsOf(weights, texts, foldWord),
    };
  };
  return clusterVectors(vectors, likeness)
    .map(toGroup)
    .toSorted((a, b) => b.ids.length - a.ids.length || (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
}

/** Words are few and come often. */
function rememberingFold(): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const folded = known.get(word) ?? fold(word);
    known.set(word, folded);
    return folded;
  };
}

/**
 * The cards and flows a group comes nearest to, at most three, best first: the mean confidence over its five most
 * typical wordings. Apart from the grouping, because it is wanted for the groups that somebody looks at alone.
 */
export function nearestToGroup({ texts }: DemandGroup, { nearest }: Pick<DemandGrouping, 'nearest'>): readonly Hit[] {
  const typical = texts.slice(0, TYPICAL);
  const sums = new Map<string, Hit>();
  for (const text of typical) {
    for (const { entry, confidence } of nearest(text, NEAREST)) {
      const share = confidence / typical.length;
      sums.set(entry.id, { entry, confidence: (sums.get(entry.id)?.confidence ?? 0) + share });
    }
  }
  return [...sums.values()]
    .toSorted((a, b) => b.confidence - a.confidence || (a.entry.id < b.entry.id ? -1 : 1))
    .slice(0, NEAREST);
}

/** The group that holds the question after which `id` (`n17`) is named: it may go by an older one's name by now. */
export function findDemandGroup(groups: readonly DemandGroup[], id: string): DemandGroup | undefined {
  const number = /^n(\d+)$/u.exec(id.toLowerCase())?.[1];
  return number === undefined ? undefined : groups.find(({ ids }) => ids.includes(Number(number)));
}
