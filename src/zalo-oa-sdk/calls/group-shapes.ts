import * as z from 'zod';
import { amount, defined, idText } from '../reply-shapes.ts';
import { conversationPage, toConversationItem } from './conversation-items.ts';
import type { Group, GroupAsset, GroupDetails, GroupMember, GroupMessageItem } from './group-types.ts';
import { looseFlag, looseText } from './loose-fields.ts';

const optionalAmount = amount.optional().catch(undefined);

/** Answer of `quota/group`. */
export const assetList = z.array(
  z
    .object({
      asset_id: idText,
      product_type: looseText,
      quota_type: looseText,
      valid_through: looseText,
      auto_renew: looseFlag,
      status: looseText,
      used_id: looseText,
    })
    .transform(
      (asset): GroupAsset =>
        defined({
          assetId: asset.asset_id,
          productType: asset.product_type,
          quotaType: asset.quota_type,
          validThrough: asset.valid_through,
          autoRenew: asset.auto_renew,
          status: asset.status,
          usedByGroupId: asset.used_id,
        }) as GroupAsset,
    ),
);

/** One group, as `creategroupwithoa`, `getgroup` and `getgroupsofoa` give it. */
export const groupInfo = z
  .object({
    group_id: idText,
    name: looseText,
    group_name: looseText,
    avatar: looseText,
    group_link: looseText,
    group_description: looseText,
    status: looseText,
    total_member: optionalAmount,
    max_member: optionalAmount,
    auto_delete_date: looseText,
  })
  .transform(
    (group): Group =>
      defined({
        groupId: group.group_id,
        name: group.name ?? group.group_name,
        avatarUrl: group.avatar,
        groupLink: group.group_link,
        description: group.group_description,
        status: group.status,
        memberCount: group.total_member,
        maxMembers: group.max_member,
        autoDeleteDate: group.auto_delete_date,
      }) as Group,
  );

/** Answer of `creategroupwithoa`: the group itself; one description of the page nests it as in `getgroup`. */
export const createdGroup = z.union([
  groupInfo,
  z.object({ group_info: groupInfo }).transform((data) => data.group_info),
]);

const assetInfo = z
  .object({
    asset_id: idText,
    asset_type: looseText,
    valid_through: looseText,
    auto_renew: looseFlag,
  })
  .transform((asset) =>
    defined({
      assetId: asset.asset_id,
      assetType: asset.asset_type,
      validThrough: asset.valid_through,
      autoRenew: asset.auto_renew,
    }),
  );

const groupSetting = z
  .object({
    lock_send_msg: looseFlag,
    join_appr: looseFlag,
    enable_msg_history: looseFlag,
    enable_link_join: looseFlag,
  })
  .transform((setting) =>
    defined({
      lockSendMessage: setting.lock_send_msg,
      approveNewMembers: setting.join_appr,
      showHistory: setting.enable_msg_history,
      joinByLink: setting.enable_link_join,
    }),
  );

/** Answer of `getgroup`. */
export const groupDetails = z
  .object({
    group_info: groupInfo,
    asset_info: assetInfo.optional().catch(undefined),
    group_setting: groupSetting.optional().catch(undefined),
  })
  .transform(
    (data): GroupDetails =>
      ({
        group: data.group_info,
        ...(data.asset_info === undefined ? {} : { asset: data.asset_info }),
        settings: data.group_setting ?? {},
      }) as GroupDetails,
  );

/** Answer of `getgroupsofoa`. */
export const groupList = z.object({ groups: z.array(groupInfo), total: optionalAmount });

const person = { name: looseText, avatar: looseText };

/** Answer of `listmember` and `listpendinginvite`. */
export const memberList = z.object({
  total: optionalAmount,
  member_count: optionalAmount,
  members: z.array(
    z
      .union([z.object({ user_id: idText, ...person }), z.object({ oa_id: idText, ...person })])
      .transform((member): GroupMember => {
        const rest = { name: member.name, avatarUrl: member.avatar };
        return defined(
          'user_id' in member
            ? { kind: 'user' as const, userId: member.user_id, ...rest }
            : { kind: 'oa' as const, oaId: member.oa_id, ...rest },
        ) as GroupMember;
      }),
  ),
});

/** Answer of `group/message`. */
export const groupReceipt = z.object({ message_id: idText, group_id: looseText, sent_time: optionalAmount });

/** Answer of `group/listrecentchat` and `group/conversation`: messages as with one user, and the group's id. */
export const groupMessages = conversationPage.transform((items) =>
  items.map((raw): GroupMessageItem => {
    const groupId = looseText.parse(raw['group_id']);
    return groupId === undefined ? toConversationItem(raw) : { ...toConversationItem(raw), groupId };
  }),
);
