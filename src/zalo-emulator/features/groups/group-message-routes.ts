import { accept } from '../../api-answers.ts';
import type { OaRoute } from '../../oa-route.ts';
import type { EmulatorParts } from '../../parts.ts';
import { toConversationItem } from '../conversation-items.ts';
import type { GroupBook, GroupRecord } from './group-book.ts';
import type { GroupCalls } from './group-calls.ts';
import type { GroupMessage } from './group-model.ts';
import type { GroupSending } from './sending.ts';

/**
 * `message`, `listrecentchat` and `conversation`: newest first, items as in 1-1 histories plus `group_id`.
 *
 * Source: Zalo docs, GMF pages "Gửi tin nhóm", "Lấy danh sách tin nhắn gần nhất", "Lấy tin nhắn trong nhóm".
 */
export function groupMessageRoutes(
  parts: EmulatorParts,
  calls: GroupCalls,
  groups: GroupBook,
  sending: GroupSending,
): readonly OaRoute[] {
  const { settings } = parts.options;
  const item = (message: GroupMessage) => historyItem(parts, groups.find(message.groupId), message);

  return [
    calls.groupRoute('POST', 'message', 'recipient', 'enabled', ({ group, body }) => sending.sendFromApi(group, body)),
    calls.route('GET', 'group/listrecentchat', ({ query }) => {
      const page = calls.page(query, settings.groupChatMaxCount);
      if ('error' in page) return page;
      const own = groups.list().filter(({ hasOa }) => hasOa);
      const newest = own
        .flatMap(({ id }) =>
          settings.groupRecentChat === 'all' ? groups.messages.list(id) : (groups.messages.last(id) ?? []),
        )
        .toSorted((a, b) => b.sentAtMs - a.sentAtMs);
      return accept(newest.slice(page.offset, page.offset + page.count).map(item));
    }),
    calls.groupRoute('GET', 'conversation', 'query', 'any', ({ query, group }) => {
      const page = calls.page(query, settings.groupChatMaxCount);
      if ('error' in page) return page;
      const newest = groups.messages.list(group.id).toReversed();
      return accept(newest.slice(page.offset, page.offset + page.count).map(item));
    }),
  ];
}

/** An item of a 1-1 history with the group in the place of whom it went to. */
function historyItem(parts: EmulatorParts, group: GroupRecord | undefined, message: GroupMessage): object {
  const residentId = message.residentId ?? '';
  const sender = parts.book.find(residentId) ?? {
    id: residentId,
    idByApp: '',
    name: message.senderName,
    follows: false,
  };
  return {
    ...toConversationItem(parts, { ...message, residentId }, sender),
    to_id: message.groupId,
    to_display_name: group?.name ?? '',
    to_avatar: group?.avatarUrl ?? '',
    group_id: message.groupId,
  };
}
