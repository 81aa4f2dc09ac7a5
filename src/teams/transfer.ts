import type { MemberChange, RegistryWrites } from '../storage/registry-ports.ts';
import type { Member } from '../storage/team-ports.ts';

/** A write of the registry by name. */
export type TransferWrite =
  | { readonly operation: 'changeMember'; readonly args: MemberChange }
  | { readonly operation: 'transferTeam'; readonly args: Parameters<RegistryWrites['transferTeam']>[0] };

/**
 * What the province writes to make somebody the leader: each present leader becomes a member in a line of history of
 * their own, so that they are told as well, then the team changes hands. `here`: active people of the team.
 */
export function provinceTransfer(here: readonly Member[], to: Member, at: number): readonly TransferWrite[] {
  const { oaId, teamCode } = to;
  const leaders = here.filter(({ role, userId }) => role === 'leader' && userId !== to.userId);
  return [
    ...leaders.map(
      ({ userId }) =>
        ({ operation: 'changeMember', args: { oaId, userId, kind: 'role-changed', role: 'member', at } }) as const,
    ),
    { operation: 'transferTeam', args: { oaId, teamCode, toUserId: to.userId, at } },
  ];
}
