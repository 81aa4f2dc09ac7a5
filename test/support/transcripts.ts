import { stringify } from 'yaml';
import * as z from 'zod';
import type { Catalogue } from '../../src/catalog/index.ts';
import { advance, engineTexts, positionOf } from '../../src/flow-engine/index.ts';
import type { Action, FlowEvent, FlowState } from '../../src/flow-engine/types.ts';

/**
 * A dialogue with the shipped content. The state goes through JSON between every two turns.
 *
 * - `in`: a text as typed, `{ choice: <value> }` for the button of the message just shown, `{ oldChoice: <value> }` for
 *   the button of the first message, `{ unclear: true }`, `{ resume: true }`. The first turn has none: it starts.
 * - `out`: fragments of what is said (`[title]` for buttons), in this order. `is`: `unmatched` or `stale` instead.
 * - `ends`, `records`, `handover`: what the whole dialogue comes to.
 */
export const transcriptSchema = z
  .strictObject({
    about: z.string().min(10),
    flow: z.string().optional(),
    card: z.string().optional(),
    address: z.string().optional(),
    turns: z
      .array(
        z.strictObject({
          in: z
            .union([
              z.string(),
              z.strictObject({ choice: z.string() }),
              z.strictObject({ oldChoice: z.string() }),
              z.strictObject({ unclear: z.literal(true) }),
              z.strictObject({ resume: z.literal(true) }),
            ])
            .optional(),
          out: z.array(z.string().min(1)).min(1).optional(),
          is: z.enum(['unmatched', 'stale']).optional(),
        }),
      )
      .min(1),
    ends: z.enum(['finished', 'gave-up', 'handover', 'changed']).optional(),
    records: z.array(z.string()).optional(),
    handover: z.string().optional(),
  })
  .refine(({ flow, card }) => (flow === undefined) !== (card === undefined), 'name either a flow or a card');

export type Transcript = z.infer<typeof transcriptSchema>;
type Turn = Transcript['turns'][number];

/** One turn as the engine played it. */
export interface PlayedTurn {
  readonly before: FlowState | null;
  readonly after: FlowState | null;
  readonly actions: readonly Action[];
}

function eventOf(turn: Turn, state: FlowState | null, firstAt: string): FlowEvent {
  if (typeof turn.in === 'string') return { type: 'text', text: turn.in };
  if (turn.in === undefined) throw new Error('only the first turn of a transcript may leave out "in"');
  if ('unclear' in turn.in) return { type: 'unclear' };
  if ('resume' in turn.in) return { type: 'resume' };
  if ('oldChoice' in turn.in) return { type: 'choice', at: firstAt, value: turn.in.oldChoice };
  return { type: 'choice', at: state ? positionOf(state) : 'none', value: turn.in.choice };
}

/** Plays the inputs of a transcript; looks at none of its expectations. */
export function playTranscript(catalogue: Catalogue, transcript: Transcript): PlayedTurn[] {
  const { flow, card, address, turns } = transcript;
  const start: FlowEvent = flow === undefined ? { type: 'start', card: card ?? '' } : { type: 'start', flow };
  const played: PlayedTurn[] = [];
  let state: FlowState | null = null;
  let firstAt = 'none';
  for (const [index, turn] of turns.entries()) {
    const before = JSON.parse(JSON.stringify(state)) as FlowState | null;
    const event = index === 0 ? start : eventOf(turn, before, firstAt);
    const { state: after, actions } = advance(catalogue, before, event, address === undefined ? {} : { address });
    played.push({ before, after, actions });
    if (index === 0 && after) firstAt = positionOf(after);
    state = after;
  }
  return played;
}

/** Everything a turn shows: texts, and button titles in brackets. */
export function shownIn(actions: readonly Action[]): string {
  return actions
    .flatMap((action) =>
      action.type === 'say' ? [action.text, ...(action.buttons ?? []).map(({ title }) => `[${title}]`)] : [],
    )
    .join('\n');
}

/** What the whole dialogue came to. */
export function outcomeOf(played: readonly PlayedTurn[]): Pick<Transcript, 'ends' | 'records' | 'handover'> {
  const all = played.flatMap(({ actions }) => actions);
  const ends = all.find((action) => action.type === 'end')?.how;
  const records = all.flatMap((action) => (action.type === 'record' ? [action.outcome] : []));
  const handover = all.find((action) => action.type === 'handover')?.reason;
  return { ...(ends && { ends }), ...(records.length > 0 && { records }), ...(handover !== undefined && { handover }) };
}

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

/** The transcript with the expectations rewritten to what happens now: the diff is the review. */
export function rewriteTranscript(catalogue: Catalogue, transcript: Transcript): string {
  const played = playTranscript(catalogue, transcript);
  const turns = transcript.turns.map((turn, index) => {
    const actions = played[index]?.actions ?? [];
    const refused = actions.find((action) => action.type === 'unmatched' || action.type === 'stale')?.type;
    const input = turn.in === undefined ? {} : { in: turn.in };
    return refused === undefined ? { ...input, out: fragmentsOf(actions) } : { ...input, is: refused };
  });
  const { about, flow, card, address } = transcript;
  const head = { about, ...(flow && { flow }), ...(card && { card }), ...(address && { address }) };
  return stringify({ ...head, turns, ...outcomeOf(played) }, { lineWidth: 120 });
}
