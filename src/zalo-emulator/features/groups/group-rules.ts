/**
 * The settings of group chat: what Zalo's GMF pages leave open, or what one source says.
 *
 * Part of `EmulatorSettings`. The 18 calls and the error codes -221, -224, -235, -237, -403 are documented.
 */
export interface GroupRules {
  /**
   * Whether a state-agency OA (type 4) may use group chat; false answers -235. Default true: no page excludes it, and
   * nobody has confirmed it either, so a client for a public office must be tried with both.
   */
  groupsForStateAgencies: boolean;
  /** Longest group name in characters. Default 30 (one reseller). */
  groupNameMaxLength: number;
  /** Whether the first members must include an admin of the OA. Default true (documented). */
  groupOaAdminRequired: boolean;
  /** `error` when they do not. Default -201. */
  groupNoOaAdminCode: number;
  /** Whether first members must follow or have interacted, as invited ones must. Default true; OA admins are exempt. */
  groupFirstMembersMustKnowOa: boolean;
  /** `error` for a `group_id` that never existed. Default -201. */
  groupUnknownCode: number;
  /** `error` for a group that was dissolved. Default -403: the OA is not in it any more. */
  groupDissolvedCode: number;
  /** `error` for an unknown `asset_id`. Default -201. */
  groupUnknownAssetCode: number;
  /** `error` for an asset another group uses. Default -238; the page gives -238 and -241 for "used or disabled". */
  groupUsedAssetCode: number;
  /** `error` for an asset past its time. Default -241. */
  groupExpiredAssetCode: number;
  /** `error` when more people come than the asset's size allows. Default -210. */
  groupFullCode: number;
  /** Whether the OA takes one of the 10, 50 or 100 places. Default true: a first list has at most 99 people. */
  groupOaTakesPlace: boolean;
  /** `error` for a person who is not in the group, or not in its pending list. Default -201. */
  groupNotMemberCode: number;
  /**
   * What an invitation of several people answers when some may not be invited. Default `refuse`: the first one's code,
   * and nobody is invited. `perMember`: the others are, and `data.members` gives `{user_id,error,message}` of each.
   */
  groupInviteAnswer: 'refuse' | 'perMember';
  /** `error` for a group message with buttons, which no page documents. Default -233; 0 = sent with its buttons. */
  groupButtonsCode: number;
  /** Whether a disabled group also refuses (-237) changes of members and settings, not only messages. Default true. */
  groupDisabledRefusesChanges: boolean;
  /** `count` of lists when the call gives none. Default 5 (documented for `getgroupsofoa`). */
  groupListDefaultCount: number;
  /** Largest `count` of lists of groups and members; above it -210. Default 50. */
  groupListMaxCount: number;
  /** Largest `count` of `listrecentchat` and `conversation`. Default 10, as in 1-1 chats. */
  groupChatMaxCount: number;
  /** What `listrecentchat` lists: the last message of each group, or all messages. Default `lastOfEach`. */
  groupRecentChat: 'lastOfEach' | 'all';
  /** How long a disabled group waits before it is dissolved, in ms. Default 45 days (documented). */
  groupDissolveAfterMs: number;
  /** Length of one asset period in ms: a new asset's life, and what `auto_renew` adds. Default 30 days, at least a minute. */
  groupAssetPeriodMs: number;
  /** Whether `create_group` is followed by `user_join_group` of the first members. Default false. */
  groupJoinEventOnCreate: boolean;
  /** Whether `accept_request_join_group` is followed by `user_join_group`. Default true. */
  groupJoinEventOnAccept: boolean;
  /** Whether an event about several people is posted once for each. Default false: one event, `users` lists them. */
  groupEventPerPerson: boolean;
  /** Whether `oa_send_group_*` carries `user_id_by_app`, as the inferred samples do. Default true. */
  groupEchoHasAppUser: boolean;
  /** Its value: no one person is meant. Default ''. */
  groupEchoAppUserId: string;
  /** Whether writing in a group counts as an interaction with the OA. Default false: it is not in Zalo's list. */
  groupMessageIsInteraction: boolean;
  /** `lock_send_msg` of a new group. Default false. */
  groupStartLockSendMsg: boolean;
  /** `join_appr` of a new group. Default false. */
  groupStartJoinAppr: boolean;
  /** `enable_msg_history` of a new group. Default true. */
  groupStartMsgHistory: boolean;
  /** `enable_link_join` of a new group. Default true. */
  groupStartLinkJoin: boolean;
}

const DAY_MS = 24 * 60 * 60_000;

/** The defaults of {@link GroupRules}, each explained there. */
export const defaultGroupRules: Readonly<GroupRules> = {
  groupsForStateAgencies: true,
  groupNameMaxLength: 30,
  groupOaAdminRequired: true,
  groupNoOaAdminCode: -201,
  groupFirstMembersMustKnowOa: true,
  groupUnknownCode: -201,
  groupDissolvedCode: -403,
  groupUnknownAssetCode: -201,
  groupUsedAssetCode: -238,
  groupExpiredAssetCode: -241,
  groupFullCode: -210,
  groupOaTakesPlace: true,
  groupNotMemberCode: -201,
  groupInviteAnswer: 'refuse',
  groupButtonsCode: -233,
  groupDisabledRefusesChanges: true,
  groupListDefaultCount: 5,
  groupListMaxCount: 50,
  groupChatMaxCount: 10,
  groupRecentChat: 'lastOfEach',
  groupDissolveAfterMs: 45 * DAY_MS,
  groupAssetPeriodMs: 30 * DAY_MS,
  groupJoinEventOnCreate: false,
  groupJoinEventOnAccept: true,
  groupEventPerPerson: false,
  groupEchoHasAppUser: true,
  groupEchoAppUserId: '',
  groupMessageIsInteraction: false,
  groupStartLockSendMsg: false,
  groupStartJoinAppr: false,
  groupStartMsgHistory: true,
  groupStartLinkJoin: true,
};
