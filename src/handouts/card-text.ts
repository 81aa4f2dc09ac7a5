import type { Card } from '../catalog/catalogue.ts';
import { defaultAddress } from '../flow-engine/index.ts';
import { fillText } from '../flow-engine/fill.ts';

/** Words that must not be torn by the end of a line: the groups of a phone number, "TO LN03", "mức 2". */
const TOGETHER = /(?<=\d) (?=\d)|(?<=\bTO) (?=[A-Z])|(?<=mức) (?=\d)/gu;

/** A text of a card as it stands on pages and paper, where nobody chose a form of address: `{bác}` is "bác". */
export const residentText = (text: string): string =>
  fillText(text, defaultAddress, {}).normalize('NFC').trim().replaceAll(TOGETHER, '\u00a0');

/** Whether a card is past its review on this day (`2026-11-22`): still shown, with the official channel first. */
export const isUnderReview = ({ reviewAfter }: Pick<Card, 'reviewAfter'>, today: string): boolean =>
  today > reviewAfter;
