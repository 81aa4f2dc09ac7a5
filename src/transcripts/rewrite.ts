import { stringify } from 'yaml';
import { engineTexts } from '../flow-engine/index.ts';
import type { Action, Definitions } from '../flow-engine/types.ts';
import type { Transcript, TranscriptTurn } from './format.ts';
import { outcomeOf, playTranscript, type PlayedTurn, type PlayOptions } from './play.ts';

const usualButtons = [engineTexts.done, engineTexts.stuck, engineTexts.again, engineTexts.person].join();

const beginningOf = (line: string): string => (line.length > 60 ? line.slice(0, line.lastIndexOf(' ', 60)) : line);

/** The first words of each line said, and the buttons unless they are the usual four of a card step. */
function fragmentsOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => {
    if (action.type !== 'say') return [];
    const titles = (action.buttons ?? []).map(({ title }) => title);
    const lines = action.text.split('\n').filter((line) => line !== '');
    return [...lines.map(beginningOf), ...(titles.join() === usualButtons ? [] : titles.map((title) => `[${title}]`))];
  });
}

function rewriteTurn(turn: TranscriptTurn, { actions, after }: PlayedTurn): TranscriptTurn {
  const refused = actions.find((action) => action.type === 'unmatched' || action.type === 'stale')?.type;
  const saved = Object.keys(turn.saves ?? {}).flatMap((name) => {
    const value = after?.vars[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(turn.after !== undefined && { after: turn.after }),
    ...(turn.in !== undefined && { in: turn.in }),
    ...(refused === undefined ? { out: fragmentsOf(actions) } : { is: refused }),
    ...(saved.length > 0 && { saves: Object.fromEntries(saved) }),
  };
}

/**
 * The transcript as YAML, with the expectations rewritten to what happens now: the diff is the review. Expectations that
 * stand in `transcript` already are not read.
 */
export function rewriteTranscript(definitions: Definitions, transcript: Transcript, options: PlayOptions): string {
  const played = playTranscript(definitions, transcript, options);
  const turns = transcript.turns.map((turn, index) =>
    rewriteTurn(turn, played[index] ?? { before: null, after: null, actions: [] }),
  );
  const { about, flow, card, at, address, audience, largeSteps, assisted, seed, hides } = transcript;
  const head = { about, flow, card, at, address, audience, largeSteps, assisted, seed };
  // Fields that are undefined are left out.
  return stringify({ ...head, turns, hides, ...outcomeOf(played) }, { lineWidth: 120 });
}
