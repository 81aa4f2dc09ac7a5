import type { Announcement } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import { APPROVAL_ABOVE_KEY, type StartFacts } from './lifecycle.ts';
import { type AnnouncementPlan, makePlan, type PlanRequest } from './plan-announcement.ts';

/** What a plan says about starting. */
export function factsOfPlan(plan: AnnouncementPlan): StartFacts {
  const { direct, article, cascade, zbs, audience } = plan;
  const isArticleLate = article !== undefined && article.total > 0 && article.moment === undefined;
  return {
    recipients: direct.total + (article?.total ?? 0) + (cascade?.residents ?? 0) + (zbs?.total ?? 0),
    audience,
    quietHours: plan.hours,
    ...(isArticleLate ? { isArticleLate } : {}),
  };
}

/** Plans an announcement now and says what that means for its start. */
export async function startFactsOf(
  { oaId, content, listing }: Announcement,
  request: Omit<PlanRequest, 'oaId' | 'content'>,
): Promise<StartFacts> {
  // A finished message has its people from whoever made it.
  if (content.ready !== undefined) return { recipients: 1, audience: listing.total };
  return factsOfPlan(await makePlan({ ...request, oaId, content }));
}

/** The size above which a second person approves, as set. */
export async function readApprovalAbove(storage: Pick<Storage, 'readMeta'>, fallback: number): Promise<number> {
  const stored = await storage.readMeta({ key: APPROVAL_ABOVE_KEY });
  const above = Number(stored);
  return stored !== undefined && stored.trim() !== '' && Number.isSafeInteger(above) && above >= 0 ? above : fallback;
}
