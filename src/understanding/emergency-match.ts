import { SAID } from './emergency-concepts.ts';
import { AROUND } from './emergency-frames.ts';
import type { Marks } from './emergency-words.ts';

/** The name of a concept. */
export type Concept = keyof typeof SAID | keyof typeof AROUND;

/** A concept, or where the message begins and ends. */
export type Place = Concept | 'START' | 'END';

interface Span {
  readonly start: number;
  /** Behind the last word. */
  readonly end: number;
}

/** Where in a message every concept stands, in words. */
export type Reading = ReadonlyMap<Place, readonly Span[]>;

interface Branch {
  readonly next: Map<string, Branch>;
  readonly concepts: Concept[];
  hides: boolean;
}

/** Phrases of these hide what is shorter inside of them: "mật khẩu" is no "mất", "tra cứu" no "cứu". */
const HIDING: ReadonlySet<Concept> = new Set(['HARMLESS', 'CASH', 'SECRET', 'PHONE_LOST', 'SIM_LOST']);

/** In phrases of these a word may be a false friend: "mật khẩu", "trời ơi", "quét mặt". */
const LENIENT: ReadonlySet<Concept> = new Set<Concept>([
  'HARMLESS',
  'SECRET',
  'FACE',
  'ALARM',
  'LONG_AGO',
  'HEARSAY',
  'PREVENTION',
  'UNREAL',
  'UNHARMED',
  'SHOULD',
  'YES_NO',
  'ASKED',
  'FEE',
  'MISTAKE',
  'RESET',
  'RECOVERY',
  'BANTER',
  'ID_PAPER',
  'LEAK',
  'NOT',
]);

function plantPhrases(): Branch {
  const root: Branch = { next: new Map(), concepts: [], hides: false };
  for (const [concept, phrases] of Object.entries({ ...SAID, ...AROUND }) as [Concept, string][]) {
    for (const phrase of phrases.split(', ')) {
      let branch = root;
      for (const word of phrase.split(' ')) {
        let next = branch.next.get(word);
        if (!next) branch.next.set(word, (next = { next: new Map(), concepts: [], hides: false }));
        branch = next;
      }
      branch.concepts.push(concept);
      branch.hides ||= HIDING.has(concept);
    }
  }
  return root;
}

const ROOT = plantPhrases();

/**
 * Finds the phrases of all concepts in words. A word that is a false friend counts inside a longer phrase only, or as
 * the other word that it is.
 */
export function readConcepts(words: readonly string[], { friends, marked }: Marks): Reading {
  const reading = new Map<Place, Span[]>([
    ['START', [{ start: 0, end: 0 }]],
    ['END', [{ start: words.length, end: words.length }]],
  ]);
  let hiddenUntil = 0;
  for (let start = 0; start < words.length; start += 1) {
    const found: { readonly concepts: readonly Concept[]; readonly end: number; readonly strange: boolean }[] = [];
    let hides = hiddenUntil;
    let strange = false;
    let branch: Branch | undefined = ROOT;
    for (let end = start; branch && end < words.length; ) {
      const word: string = words[end] ?? '';
      if (friends.has(word)) {
        strange = true;
        const other = branch.next.get(`~${word}`);
        if (other) found.push({ concepts: other.concepts, end: end + 1, strange: false });
      }
      branch = branch.next.get(word);
      end += 1;
      if (!branch || (marked && branch.concepts.includes('CASH'))) continue;
      found.push({ concepts: branch.concepts, end, strange });
      if (branch.hides) hides = Math.max(hides, end);
    }
    for (const { concepts, end, strange: only } of found) {
      if (start < hiddenUntil || (hides > hiddenUntil && end < hides)) continue;
      for (const concept of concepts) {
        if (only && (end === start + 1 || !LENIENT.has(concept))) continue;
        const spans = reading.get(concept);
        if (spans) spans.push({ start, end });
        else reading.set(concept, [{ start, end }]);
      }
    }
    hiddenUntil = Math.max(hiddenUntil, hides);
  }
  return reading;
}

interface Step {
  readonly places: readonly Place[];
  /** Words that may stand between the step before and this one. */
  readonly gap: number;
}

/** See `parsePattern`. */
export type Pattern = readonly Step[];

/** `JUST 3 SEND 8 CROOK|BLOCKED`: concepts in this order, with at most so many words in between. */
export function parsePattern(source: string): Pattern {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of source.split(' ')) {
    if (/^\d+$/u.test(part)) gap = Number(part);
    else {
      steps.push({ places: part.split('|') as Place[], gap });
      gap = 0;
    }
  }
  return steps;
}

/** Whether "không" or "chưa" stands right before a word. */
function denied(reading: Reading, start: number): boolean {
  return reading.get('NOT')?.some(({ end }) => end === start) ?? false;
}

function follows(reading: Reading, pattern: Pattern, step: number, from: number, denies: boolean): boolean {
  const next = pattern[step];
  if (!next) return true;
  for (const place of next.places) {
    for (const { start, end } of reading.get(place) ?? []) {
      if (step > 0 && (start < from || start > from + next.gap)) continue;
      if (denies && denied(reading, start)) continue;
      if (follows(reading, pattern, step + 1, end, denies)) return true;
    }
  }
  return false;
}

/** Whether the pattern is said anywhere. With `denies`, not where "không" or "chưa" right before a step takes it back. */
export function says(reading: Reading, pattern: Pattern, denies: boolean): boolean {
  return (
    pattern.every(({ places }) => places.some((place) => reading.has(place))) && follows(reading, pattern, 0, 0, denies)
  );
}
