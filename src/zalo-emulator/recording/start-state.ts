import type { Emulator } from '../emulator.ts';
import { defaultSettings } from '../settings.ts';
import type { OaAccountState } from '../oa-account.ts';
import type { RecordedAccount, RecordingStart } from './model.ts';
import type { StableNames } from './names.ts';

/** What {@link describeStart} reads of an emulator. */
export type DescribedEmulator = Pick<
  Emulator,
  'clock' | 'account' | 'settings' | 'eventSwitches' | 'faults' | 'residents' | 'groups'
>;

/** How things stand now, in stable names. */
export function describeStart(emulator: DescribedEmulator, names: StableNames): RecordingStart {
  const nowMs = emulator.clock.now();
  const groups = emulator.groups.list();
  // all names before the first use, in the order everybody came
  const residents = emulator.residents().map((resident) => ({ ...resident, name: names.person(resident) }));
  const groupNames = new Map(groups.map((group) => [group.id, names.group(group)]));
  const usual = defaultSettings as unknown as Record<string, unknown>;
  return {
    clockMs: nowMs,
    account: describeAccount(emulator.account.get()),
    settings: Object.fromEntries(
      Object.entries(emulator.settings()).filter(([key, value]) => !isSame(value, usual[key])),
    ),
    eventSwitches: emulator.eventSwitches(),
    faults: emulator.faults(),
    residents: residents.map(({ id: _id, idByApp: _idByApp, lastInteractionAtMs, ...rest }) => ({
      ...rest,
      ...(lastInteractionAtMs === undefined ? {} : { interactedMsAgo: nowMs - lastInteractionAtMs }),
    })),
    groupAssets: emulator.groups.assets().map(({ type, quotaType, autoRenew, validThroughMs, groupId }) => ({
      ...{ type, quotaType, autoRenew, validForMs: validThroughMs - nowMs },
      ...(groupId === undefined ? {} : { group: groupNames.get(groupId) ?? groupId }),
    })),
    groups: groups.map(({ id, description, hasOa, switches, members, pending }) => ({
      ...{ name: groupNames.get(id) ?? id, description, hasOa, switches },
      members: members.map(({ residentId }) => names.personName(residentId)),
      admins: members.filter(({ isAdmin }) => isAdmin).map(({ residentId }) => names.personName(residentId)),
      pending: pending.map(({ residentId, how }) => ({ person: names.personName(residentId), how })),
    })),
    oaAdmins: emulator.groups.oaAdmins().map(names.personName),
  };
}

/** An account as plain JSON. */
export function describeAccount({ packageName, zcaBalanceVnd, ...rest }: OaAccountState): RecordedAccount {
  return { ...rest, packageName: packageName ?? null, zcaBalanceVnd: zcaBalanceVnd ?? null };
}

function isSame(value: unknown, other: unknown): boolean {
  return value === other || JSON.stringify(value) === JSON.stringify(other);
}
