import { buttons, buttonsMessage } from 'zalo-oa-sdk';
import type { Catalogue } from '../catalog/catalogue.ts';
import type { Tip } from '../storage/tip-ports.ts';

type Words = Pick<Catalogue, 'messages'>;

/** Longest title and text of a tip, letters: both with the foot stay below Zalo's 2,000. */
export const MAX_TIP_TITLE = 80;
export const MAX_TIP_TEXT = 600;
/** Shorter is no tip. */
export const MIN_TIP_TEXT = 10;

/** A tip as members read it. */
export const tipText = ({ title, text }: Pick<Tip, 'title' | 'text'>, { messages }: Words): string =>
  `${title}\n\n${text}\n\n${messages.tipFooter}`.replaceAll('{bác}', 'bác').replaceAll('{Bác}', 'Bác');

/** The Zalo `message` of a tip, as JSON: whichever button is pressed opens the member's 7-day window again. */
export function tipMessage(tip: Tip, words: Words): string {
  const { tipTry, tipRead } = words.messages;
  const list = [
    ...(tip.card === '' ? [] : [buttons.hideQuery(tipTry, `#desk:tip-try|${tip.id}`)]),
    buttons.hideQuery(tipRead, `#desk:tip-read|${tip.id}`),
  ];
  return JSON.stringify(buttonsMessage(tipText(tip, words), list));
}
