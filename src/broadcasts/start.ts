import type { OutgoingMessage } from 'zalo-oa-sdk';
import { AppError } from '../shared/errors.ts';
import type { Announcement, AudienceQuery } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { newDraft } from './lifecycle.ts';
import { announcementId } from './announcement-id.ts';
import { readAudience } from './audience.ts';
import { createDecider } from './decide-recipient.ts';
import { filterOf, readyContent } from './plan.ts';
import type { AnnouncementPlan } from './plan-announcement.ts';

/** An announcement with a finished message, for whoever lists its people alone: the command line, tips. Sent from `dueAt` on. */
export function readyAnnouncement(ready: {
  readonly id: string;
  readonly oaId: string;
  readonly title: string;
  /** Zalo's `message` object as JSON. */
  readonly body: string;
  readonly audience?: AudienceQuery;
  readonly dueAt: number;
  readonly at: number;
}): Announcement {
  const { id, oaId, title, body, audience, dueAt, at } = ready;
  const draft = newDraft({
    ...{ id, oaId, by: 'command-line', at },
    content: {
      ...{ title, category: 'news', text: '', buttons: [], lanes: ['direct'], ready: body },
      audience: filterOf(audience ?? {}),
    },
  });
  const listing = { ...draft.listing, done: true };
  return { ...draft, state: 'sending', listing, dueAt, startedBy: 'command-line', startedAt: at };
}

export interface StartRequest {
  readonly storage: Pick<
    Storage,
    | 'saveAnnouncement'
    | 'findAnnouncement'
    | 'addRecipients'
    | 'listAudiencePage'
    | 'countAudiencePage'
    | 'listInterested'
  >;
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

/**
 * Puts an announcement and its recipients on the list; the running server sends it in its slow lane. Doing it again
 * with the same message and audience adds newcomers and repeats nobody; a paused one stays paused.
 * Throws ANNOUNCEMENT_CANCELLED when that announcement was cancelled.
 */
export async function startAnnouncement(request: StartRequest): Promise<StartedAnnouncement> {
  const { storage, title, message, audience, plan, at } = request;
  const { oaId } = audience;
  const id = announcementId(oaId, message, audience);
  const { created } = await storage.saveAnnouncement(
    readyAnnouncement({ id, oaId, title, body: JSON.stringify(message), audience, dueAt: plan.startsAt, at }),
  );
  const existing = created ? undefined : await storage.findAnnouncement({ id });
  if (existing?.state === 'cancelled') {
    throw new AppError(
      'ANNOUNCEMENT_CANCELLED',
      `Announcement ${id} with this message and audience was cancelled and is not sent again. Change the text to make a new one.`,
    );
  }
  const dueAt = Math.max(plan.startsAt, existing?.dueAt ?? 0);
  let added = 0;
  let queued = 0;
  const { category, lanes, audience: filter } = readyContent(audience);
  const decide = createDecider(
    { at: plan.startsAt, isEmergency: false },
    { lanes, reachableTeams: new Set() },
    plan.direct.cut,
  );
  for await (const { people } of readAudience({ storage, oaId, filter, category, at: plan.startsAt })) {
    const recipients = people.map(decide).filter(({ state }) => state === 'pending');
    if (recipients.length === 0) continue;
    const result = await storage.addRecipients({ oaId, announcementId: id, dueAt, at, recipients });
    added += result.added;
    queued += recipients.length;
    request.onProgress?.(queued, plan.direct.total);
  }
  return { id, created, added, dueAt };
}
