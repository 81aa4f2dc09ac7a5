import { fold } from '../shared/vietnamese.ts';
import { isEmergency } from './emergency.ts';
import { buildIndex, type Hit, type Searchable } from './retrieval.ts';

/** What a free message means. */
export type Meaning =
  | { readonly decision: 'emergency' }
  | { readonly decision: 'greeting' | 'thanks' }
  /** Sure enough to start the card or flow at once. */
  | { readonly decision: 'answer'; readonly hit: Hit; readonly hits: readonly Hit[] }
  /** Up to three candidates to choose from. */
  | { readonly decision: 'clarify'; readonly hits: readonly Hit[] }
  /** Not understood; the nearest three (perhaps none) may still be offered. */
  | { readonly decision: 'unknown'; readonly hits: readonly Hit[] };

export interface Understanding {
  /** Total: every text has a meaning. */
  understand(text: string): Meaning;
}

/** Cosine from which one entry is started without asking, if it also leads the next by `LEAD`. */
const SURE = 0.62;
const LEAD = 0.08;
/** Cosine under which nothing is offered as "did you mean". */
const POSSIBLE = 0.3;
const CHOICES = 3;

const GREETINGS =
  /^(?:xin |em |kinh )?(?:chao|alo|a lo|hello|hi|hey|ad oi|em oi|bot oi|tro ly oi)(?: (?:em|ad|bot|admin|ban|shop|tro ly|cac ban|moi nguoi|buoi sang|nha|nhe|a))*$/u;
const THANKS =
  /^(?:da |vang |ok |oke )*(?:cam on|cam on em|thank|thanks|thank you|tks)(?: (?:em|ad|nhieu|nha|nhe|a|bot|rat nhieu|tro ly))*$/u;
/** Said after a walk is over: it answers nothing any more, but it deserves a kind word. */
const DONE =
  /^(?:da |vang |ok |oke )*(?:xong|xong roi|xong het roi|duoc roi|hieu roi|biet roi|ok|oke|vang|da)(?: (?:em|a|nha|nhe|em nhe))*$/u;

/** Understanding over the catalogue's entries. Builds its index at once (milliseconds for a few hundred entries). */
export function createUnderstanding(entries: readonly Searchable[]): Understanding {
  const index = buildIndex(entries);
  return {
    understand(text) {
      if (isEmergency(text)) return { decision: 'emergency' };
      const folded = fold(text);
      if (GREETINGS.test(folded)) return { decision: 'greeting' };
      if (THANKS.test(folded) || DONE.test(folded)) return { decision: 'thanks' };
      const hits = index.search(text, CHOICES);
      const [first, second] = hits;
      if (
        first &&
        first.confidence >= SURE &&
        (first.confidence === 1 || first.confidence - (second?.confidence ?? 0) >= LEAD)
      ) {
        return { decision: 'answer', hit: first, hits };
      }
      const possible = hits.filter((hit) => hit.confidence >= POSSIBLE);
      return possible.length > 0 ? { decision: 'clarify', hits: possible } : { decision: 'unknown', hits };
    },
  };
}

/** One line of `npm run -s understand` (contract). `topic` also knows smalltalk and out-of-scope. */
export interface UnderstandLine {
  readonly text: string;
  readonly topic: string;
  readonly subtopic: string | null;
  readonly decision: 'answer' | 'clarify' | 'emergency' | 'decline';
  readonly confidence: number;
  readonly alternatives: readonly { readonly subtopic: string; readonly confidence: number }[];
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** A meaning in the words of the contract. `text` must be masked already. */
export function toUnderstandLine(text: string, meaning: Meaning): UnderstandLine {
  const hits = 'hits' in meaning ? meaning.hits : [];
  const [first, ...others] = hits;
  const alternatives = (meaning.decision === 'answer' ? others : hits).map(({ entry, confidence }) => ({
    subtopic: entry.id,
    confidence: round(confidence),
  }));
  switch (meaning.decision) {
    case 'emergency':
      return {
        text,
        topic: 'scam-safety',
        subtopic: 'scam-first-hour',
        decision: 'emergency',
        confidence: 1,
        alternatives,
      };
    case 'greeting':
    case 'thanks':
      return { text, topic: 'smalltalk', subtopic: null, decision: 'answer', confidence: 1, alternatives };
    case 'answer':
      return {
        text,
        topic: meaning.hit.entry.topic,
        subtopic: meaning.hit.entry.id,
        decision: 'answer',
        confidence: round(meaning.hit.confidence),
        alternatives,
      };
    case 'clarify':
      return {
        text,
        topic: first?.entry.topic ?? 'out-of-scope',
        subtopic: first?.entry.id ?? null,
        decision: 'clarify',
        confidence: round(first?.confidence ?? 0),
        alternatives,
      };
    case 'unknown':
      return {
        text,
        topic: 'out-of-scope',
        subtopic: null,
        decision: 'decline',
        confidence: round(first?.confidence ?? 0),
        alternatives,
      };
  }
}
