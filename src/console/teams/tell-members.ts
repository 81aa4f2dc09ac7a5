import type { TeamNotice } from '../../conversation/team-notices.ts';
import type { ReachableMember } from '../../storage/team-ports.ts';
import { canBeMessaged, memberRef } from '../../teams/registry.ts';
import type { ActionContext } from '../action.ts';
import type { Told } from '../help-desk/notices.ts';
import { ALL } from './read.ts';

type Reader = Pick<ActionContext, 'at' | 'deps'>;

/** People at work in a team, before it changes. */
export const peopleOf = ({ deps }: Reader, teamCode: string): Promise<readonly ReachableMember[]> =>
  deps.storage.listMembers({ oaId: deps.oaId, teamCode, state: 'active', limit: ALL });

const canBeTold =
  ({ at }: Reader) =>
  ({ lastInteractionAt }: ReachableMember): boolean =>
    canBeMessaged(lastInteractionAt, at);

/** Notices of what became of their team, for those whom Zalo lets us write to. */
export const toldOf = (
  reader: Reader,
  people: readonly ReachableMember[],
  notice: Pick<TeamNotice, 'what' | 'teamCode' | 'communeCode'>,
): readonly Told[] =>
  people.filter(canBeTold(reader)).map(({ oaId, userId }) => ({
    userId,
    notice: { kind: 'team', ...notice, ref: memberRef(oaId, userId) },
  }));

/** How many are told, and how many somebody has to telephone. */
export function reachOf(
  reader: Reader,
  people: readonly ReachableMember[],
): { readonly told: number; readonly toPhone: number } {
  const told = people.filter(canBeTold(reader)).length;
  return { told, toPhone: people.length - told };
}

/** "Đã nhắn cho 3 thành viên. 2 người phải gọi điện: đã quá 7 ngày chưa nhắn." */
export const reachWords = ({ told, toPhone }: { readonly told: number; readonly toPhone: number }): string =>
  [
    told > 0 ? `Trợ lý nhắn cho ${told} thành viên biết.` : '',
    toPhone > 0 ? `${toPhone} người không nhắn được vì quá 7 ngày chưa nhắn cho OA, bạn gọi điện giúp.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
