import type { Helper, HelpReads, HelpRequest } from '../storage/help-ports.ts';
import type { Storage, Team } from '../storage/ports.ts';
import type { HelpPlace } from './help-chain.ts';

/** Where a request is worked on, with the team itself. */
export interface HelpField extends HelpPlace {
  readonly team?: Team;
}

type Reads = Pick<Storage, 'findTeam' | 'listTeams'> & {
  readonly [K in keyof Pick<HelpReads, 'listHelpers'>]: Storage[K];
};

/** A team may have been taken over by one that was taken over itself; a circle ends here. */
const MOST_SUCCESSORS = 5;

/** The team that works for this one now; undefined where it was dissolved and nobody took over. */
async function workingTeam(reads: Reads, oaId: string, code: string): Promise<Team | undefined> {
  let team = code === '' ? undefined : await reads.findTeam({ oaId, code });
  for (let hops = 0; team?.dissolvedAt !== undefined; hops++) {
    if (team.successorCode === undefined || hops === MOST_SUCCESSORS) return undefined;
    team = await reads.findTeam({ oaId, code: team.successorCode });
  }
  return team;
}

/** Where somebody of this team, or of this commune, is helped now. */
export async function helpFieldOf(
  reads: Reads,
  { oaId, teamCode, communeCode }: Pick<HelpRequest, 'oaId' | 'teamCode' | 'communeCode'>,
): Promise<HelpField> {
  const team = await workingTeam(reads, oaId, teamCode);
  const commune = team?.communeCode ?? communeCode;
  const teams = commune === '' || !team ? [] : await reads.listTeams({ oaId, communeCode: commune });
  return {
    teamCode: team?.code ?? '',
    communeCode: commune,
    teams: teams.filter(({ dissolvedAt }) => dissolvedAt === undefined),
    ...(team ? { team } : {}),
  };
}

/** Everybody who might be asked. */
export const helpersOf = (
  reads: Reads,
  { oaId, handedTo }: Pick<HelpRequest, 'oaId' | 'handedTo'>,
  { teamCode, communeCode }: HelpPlace,
): Promise<readonly Helper[]> =>
  reads.listHelpers({
    oaId,
    teamCodes: [...(teamCode === '' ? [] : [teamCode]), ...(handedTo === undefined ? [] : [handedTo])],
    communeCode,
  });
