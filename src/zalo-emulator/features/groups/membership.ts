import { refuse, refuseField } from '../../api-answers.ts';
import type { ApiAnswer } from '../../api-answers.ts';
import type { EmulatorParts } from '../../parts.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import { groupEvent } from './group-events.ts';
import type { GroupEventName } from './group-events.ts';

/** How people come into a group and go, with the events; used by the API and by the people themselves. */
export interface Membership {
  /** Emits an event of the group, in the group's own order. */
  emit(eventName: GroupEventName, group: GroupRecord, residentIds?: readonly string[]): void;
  /** Why the OA may not bring this person into a group; undefined = it may. */
  refusalFor(residentId: string): ApiAnswer | undefined;
  /** Makes them members and emits `user_join_group`. */
  join(group: GroupRecord, residentIds: readonly string[]): void;
  /** Puts them in the pending list; somebody who asked also emits `user_request_join_group`. */
  wait(group: GroupRecord, residentIds: readonly string[], how: 'invited' | 'requested'): void;
  /** Lets waiting people in. */
  accept(group: GroupRecord, residentIds: readonly string[]): void;
  reject(group: GroupRecord, residentIds: readonly string[]): void;
  /** Takes members out: they left or were removed. */
  remove(group: GroupRecord, residentIds: readonly string[]): void;
  setAdmins(group: GroupRecord, residentIds: readonly string[], isAdmin: boolean): void;
}

/** A {@link Membership} over the given groups. */
export function createMembership(parts: EmulatorParts, groups: GroupBook): Membership {
  const { options, book, sender, eventContext } = parts;
  const { settings } = options;

  const emit: Membership['emit'] = (eventName, group, residentIds) => {
    if (!group.hasOa) return;
    const people = settings.groupEventPerPerson ? residentIds?.map((id) => [id]) : undefined;
    for (const ids of people ?? [residentIds]) {
      sender.emit(groupEvent(eventContext(), eventName, group.id, ids), group.id);
    }
  };

  function letIn(group: GroupRecord, residentIds: readonly string[]): void {
    for (const residentId of residentIds) {
      group.pending.delete(residentId);
      group.members.set(residentId, { isAdmin: false, joinedAtMs: options.now() });
    }
    groups.publish(group);
  }

  return {
    emit,
    refusalFor(residentId) {
      const resident = book.find(residentId);
      if (resident === undefined) return refuseField(settings.unknownUserCode, 'member_user_ids');
      if (resident.refusalCode !== undefined) return refuse(resident.refusalCode);
      if (resident.follows || groups.oaAdmins.has(residentId)) return undefined;
      const { lastInteractionAtMs } = resident;
      if (lastInteractionAtMs === undefined) return refuse(settings.neverInteractedCode);
      return options.now() - lastInteractionAtMs > settings.sendWindowMs
        ? refuse(settings.windowClosedCode)
        : undefined;
    },
    join(group, residentIds) {
      letIn(group, residentIds);
      emit('user_join_group', group, residentIds);
    },
    wait(group, residentIds, how) {
      for (const residentId of residentIds) group.pending.set(residentId, { how, sinceMs: options.now() });
      groups.publish(group);
      if (how === 'requested') emit('user_request_join_group', group, residentIds);
    },
    accept(group, residentIds) {
      letIn(group, residentIds);
      emit('accept_request_join_group', group, residentIds);
      if (settings.groupJoinEventOnAccept) emit('user_join_group', group, residentIds);
    },
    reject(group, residentIds) {
      for (const residentId of residentIds) group.pending.delete(residentId);
      groups.publish(group);
      emit('reject_request_join_group', group, residentIds);
    },
    remove(group, residentIds) {
      for (const residentId of residentIds) group.members.delete(residentId);
      groups.publish(group);
      emit('user_out_group', group, residentIds);
    },
    setAdmins(group, residentIds, isAdmin) {
      for (const residentId of residentIds) {
        const member = group.members.get(residentId);
        if (member !== undefined) member.isAdmin = isAdmin;
      }
      groups.publish(group);
      emit(isAdmin ? 'add_group_admin' : 'remove_group_admin', group, residentIds);
    },
  };
}
