import type { ChatMessage } from '../../chat-model.ts';

/** Sizes of a group package that the API names. Source: Zalo docs, "Kiểm tra hạn mức nhóm". */
export type GroupAssetType = 'gmf10' | 'gmf50' | 'gmf100';

/** Where the right to a group comes from: the OA's package, a purchase, a gift. */
export type GroupQuotaType = 'sub_quota' | 'purchase_quota' | 'reward_quota';

/** How many members, the OA among them, a group of each size holds. */
export const groupSizes: Readonly<Record<GroupAssetType, number>> = { gmf10: 10, gmf50: 50, gmf100: 100 };

/** The right to one group (`asset_id`). Times in ms since 1970. */
export interface GroupAsset {
  readonly id: string;
  readonly type: GroupAssetType;
  readonly quotaType: GroupQuotaType;
  /** From then on the group that uses it is disabled, unless `autoRenew`. */
  readonly validThroughMs: number;
  readonly autoRenew: boolean;
  /** The group that uses it; undefined = available. */
  readonly groupId?: string;
}

/** An asset the OA owns from the start. */
export interface StartingGroupAsset {
  readonly type: GroupAssetType;
  /** Default: a fresh id. */
  readonly id?: string;
  /** Default `sub_quota`. */
  readonly quotaType?: GroupQuotaType;
  /** Ms since 1970. Default: one `groupAssetPeriodMs` from the start. */
  readonly validThroughMs?: number;
  /** Default true, so that a group lives as long as the emulator runs. */
  readonly autoRenew?: boolean;
}

/** The four switches of a group, in the order of `group_setting`. */
export interface GroupSwitches {
  /** `lock_send_msg`: only the group's admins may write. */
  readonly lockSendMsg: boolean;
  /** `join_appr`: who asks or is invited waits in the pending list. */
  readonly joinAppr: boolean;
  /** `enable_msg_history`: new members see what was written before they came. */
  readonly enableMsgHistory: boolean;
  /** `enable_link_join`: whoever has the link may join or ask to. */
  readonly enableLinkJoin: boolean;
}

/** A person in a group. */
export interface GroupMember {
  readonly residentId: string;
  readonly name: string;
  /** Deputy ("phó nhóm"): may approve, and write while `lockSendMsg` is on. */
  readonly isAdmin: boolean;
  readonly joinedAtMs: number;
}

/** A person who waits to be let in: `invited` by the OA, or `requested` on their own. */
export interface PendingMember {
  readonly residentId: string;
  readonly name: string;
  readonly how: 'invited' | 'requested';
  readonly sinceMs: number;
}

/** A group chat, as the chat page draws it. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly description: string;
  /** `https://zalo.me/g/<code>` */
  readonly link: string;
  readonly createdAtMs: number;
  /** `disabled`: its asset ran out; `dissolved`: gone, told once on the live stream. */
  readonly status: 'enabled' | 'disabled' | 'dissolved';
  /** False after somebody put the OA out of the group: calls on it answer -403. */
  readonly hasOa: boolean;
  readonly switches: GroupSwitches;
  readonly maxMembers: number;
  readonly members: readonly GroupMember[];
  readonly pending: readonly PendingMember[];
  readonly asset: GroupAsset;
  /** When the group will be dissolved if nobody renews its asset; undefined while that renews itself. */
  readonly dissolvesAtMs?: number;
}

/** Who an OA message calls on; `offset` and `length` point into the shown text, in UTF-16 units. */
export type GroupMention = { readonly offset: number; readonly length: number } & (
  | { readonly kind: 'everyone' }
  | { readonly kind: 'member'; readonly residentId: string }
);

/** One message of a group. Drawn like a {@link ChatMessage}; `residentId` is absent when the OA wrote. */
export interface GroupMessage extends Omit<ChatMessage, 'residentId' | 'hidden' | 'reaction'> {
  readonly groupId: string;
  readonly residentId?: string;
  readonly senderName: string;
  readonly mentions?: readonly GroupMention[];
}
