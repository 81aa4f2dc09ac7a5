import * as z from 'zod';
import { refuse, refuseField } from '../../api-answers.ts';
import type { ApiAnswer } from '../../api-answers.ts';
import type { OaRequest, OaRoute } from '../../oa-route.ts';
import type { EmulatorParts } from '../../parts.ts';
import { zaloId } from '../field-reading.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';

/** A call about one existing group. */
export interface GroupRequest extends OaRequest {
  readonly group: GroupRecord;
}

/** Where a call says which group it means. */
type GroupIdPlace = 'body' | 'query' | 'recipient';

/**
 * What a call asks of its group: `any` state, `enabled` (else -237), or `change` = enabled where the setting
 * `groupDisabledRefusesChanges` says so.
 */
type GroupNeed = 'any' | 'enabled' | 'change';

/** What the calls of group chat have in common. */
export interface GroupCalls {
  /** A call anyone with group chat may make. */
  route(method: 'GET' | 'POST', name: string, answer: (request: OaRequest) => ApiAnswer): OaRoute;
  /** A call on one group. */
  groupRoute(
    method: 'GET' | 'POST',
    name: string,
    place: GroupIdPlace,
    need: GroupNeed,
    answer: (request: GroupRequest) => ApiAnswer,
  ): OaRoute;
  /** `-201` style refusal. */
  invalid(field: string): ApiAnswer;
  /** Reads `offset` and `count`, or refuses. */
  page(query: URLSearchParams, maxCount: number): { readonly offset: number; readonly count: number } | ApiAnswer;
}

/** The gate of group chat: who may use it, which group is meant, and whether the group takes the call. */
export function createGroupCalls({ options, account }: EmulatorParts, groups: GroupBook): GroupCalls {
  const { settings } = options;
  const invalid = (field: string) => refuseField(settings.invalidFieldCode, field);

  function checkAccount(): ApiAnswer | undefined {
    const { type, isVerified, packageAllowsGroups } = account.get();
    if (type === 4 && !settings.groupsForStateAgencies) return refuse(-235);
    if (!isVerified) return refuse(-221);
    return packageAllowsGroups ? undefined : refuse(-224);
  }

  function findGroup(groupId: string | undefined): GroupRecord | ApiAnswer {
    if (groupId === undefined) return invalid('group_id');
    const group = groups.find(groupId);
    if (group?.hasOa === true) return group;
    if (group !== undefined) return refuse(-403);
    return groups.wasDissolved(groupId)
      ? refuse(settings.groupDissolvedCode)
      : refuseField(settings.groupUnknownCode, 'group_id');
  }

  return {
    route: (method, name, answer) => ({
      method,
      path: `/v3.0/oa/${name}`,
      answer: (request) => checkAccount() ?? answer(request),
    }),
    groupRoute: (method, name, place, need, answer) => ({
      method,
      path: `/v3.0/oa/group/${name}`,
      ...(place === 'recipient' ? { isSend: true } : {}),
      answer(request) {
        const refusal = checkAccount();
        if (refusal !== undefined) return refusal;
        const group = findGroup(readGroupId(request, place));
        if ('error' in group) return group;
        const isRefused = need === 'enabled' || (need === 'change' && settings.groupDisabledRefusesChanges);
        return isRefused && group.status === 'disabled' ? refuse(-237) : answer({ ...request, group });
      },
    }),
    invalid,
    page(query, maxCount) {
      const offset = Number(query.get('offset') ?? 0);
      const count = Number(query.get('count') ?? settings.groupListDefaultCount);
      if (!Number.isInteger(offset) || offset < 0) return invalid('offset');
      if (!Number.isInteger(count) || count < 1) return invalid('count');
      return count > maxCount ? refuse(settings.tooLongCode) : { offset, count };
    },
  };
}

const bodyShape = z.object({ group_id: zaloId });
const recipientShape = z.object({ recipient: bodyShape });

function readGroupId({ body, query }: OaRequest, place: GroupIdPlace): string | undefined {
  if (place === 'query') return query.get('group_id') ?? undefined;
  if (place === 'body') return bodyShape.safeParse(body).data?.group_id;
  return recipientShape.safeParse(body).data?.recipient.group_id;
}
