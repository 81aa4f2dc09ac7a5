import { maskSecrets } from '../shared/secrets.ts';
import { type Agreement, type Heard, stepOfPosition } from './agreement.ts';
import {
  findBeginning,
  type GuideName,
  type Listener,
  type RecordedOrder,
  type RecordingReader,
} from './beginnings.ts';
import type { Deed, DialogueTurn, HeardMessage } from './dialogue.ts';
import type { Transcript, TranscriptTurn } from './format.ts';
import { orderOf, stepsShownIn } from './orders.ts';
import { afterOf, goOn, readingsOf, tryTurns, waitsAt, type Walk, withTime } from './walk-turns.ts';

/** One walk through a card or flow, as it was recorded. */
export interface RecordedWalk {
  readonly title: string;
  /** Inputs alone; what is expected is written by `rewriteTranscript`. */
  readonly transcript: Transcript;
  /** Turns at which the bot now says something else than it said then. */
  readonly changed: number;
}

/** What is known between two turns of the dialogue. */
interface Progress {
  readonly walks: Walk[];
  current: Walk | undefined;
  known: Listener;
  /** The last messages with buttons: what a number refers to. */
  offered: readonly HeardMessage[];
  /** Position of the newest buttons of a step. */
  lastAt: string | undefined;
}

/**
 * The walks in one resident's dialogue, in the order of their beginning. What belongs to no walk (the menu, thanks, a
 * question without an answer) is left out. Of a walk that was under way before the dialogue begins nothing is known.
 */
export function findWalks(reader: RecordingReader, dialogue: readonly DialogueTurn[]): RecordedWalk[] {
  const progress: Progress = { walks: [], current: undefined, known: {}, offered: [], lastAt: undefined };
  for (const [index, turn] of dialogue.entries()) {
    const heard = heardAt(reader, dialogue, index);
    if (!turn.did) wake(reader, progress, turn, heard);
    else if (!follow(reader, progress, { ...turn, did: turn.did }, heard) && offersResume(reader, turn.heard)) {
      // The bot laid the walk aside: nothing is an answer to it until it is taken up again.
      progress.current = undefined;
    }
    const steps = stepsShownIn(reader, turn.heard);
    if (turn.heard.some(({ buttons }) => buttons.length > 0)) progress.offered = turn.heard;
    progress.lastAt = steps.at(-1) ?? progress.lastAt;
  }
  return progress.walks.flatMap(({ heads: [head], turns, changed }): RecordedWalk[] => {
    if (!head) return [];
    const { flow, card } = head;
    const title = (flow === undefined ? reader.catalogue.card(card ?? '') : reader.catalogue.flow(flow))?.title ?? '';
    return [{ title, transcript: { ...head, turns: [...turns] }, changed }];
  });
}

/** What was said to a turn. Whoever is quicker than the bot hears the answers to two turns after the second. */
function heardAt(reader: RecordingReader, dialogue: readonly DialogueTurn[], index: number): Heard {
  const own = dialogue[index]?.heard ?? [];
  if (own.length > 0) return { messages: own, steps: stepsShownIn(reader, own).map(stepOfPosition) };
  const messages = dialogue.slice(index).find(({ heard }) => heard.length > 0)?.heard ?? [];
  return { messages, steps: [] };
}

/** Something was said unasked: perhaps the moment of a walk had come. */
function wake(reader: RecordingReader, { walks, current }: Progress, { atMs }: DialogueTurn, heard: Heard): void {
  const others = walks.filter((walk) => walk !== current).toReversed();
  for (const walk of [...(current ? [current] : []), ...others]) {
    const after = afterOf(atMs - walk.lastMs);
    if (after === undefined) continue;
    const continuation = tryTurns(reader, walk, [{ after }], heard);
    if (continuation.agreement === 'same') return goOn(walk, continuation, atMs);
  }
}

const offersResume = ({ readOrder }: RecordingReader, heard: readonly HeardMessage[]): boolean =>
  heard.some(({ buttons }) => buttons.some(({ payload }) => readOrder(payload)?.type === 'resume'));

/** Finds what the resident's deed was to a walk; false when it was nothing to any. */
function follow(
  reader: RecordingReader,
  progress: Progress,
  { atMs, did }: DialogueTurn & { readonly did: Deed },
  heard: Heard,
): boolean {
  const order = orderOf(reader, did, progress.offered);
  if (did.type !== 'press') return answer(reader, progress, did, { order, heard, atMs });
  if (order?.type === 'resume') return resume(reader, progress, heard, atMs);
  if (order?.type === 'choice') return press(reader, progress, order, heard, atMs);
  return order !== undefined && begin(reader, progress, { named: order }, heard, atMs);
}

function begin(
  reader: RecordingReader,
  progress: Progress,
  asked: { readonly named?: GuideName; readonly guessed?: GuideName | undefined },
  heard: Heard,
  atMs: number,
): boolean {
  const { named } = asked;
  const isKnown = !named || (named.type === 'flow' ? reader.catalogue.flow(named.id) : reader.catalogue.card(named.id));
  const found = isKnown ? findBeginning(reader, { ...asked, known: progress.known }, heard, atMs) : undefined;
  // In other words than now it could be any step: only one that no walk shows is a beginning.
  const isShown = progress.current !== undefined && heard.steps.includes(waitsAt(reader, progress.current) ?? '');
  if (!found || (found.agreement === 'near' && !named && isShown)) return false;
  const changed = found.agreement === 'same' ? 0 : 1;
  progress.current = { heads: found.heads, turns: [{}], changed, lastMs: atMs };
  progress.walks.push(progress.current);
  const { address, audience, largeSteps, assisted } = found.heads[0] ?? {};
  progress.known = {
    ...(address !== undefined && { address }),
    ...(audience !== undefined && { audience }),
    ...(largeSteps !== undefined && { largeSteps }),
    ...(assisted !== undefined && { assisted }),
  };
  return true;
}

/** A walk that was left is taken up again. */
function resume(reader: RecordingReader, progress: Progress, heard: Heard, atMs: number): boolean {
  const again = [{ in: { resume: true } }] as const;
  for (const walk of progress.walks.toReversed()) {
    if (!goesOn(reader, walk, ['same', 'near'], [again], heard, atMs)) continue;
    progress.current = walk;
    return true;
  }
  return false;
}

/** Takes the first reading up that fits as well as wanted. */
function goesOn(
  reader: RecordingReader,
  walk: Walk | undefined,
  wanted: readonly Agreement[],
  readings: readonly (readonly TranscriptTurn[])[],
  heard: Heard,
  atMs: number,
): boolean {
  if (!walk) return false;
  for (const turns of readings.flatMap((reading) => withTime(walk, atMs, reading))) {
    const continuation = tryTurns(reader, walk, turns, heard);
    if (!wanted.includes(continuation.agreement)) continue;
    goOn(walk, continuation, atMs);
    return true;
  }
  return false;
}

function press(
  reader: RecordingReader,
  progress: Progress,
  order: { readonly at: string; readonly value: string },
  heard: Heard,
  atMs: number,
): boolean {
  const { current } = progress;
  const again: TranscriptTurn = { in: { resume: true } };
  if (order.at !== progress.lastAt) {
    // A button of an earlier message: the bot says so and shows the step again.
    const stale: TranscriptTurn = { in: { oldChoice: order.value }, is: 'stale' };
    return goesOn(reader, current, ['same', 'near'], [[stale, again], [again]], heard, atMs);
  }
  const pressed: TranscriptTurn = { in: { choice: order.value } };
  if (goesOn(reader, current, ['same', 'near'], [[pressed]], heard, atMs)) return true;
  // The newest button counts, in whatever words; unless the bot offers the walk again, which was left before.
  if (!current || waitsAt(reader, current) !== stepOfPosition(order.at) || offersResume(reader, heard.messages))
    return false;
  goOn(current, { heads: current.heads, turns: [...current.turns, pressed], agreement: 'no' }, atMs);
  return true;
}

/** Words, a picture: an answer to the walk, the beginning of another, or something the bot did not understand. */
function answer(
  reader: RecordingReader,
  progress: Progress,
  did: Deed,
  { order, heard, atMs }: { readonly order: RecordedOrder | undefined; readonly heard: Heard; readonly atMs: number },
): boolean {
  const { current } = progress;
  const readings = readingsOf(did);
  const again = readings.filter((turns) =>
    turns.some(({ in: given }) => typeof given === 'object' && 'resume' in given),
  );
  const answers = readings.filter((turns) => !again.includes(turns));
  if (goesOn(reader, current, ['same'], answers, heard, atMs)) return true;
  if (order?.type === 'resume') return resume(reader, progress, heard, atMs);
  const words = did.type === 'text' ? did.text : did.type === 'media' ? did.caption : undefined;
  const named = order?.type === 'card' || order?.type === 'flow' ? order : undefined;
  const guessed = words === undefined ? undefined : reader.guess(maskSecrets(words).text);
  // The step shown again is the end of what a beginning says, so the beginning is tried first.
  if (words !== undefined && begin(reader, progress, named ? { named } : { guessed }, heard, atMs)) return true;
  return (
    goesOn(reader, current, ['same'], again, heard, atMs) || goesOn(reader, current, ['near'], answers, heard, atMs)
  );
}
