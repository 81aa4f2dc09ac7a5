import type { Announcement } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { readAudience } from './audience.ts';
import type { BudgetCut } from './budget.ts';
import { createDecider } from './decide-recipient.ts';
import { makePlan } from './plan-announcement.ts';
import type { PlanSettings } from './plan-settings.ts';
import { WINDOW_MS } from './reach.ts';

export interface ListingOptions {
  readonly storage: Pick<
    Storage,
    | 'findAnnouncement'
    | 'addRecipients'
    | 'listAudiencePage'
    | 'countAudiencePage'
    | 'listInterested'
    | 'listPassingTeams'
    | 'listAudienceProvinces'
  >;
  /** Epoch ms. */
  now(): number;
  /** Needed for audiences by interests. */
  readonly pseudonymOf?: (oaId: string, userId: string) => string;
  /** As the plan was made with. Default: the plan's own defaults. */
  readonly settings?: PlanSettings;
}

/**
 * Puts the audience of a started announcement on its list, page by page in flat memory; each page says how far it is, so
 * that a killed process goes on where it was. Stops when the announcement is not `sending` any more. True when the list is
 * made to the end.
 */
export async function listRecipientsOf(announcement: Announcement, options: ListingOptions): Promise<boolean> {
  const { storage } = options;
  const { id, oaId, content, dueAt, listing } = announcement;
  const decide = createDecider(
    { at: dueAt, isEmergency: content.emergency !== undefined },
    { lanes: content.lanes, reachableTeams: await passingTeams(announcement, options) },
    await budgetCut(announcement, options),
  );
  const audience = { storage, oaId, filter: content.audience, category: content.category, at: dueAt };
  const request = { ...audience, ...(options.pseudonymOf ? { pseudonymOf: options.pseudonymOf } : {}) };
  let { looked } = listing;
  for await (const page of readAudience(request, listing.afterUserId)) {
    if ((await storage.findAnnouncement({ id }))?.state !== 'sending') return false;
    looked += page.people.length;
    await storage.addRecipients({
      ...{ oaId, announcementId: id, dueAt, at: options.now() },
      recipients: page.people.map(decide),
      listing: {
        ...{ looked, afterUserId: page.lastUserId, done: page.done },
        total: Math.max(listing.total, looked),
      },
    });
  }
  return true;
}

async function passingTeams(
  { oaId, content, dueAt }: Announcement,
  { storage }: ListingOptions,
): Promise<ReadonlySet<string>> {
  if (!content.lanes.includes('cascade')) return new Set();
  const windowStart = dueAt - WINDOW_MS;
  return new Set((await storage.listPassingTeams({ oaId, filter: content.audience, windowStart })).reachable);
}

/** Who of the paid ones is inside the budget: the most recently active first, as the plan said. */
async function budgetCut(
  { oaId, content, dueAt }: Announcement,
  { storage, settings, pseudonymOf }: ListingOptions,
): Promise<BudgetCut | undefined> {
  if (content.budgetVnd === undefined) return undefined;
  const plan = await makePlan({
    ...{ storage, oaId, content, now: dueAt },
    ...(settings ? { settings } : {}),
    ...(pseudonymOf ? { pseudonymOf } : {}),
  });
  return plan.direct.cut;
}
