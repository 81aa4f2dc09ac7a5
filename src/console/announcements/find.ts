import { checkAnnouncement, type ContentProblem, isSendable } from '../../broadcasts/check-content.ts';
import { LIFECYCLE_REFUSALS, type LifecycleStep, type StartFacts } from '../../broadcasts/lifecycle.ts';
import { type AnnouncementPlan, makePlan } from '../../broadcasts/plan-announcement.ts';
import { readPlanSettings } from '../../broadcasts/plan-settings.ts';
import { factsOfPlan } from '../../broadcasts/start-facts.ts';
import { vietnamDay } from '../../shared/clock.ts';
import type { Announcement, AnnouncementContent } from '../../storage/announcement-ports.ts';
import { type ActionContext, Refusal } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { Actor } from '../permissions.ts';
import { linkListsOf } from './link-lists.ts';

/** Whether somebody may see it: a commune officer what concerns their commune or everybody. */
export function concerns(actor: Actor, { content, communeCode }: Announcement): boolean {
  if (actor.role !== 'commune-officer') return true;
  const { communes } = content.audience;
  return communeCode === actor.communeCode || communes.length === 0 || communes.includes(actor.communeCode ?? '');
}

/** The announcement with this id. Throws `Refusal` for one that does not exist or is none of the actor's. */
export async function findFor(context: Pick<ActionContext, 'actor' | 'deps'>, id: string): Promise<Announcement> {
  const { actor, deps } = context;
  const found = await deps.storage.findAnnouncement({ id });
  if (!found || found.oaId !== deps.oaId || !concerns(actor, found)) {
    throw new Refusal('Không có thông báo này. Có thể đường dẫn đã cũ.');
  }
  return found;
}

/** What is wrong with a content now. */
export const problemsWith = (deps: ConsoleDeps, content: AnnouncementContent, now: number): ContentProblem[] =>
  checkAnnouncement(content, {
    ...linkListsOf(deps.rootDir),
    catalogue: deps.catalogue(),
    now,
    pictureBytes: (file) => deps.pictures.sizeOf(file),
  });

/** Throws `Refusal` with a sentence beside each field unless the content may go out. */
export function refuseUnfit(deps: ConsoleDeps, content: AnnouncementContent, now: number): void {
  const problems = problemsWith(deps, content, now);
  if (isSendable(problems)) return;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new Refusal(
    `Thông báo còn chỗ phải sửa: ${errors.map(({ problem }) => problem).join(' ')}`,
    Object.fromEntries(errors.toReversed().map(({ field, problem }) => [field, problem])),
  );
}

/** Articles of this month and the last count against the caps of a package. */
const ARTICLES_BACK_MS = 62 * 86_400_000;

/** The plan of a content as of now. */
export async function planOf(deps: ConsoleDeps, content: AnnouncementContent, now: number): Promise<AnnouncementPlan> {
  const { oaId, storage } = deps;
  const articles = await storage.listBroadcastsSince({ oaId, since: now - ARTICLES_BACK_MS });
  return makePlan({
    storage,
    oaId,
    content,
    now,
    settings: await readPlanSettings(deps.storage),
    pseudonymOf: (oaId, userId) => deps.pseudonymOf(oaId, userId),
    provinceOf: (code) => deps.places.commune(code)?.provinceCode,
    articleDays: articles.flatMap(({ detail }) =>
      detail.broadcastAt === undefined ? [] : [vietnamDay(detail.broadcastAt)],
    ),
  });
}

/** What a start needs to know. */
export async function factsNow(deps: ConsoleDeps, announcement: Announcement, now: number): Promise<StartFacts> {
  return factsOfPlan(await planOf(deps, announcement.content, now));
}

/** The writes of a step, or its refusal as a sentence. */
export function writesOf(step: LifecycleStep): Extract<LifecycleStep, { ok: true }>['writes'] {
  if (step.ok) return step.writes;
  throw new Refusal(LIFECYCLE_REFUSALS[step.code]);
}
