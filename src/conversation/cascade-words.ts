import { fold } from '../shared/vietnamese.ts';
import { readCode } from '../teams/codes.ts';

/** The word of an announcement that the teams pass on, with the team that did; '' where none was typed. */
export interface CascadeWord {
  /** As it is kept, `TB7K2M`. */
  readonly word: string;
  readonly team: string;
}

/** Characters behind TB, the check character among them. */
const LENGTH = 4;
const TYPED =
  /^(?:(?:nhan|ma|xin|gui) )*tb(?<gap> ?)(?<word>[a-z0-9]{4})(?: (?:to )?(?<team>[a-z0-9][a-z0-9 ]{1,19}))?$/u;

/**
 * "TB7K2M LN03", "tb 7k2m-ln03", "TB7K2M". Undefined for anything else: a word has a digit, and behind a space it is one of
 * ours only when its check character fits, because "tb" is short for many things.
 */
export function parseCascadeWord(text: string): CascadeWord | undefined {
  const { gap = '', word = '', team = '' } = TYPED.exec(fold(text))?.groups ?? {};
  const isTeam = team === '' || /\d/u.test(team);
  if (!/\d/u.test(word) || !isTeam) return undefined;
  const read = readCode(word, LENGTH);
  const named = team.replaceAll(' ', '').toUpperCase();
  if (read && 'code' in read) return { word: `TB${read.code}`, team: named };
  return gap === '' ? { word: `TB${word.toUpperCase()}`, team: named } : undefined;
}
