import { EmulatorError } from '../../errors.ts';
import type { AssetExpiry } from './asset-expiry.ts';
import type { GroupFounding, NewGroup } from './create-group.ts';
import type { GroupBook } from './group-book.ts';
import type { Group, GroupAsset, GroupMessage, StartingGroupAsset } from './group-model.ts';

/** The OA's groups and assets as OA Manager shows them. */
export interface GroupDesk {
  list(): readonly Group[];
  find(groupId: string): Group | undefined;
  /**
   * The last 500 messages of a group, oldest first. With a resident: what that member sees, which is nothing from before
   * joining while `enableMsgHistory` is off.
   *
   * @throws EmulatorError EMULATOR_GROUP_UNKNOWN
   */
  history(groupId: string, residentId?: string): readonly GroupMessage[];
  /**
   * Creates a group as an admin does in OA Manager, by the rules of `creategroupwithoa`; without an asset, on the first
   * available one.
   *
   * @throws EmulatorError EMULATOR_GROUP_REFUSED with Zalo's code
   */
  create(wanted: Omit<NewGroup, 'assetId'> & { readonly assetId?: string }): Group;
  assets(): readonly GroupAsset[];
  addAsset(asset: StartingGroupAsset): GroupAsset;
  /**
   * Changes an asset's type, time or renewal; a disabled group whose asset is valid again is enabled.
   *
   * @throws EmulatorError EMULATOR_GROUP_ASSET_UNKNOWN
   */
  changeAsset(assetId: string, change: Partial<Omit<GroupAsset, 'id' | 'groupId'>>): GroupAsset;
  /** Residents who are admins of the OA. */
  oaAdmins(): readonly string[];
  setOaAdmins(residentIds: readonly string[]): void;
}

/** A {@link GroupDesk} over the given groups. */
export function createGroupDesk(groups: GroupBook, founding: GroupFounding, expiry: AssetExpiry): GroupDesk {
  return {
    list: () => groups.list().map((group) => groups.view(group)),
    find(groupId) {
      const group = groups.find(groupId);
      return group === undefined ? undefined : groups.view(group);
    },
    history(groupId, residentId) {
      const group = groups.find(groupId);
      if (group === undefined) {
        throw new EmulatorError('EMULATOR_GROUP_UNKNOWN', `No group has the id "${groupId}". Expected one of list().`);
      }
      const member = residentId === undefined ? undefined : group.members.get(residentId);
      const messages = groups.messages.list(groupId);
      if (member === undefined || group.switches.enableMsgHistory) return messages;
      return messages.filter(({ sentAtMs }) => sentAtMs >= member.joinedAtMs);
    },
    create(wanted) {
      const available = groups.assets
        .list()
        .find((asset) => asset.groupId === undefined && !groups.assets.isExpired(asset));
      const created = founding.create({ ...wanted, assetId: wanted.assetId ?? available?.id ?? '' });
      if (!('error' in created)) return groups.view(created);
      throw new EmulatorError(
        'EMULATOR_GROUP_REFUSED',
        `The group was not created: Zalo answers ${created.error}, "${created.message}". Expected a free asset and allowed members.`,
      );
    },
    assets: () => groups.assets.list(),
    addAsset(asset) {
      const added = groups.assets.add(asset);
      expiry.settle();
      return groups.assets.get(added.id);
    },
    changeAsset(assetId, change) {
      groups.assets.change(assetId, change);
      expiry.settle();
      const { groupId } = groups.assets.get(assetId);
      const group = groupId === undefined ? undefined : groups.find(groupId);
      if (group !== undefined) groups.publish(group);
      return groups.assets.get(assetId);
    },
    oaAdmins: () => [...groups.oaAdmins],
    setOaAdmins(residentIds) {
      groups.oaAdmins.clear();
      for (const residentId of residentIds) groups.oaAdmins.add(residentId);
    },
  };
}
