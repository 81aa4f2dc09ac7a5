import type { Group } from '../features/groups/group-model.ts';
import type { GroupChange } from './model.ts';

/** What became different in a group; undefined when nothing did that a recording keeps. */
export function groupChange(
  before: Group | undefined,
  after: Group,
  nameOf: (residentId: string) => string,
): GroupChange | undefined {
  const people = (list: readonly { readonly residentId: string }[] = []) => list.map(({ residentId }) => residentId);
  const admins = (group: Group | undefined) => people(group?.members.filter(({ isAdmin }) => isAdmin));
  const added = (now: readonly string[], earlier: readonly string[]) => {
    const known = new Set(earlier);
    return now.filter((id) => !known.has(id));
  };
  const [membersBefore, members] = [people(before?.members), people(after.members)];
  const [pendingBefore, pending] = [people(before?.pending), people(after.pending)];
  const joined = added(members, membersBefore);
  const left = added(membersBefore, members);
  const leavers = new Set([...joined, ...left]);
  const lists = {
    joined,
    left,
    waiting: added(pending, pendingBefore),
    turnedAway: added(pendingBefore, pending).filter((id) => !leavers.has(id)),
    madeAdmin: added(admins(after), admins(before)),
    noAdmin: added(admins(before), admins(after)).filter((id) => !leavers.has(id)),
  };
  const change: GroupChange = {
    ...(before === undefined ? { created: true } : changedTexts(before, after)),
    ...changedSwitches(before, after),
    ...Object.fromEntries(
      Object.entries(lists).flatMap(([key, ids]) => (ids.length === 0 ? [] : [[key, ids.map(nameOf)]])),
    ),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

function changedTexts(before: Group, after: Group): GroupChange {
  const keys = ['name', 'description', 'avatarUrl', 'status'] as const;
  return Object.fromEntries(keys.flatMap((key) => (before[key] === after[key] ? [] : [[key, after[key]]])));
}

/** The switches of a new group are settings of the emulator, not the OA's doing. */
function changedSwitches(before: Group | undefined, after: Group): GroupChange {
  if (before === undefined) return {};
  const changed = Object.entries(after.switches).filter(
    ([key, isOn]) => before.switches[key as keyof Group['switches']] !== isOn,
  );
  return changed.length === 0 ? {} : { switches: Object.fromEntries(changed) };
}
