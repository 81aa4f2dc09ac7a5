import { newDraft } from '../../src/broadcasts/lifecycle.ts';
import type {
  Announcement,
  AnnouncementContent,
  ClaimedRecipient,
  NewRecipient,
} from '../../src/storage/announcement-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { MORNING } from './manual-clock.ts';
import { OA } from './storage-rows.ts';

/** The content of an announcement that anybody may get. */
export const aContent = (content: Partial<AnnouncementContent> = {}): AnnouncementContent => ({
  title: 'Lịch cấp căn cước',
  category: 'services',
  text: 'Chào {bác}, sáng thứ Bảy cấp căn cước tại nhà văn hóa {xã}.',
  buttons: [],
  audience: { communes: [], teams: [], segments: [], interests: [] },
  lanes: ['direct'],
  ...content,
});

/** One that is being sent, with its list made; a finished message unless it has another content. */
export function anAnnouncement(given: Partial<Announcement> = {}): Announcement {
  const content = given.content ?? aContent({ ready: '{"text":"Lịch"}' });
  return {
    ...newDraft({ id: 'a1', oaId: OA, content, by: 'editor', at: MORNING }),
    state: 'sending',
    listing: { looked: 0, total: 0, afterUserId: '', done: true },
    dueAt: MORNING,
    startedAt: MORNING,
    ...given,
  };
}

/** People to be reached by a message of the OA. */
export const pending = (userIds: readonly string[]): readonly NewRecipient[] =>
  userIds.map((userId) => ({ userId, lane: 'direct', state: 'pending', code: '' }));

/** Everybody who is due at `at`. */
export async function claimAll(
  storage: Pick<Storage, 'claimRecipients'>,
  at: number,
  args: Partial<Parameters<Storage['claimRecipients']>[0]> = {},
): Promise<readonly ClaimedRecipient[]> {
  const { recipients } = await storage.claimRecipients({
    ...{ at, windowStart: at - 7 * 86_400_000, freeSince: at - 2 * 86_400_000, paidVnd: 55, limit: 100 },
    emergencyOnly: false,
    ...args,
  });
  return recipients;
}
