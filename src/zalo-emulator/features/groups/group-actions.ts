import { EmulatorError } from '../../errors.ts';
import type { EmulatorParts } from '../../parts.ts';
import { drawInput } from '../../resident-drawing.ts';
import type { ResidentInput } from '../../resident-drawing.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import type { Group, GroupMessage } from './group-model.ts';
import type { Membership } from './membership.ts';
import type { GroupSending } from './sending.ts';

/**
 * What people do in groups; each action emits its events.
 *
 * All throw EmulatorError: EMULATOR_GROUP_UNKNOWN, EMULATOR_RESIDENT_UNKNOWN, EMULATOR_NOT_IN_GROUP (who acts is no
 * member, or who is meant does not wait), EMULATOR_GROUP_REFUSED (the group is locked, disabled, full or not open).
 */
export interface GroupActions {
  /** While `lockSendMsg` is on only the group's admins may; a disabled group takes nothing. */
  send(groupId: string, residentId: string, input: ResidentInput): GroupMessage;
  /** What the OA's staff sends from OA Manager, not through the API; `oa_send_group_*` tells the bot. */
  sendAsOa(groupId: string, input: ResidentInput): GroupMessage;
  /**
   * Follows the group's link, or accepts an invitation: an invited person is in at once. Others wait for approval while
   * `joinAppr` is on, as with {@link GroupActions.requestJoin}.
   */
  join(groupId: string, residentId: string): Group;
  /** Asks to be let in and waits, whatever `joinAppr` says. */
  requestJoin(groupId: string, residentId: string): Group;
  leave(groupId: string, residentId: string): Group;
  /** A group admin lets waiting people in; `adminId` undefined = the OA's staff. Also EMULATOR_NOT_GROUP_ADMIN. */
  approve(groupId: string, residentIds: readonly string[], adminId?: string): Group;
  /** A group admin turns waiting people away. Also EMULATOR_NOT_GROUP_ADMIN. */
  decline(groupId: string, residentIds: readonly string[], adminId?: string): Group;
  /** Puts the OA out of the group, or back in: while it is out, calls answer -403 and no events come. */
  setOaInGroup(groupId: string, hasOa: boolean): Group;
}

/** {@link GroupActions} over the given groups. */
export function createGroupActions(
  parts: EmulatorParts,
  groups: GroupBook,
  membership: Membership,
  sending: GroupSending,
): GroupActions {
  const { book } = parts;

  function refuseAction(sentence: string): EmulatorError {
    return new EmulatorError('EMULATOR_GROUP_REFUSED', sentence);
  }

  function get(groupId: string): GroupRecord {
    const group = groups.find(groupId);
    if (group !== undefined) return group;
    throw new EmulatorError(
      'EMULATOR_GROUP_UNKNOWN',
      `No group has the id "${groupId}". Expected one listed by groups.list(). Create one with groups.create().`,
    );
  }

  function getOpen(groupId: string): GroupRecord {
    const group = get(groupId);
    if (group.status === 'enabled') return group;
    throw refuseAction(
      `The group "${groupId}" is disabled. Expected a valid asset. Renew it or give the group another.`,
    );
  }

  function checkMember(group: GroupRecord, residentId: string): void {
    if (group.members.has(residentId)) return;
    throw new EmulatorError(
      'EMULATOR_NOT_IN_GROUP',
      `Resident "${residentId}" is not in the group "${group.id}". Expected a member. Let the resident join first.`,
    );
  }

  function checkNewcomer(group: GroupRecord, residentId: string): void {
    book.get(residentId);
    if (group.members.has(residentId)) {
      throw refuseAction(`Resident "${residentId}" is in the group "${group.id}" already. Expected somebody else.`);
    }
  }

  function checkPlace(group: GroupRecord, count: number): void {
    if (count <= groups.placesLeft(group)) return;
    throw refuseAction(`The group "${group.id}" has no place left. Expected a larger asset, or fewer members.`);
  }

  function checkLink(group: GroupRecord): void {
    if (group.switches.enableLinkJoin) return;
    throw refuseAction(`The group "${group.id}" takes nobody by link. Expected enable_link_join to be on.`);
  }

  function checkAdmin(group: GroupRecord, adminId: string | undefined): void {
    if (adminId === undefined || group.members.get(adminId)?.isAdmin === true) return;
    throw new EmulatorError(
      'EMULATOR_NOT_GROUP_ADMIN',
      `Resident "${adminId}" is no admin of the group "${group.id}". Make one with addadmins, or act as the OA.`,
    );
  }

  function checkWaiting(group: GroupRecord, residentIds: readonly string[]): void {
    const missing = residentIds.find((id) => !group.pending.has(id));
    if (missing === undefined) return;
    throw new EmulatorError(
      'EMULATOR_NOT_IN_GROUP',
      `Resident "${missing}" does not wait to join the group "${group.id}". Expected one of its pending people.`,
    );
  }

  function request(group: GroupRecord, residentId: string): Group {
    checkNewcomer(group, residentId);
    checkLink(group);
    // Asking twice changes nothing.
    if (!group.pending.has(residentId)) membership.wait(group, [residentId], 'requested');
    return groups.view(group);
  }

  return {
    send(groupId, residentId, input) {
      const group = getOpen(groupId);
      book.get(residentId);
      checkMember(group, residentId);
      if (group.switches.lockSendMsg && group.members.get(residentId)?.isAdmin !== true) {
        throw refuseAction(`Members may not write in the group "${groupId}". Expected lock_send_msg off, or an admin.`);
      }
      return sending.sendAsMember(group, residentId, drawInput(parts, input));
    },
    sendAsOa(groupId, input) {
      const group = getOpen(groupId);
      if (!group.hasOa)
        throw refuseAction(`The OA is not in the group "${groupId}". Expected it there. Put it back in.`);
      return sending.sendAsStaff(group, drawInput(parts, input));
    },
    join(groupId, residentId) {
      const group = getOpen(groupId);
      const isInvited = group.pending.get(residentId)?.how === 'invited';
      if (!isInvited && group.switches.joinAppr) return request(group, residentId);
      checkNewcomer(group, residentId);
      if (!isInvited) checkLink(group);
      checkPlace(group, 1);
      membership.join(group, [residentId]);
      return groups.view(group);
    },
    requestJoin: (groupId, residentId) => request(getOpen(groupId), residentId),
    leave(groupId, residentId) {
      const group = get(groupId);
      book.get(residentId);
      checkMember(group, residentId);
      membership.remove(group, [residentId]);
      return groups.view(group);
    },
    approve(groupId, residentIds, adminId) {
      const group = getOpen(groupId);
      checkAdmin(group, adminId);
      checkWaiting(group, residentIds);
      checkPlace(group, residentIds.length);
      membership.accept(group, residentIds);
      return groups.view(group);
    },
    decline(groupId, residentIds, adminId) {
      const group = getOpen(groupId);
      checkAdmin(group, adminId);
      checkWaiting(group, residentIds);
      membership.reject(group, residentIds);
      return groups.view(group);
    },
    setOaInGroup(groupId, hasOa) {
      const group = get(groupId);
      group.hasOa = hasOa;
      groups.publish(group);
      return groups.view(group);
    },
  };
}
