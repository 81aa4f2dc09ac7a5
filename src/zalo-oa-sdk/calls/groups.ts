import { ZaloMessageError } from '../errors.ts';
import { checkedText } from '../messages/checks.ts';
import type { GroupMessage } from '../messages.ts';
import type { OaCall } from '../oa-call.ts';
import { defined, readData } from '../reply-shapes.ts';
import type { ZaloReply } from '../transport.ts';
import {
  assetList,
  createdGroup,
  groupDetails,
  groupList,
  groupMessages,
  groupReceipt,
  memberList,
} from './group-shapes.ts';
import type {
  Group,
  GroupAsset,
  GroupChange,
  GroupDetails,
  GroupLimits,
  GroupMemberList,
  GroupMessageItem,
  GroupProductType,
  NewGroup,
  QuotaType,
  SentGroupMessage,
} from './group-types.ts';
import { type ListPart, partQuery, requireIds } from './list-arguments.ts';
import { requireText } from './request-checks.ts';

/**
 * Group chats of the OA (GMF). They exist only where the OA made them; other Zalo groups cannot be reached.
 *
 * All calls need the permission "quản lý thông tin nhóm", a verified OA and a package with GMF (-221, -224 otherwise).
 * Whether a state agency (`oa_type` 4) may use them is not confirmed. Errors of their own: -237 group disabled, -238
 * and -241 asset used or disabled, -403 the OA is not in the group. Ids and texts are checked first
 * (`ZaloMessageError`). Source: the 18 pages "Nhóm chat (GMF)", 2026-11.
 */
export interface GroupCalls {
  /** The rights to groups the OA owns, free ones and used ones. `POST /v3.0/oa/quota/group`. */
  listAssets(
    oaId: string,
    filter?: { readonly productType?: GroupProductType; readonly quotaType?: QuotaType },
  ): Promise<readonly GroupAsset[]>;
  /** Creates a group; uses up an asset. Not idempotent. `POST /v3.0/oa/group/creategroupwithoa`. */
  create(oaId: string, group: NewGroup): Promise<Group>;
  /**
   * Writes into a group, at any hour. A text mentions a member with `[@<user id>]` and everybody with `[@<group id>]`:
   * take `[@...]` out of text that residents wrote. Not idempotent. `POST /v3.0/oa/group/message`.
   */
  sendMessage(oaId: string, groupId: string, message: GroupMessage): Promise<SentGroupMessage>;
  /** One group with its package and settings. `GET /v3.0/oa/group/getgroup`. */
  get(oaId: string, groupId: string): Promise<GroupDetails>;
  /** Groups of the OA, Zalo's default of 5 at a time unless told otherwise. `GET /v3.0/oa/group/getgroupsofoa`. */
  list(oaId: string, part?: ListPart): Promise<{ readonly groups: readonly Group[]; readonly total?: number }>;
  /** Changes name, picture, description or settings; at least one. `POST /v3.0/oa/group/updateinfo`. */
  updateInfo(oaId: string, groupId: string, change: GroupChange): Promise<void>;
  /** Puts the group on another asset: a renewal or another size. `POST /v3.0/oa/group/updateasset`. */
  updateAsset(oaId: string, groupId: string, assetId: string): Promise<void>;
  /** Invites users who follow the OA or wrote within 7 days. `POST /v3.0/oa/group/invite`. */
  invite(oaId: string, groupId: string, userIds: readonly string[]): Promise<void>;
  /** Who is in the group. `GET /v3.0/oa/group/listmember`. */
  listMembers(oaId: string, groupId: string, part?: ListPart): Promise<GroupMemberList>;
  /** Who waits to be let in. `GET /v3.0/oa/group/listpendinginvite`. */
  listPendingInvites(oaId: string, groupId: string, part?: ListPart): Promise<GroupMemberList>;
  /** Lets waiting users in. `POST /v3.0/oa/group/acceptpendinginvite`. */
  acceptPendingInvites(oaId: string, groupId: string, userIds: readonly string[]): Promise<void>;
  /** Turns waiting users away. `POST /v3.0/oa/group/rejectpendinginvite`. */
  rejectPendingInvites(oaId: string, groupId: string, userIds: readonly string[]): Promise<void>;
  /** Makes members deputies ("phó nhóm"). `POST /v3.0/oa/group/addadmins`. */
  addAdmins(oaId: string, groupId: string, userIds: readonly string[]): Promise<void>;
  /** Makes deputies plain members again. `POST /v3.0/oa/group/removeadmins`. */
  removeAdmins(oaId: string, groupId: string, userIds: readonly string[]): Promise<void>;
  /** Takes members out of the group. `POST /v3.0/oa/group/removemembers`. */
  removeMembers(oaId: string, groupId: string, userIds: readonly string[]): Promise<void>;
  /** Dissolves the group for all its members. `POST /v3.0/oa/group/delete`. */
  delete(oaId: string, groupId: string): Promise<void>;
  /** The latest messages over all groups. `GET /v3.0/oa/group/listrecentchat`. */
  listRecentMessages(oaId: string, part?: ListPart): Promise<readonly GroupMessageItem[]>;
  /** The messages of one group. `GET /v3.0/oa/group/conversation`. */
  listMessages(oaId: string, groupId: string, part?: ListPart): Promise<readonly GroupMessageItem[]>;
}

/** Zalo's own default of `getgroupsofoa`; the other lists name none. */
const PART = { defaultCount: 5 };

/** {@link GroupCalls} over an authenticated call. */
export function createGroupCalls(call: OaCall, limits: Partial<GroupLimits> = {}): GroupCalls {
  const { nameLength = 30, membersPerCall = 99 } = limits;

  function post(oaId: string, name: string, json: object): Promise<ZaloReply['body']> {
    return call(oaId, { host: 'api', method: 'POST', path: `/v3.0/oa/${name}`, json });
  }

  function get(oaId: string, name: string, query: Readonly<Record<string, string>>): Promise<ZaloReply['body']> {
    return call(oaId, { host: 'api', method: 'GET', path: `/v3.0/oa/group/${name}`, query });
  }

  function forMembers(name: string) {
    return async (oaId: string, groupId: string, userIds: readonly string[]): Promise<void> => {
      const member_user_ids = requireIds('userIds', userIds, membersPerCall);
      await post(oaId, `group/${name}`, { group_id: requireText('groupId', groupId), member_user_ids });
    };
  }

  function members(name: string) {
    return async (oaId: string, groupId: string, part: ListPart = {}): Promise<GroupMemberList> => {
      const query = { group_id: requireText('groupId', groupId), ...partQuery(part, PART) };
      const data = readData(memberList, await get(oaId, name, query), `GET /v3.0/oa/group/${name}`);
      const { members, total, member_count: memberCount } = data;
      return defined({ members, total, memberCount }) as GroupMemberList;
    };
  }

  return {
    async listAssets(oaId, filter = {}) {
      const json = defined({ quota_owner: 'OA', product_type: filter.productType, quota_type: filter.quotaType });
      return readData(assetList, await post(oaId, 'quota/group', json), 'POST /v3.0/oa/quota/group');
    },

    async create(oaId, group) {
      const json = defined({
        group_name: checkedText('name', group.name, nameLength),
        group_description: group.description,
        asset_id: requireText('assetId', group.assetId),
        member_user_ids: requireIds('memberUserIds', group.memberUserIds, membersPerCall),
      });
      const name = 'group/creategroupwithoa';
      return readData(createdGroup, await post(oaId, name, json), `POST /v3.0/oa/${name}`);
    },

    async sendMessage(oaId, groupId, message) {
      const json = { recipient: { group_id: requireText('groupId', groupId) }, message: withoutButtons(message) };
      const data = readData(groupReceipt, await post(oaId, 'group/message', json), 'POST /v3.0/oa/group/message');
      const { message_id: messageId, group_id, sent_time: sentAtMs } = data;
      return defined({ messageId, groupId: group_id ?? groupId, sentAtMs }) as SentGroupMessage;
    },

    async get(oaId, groupId) {
      const body = await get(oaId, 'getgroup', { group_id: requireText('groupId', groupId) });
      return readData(groupDetails, body, 'GET /v3.0/oa/group/getgroup');
    },

    async list(oaId, part = {}) {
      const body = await get(oaId, 'getgroupsofoa', partQuery(part, PART));
      const { groups, total } = readData(groupList, body, 'GET /v3.0/oa/group/getgroupsofoa');
      return total === undefined ? { groups } : { groups, total };
    },

    async updateInfo(oaId, groupId, change) {
      const fields = defined({
        group_name: change.name === undefined ? undefined : checkedText('name', change.name, nameLength),
        group_avatar: change.avatar,
        group_description: change.description,
        lock_send_msg: change.lockSendMessage,
        join_appr: change.approveNewMembers,
        enable_msg_history: change.showHistory,
        enable_link_join: change.joinByLink,
      });
      if (Object.keys(fields).length === 0) {
        throw new ZaloMessageError('change', 'is empty; expected at least one thing to change about the group.');
      }
      await post(oaId, 'group/updateinfo', { group_id: requireText('groupId', groupId), ...fields });
    },

    async updateAsset(oaId, groupId, assetId) {
      const json = { group_id: requireText('groupId', groupId), asset_id: requireText('assetId', assetId) };
      await post(oaId, 'group/updateasset', json);
    },

    invite: forMembers('invite'),
    listMembers: members('listmember'),
    listPendingInvites: members('listpendinginvite'),
    acceptPendingInvites: forMembers('acceptpendinginvite'),
    rejectPendingInvites: forMembers('rejectpendinginvite'),
    addAdmins: forMembers('addadmins'),
    removeAdmins: forMembers('removeadmins'),
    removeMembers: forMembers('removemembers'),

    async delete(oaId, groupId) {
      await post(oaId, 'group/delete', { group_id: requireText('groupId', groupId) });
    },

    async listRecentMessages(oaId, part = {}) {
      const body = await get(oaId, 'listrecentchat', partQuery(part, PART));
      return readData(groupMessages, body, 'GET /v3.0/oa/group/listrecentchat');
    },

    async listMessages(oaId, groupId, part = {}) {
      const query = { group_id: requireText('groupId', groupId), ...partQuery(part, PART) };
      return readData(groupMessages, await get(oaId, 'conversation', query), 'GET /v3.0/oa/group/conversation');
    },
  };
}

/** Buttons are not documented for groups; the type already keeps them out of TypeScript code. */
function withoutButtons(message: GroupMessage): GroupMessage {
  const payload = message.attachment?.payload;
  if (payload === undefined || !('buttons' in payload)) return message;
  throw new ZaloMessageError('message.attachment.payload.buttons', 'is set; expected none: groups take no buttons.');
}
