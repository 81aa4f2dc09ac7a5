import type { OutgoingMessage } from 'zalo-oa-sdk';
import { AppError } from '../shared/errors.ts';
import type { AudienceQuery, Storage } from '../storage/ports.ts';
import { announcementId } from './message-file.ts';
import type { AnnouncementPlan } from './plan.ts';

export interface StartRequest {
  readonly storage: Pick<Storage, 'saveAnnouncement' | 'findAnnouncement' | 'addRecipients'>;
  readonly title: string;
  readonly message: OutgoingMessage;
  readonly audience: AudienceQuery;
  readonly plan: AnnouncementPlan;
  readonly at: number;
  /** Told how many recipients are on the list so far. */
  onProgress?(queued: number, total: number): void;
}

export interface StartedAnnouncement {
  readonly id: string;
  /** False when the same message to the same audience existed: only newcomers were added. */
  readonly created: boolean;
  readonly added: number;
  /** When those added are due, epoch ms: never before the hour the announcement was first given. */
  readonly dueAt: number;
}

const CHUNK = 500;

/**
 * Puts an announcement and its recipients on the list; the running server sends it in its slow lane. Doing it again
 * with the same message and audience adds newcomers and repeats nobody; a paused one stays paused.
 * Throws ANNOUNCEMENT_CANCELLED when that announcement was cancelled.
 */
export async function startAnnouncement(request: StartRequest): Promise<StartedAnnouncement> {
  const { storage, title, message, audience, plan, at } = request;
  const id = announcementId(audience.oaId, message, audience);
  const body = JSON.stringify(message);
  const { created } = await storage.saveAnnouncement({
    id,
    oaId: audience.oaId,
    title,
    body,
    audience: JSON.stringify(audience),
    dueAt: plan.startsAt,
    createdAt: at,
    state: 'sending',
  });
  const existing = created ? undefined : await storage.findAnnouncement({ id });
  if (existing?.state === 'cancelled') {
    throw new AppError(
      'ANNOUNCEMENT_CANCELLED',
      `Announcement ${id} with this message and audience was cancelled and is not sent again. Change the text to make a new one.`,
    );
  }
  const dueAt = Math.max(plan.startsAt, existing?.dueAt ?? 0);
  let added = 0;
  for (let from = 0; from < plan.reachable.length; from += CHUNK) {
    const userIds = plan.reachable.slice(from, from + CHUNK);
    const result = await storage.addRecipients({ oaId: audience.oaId, announcementId: id, body, dueAt, at, userIds });
    added += result.added;
    request.onProgress?.(from + userIds.length, plan.reachable.length);
  }
  return { id, created, added, dueAt };
}
