import { addresses, defaultAddress, positionOf, segments } from '../flow-engine/index.ts';
import type { Definitions, Flow, GuideCard, PlaceFinder } from '../flow-engine/types.ts';
import { vietnamDay, vietnamTime } from '../shared/clock.ts';
import { type Agreement, agreementOf, type Heard, stepOfPosition } from './agreement.ts';
import type { Transcript } from './format.ts';
import { keepAsJson, playTranscript, type PlayedTurn } from './play.ts';

/** What a button of the bot orders, as far as it moves a walk. */
export type RecordedOrder =
  | { readonly type: 'card' | 'flow'; readonly id: string }
  | { readonly type: 'choice'; readonly at: string; readonly value: string }
  | { readonly type: 'resume' };

/** What reading a recording needs to know of the bot; rooms above give it as functions. */
export interface RecordingReader {
  readonly catalogue: Definitions & {
    /** Every flow and card there is, in any order. */
    flows(): readonly Flow[];
    cards(): readonly GuideCard[];
  };
  /** For place questions; without it they can only be given up. */
  readonly places?: PlaceFinder;
  /** What a button's payload orders; undefined where it moves no walk. */
  readOrder(payload: string): RecordedOrder | undefined;
  /** The card or flow the bot starts for a typed text; undefined where it starts none. */
  guess(text: string): GuideName | undefined;
}

/** A card or flow by name. */
export interface GuideName {
  readonly type: 'card' | 'flow';
  readonly id: string;
}

/** Who is spoken to. */
export type Listener = Pick<Transcript, 'address' | 'audience' | 'largeSteps' | 'assisted'>;

/** A transcript without its turns: where a walk begins and who is spoken to. */
export type Head = Omit<Transcript, 'turns'>;

/** What a walk may begin with; several when they have said the same so far. */
export interface Beginning {
  readonly heads: readonly Head[];
  readonly agreement: Exclude<Agreement, 'no'>;
}

/** Every way of speaking to somebody, the commonest first. */
const listeners: readonly Listener[] = [false, true].flatMap((assisted) =>
  [false, true].flatMap((largeSteps) =>
    [undefined, ...segments].flatMap((audience) =>
      addresses.map(
        (address): Listener => ({
          ...(address !== defaultAddress && { address }),
          ...(audience && { audience }),
          ...(largeSteps && { largeSteps }),
          ...(assisted && { assisted }),
        }),
      ),
    ),
  ),
);

/** `22/11/2026` */
const dayOf = (atMs: number): string => vietnamTime(atMs).split(' ')[0] ?? '';

function headOf({ catalogue }: RecordingReader, { type, id }: GuideName, listener: Listener, atMs: number): Head {
  const title = (type === 'flow' ? catalogue.flow(id) : catalogue.card(id))?.title ?? id;
  return {
    about: `Ghi từ trang trò chuyện ngày ${dayOf(atMs)}: ${title}`,
    ...(type === 'flow' ? { flow: id } : { card: id }),
    at: `${vietnamDay(atMs)} ${vietnamTime(atMs).split(' ')[1] ?? ''}`,
    ...listener,
  };
}

/** Plays a transcript for a look at what it says; nothing is stored. */
export function playHead(reader: RecordingReader, head: Head, turns: Transcript['turns']): PlayedTurn[] {
  const { catalogue, places } = reader;
  return playTranscript(catalogue, { ...head, turns }, { keep: keepAsJson, ...(places && { places }) });
}

const allGuides = ({ catalogue }: RecordingReader): GuideName[] => [
  ...catalogue.flows().map(({ id }): GuideName => ({ type: 'flow', id })),
  ...catalogue.cards().map(({ slug }): GuideName => ({ type: 'card', id: slug })),
];

/**
 * The cards and flows whose beginning is what was heard at `atMs` (epoch ms). `named` is the one a button named; without it all
 * are tried, `guessed` first. Undefined when nothing of the catalogue begins so. `known` is how this resident was spoken
 * to before; another form of address or other steps are found by what was said.
 */
export function findBeginning(
  reader: RecordingReader,
  asked: { readonly named?: GuideName | undefined; readonly guessed?: GuideName | undefined; readonly known: Listener },
  heard: Heard,
  atMs: number,
): Beginning | undefined {
  const { named, guessed, known } = asked;
  if (!named && heard.messages.length === 0) return undefined;
  const fits = (head: Head): Agreement => agreementOf(playHead(reader, head, [{}])[0], heard);
  const those = (names: readonly GuideName[], listener: Listener, wanted: Agreement): Head[] =>
    names.map((name) => headOf(reader, name, listener, atMs)).filter((head) => fits(head) === wanted);

  const names = named ? [named] : [...(guessed ? [guessed] : []), ...allGuides(reader).filter(isOtherThan(guessed))];
  const same = those(names, known, 'same');
  if (same.length > 0) return { heads: same, agreement: 'same' };

  // Somebody else may be spoken to: look only at what begins at the step that was shown.
  const near = names.filter((name) => {
    const first = playHead(reader, headOf(reader, name, known, atMs), [{}])[0]?.after;
    return name === named || name === guessed || (first && heard.steps.includes(stepOfPosition(positionOf(first))));
  });
  for (const listener of listeners) {
    const heads = those(near, listener, 'same');
    if (heads.length > 0) return { heads, agreement: 'same' };
  }
  // The words have changed since. What a button named began all the same.
  const heads = named ? [headOf(reader, named, known, atMs)] : those(near, known, 'near');
  return heads.length > 0 ? { heads, agreement: 'near' } : undefined;
}

const isOtherThan =
  (one: GuideName | undefined) =>
  ({ type, id }: GuideName): boolean =>
    one?.type !== type || one.id !== id;
