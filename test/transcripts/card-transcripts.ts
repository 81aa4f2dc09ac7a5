import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { engineTexts } from '../../src/flow-engine/index.ts';
import type { Definitions, GuideCard } from '../../src/flow-engine/types.ts';
import { rewriteTranscript, type Transcript, type TranscriptTurn } from '../support/transcripts.ts';
import { readTranscriptFile } from './suites.ts';

/**
 * The dialogue that walks a card from its first step to its end: at every step with advice *Chưa làm được* once, then
 * *Xong*. Without a clock, so that it does not change when a review falls due.
 */
export function cardTranscript({ slug, title, steps }: GuideCard): Transcript {
  const turns = steps.flatMap(({ ifStuck }): TranscriptTurn[] => [
    ...(ifStuck === undefined ? [] : [{ in: engineTexts.stuck }]),
    { in: engineTexts.done },
  ]);
  return {
    about: `Every step of the card "${title}", stuck once wherever there is advice.`,
    card: slug,
    turns: [{}, ...turns],
  };
}

/** What became of the folder of card transcripts, by slug. */
export interface CardTranscriptChanges {
  readonly written: readonly string[];
  /** Transcripts of cards that are gone. */
  readonly removed: readonly string[];
}

/**
 * Writes `<slug>.yaml` into `dir` for every card that has none, or whose steps are others than those its transcript
 * walks, and removes those of cards that are gone. Files of unchanged cards stay as they are.
 */
export function writeCardTranscripts(
  dir: string,
  definitions: Definitions,
  cards: readonly GuideCard[],
): CardTranscriptChanges {
  mkdirSync(dir, { recursive: true });
  const slugs = new Set(cards.map(({ slug }) => slug));
  const removed = readdirSync(dir)
    .filter((file) => file.endsWith('.yaml') && !slugs.has(path.basename(file, '.yaml')))
    .toSorted();
  for (const file of removed) rmSync(path.join(dir, file));
  const written = cards.flatMap((card) => {
    const file = path.join(dir, `${card.slug}.yaml`);
    const transcript = cardTranscript(card);
    if (existsSync(file) && isSameWalk(readTranscriptFile(file), transcript)) return [];
    writeFileSync(file, rewriteTranscript(definitions, transcript));
    return [card.slug];
  });
  return { written, removed: removed.map((file) => path.basename(file, '.yaml')) };
}

const inputsOf = ({ turns }: Transcript): unknown => turns.map(({ in: given }) => given);

const isSameWalk = (one: Transcript, other: Transcript): boolean =>
  one.card === other.card && isDeepStrictEqual(inputsOf(one), inputsOf(other));
