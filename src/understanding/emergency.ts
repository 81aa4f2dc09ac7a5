import { readFileSync } from 'node:fs';
import { emergencyFeatures } from './emergency-features.ts';
import { type EmergencyModel, readEmergencyModel } from './emergency-model.ts';

/**
 * Log odds from which a message is an emergency. Chosen by cross-validation (`fit-emergency-points.ts`) so that at most
 * 1 in 100 ordinary messages about a guide is taken for one.
 */
export const EMERGENCY_LOG_ODDS = 0.4;

/**
 * Log odds from which nothing else the message may mean is asked. Between the two, a message that fits one of our guides
 * well is about that guide (chosen on 2026-11-22 over all development data: a third of the false alarms, 1 in 100 of the
 * emergencies).
 */
export const CERTAIN_LOG_ODDS = 2.5;

/**
 * Read with the module and not by a caller: an emergency must be heard wherever text comes in. An installation without
 * the file does not start, which somebody sees; one that hears nothing, nobody would.
 */
const model: EmergencyModel = readEmergencyModel(
  readFileSync(new URL('../../content/language/emergency-model.tsv', import.meta.url), 'utf8'),
);

/**
 * True when the first line of the answer must be help against a loss or a danger that is happening: money just left or
 * is being taken, a code was just given, a strange app or remote control, an account in other hands, a threat, a
 * kidnapping, a child in danger, words of self-harm. False for prevention, questions whether something is a scam, what
 * is over or happened to others, fees, failed payments and one's own mistakes.
 *
 * Points fitted to example messages: words and letters, what they sound like, the concepts they stand for, and the
 * signs and frames of `emergency-signs.ts`. `words` are those of `createMessageWords`, where the caller has them.
 * Total: any text has an answer, the same every time.
 */
export function isEmergency(text: string, words?: readonly string[]): boolean {
  return emergencyOdds(text, words) >= EMERGENCY_LOG_ODDS;
}

/** Log odds that the message is an emergency; minus infinity for one without words. */
export function emergencyOdds(text: string, words?: readonly string[]): number {
  const features = emergencyFeatures(text, words);
  return features.length > 0 ? model.score(features) : Number.NEGATIVE_INFINITY;
}
