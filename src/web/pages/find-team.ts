import type { Clock } from '../../shared/clock.ts';
import type { Team } from '../../storage/ports.ts';
import { findTeamByTypedCode, livingTeam } from '../../teams/team-code.ts';
import type { SharingTeam } from './site.ts';

/** What the code in an address stands for. */
export type FoundByCode =
  /** A team that works, perhaps for one that is no more. */
  | { readonly kind: 'team'; readonly team: SharingTeam }
  /** A team that was dissolved and has no successor. */
  | { readonly kind: 'gone'; readonly name: string }
  /** Nothing; the teams it may have been. */
  | { readonly kind: 'unknown'; readonly maybe: readonly SharingTeam[] };

/** A team with its OA; undefined in the demo, whose OA nobody finds on Zalo. */
export type TeamOfOa = Team & { readonly oaId?: string };

export interface TeamFinderOptions {
  readonly clock: Clock;
  findTeam(code: string): Promise<TeamOfOa | undefined>;
  /** Every team; asked when a code is none, at most once a minute: anybody on the internet may guess. */
  listTeams(): Promise<readonly TeamOfOa[]>;
}

/** What a code looks like; anything else is not looked up. */
const TEAM_CODE = /^[A-Za-z0-9]{2,12}$/u;
const KEPT_MS = 60_000;

const sharing = ({ code, name, oaId }: TeamOfOa): SharingTeam => ({
  code,
  name,
  ...(oaId === undefined ? {} : { oaId }),
});

/** A finder of teams by the code in an address: as the chat understands it, with O for 0, I for 1 and one slip. */
export function createTeamFinder({ clock, findTeam, listTeams }: TeamFinderOptions) {
  let kept: { readonly at: number; readonly teams: readonly TeamOfOa[] } | undefined;
  const allTeams = async (): Promise<readonly TeamOfOa[]> => {
    if (!kept || clock.now() - kept.at >= KEPT_MS) kept = { at: clock.now(), teams: await listTeams() };
    return kept.teams;
  };

  return async (typed: string): Promise<FoundByCode> => {
    if (!TEAM_CODE.test(typed)) return { kind: 'unknown', maybe: [] };
    const exact = await findTeam(typed.toUpperCase());
    const found = exact ? { team: exact } : findTeamByTypedCode(typed, await allTeams());
    if (found === undefined) return { kind: 'unknown', maybe: [] };
    if ('maybe' in found) return { kind: 'unknown', maybe: found.maybe.map(sharing) };
    const team: TeamOfOa = found.team;
    if (team.dissolvedAt === undefined) return { kind: 'team', team: sharing(team) };
    const teams = await allTeams();
    const living = livingTeam(team, (code) => teams.find((one) => one.code === code && one.oaId === team.oaId));
    if (!living) return { kind: 'gone', name: team.name };
    return {
      kind: 'team',
      team: {
        ...sharing({ ...living, ...(team.oaId === undefined ? {} : { oaId: team.oaId }) }),
        tookOverFrom: team.name,
      },
    };
  };
}
