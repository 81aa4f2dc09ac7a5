import type { EmulatorParts } from '../../parts.ts';
import { vietnamDate } from '../vietnam-time.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import type { GroupAsset } from './group-model.ts';

/** One group in the answers of `creategroupwithoa` and `getgroupsofoa`. */
export function shortGroup(groups: GroupBook, group: GroupRecord): Record<string, unknown> {
  return {
    group_id: group.id,
    name: group.name,
    avatar: group.avatarUrl,
    group_link: group.link,
    group_description: group.description,
    total_member: groups.placesTaken(group),
    status: group.status,
  };
}

/**
 * The three parts of `getgroup`; `updateinfo` and `updateasset` answer the same. `auto_delete_date` is empty while the
 * asset renews itself.
 *
 * Source: Zalo docs, "Lấy thông tin nhóm".
 */
export function groupDetail(groups: GroupBook, group: GroupRecord): Record<string, unknown> {
  const { asset, maxMembers, switches, dissolvesAtMs } = groups.view(group);
  return {
    group_info: {
      ...shortGroup(groups, group),
      max_member: String(maxMembers),
      auto_delete_date: dissolvesAtMs === undefined ? '' : vietnamDate(dissolvesAtMs),
    },
    asset_info: {
      asset_type: asset.type,
      asset_id: asset.id,
      valid_through: vietnamDate(asset.validThroughMs),
      auto_renew: asset.autoRenew,
    },
    group_setting: {
      lock_send_msg: switches.lockSendMsg,
      join_appr: switches.joinAppr,
      enable_msg_history: switches.enableMsgHistory,
      enable_link_join: switches.enableLinkJoin,
    },
  };
}

/** One asset in the answer of `quota/group`. Source: Zalo docs, "Kiểm tra hạn mức nhóm". */
export function assetAnswer(asset: GroupAsset): Record<string, unknown> {
  return {
    product_type: asset.type,
    quota_type: asset.quotaType,
    asset_id: asset.id,
    valid_through: vietnamDate(asset.validThroughMs),
    auto_renew: asset.autoRenew,
    status: asset.groupId === undefined ? 'available' : 'used',
    used_id: asset.groupId ?? '',
  };
}

/** A page of people in `listmember` and `listpendinginvite`: `total` of the list, `member_count` of the group. */
export function peopleAnswer(
  parts: EmulatorParts,
  groups: GroupBook,
  group: GroupRecord,
  ids: readonly string[],
  page: { readonly offset: number; readonly count: number },
): Record<string, unknown> {
  const { oaId } = parts.options;
  return {
    total: ids.length,
    member_count: groups.placesTaken(group),
    members: ids.slice(page.offset, page.offset + page.count).map((id) => {
      if (id === oaId) return { oa_id: oaId, name: parts.account.get().name, avatar: '' };
      return { user_id: id, name: parts.book.find(id)?.name ?? '', avatar: '' };
    }),
  };
}
