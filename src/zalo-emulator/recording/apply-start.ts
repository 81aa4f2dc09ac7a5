import type { Emulator } from '../emulator.ts';
import type { dumpGroups } from '../features/groups/group-snapshot.ts';
import type { NewId } from '../ids.ts';
import type { Snapshot } from '../snapshot.ts';
import type { RecordingStart } from './model.ts';
import type { StableNames } from './names.ts';

/** Whether a replay runs at the time of the recording, or at the emulator's own. */
export type ReplayClock = 'recorded' | 'running';

type GroupState = ReturnType<typeof dumpGroups>;

/**
 * Brings an emulator to the start of a recording, and tells `names` who is who. Residents, groups, clock, account,
 * settings and switches become the recording's; residents and assets that are there already keep their ids. Tokens live
 * as long as before the clock was moved.
 */
export function applyStart(
  emulator: Pick<Emulator, 'options' | 'snapshot' | 'restore'>,
  start: RecordingStart,
  names: StableNames,
  clock: ReplayClock,
): void {
  const before = emulator.snapshot();
  const nowMs = clock === 'recorded' ? start.clockMs : before.takenAtMs;
  const shiftMs = nowMs - before.takenAtMs;
  const { newId } = emulator.options;
  const residents = toResidents(start, before, newId, nowMs);
  for (const resident of residents) names.callPerson(resident, resident.name);
  const groups = toGroups(start, before.features['groups'] as GroupState, newId, nowMs, names);
  for (const group of groups.groups) names.callGroup(group, group.name);
  emulator.restore({
    ...before,
    clockOffsetMs: before.clockOffsetMs + shiftMs,
    account: start.account,
    settings: start.settings,
    eventSwitches: start.eventSwitches,
    faults: start.faults,
    chats: { residents, messages: [] },
    tokens: {
      ...before.tokens,
      access: later(before.tokens.access, shiftMs),
      refresh: later(before.tokens.refresh, shiftMs),
    },
    features: { ...before.features, groups },
  });
}

function later<T extends { readonly expiresAtMs: number }>(issued: T, ms: number): T {
  return { ...issued, expiresAtMs: issued.expiresAtMs + ms };
}

function toResidents(
  start: RecordingStart,
  { chats }: Snapshot,
  newId: NewId,
  nowMs: number,
): Snapshot['chats']['residents'] {
  return start.residents.map(({ interactedMsAgo, ...recorded }) => {
    const known = chats.residents.find(({ name }) => name === recorded.name);
    return {
      id: known?.id ?? newId('user'),
      idByApp: known?.idByApp ?? newId('user_by_app'),
      ...recorded,
      ...(interactedMsAgo === undefined ? {} : { lastInteractionAtMs: nowMs - interactedMsAgo }),
    };
  });
}

function toGroups(
  start: RecordingStart,
  before: GroupState,
  newId: NewId,
  nowMs: number,
  names: StableNames,
): GroupState {
  const idOf = (person: string) => names.personId(person) ?? person;
  const free = [...before.assets];
  const groupIds = new Map(start.groups.map(({ name }) => [name, newId('group')]));
  const assets = start.groupAssets.map(({ type, quotaType, autoRenew, validForMs, group }) => {
    const index = free.findIndex((asset) => asset.type === type);
    const [known] = index === -1 ? [] : free.splice(index, 1);
    const groupId = group === undefined ? undefined : groupIds.get(group);
    return {
      id: known?.id ?? newId('group_asset'),
      ...{ type, quotaType, autoRenew, validThroughMs: nowMs + validForMs },
      ...(groupId === undefined ? {} : { groupId }),
    };
  });
  return {
    assets,
    groups: start.groups.map(({ name, description, hasOa, switches, members, admins, pending }) => {
      const id = groupIds.get(name) ?? '';
      const asset = assets.find(({ groupId }) => groupId === id);
      return {
        ...{ id, name, description, hasOa, switches, avatarUrl: '', createdAtMs: nowMs },
        link: `https://zalo.me/g/${newId('group_link')}`,
        status: (asset?.validThroughMs ?? 0) > nowMs ? 'enabled' : 'disabled',
        assetId: asset?.id ?? '',
        members: members.map((person) => [idOf(person), { isAdmin: admins.includes(person), joinedAtMs: nowMs }]),
        pending: pending.map(({ person, how }) => [idOf(person), { how, sinceMs: nowMs }]),
      };
    }),
    messages: [],
    dissolved: [],
    oaAdmins: start.oaAdmins.map(idOf),
  };
}
