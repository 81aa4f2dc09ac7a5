import { forbiddenPhrases } from '../../../catalog/forbidden.ts';
import { hasForeignAddress } from './addresses.ts';
import { givesSafeVerdict, impersonates, promisesMoneyBack } from './claims.ts';
import { hasForeignNumber } from './figures.ts';
import { isOffCard, leaksInstructions } from './grounding.ts';
import { hasStrangeCharacters, isNotVietnamese } from './language.ts';
import { type LlmUse, type Material, type Said, type Source, toSaid, toSource } from './material.ts';
import { isReport } from './reported.ts';
import { asksForSecrets } from './secrets.ts';
import { hasForeignDeadline, hasForeignFee, hasForeignSpokenNumber } from './spoken-figures.ts';

/** What the model answered, read but not believed. */
export interface Draft {
  /** Ids of the cards it named, best first. */
  readonly cards: readonly string[];
  /** What it wrote; empty for `choose`. */
  readonly text: string;
}

/** Why a draft is not shown. Stable: counted and logged. */
export type Rejection =
  | 'no-card'
  | 'unknown-card'
  | 'too-many-cards'
  | 'empty'
  | 'too-long'
  | 'characters'
  | 'language'
  | 'prompt-leak'
  | 'number'
  | 'link'
  | 'deadline'
  | 'fee'
  | 'secret-request'
  | 'money-back'
  | 'safe-verdict'
  | 'impersonation'
  | 'forbidden-phrase'
  | 'not-a-report'
  | 'off-card';

/** Characters (UTF-16, as Zalo counts) a generated text may have. A summary is one sentence. */
export const MAX_CHARACTERS: Readonly<Record<LlmUse, number>> = { choose: 0, rephrase: 700, summarise: 300 };

/** Decomposed, a letter such as ệ takes three. */
const MOST_CODE_UNITS_A_LETTER = 3;

const MOST_CARDS: Readonly<Record<LlmUse, number>> = { choose: 3, rephrase: 1, summarise: 1 };

type Check = readonly [Rejection, (said: Said, source: Source, material: Material) => boolean];

/** In this order; the first that holds is the reason. */
const CHECKS: readonly Check[] = [
  ['empty', ({ text }) => text.trim() === ''],
  ['too-long', ({ text }, { use }) => text.length > MAX_CHARACTERS[use]],
  ['prompt-leak', ({ text }, source, { instructions, fence }) => leaksInstructions(text, instructions, fence, source)],
  ['link', ({ text }, source) => hasForeignAddress(text, source)],
  ['characters', ({ text }, source) => hasStrangeCharacters(text, source.text)],
  ['language', ({ text }) => isNotVietnamese(text)],
  ['number', (said, source) => hasForeignNumber(said, source.text) || hasForeignSpokenNumber(said, source)],
  ['secret-request', asksForSecrets],
  ['money-back', promisesMoneyBack],
  ['safe-verdict', givesSafeVerdict],
  ['impersonation', impersonates],
  ['forbidden-phrase', ({ text }) => saysForbidden(text)],
  ['not-a-report', (said, { use }) => use === 'summarise' && !isReport(said)],
  // "Đòi nộp phí ngay hôm nay" is what such messages say; the check above has made sure that the message says it.
  ['deadline', (said, source) => source.use === 'rephrase' && hasForeignDeadline(said, source)],
  ['fee', (said, source) => source.use === 'rephrase' && hasForeignFee(said, source)],
  ['off-card', ({ text }, source) => source.use === 'rephrase' && isOffCard(text, source)],
];

/**
 * Why a draft must not reach a resident; undefined = it may. Pure and total. It knows nothing of what a pasted message
 * orders: a draft that obeyed fails for what it says, one that did not passes.
 */
export function judge(draft: Draft, material: Material): Rejection | undefined {
  const { use, cards } = material;
  if (draft.cards.length === 0) return 'no-card';
  const named = cards.filter(({ id }) => draft.cards.includes(id));
  if (!draft.cards.every((id) => cards.some((card) => card.id === id))) return 'unknown-card';
  if (draft.cards.length > MOST_CARDS[use]) return 'too-many-cards';
  if (use === 'choose') return draft.text === '' ? undefined : 'too-long';
  // Nothing is taken apart that is too long anyway.
  if (draft.text.length > MAX_CHARACTERS[use] * MOST_CODE_UNITS_A_LETTER) return 'too-long';
  const said = toSaid(draft.text);
  const source = toSource(use, named);
  return CHECKS.find(([, holds]) => holds(said, source, material))?.[0];
}

function saysForbidden(text: string): boolean {
  return text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .some((sentence) =>
      forbiddenPhrases.some(({ pattern, unless }) => pattern.test(sentence) && unless?.test(sentence) !== true),
    );
}
