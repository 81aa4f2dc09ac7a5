import type { RecordedEvent, RecordedInput, Recording } from 'zalo-emulator';
import type { MediaKind } from '../flow-engine/types.ts';

/** A message of the OA as the resident saw it. */
export interface HeardMessage {
  readonly text: string;
  /** Buttons that answer the bot; links are left out. */
  readonly buttons: readonly { readonly title: string; readonly payload: string }[];
}

/** What a resident did. `other`: something a walk never waits for, such as following the OA. */
export type Deed =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'press'; readonly payload: string }
  | { readonly type: 'media'; readonly kind: MediaKind; readonly caption?: string }
  | { readonly type: 'other' };

/** One thing the resident did and what the OA said to it; without `did`, something the OA said unasked. */
export interface DialogueTurn {
  /** Epoch ms by the clock of the chat page. */
  readonly atMs: number;
  readonly did?: Deed;
  readonly heard: readonly HeardMessage[];
}

/** An answer comes within seconds; what comes later than this is a reminder or another message nobody asked for. */
const answerWithinMs = 60_000;

/** Done without a word: the bot answers none of these, and an answer on its way belongs to what was done before. */
const silentSteps: ReadonlySet<string> = new Set([
  ...['markSeen', 'react', 'become', 'arrive', 'block', 'unblock', 'unfollow', 'refuseSends'],
]);

const mediaKinds: Readonly<Partial<Record<RecordedInput['kind'], MediaKind>>> = {
  image: 'photo',
  location: 'location',
  file: 'file',
  voice: 'voice',
};

function deedOf(event: RecordedEvent): Deed | undefined {
  if (!('does' in event) || silentSteps.has(event.does)) return undefined;
  if (event.does === 'press') return { type: 'press', payload: event.button.payload };
  if (event.does !== 'send') return { type: 'other' };
  const { input } = event;
  if (input.kind === 'text') return { type: 'text', text: input.text };
  const caption = 'text' in input ? input.text : undefined;
  return { type: 'media', kind: mediaKinds[input.kind] ?? 'other', ...(caption !== undefined && { caption }) };
}

function heardIn(event: RecordedEvent, person: string): HeardMessage | undefined {
  if (!('oa' in event) || event.oa !== 'message' || event.to !== person) return undefined;
  const buttons = (event.buttons ?? []).flatMap(({ title, type, payload }) =>
    type.startsWith('oa.query.') && typeof payload === 'string' ? [{ title, payload }] : [],
  );
  return { text: event.text ?? '', buttons };
}

/** Names of the residents who wrote to the OA or pressed a button, in the order of their first word. */
export function residentsIn({ events }: Pick<Recording, 'events'>): string[] {
  const names = events.flatMap((event) =>
    'does' in event && (event.does === 'send' || event.does === 'press') ? [event.person] : [],
  );
  return [...new Set(names)];
}

/** What one resident and the OA said to each other, in order. Group chats and other residents are left out. */
export function dialogueOf({ start, events }: Pick<Recording, 'start' | 'events'>, person: string): DialogueTurn[] {
  const turns: { atMs: number; did?: Deed; heard: HeardMessage[] }[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const atMs = start.clockMs + event.atMs;
    const isOwn = 'person' in event && event.person === person && !('group' in event);
    const did = isOwn ? deedOf(event) : undefined;
    const heard = heardIn(event, person);
    if (did) turns.push({ atMs, did, heard: [] });
    else if (!heard) continue;
    const last = turns.at(-1);
    if (heard && last && atMs - lastMs <= answerWithinMs) last.heard.push(heard);
    else if (heard) turns.push({ atMs, heard: [heard] });
    lastMs = atMs;
  }
  return turns;
}
