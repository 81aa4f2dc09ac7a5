import { isDeepStrictEqual } from 'node:util';
import type { Definitions } from '../../src/flow-engine/types.ts';
import {
  outcomeOf,
  playTranscript,
  shownIn,
  type Outcome,
  type PlayedTurn,
  type Transcript,
  type TranscriptTurn,
} from '../support/transcripts.ts';

function missingFragments(shown: string, fragments: readonly string[]): string[] {
  let from = 0;
  for (const fragment of fragments) {
    const at = shown.indexOf(fragment, from);
    if (at < 0) return [`"${fragment}" is not (in this order) in:\n${shown}`];
    from = at + fragment.length;
  }
  return fragments.length === 0 && shown !== '' ? [`nothing should be said, but was:\n${shown}`] : [];
}

function turnProblems(turn: TranscriptTurn, played: PlayedTurn): string[] {
  const { before, after, actions } = played;
  const problems: string[] = [];
  if (turn.is === undefined) {
    if (turn.out === undefined) problems.push('it expects nothing: write out or is');
    else problems.push(...missingFragments(shownIn(actions), turn.out));
    const refused = actions.find(({ type }) => type === 'unmatched' || type === 'stale');
    if (refused) problems.push(`it was ${refused.type}`);
  } else {
    const isRefused = isDeepStrictEqual(actions, [{ type: turn.is }]);
    if (!isRefused) problems.push(`it should be ${turn.is}, but came to ${JSON.stringify(actions)}`);
    if (!isDeepStrictEqual(after, before)) problems.push('it changed the state');
  }
  for (const [name, value] of Object.entries(turn.saves ?? {})) {
    const saved = after?.vars[name];
    if (saved !== value) problems.push(`${name} should be "${value}", but is ${JSON.stringify(saved)}`);
  }
  return problems;
}

/** What a transcript says that does not happen, one sentence each; empty when all of it does. */
export function transcriptProblems(definitions: Definitions, transcript: Transcript): string[] {
  const played = playTranscript(definitions, transcript);
  const problems = transcript.turns.flatMap((turn, index) => {
    const one = played[index];
    return one ? turnProblems(turn, one).map((problem) => `turn ${index + 1}: ${problem}`) : [];
  });
  const kept = JSON.stringify(played);
  for (const secret of transcript.hides ?? []) {
    if (kept.includes(secret)) problems.push(`"${secret}" stands in a state or an action`);
  }
  const outcome = outcomeOf(played);
  for (const name of ['ends', 'records', 'handover', 'polls', 'certificate'] as const satisfies (keyof Outcome)[]) {
    if (isDeepStrictEqual(transcript[name], outcome[name])) continue;
    const [expected, came] = [JSON.stringify(transcript[name]), JSON.stringify(outcome[name])];
    problems.push(`${name} should be ${expected ?? 'missing'}, but came to ${came ?? 'nothing'}`);
  }
  return problems;
}
