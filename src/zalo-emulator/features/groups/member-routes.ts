import * as z from 'zod';
import { accept, refuse, refuseField } from '../../api-answers.ts';
import type { ApiAnswer } from '../../api-answers.ts';
import type { OaRoute } from '../../oa-route.ts';
import type { EmulatorParts } from '../../parts.ts';
import { zaloId } from '../field-reading.ts';
import { peopleAnswer } from './group-answers.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import type { GroupCalls } from './group-calls.ts';
import type { Membership } from './membership.ts';

const peopleShape = z.object({ member_user_ids: z.array(zaloId).min(1) });

/**
 * The people of a group: `invite`, `listmember`, `listpendinginvite`, `acceptpendinginvite`, `rejectpendinginvite`,
 * `addadmins`, `removeadmins`, `removemembers`.
 *
 * Source: Zalo docs, GMF pages under "Quản lý thành viên".
 */
export function memberRoutes(
  parts: EmulatorParts,
  calls: GroupCalls,
  groups: GroupBook,
  membership: Membership,
): readonly OaRoute[] {
  const { settings, oaId } = parts.options;

  function listRoute(name: string, listed: (group: GroupRecord) => readonly string[]): OaRoute {
    return calls.groupRoute('GET', name, 'query', 'any', ({ query, group }) => {
      const page = calls.page(query, settings.groupListMaxCount);
      return 'error' in page ? page : accept(peopleAnswer(parts, groups, group, listed(group), page));
    });
  }

  /** A change of people who must all be where the call expects them; nobody is touched when one is not. */
  function peopleRoute(
    name: string,
    expected: 'members' | 'pending',
    act: (group: GroupRecord, people: readonly string[]) => void,
    check?: (group: GroupRecord, people: readonly string[]) => ApiAnswer | undefined,
  ): OaRoute {
    return calls.groupRoute('POST', name, 'body', 'change', ({ body, group }) => {
      const wanted = peopleShape.safeParse(body);
      if (!wanted.success) return calls.invalid('member_user_ids');
      const people = [...new Set(wanted.data.member_user_ids)];
      if (!people.every((id) => group[expected].has(id))) {
        return refuseField(settings.groupNotMemberCode, 'member_user_ids');
      }
      const refusal = check?.(group, people);
      if (refusal !== undefined) return refusal;
      act(group, people);
      return accept();
    });
  }

  const checkPlaces = (group: GroupRecord, people: readonly string[]) =>
    people.length > groups.placesLeft(group) ? refuse(settings.groupFullCode) : undefined;

  return [
    calls.groupRoute('POST', 'invite', 'body', 'change', ({ body, group }) => {
      const wanted = peopleShape.safeParse(body);
      if (!wanted.success) return calls.invalid('member_user_ids');
      return invite(parts, groups, membership, group, [...new Set(wanted.data.member_user_ids)]);
    }),
    listRoute('listmember', ({ members }) => [oaId, ...members.keys()]),
    listRoute('listpendinginvite', ({ pending }) => [...pending.keys()]),
    peopleRoute('acceptpendinginvite', 'pending', (group, people) => membership.accept(group, people), checkPlaces),
    peopleRoute('rejectpendinginvite', 'pending', (group, people) => membership.reject(group, people)),
    peopleRoute('addadmins', 'members', (group, people) => membership.setAdmins(group, people, true)),
    peopleRoute('removeadmins', 'members', (group, people) => membership.setAdmins(group, people, false)),
    peopleRoute('removemembers', 'members', (group, people) => membership.remove(group, people)),
  ];
}

/** Invites each who may be invited; whether one refusal stops all is the setting `groupInviteAnswer`. */
function invite(
  { options: { settings } }: EmulatorParts,
  groups: GroupBook,
  membership: Membership,
  group: GroupRecord,
  people: readonly string[],
): ApiAnswer {
  let placesLeft = groups.placesLeft(group);
  const results = people.map((residentId) => {
    if (group.members.has(residentId) || group.pending.has(residentId)) return { residentId, isNew: false };
    const refusal = membership.refusalFor(residentId) ?? (placesLeft > 0 ? undefined : refuse(settings.groupFullCode));
    if (refusal !== undefined) return { residentId, isNew: false, refusal };
    placesLeft -= 1;
    return { residentId, isNew: true };
  });
  const refused = results.find(({ refusal }) => refusal !== undefined)?.refusal;
  if (refused !== undefined && settings.groupInviteAnswer === 'refuse') return refused;
  const invited = results.filter(({ isNew }) => isNew).map(({ residentId }) => residentId);
  if (invited.length > 0) {
    if (group.switches.joinAppr) membership.wait(group, invited, 'invited');
    else membership.join(group, invited);
  }
  if (settings.groupInviteAnswer === 'refuse') return accept();
  const answers = results.map(({ residentId, refusal }) => ({ user_id: residentId, ...(refusal ?? accept()) }));
  return accept({ members: answers });
}
