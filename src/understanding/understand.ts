import { fold } from '../shared/vietnamese.ts';
import { CERTAIN_LOG_ODDS, EMERGENCY_LOG_ODDS, emergencyOdds } from './emergency.ts';
import { emergencyMatters } from './emergency-matters.ts';
import { type Language, noLanguage } from './language.ts';
import { keptModel } from './model/kept-model.ts';
import { createClassifier, type LinearModel } from './model/linear-model.ts';
import { type Example, trainModel } from './model/train.ts';
import type { Hit, Searchable } from './retrieval.ts';
import { createMessageWords } from './text/message-words.ts';

/** A cry for help. `hits`: what the message is about otherwise; `certain`: nothing else comes into question. */
export interface Emergency {
  readonly decision: 'emergency';
  readonly certain: boolean;
  readonly hits: readonly Hit[];
}

/** What a free message means. */
export type Meaning = Emergency | CalmMeaning;

/** What a message means that is no cry for help. */
export type CalmMeaning =
  | { readonly decision: 'greeting' | 'thanks' }
  /** Small talk that answers nothing and asks nothing. */
  | { readonly decision: 'smalltalk' }
  /** Sure enough to start the card or flow at once. */
  | { readonly decision: 'answer'; readonly hit: Hit; readonly hits: readonly Hit[] }
  /** Up to three candidates to choose from. */
  | { readonly decision: 'clarify'; readonly hits: readonly Hit[] }
  /** Understood, and nothing we help with: politics, medicine, law, investments and the like. */
  | { readonly decision: 'declined'; readonly hits: readonly Hit[] }
  /** Not understood; the nearest three (perhaps none) may still be offered. */
  | { readonly decision: 'unknown'; readonly hits: readonly Hit[] };

export interface Understanding {
  /** Total: every text has a meaning. */
  understand(text: string): Meaning;
  /** The first half of `understand`, for whoever has other readings to try before the second: a cry for help or none. */
  hearEmergency(text: string): Emergency | undefined;
  /** The second half of `understand`, for a text in which no cry for help was heard. */
  understandCalm(text: string): CalmMeaning;
  /** The nearest matters, best first, however far they are: what a reader with more patience may choose among. */
  nearest(text: string, limit: number): readonly Hit[];
}

/**
 * Probabilities from which a guide is started at once, offered at all, offered beside others, and from which a message
 * is taken for something we do not help with or for small talk. Fitted by `test/understanding/evaluate.ts` on the
 * development set of 2026-11-22, so that at most 2 in 100 messages start a wrong guide.
 */
const SURE = 0.78;
const POSSIBLE = 0.12;
const BESIDE = 0.03;
const OUT_OF_SCOPE = 0.4;
const SMALL_TALK = 0.5;
/** From these on a guide outweighs an emergency that is not certain: one of another subject, one about scams. */
const OUTWEIGHS = 0.4;
const OUTWEIGHS_OF_SCAMS = 0.6;
const TEMPERATURE = 1;
const CHOICES = 3;

/** What Zalo lets anybody send. Of longer texts the beginning and the end are read, so that no text is slow. */
const MAX_CHARACTERS = 2_000;

const readable = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS / 2)} ${text.slice(-MAX_CHARACTERS / 2)}`;

/** Labels of the examples that are no guide. */
const outOfScopeLabel = 'out-of-scope';
const smallTalkLabel = 'smalltalk';

const GREETINGS =
  /^(?:xin |em |kinh )?(?:chao|alo|a lo|hello|hi|hey|ad oi|em oi|bot oi|tro ly oi)(?: (?:em|ad|bot|admin|ban|shop|tro ly|cac ban|moi nguoi|buoi sang|nha|nhe|a))*$/u;
const THANKS =
  /^(?:da |vang |ok |oke )*(?:cam on|cam on em|thank|thanks|thank you|tks)(?: (?:em|ad|nhieu|nha|nhe|a|bot|rat nhieu|tro ly))*$/u;
/** Said after a walk is over: it answers nothing any more, but it deserves a kind word. */
const DONE =
  /^(?:da |vang |ok |oke )*(?:xong|xong roi|xong het roi|duoc roi|hieu roi|biet roi|ok|oke|vang|da)(?: (?:em|a|nha|nhe|em nhe))*$/u;

/** Settings of `createUnderstanding`. */
export interface UnderstandingOptions {
  /** How people write. Default: what the entries themselves say, which is enough for a handful of them. */
  readonly language?: Language;
  /** A folder in which the fitted model is kept for the next start. Default: it is fitted every time. */
  readonly keepIn?: string;
}

/** Words in use at least this often: runs without spaces are cut into these, and no keys are seen in them. */
const LEAST_USES = 3;

/** Words that these texts use often enough to be words, folded. */
export function wordsInUse(texts: readonly string[]): ReadonlySet<string> {
  const uses = new Map<string, number>();
  for (const text of texts) for (const word of fold(text).split(' ')) uses.set(word, (uses.get(word) ?? 0) + 1);
  return new Set([...uses].filter(([word, count]) => count >= LEAST_USES && word !== '').map(([word]) => word));
}

/** Everything a model is fitted to. */
function* sourcesOf(entries: readonly Searchable[], language: Language): Iterable<string> {
  for (const { id, title, asks, stepsText = '' } of entries) yield* [id, title, ...asks, stepsText];
  for (const [form, expansion] of language.shortForms) yield* [form, expansion];
  for (const { label, text } of language.examples) yield* [label, text];
}

/**
 * Understanding over the catalogue's entries: a model fitted to their titles, asks and steps and to the examples of the
 * language (2 to 3 s for the shipped content, 0.1 s from `keepIn`).
 */
export function createUnderstanding(
  entries: readonly Searchable[],
  { language = noLanguage, keepIn }: UnderstandingOptions = {},
): Understanding {
  const texts = [
    ...entries.flatMap(({ title, asks, stepsText }) => [title, ...asks, stepsText ?? '']),
    ...language.examples.map(({ text }) => text),
  ];
  // Only a fit reads all of this; a kept model knows what came of it.
  const fit = (): LinearModel => {
    const inUse = wordsInUse(texts);
    const wordsOf = createMessageWords({ shortForms: language.shortForms, known: inUse });
    const examples: Example[] = [
      ...entries.flatMap(({ id, title, asks, stepsText }) =>
        [title, ...asks, ...(stepsText ? [stepsText] : [])].map((text) => ({ label: id, words: wordsOf(text) })),
      ),
      ...language.examples.map(({ label, text }) => ({ label, words: wordsOf(text) })),
    ];
    return { ...trainModel(examples), wordsInUse: [...inUse] };
  };
  const model = keepIn === undefined ? fit() : keptModel(keepIn, sourcesOf(entries, language), fit);
  const inUse = new Set(model.wordsInUse);
  const wordsOf = createMessageWords({ shortForms: language.shortForms, known: inUse });
  const classify = createClassifier(model, TEMPERATURE);
  const hitsOf = createHitFinder(entries, model.labels);
  const smallTalk = model.labels.indexOf(smallTalkLabel);
  const outOfScope = model.labels.indexOf(outOfScopeLabel);
  const exact = new Map<string, Searchable>();
  for (const entry of entries) {
    for (const ask of [entry.title, ...entry.asks]) {
      const folded = fold(ask);
      if (!exact.has(folded)) exact.set(folded, entry);
    }
  }
  const hitsIn = (words: readonly string[], folded: string, limit?: number): readonly Hit[] =>
    hitsOf(classify(words), exact.get(folded), limit);
  /** Noise has letters too: without half of the words being those people use, nobody has said anything. */
  const isSaid = (words: readonly string[]): boolean =>
    words.filter((word) => word.length > 1 && inUse.has(word)).length * 2 >= words.length;
  const hearEmergency = (whole: string): Emergency | undefined => {
    const text = readable(whole);
    const odds = emergencyOdds(text);
    if (odds < EMERGENCY_LOG_ODDS) return undefined;
    const words = wordsOf(text);
    if (!isSaid(words)) return undefined;
    const folded = fold(text);
    const hits = hitsIn(words, folded);
    const certain = odds >= CERTAIN_LOG_ODDS;
    if (!certain && outweighsEmergency(hits[0], folded.split(' ').length)) return undefined;
    return { decision: 'emergency', certain, hits };
  };
  const understandCalm = (whole: string): CalmMeaning => {
    const text = readable(whole);
    const folded = fold(text);
    if (GREETINGS.test(folded)) return { decision: 'greeting' };
    if (THANKS.test(folded) || DONE.test(folded)) return { decision: 'thanks' };
    const same = exact.get(folded);
    const words = wordsOf(text);
    if (!same && !words.some((word) => inUse.has(word))) return { decision: 'unknown', hits: [] };
    const probabilities = classify(words);
    const hits = hitsOf(probabilities, same);
    if (same) return { decision: 'answer', hit: { entry: same, confidence: 1 }, hits };
    // Half of all probability is more than anything else has.
    if ((probabilities[smallTalk] ?? 0) >= SMALL_TALK) return { decision: 'smalltalk' };
    if ((probabilities[outOfScope] ?? 0) >= OUT_OF_SCOPE) return { decision: 'declined', hits };
    const [first] = hits;
    if (first && first.confidence >= SURE) return { decision: 'answer', hit: first, hits };
    const possible = hits.filter(({ confidence }, index) => confidence >= (index === 0 ? POSSIBLE : BESIDE));
    return first && first.confidence >= POSSIBLE
      ? { decision: 'clarify', hits: possible }
      : { decision: 'unknown', hits: hits.filter(({ confidence }) => confidence >= BESIDE) };
  };
  return {
    nearest(whole, limit) {
      const text = readable(whole);
      return hitsIn(wordsOf(text), fold(text), limit);
    },
    understand: (text) => hearEmergency(text) ?? understandCalm(text),
    hearEmergency,
    understandCalm,
  };
}

/** So few words say something only where they name it: "còn câu nữa" is no cry for help. */
const TOO_FEW_WORDS = 3;

/** True when a message that may be an emergency is more likely an ordinary question about this guide. */
function outweighsEmergency(near: Hit | undefined, words: number): boolean {
  if (!near) return words <= TOO_FEW_WORDS;
  const { entry, confidence } = near;
  if (emergencyMatters.has(matterOf(entry))) return false;
  if (words <= TOO_FEW_WORDS) return true;
  return confidence >= (entry.topic === 'scam-safety' ? OUTWEIGHS_OF_SCAMS : OUTWEIGHS);
}

/** The matter an entry is about: a flow may be the talk about a card, and then the two are one answer. */
const matterOf = ({ id, card }: Searchable): string => card ?? id;

/**
 * Finds the best entries of a message, one for each matter, with the probability of the whole matter. `labels` are those
 * the probabilities are of, `same` is the entry whose very words were typed. Everything is kept by number: this runs over
 * every label for every message.
 */
function createHitFinder(
  entries: readonly Searchable[],
  labels: readonly string[],
): (probabilities: Float64Array, same: Searchable | undefined, limit?: number) => readonly Hit[] {
  const matters = [...new Set(entries.map(matterOf))];
  const numberOfMatter = new Map(matters.map((matter, index) => [matter, index]));
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  const entryOfLabel = labels.map((label) => entryOf.get(label));
  const matterOfLabel = Int32Array.from(entryOfLabel, (entry) =>
    entry ? (numberOfMatter.get(matterOf(entry)) ?? -1) : -1,
  );
  return (probabilities, same, limit = CHOICES) => {
    const sums = new Float64Array(matters.length);
    /** The label that says most for each matter, from 1; 0 = none. */
    const bestLabels = new Int32Array(matters.length);
    for (let label = 0; label < matterOfLabel.length; label += 1) {
      const matter = matterOfLabel[label] ?? -1;
      if (matter === -1) continue;
      const probability = probabilities[label] ?? 0;
      sums[matter] = (sums[matter] ?? 0) + probability;
      const best = bestLabels[matter] ?? 0;
      if (best === 0 || probability > (probabilities[best - 1] ?? 0)) bestLabels[matter] = label + 1;
    }
    const hits: Hit[] = [];
    const typed = same && numberOfMatter.get(matterOf(same));
    if (same && typed !== undefined && limit > 0) {
      hits.push({ entry: same, confidence: 1 });
      bestLabels[typed] = 0;
    }
    while (hits.length < limit) {
      let top = -1;
      for (let matter = 0; matter < sums.length; matter += 1) {
        if (bestLabels[matter] !== 0 && (top === -1 || (sums[matter] ?? 0) > (sums[top] ?? 0))) top = matter;
      }
      const entry = top === -1 ? undefined : entryOfLabel[(bestLabels[top] ?? 0) - 1];
      if (!entry) break;
      hits.push({ entry, confidence: Math.min(1, sums[top] ?? 0) });
      bestLabels[top] = 0;
    }
    return hits;
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
    subtopic: matterOf(entry),
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
    case 'smalltalk':
      return { text, topic: 'smalltalk', subtopic: null, decision: 'answer', confidence: 1, alternatives };
    case 'answer':
      return {
        text,
        topic: meaning.hit.entry.topic,
        subtopic: matterOf(meaning.hit.entry),
        decision: 'answer',
        confidence: round(meaning.hit.confidence),
        alternatives,
      };
    case 'clarify':
      return {
        text,
        topic: first?.entry.topic ?? 'out-of-scope',
        subtopic: first ? matterOf(first.entry) : null,
        decision: 'clarify',
        confidence: round(first?.confidence ?? 0),
        alternatives,
      };
    case 'declined':
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
