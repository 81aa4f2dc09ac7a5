import { HOTLINE_WORD } from './numbers.ts';
import type { Reading } from './reading.ts';
import { SOFT_RULES } from './soft-rules.ts';

/** A sign that proves nothing alone. */
export interface SoftSign {
  readonly id: string;
  /** Points towards `suspicious`, see `suspicionOf`. */
  readonly points: number;
}

/** From here on a message is suspicious where no model helps. Set by hand on the development messages. */
export const SUSPICIOUS_FROM = 0.6;

/** What speaks for an honest message. It never weighs against hard evidence, which is not counted in points. */
const CALMING: readonly { readonly points: number; readonly applies: (reading: Reading) => boolean }[] = [
  { points: 4, applies: ({ isWarning }) => isWarning },
  { points: 4, applies: ({ isCodeNotice, strangeLinks }) => isCodeNotice && strangeLinks === 0 },
  { points: 2, applies: ({ isQuestion }) => isQuestion },
  {
    // Honest notices ask people to come, or bring a bill, and give nobody to call, pay or click.
    points: 2,
    applies: ({ found, strangeLinks, accountGiven, mobileGiven }) =>
      found.has('in-person', 'bill') &&
      strangeLinks === 0 &&
      !accountGiven &&
      !mobileGiven &&
      !found.asks('give-to', 'contact-move', 'press-key'),
  },
  {
    points: 1.5,
    applies: ({ found, strangeLinks, accountGiven }) =>
      found.hits('advert').length >= 2 && strangeLinks === 0 && !accountGiven,
  },
  {
    // A carrier's offers and receipts: its short numbers, prices a day and ways to refuse.
    points: 2.5,
    applies: ({ found, strangeLinks, shortLinks, accountGiven, mobileGiven }) =>
      found.hits('carrier').length >= 3 && strangeLinks === shortLinks && !accountGiven && !mobileGiven,
  },
  {
    // A bank's alert that names its hotline and nothing else to do.
    points: 1,
    applies: ({ found, message, standings, mobileGiven, accountGiven }) =>
      found.has('bank') &&
      message.words.includes(HOTLINE_WORD) &&
      standings.length === 0 &&
      !mobileGiven &&
      !accountGiven &&
      !found.asks('transfer', 'give'),
  },
  {
    points: 2,
    applies: ({ found, standings, phoneGiven, accountGiven }) =>
      found.has('advise') && standings.length === 0 && !phoneGiven && !accountGiven && !found.asks('transfer', 'give'),
  },
  {
    // Every address in it belongs to somebody known, and there is nobody to pay or call.
    points: 2,
    applies: ({ standings, strangeLinks, accountGiven, mobileGiven }) =>
      standings.length > 0 && strangeLinks === 0 && !accountGiven && !mobileGiven,
  },
  {
    // A bank's line about a transaction: sum, account, balance, and nothing to do.
    points: 2,
    applies: ({ found, sumNamed, strangeLinks, mobileGiven }) =>
      found.has('balance') &&
      sumNamed &&
      strangeLinks === 0 &&
      !mobileGiven &&
      !found.asks('transfer', 'click', 'give-to'),
  },
];

/** The soft signs of a message, the weightiest first, and their sum after what calms. */
export function softSigns(reading: Reading): { signs: SoftSign[]; points: number } {
  const signs = SOFT_RULES.filter(({ applies }) => applies(reading))
    .map(({ id, points }) => ({ id, points }))
    .sort((a, b) => b.points - a.points);
  const calm = CALMING.reduce((sum, { points, applies }) => sum + (applies(reading) ? points : 0), 0);
  return { signs, points: signs.reduce((sum, { points }) => sum + points, 0) - calm };
}
