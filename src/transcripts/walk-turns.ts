import { durationMs, positionOf } from '../flow-engine/index.ts';
import { maskSecrets } from '../shared/secrets.ts';
import { type Agreement, agreementOf, type Heard, stepOfPosition } from './agreement.ts';
import { type Head, playHead, type RecordingReader } from './beginnings.ts';
import type { Deed } from './dialogue.ts';
import type { TranscriptTurn } from './format.ts';

/** A walk as far as it is known. */
export interface Walk {
  /** What it may have begun with: all of them have said the same so far. */
  heads: readonly Head[];
  turns: TranscriptTurn[];
  changed: number;
  /** Epoch ms of its last turn. */
  lastMs: number;
}

/** A way to go on, and how well it fits what was heard. */
export interface Continuation {
  readonly heads: readonly Head[];
  readonly turns: TranscriptTurn[];
  readonly agreement: Agreement;
}

const minuteMs = 60_000;

/** "35m", "12h", "2d"; undefined under a minute, and for more than a transcript can say. */
export function afterOf(elapsedMs: number): string | undefined {
  const minutes = Math.floor(elapsedMs / minuteMs);
  const text = minutes % 1440 === 0 ? `${minutes / 1440}d` : minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  return durationMs(text) === undefined ? undefined : text;
}

/** Plays `added` behind the walk. Refusals count as fitting where the turn says `is`; the last turn has to fit. */
export function tryTurns(
  reader: RecordingReader,
  walk: Walk,
  added: readonly TranscriptTurn[],
  heard: Heard,
): Continuation {
  const turns = [...walk.turns, ...added];
  const tried = walk.heads.map((head) => {
    const played = playHead(reader, head, turns);
    const refusals = added.every(({ is }, index) => {
      const one = played[walk.turns.length + index];
      return is === undefined || one?.actions.some(({ type }) => type === is);
    });
    return { head, agreement: refusals ? agreementOf(played.at(-1), heard) : ('no' as const) };
  });
  const best =
    (['same', 'near'] as const).find((wanted) => tried.some(({ agreement }) => agreement === wanted)) ?? 'no';
  const heads = tried.filter(({ agreement }) => agreement === best).map(({ head }) => head);
  return { heads, turns, agreement: best };
}

/** The step a walk waits at, without the number of the visit. */
export function waitsAt(reader: RecordingReader, { heads: [head], turns }: Walk): string | undefined {
  const state = head && playHead(reader, head, turns).at(-1)?.after;
  return state ? stepOfPosition(positionOf(state)) : undefined;
}

/** Takes the continuation up; `atMs` is when it happened, epoch ms. */
export function goOn(walk: Walk, { heads, turns, agreement }: Continuation, atMs: number): void {
  walk.heads = heads;
  walk.turns = turns;
  walk.lastMs = atMs;
  if (agreement !== 'same') walk.changed += 1;
}

/** The turn with the time that passed before it, then without: a reminder that was not heard did not come. */
export function withTime(walk: Walk, atMs: number, turns: readonly TranscriptTurn[]): (readonly TranscriptTurn[])[] {
  const after = afterOf(atMs - walk.lastMs);
  const [first, ...rest] = turns;
  return after === undefined || !first ? [turns] : [[{ after, ...first }, ...rest], turns];
}

/** The inputs a typed or sent thing may be to the walk, in the order in which the bot tries them. */
export function readingsOf(did: Deed): (readonly TranscriptTurn[])[] {
  if (did.type === 'text') {
    const { text } = maskSecrets(did.text);
    return [
      [{ in: text }],
      [{ in: text, is: 'unmatched' }, { in: { unclear: true } }],
      [{ in: text, is: 'unmatched' }, { in: { resume: true } }],
    ];
  }
  if (did.type !== 'media') return [];
  const sent: TranscriptTurn = { in: { media: did.kind } };
  const words = did.caption === undefined ? [] : readingsOf({ type: 'text', text: did.caption });
  return [[sent], ...words, [{ ...sent, is: 'unmatched' }, { in: { resume: true } }]];
}
