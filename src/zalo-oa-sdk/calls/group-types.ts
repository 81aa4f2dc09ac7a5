import type { ConversationItem } from './conversation-items.ts';
import type { OneOf } from './list-arguments.ts';

/** Sizes of a group package that the API names; a package for 1000 members is sold but not in its list. */
export type GroupProductType = 'gmf10' | 'gmf50' | 'gmf100';

/** Where an allowance comes from: the OA's package, a purchase, a gift. */
export type QuotaType = 'sub_quota' | 'purchase_quota' | 'reward_quota';

/**
 * The right to one group, needed to create it. `validThrough` is Zalo's date text; `status` says whether a group uses
 * it, `usedByGroupId` which one.
 */
export interface GroupAsset {
  readonly assetId: string;
  readonly productType?: OneOf<GroupProductType>;
  readonly quotaType?: OneOf<QuotaType>;
  readonly validThrough?: string;
  readonly autoRenew?: boolean;
  readonly status?: OneOf<'available' | 'used'>;
  readonly usedByGroupId?: string;
}

/** A group of the OA. Messages reach it only while `status` is `enabled`; `groupLink` is `https://zalo.me/g/...`. */
export interface Group {
  readonly groupId: string;
  readonly name?: string;
  readonly avatarUrl?: string;
  readonly groupLink?: string;
  readonly description?: string;
  readonly status?: OneOf<'enabled' | 'disabled'>;
  readonly memberCount?: number;
  readonly maxMembers?: number;
  /** When Zalo dissolves a group that is not renewed (45 days after it ran out), as Zalo's date text. */
  readonly autoDeleteDate?: string;
}

/** What an admin may switch in a group. Absent: not said by Zalo, or left as it is. */
export interface GroupSettings {
  /** Members may read but not write. */
  readonly lockSendMessage?: boolean;
  /** New members wait for an admin, see `listPendingInvites`. */
  readonly approveNewMembers?: boolean;
  /** New members see older messages. */
  readonly showHistory?: boolean;
  /** Whoever has the group link may join. */
  readonly joinByLink?: boolean;
}

/** A group with the package it lives on and its settings. */
export interface GroupDetails {
  readonly group: Group;
  readonly asset?: Pick<GroupAsset, 'assetId' | 'validThrough' | 'autoRenew'> & {
    readonly assetType?: OneOf<GroupProductType>;
  };
  readonly settings: GroupSettings;
}

/** Somebody in a group, or waiting to be let in: a user of the OA, or an OA. */
export type GroupMember =
  | { readonly kind: 'user'; readonly userId: string; readonly name?: string; readonly avatarUrl?: string }
  | { readonly kind: 'oa'; readonly oaId: string; readonly name?: string; readonly avatarUrl?: string };

/** A part of a group's members: `memberCount` in the group, `total` in the list asked for. */
export interface GroupMemberList {
  readonly members: readonly GroupMember[];
  readonly total?: number;
  readonly memberCount?: number;
}

/** What to create a group with. `assetId` comes from `listAssets`. */
export interface NewGroup {
  /** 1 to 30 characters unless {@link GroupLimits} says otherwise. */
  readonly name: string;
  readonly description?: string;
  readonly assetId: string;
  /** 1 to 99 users, at least one of them an admin of the OA. */
  readonly memberUserIds: readonly string[];
}

/** What to change about a group; what is absent stays. */
export interface GroupChange extends GroupSettings {
  readonly name?: string;
  /** The new picture, as the page "Cập nhật thông tin nhóm" takes it. */
  readonly avatar?: string;
  readonly description?: string;
}

/** Limits checked before a call leaves; set them when Zalo moves them. */
export interface GroupLimits {
  /** Default 30 (trade pages, not Zalo's own). */
  readonly nameLength: number;
  /** Default 99, documented for `create`; used for every call that takes members. */
  readonly membersPerCall: number;
}

/** Receipt of a group message. `sentAtMs` (epoch ms) where Zalo gives a time. */
export interface SentGroupMessage {
  readonly messageId: string;
  readonly groupId: string;
  readonly sentAtMs?: number;
}

/** One message of a group's history, as `ConversationItem` describes it, with the group it belongs to. */
export interface GroupMessageItem extends ConversationItem {
  readonly groupId?: string;
}
