import { engineTexts, positionOf } from '../flow-engine/index.ts';
import type { HeardMessage } from './dialogue.ts';
import type { PlayedTurn } from './play.ts';

/** How well what the engine says now fits what was heard: word for word, at the same step in other words, or not. */
export type Agreement = 'same' | 'near' | 'no';

/** What was heard, and where the bot waited by the buttons it showed. */
export interface Heard {
  readonly messages: readonly HeardMessage[];
  /** Positions of the buttons, without the number of the visit; empty when no button belongs to a step. */
  readonly steps: readonly string[];
}

/** The step of a position: `open-farm-shop.have.1` and `open-farm-shop.have.4` are the same step. */
export const stepOfPosition = (at: string): string => at.replace(/\.\d+$/u, '');

/** Messages are split and joined on their way, and only at white space. */
const squash = (text: string): string => text.replace(/\s+/gu, '');

const isRefused = ({ actions }: PlayedTurn): boolean =>
  actions.some(({ type }) => type === 'unmatched' || type === 'stale');

/** The engine's own sentence of a handover, up to the form of address: the bot says its own promise in its place. */
const usualHandover = engineTexts.handover.split(/\{[^{}]+\}/u).map(squash);

const isUsualHandover = (text: string): boolean => usualHandover.every((part) => text.includes(part));

/** What the bot is bound to say of a turn, without white space. */
function certainTexts({ actions }: PlayedTurn): string[] {
  const texts = actions.flatMap((action) => (action.type === 'say' ? [squash(action.text)] : []));
  const isHandover = actions.some(({ type }) => type === 'handover');
  return isHandover && isUsualHandover(texts.at(-1) ?? '') ? texts.slice(0, -1) : texts;
}

function standsIn(texts: readonly string[], messages: readonly HeardMessage[]): boolean {
  const whole = squash(messages.map(({ text }) => text).join(' '));
  let from = 0;
  return texts.every((text) => {
    const at = whole.indexOf(text, from);
    from = at + text.length;
    return at >= 0;
  });
}

/** How well a turn of the engine fits what was heard. A refused turn fits nothing. */
export function agreementOf(played: PlayedTurn | undefined, { messages, steps }: Heard): Agreement {
  if (!played || isRefused(played)) return 'no';
  // The recording ends before the answer came.
  if (messages.length === 0) return 'same';
  const step = played.after ? stepOfPosition(positionOf(played.after)) : undefined;
  const isHere = steps.length === 0 || (step !== undefined && steps.includes(step));
  if (!isHere) return 'no';
  const texts = certainTexts(played);
  const isHandover = played.actions.some(({ type }) => type === 'handover');
  if ((texts.length > 0 || isHandover) && standsIn(texts, messages)) return 'same';
  return steps.length > 0 ? 'near' : 'no';
}
