import { refuse, refuseField } from '../../api-answers.ts';
import type { ApiAnswer } from '../../api-answers.ts';
import type { EmulatorParts } from '../../parts.ts';
import type { AssetExpiry } from './asset-expiry.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import { groupSizes } from './group-model.ts';
import type { GroupAsset } from './group-model.ts';
import type { Membership } from './membership.ts';

/** A group to be made. */
export interface NewGroup {
  readonly name: string;
  readonly description: string;
  readonly assetId: string;
  /** 1-99 residents, one of them an admin of the OA. */
  readonly memberIds: readonly string[];
}

/** Longest first list of members. Source: Zalo docs, "Tạo nhóm mới". */
const MAX_FIRST_MEMBERS = 99;

/** Rules of new groups, of names and of assets; each returns Zalo's refusal where one is broken. */
export interface GroupFounding {
  create(wanted: NewGroup): GroupRecord | ApiAnswer;
  checkName(name: string): ApiAnswer | undefined;
  /** Whether a group may take this asset with so many places taken. */
  checkAsset(asset: GroupAsset | undefined, placesTaken: number): ApiAnswer | undefined;
}

/** A {@link GroupFounding} over the given groups. */
export function createGroupFounding(
  { options, book }: EmulatorParts,
  groups: GroupBook,
  membership: Membership,
  expiry: AssetExpiry,
): GroupFounding {
  const { settings } = options;

  function checkName(name: string): ApiAnswer | undefined {
    const length = Array.from(name.trim()).length;
    if (length === 0) return refuseField(settings.invalidFieldCode, 'group_name');
    return length > settings.groupNameMaxLength ? refuse(settings.tooLongCode) : undefined;
  }

  function checkAsset(asset: GroupAsset | undefined, placesTaken: number): ApiAnswer | undefined {
    if (asset === undefined) return refuseField(settings.groupUnknownAssetCode, 'asset_id');
    if (asset.groupId !== undefined) return refuse(settings.groupUsedAssetCode);
    if (groups.assets.isExpired(asset)) return refuse(settings.groupExpiredAssetCode);
    return placesTaken > groupSizes[asset.type] ? refuse(settings.groupFullCode) : undefined;
  }

  function checkMembers(memberIds: readonly string[]): ApiAnswer | undefined {
    if (memberIds.length === 0) return refuseField(settings.invalidFieldCode, 'member_user_ids');
    if (memberIds.length > MAX_FIRST_MEMBERS) return refuse(settings.tooLongCode);
    if (settings.groupOaAdminRequired && !memberIds.some((id) => groups.oaAdmins.has(id))) {
      return refuseField(settings.groupNoOaAdminCode, 'member_user_ids');
    }
    for (const memberId of memberIds) {
      if (book.find(memberId) === undefined) return refuseField(settings.unknownUserCode, 'member_user_ids');
      const refusal = settings.groupFirstMembersMustKnowOa ? membership.refusalFor(memberId) : undefined;
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  return {
    checkName,
    checkAsset,
    create({ name, description, assetId, memberIds }) {
      const people = [...new Set(memberIds)];
      const placesTaken = people.length + (settings.groupOaTakesPlace ? 1 : 0);
      const refusal = checkName(name) ?? checkMembers(people) ?? checkAsset(groups.assets.find(assetId), placesTaken);
      if (refusal !== undefined) return refusal;
      const nowMs = options.now();
      const group: GroupRecord = {
        id: options.newId('group'),
        name: name.trim(),
        avatarUrl: '',
        description,
        link: `https://zalo.me/g/${options.newId('group_link')}`,
        createdAtMs: nowMs,
        status: 'enabled',
        hasOa: true,
        switches: {
          lockSendMsg: settings.groupStartLockSendMsg,
          joinAppr: settings.groupStartJoinAppr,
          enableMsgHistory: settings.groupStartMsgHistory,
          enableLinkJoin: settings.groupStartLinkJoin,
        },
        assetId,
        members: new Map(people.map((id) => [id, { isAdmin: false, joinedAtMs: nowMs }])),
        pending: new Map(),
      };
      groups.add(group);
      expiry.settle();
      groups.publish(group);
      membership.emit('create_group', group);
      if (settings.groupJoinEventOnCreate) membership.emit('user_join_group', group, people);
      return group;
    },
  };
}
