import type { Team } from '../storage/ports.ts';
import { readCode } from './codes.ts';

/** Characters of a team code that this product makes itself; codes that a province brings along may look otherwise. */
export const TEAM_CODE_LENGTH = 6;

/** Letters and digits that are taken for each other on paper and on a phone, as one. */
export const likened = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^A-Z0-9]/gu, '')
    .replace(/O/gu, '0')
    .replace(/[IL]/gu, '1');

/** What a typed team code stands for: a team, several it may have been, or (undefined) nothing known. */
export type FoundTeam = { readonly team: Team } | { readonly maybe: readonly Team[] };

const MAX_SUGGESTIONS = 2;

/**
 * The team of a typed code, where the exact one does not exist: O for 0 and I or L for 1 are the same code; of a code that
 * we made, the check character tells which teams it may have been. Two teams whose codes differ in such letters alone are
 * both offered.
 */
export function findTeamByTypedCode(typed: string, teams: readonly Team[]): FoundTeam | undefined {
  const wanted = likened(typed);
  if (wanted === '') return undefined;
  const alike = teams.filter(({ code }) => likened(code) === wanted);
  if (alike.length === 1 && alike[0]) return { team: alike[0] };
  if (alike.length > 1) return { maybe: alike.slice(0, MAX_SUGGESTIONS) };
  const read = readCode(typed, TEAM_CODE_LENGTH);
  if (!read || !('mistyped' in read)) return undefined;
  const byCode = new Map(teams.map((team) => [team.code, team]));
  const maybe = read.suggestions.flatMap((code) => byCode.get(code) ?? []).slice(0, MAX_SUGGESTIONS);
  return maybe.length > 0 ? { maybe } : undefined;
}

/** The team that lives on for this one: itself, or the end of its line of successors; undefined when the line is dead. */
export function livingTeam(team: Team, findTeam: (code: string) => Team | undefined): Team | undefined {
  const seen = new Set<string>();
  let current: Team | undefined = team;
  while (current?.dissolvedAt !== undefined) {
    if (seen.has(current.code) || current.successorCode === undefined) return undefined;
    seen.add(current.code);
    current = findTeam(current.successorCode);
  }
  return current;
}
