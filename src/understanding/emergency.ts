import { type Concept, parsePattern, type Reading, readConcepts, says } from './emergency-match.ts';
import { BIAS, WORD_POINTS } from './emergency-points.ts';
import { EMERGENCY_POINTS, FRAMES, type Kind, SIGNS } from './emergency-signs.ts';
import { emergencyWords, readMarks, wordFeatures } from './emergency-words.ts';

const signs = (Object.entries(SIGNS) as [Kind, (typeof SIGNS)[Kind]][])
  .flatMap(([kind, ofKind]) => ofKind.map(([points, pattern]) => ({ kind, points, pattern: parsePattern(pattern) })))
  .sort((a, b) => b.points - a.points);

const frames = FRAMES.map(({ takes, from, pattern }) => ({ takes, from, pattern: parsePattern(pattern) }));

/** Word points from which an emergency is heard although no sign says so; with a frame around them it takes more. */
const BY_WORDS = -5;
const BY_WORDS_FRAMED = 15;

function heardBySigns(reading: Reading, around: typeof frames): boolean {
  return signs.some(({ kind, points, pattern }) => {
    let left = points;
    for (const { takes, from } of around) if (!from || from.includes(kind)) left -= takes;
    return left >= EMERGENCY_POINTS && says(reading, pattern, true);
  });
}

/** Without any of these in the message, words alone are no emergency. */
const DANGERS: readonly Concept[] = [
  'CHEAT',
  'CROOK',
  'TAKE',
  'LOSE',
  'LOST_ALL',
  'STEAL',
  'HACK',
  'SECRET',
  'CODE',
  'SEND',
  'RECEIVED',
  'BLOCKED',
  'REMOTE',
  'BY_ITSELF',
  'STUCK',
  'INSTALL',
  'THREAT',
  'KILL',
  'COERCED',
  'AT_THE_DOOR',
  'DEMAND',
  'RANSOM',
  'KIDNAP',
  'HELD',
  'MISSING',
  'GONE',
  'ABUSE',
  'LURED',
  'GO',
  'DESPAIR',
  'CRY',
  'LOCK',
  'USE',
];

function heardByWords(
  words: readonly string[],
  friends: ReadonlySet<string>,
  reading: Reading,
  framed: boolean,
): boolean {
  if (!DANGERS.some((concept) => reading.has(concept))) return false;
  let points = BIAS;
  for (const feature of wordFeatures(words, friends)) points += WORD_POINTS.get(feature) ?? 0;
  return points >= (framed ? BY_WORDS_FRAMED : BY_WORDS);
}

/**
 * True when the first line of the answer must be help against a loss or a danger that is happening: money just left or
 * is being taken, a code was just given, a strange app or remote control, a threat, a kidnapping, a child in danger,
 * words of self-harm. False for prevention, questions whether something is a scam, what happened long ago or to others,
 * fees, failed payments and one's own mistakes.
 *
 * Heard in two ways: signs (what is said, in order, less the frames that make it harmless: `emergency-signs.ts`), and
 * points of words that were learned from example messages (`emergency-points.ts`) for what no sign foresees.
 * `words` are those of `createMessageWords`, where the caller has them. Total: any text has an answer.
 */
export function isEmergency(text: string, words?: readonly string[]): boolean {
  const read = emergencyWords(text, words);
  if (read.length === 0) return false;
  const marks = readMarks(text);
  const reading = readConcepts(read, marks);
  const around = frames.filter(({ pattern }) => says(reading, pattern, false));
  return heardBySigns(reading, around) || heardByWords(read, marks.friends, reading, around.length > 0);
}
