import type { Definitions } from '../../src/flow-engine/types.ts';
import type { Transcript } from '../../src/transcripts/format.ts';
import * as played from '../../src/transcripts/play.ts';
import type { PlayOptions } from '../../src/transcripts/play.ts';
import * as rewritten from '../../src/transcripts/rewrite.ts';
import { placeFinder } from './place-units.ts';
import { sessionStore } from './session-store.ts';

export { transcriptSchema, type Outcome, type Transcript, type TranscriptTurn } from '../../src/transcripts/format.ts';
export { outcomeOf, type PlayedTurn, shownIn } from '../../src/transcripts/play.ts';

/** Keeps the session in the real store, as one of a resident nobody has met. */
function throughTheStore(): PlayOptions {
  const resident = sessionStore().ofNewResident();
  return { keep: (state) => resident.save(state).load(), places: placeFinder() };
}

/** Plays the inputs of a transcript; the session goes through the real store between every two turns. */
export const playTranscript = (definitions: Definitions, transcript: Transcript): played.PlayedTurn[] =>
  played.playTranscript(definitions, transcript, throughTheStore());

/** The transcript as YAML with the expectations rewritten to what happens now. */
export const rewriteTranscript = (definitions: Definitions, transcript: Transcript): string =>
  rewritten.rewriteTranscript(definitions, transcript, throughTheStore());
