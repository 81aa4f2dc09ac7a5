import type { ArticleCalls, ArticleDraft, BroadcastCalls, BroadcastTarget, ZaloCityCode } from 'zalo-oa-sdk';
import { isQuiet } from '../../delivery/quiet-hours.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import type { Metrics } from '../../shared/metrics.ts';
import type { Announcement } from '../../storage/announcement-ports.ts';
import type { ArticleJob } from '../../storage/lane-ports.ts';
import type { Storage } from '../../storage/ports.ts';
import { afterAct, type ArticleAct, type ArticleAnswer, type ArticleFacts, nextAct } from './article.ts';
import { articleTitle } from './article-draft.ts';
import { startOfDay, ZALO_HOURS } from './hours.ts';
import { ACTING, isOvertaken, keepJob, type LaneStepper, settleLane } from './step.ts';

export interface ArticleLaneOptions {
  readonly storage: Pick<Storage, 'saveLaneJob' | 'findLaneJob' | 'listBroadcastsSince' | 'moveRecipients'>;
  readonly articles: Pick<ArticleCalls, 'create' | 'verify' | 'list' | 'remove'>;
  readonly broadcasts: BroadcastCalls;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The announcement as an article; undefined where this server has no public address, without which there is no picture. */
  draftOf(announcement: Announcement): ArticleDraft | undefined;
}

/** Looked through for an article whose making was not answered. */
const NEWEST = 10;
const AGAIN_MS = 5_000;

/** What the recipients of the lane become, by how the broadcast ended. */
const SETTLED = {
  done: { from: ['pending', 'unknown', 'failed'], to: 'sent' },
  failed: { from: ['pending'], to: 'failed' },
  unknown: { from: ['pending'], to: 'unknown' },
} as const;

/** Followers by an article of the OA and one broadcast of it, see `article.ts`. */
export function createArticleLane(options: ArticleLaneOptions): LaneStepper<ArticleJob> {
  const { storage, articles, broadcasts, clock, logger, metrics } = options;

  const factsOf = async (job: ArticleJob, announcement: Announcement): Promise<ArticleFacts> => {
    const now = clock.now();
    const isOwn = job.state === 'ready' && !isQuiet(now, ZALO_HOURS);
    const others = isOwn ? await storage.listBroadcastsSince({ oaId: job.oaId, since: startOfDay(now) }) : [];
    const hasBroadcastToday = others.some(
      (other) => other.announcementId !== job.announcementId && sharesFollowers(other.detail.cities, job.detail.cities),
    );
    return { now, announcement: announcement.state, hasBroadcastToday };
  };

  const perform = async (
    act: ArticleAct,
    job: ArticleJob,
    { content }: Announcement,
    draft: ArticleDraft | undefined,
  ): Promise<ArticleAnswer> => {
    const { oaId, detail } = job;
    try {
      switch (act) {
        case 'create':
          return { act, ...(await articles.create(oaId, draft as ArticleDraft)) };
        case 'find': {
          const { articles: newest } = await articles.list(oaId, { offset: 0, count: NEWEST });
          return { act, articles: newest, title: articleTitle(content) };
        }
        case 'verify':
          return { act, found: await articles.verify(oaId, detail.token ?? '') };
        case 'broadcast':
          return {
            act,
            ...(await broadcasts.send(oaId, { target: targetOf(detail.cities), articleIds: [detail.articleId ?? ''] })),
          };
        case 'remove':
          await articles.remove(oaId, detail.articleId ?? '');
          return { act };
      }
    } catch (error) {
      return { act, error };
    }
  };

  /** Records an answer, also when a sweep took the call for lost meanwhile: what Zalo said counts. */
  const record = async (claimed: ArticleJob, answer: ArticleAnswer): Promise<ArticleJob> => {
    const after = afterAct(claimed, answer, clock.now());
    try {
      return await keepJob(storage, after);
    } catch (error) {
      if (!isOvertaken(error) || answer.act !== 'broadcast') throw error;
      const { oaId, announcementId, detail } = claimed;
      const fresh = await storage.findLaneJob({ oaId, announcementId, lane: 'article' });
      if (fresh?.lane !== 'article' || fresh.state !== 'unknown' || fresh.detail.claimedAt !== detail.claimedAt)
        throw error;
      return keepJob(storage, { ...after, version: fresh.version });
    }
  };

  const settle = async (job: ArticleJob, announcement: Announcement): Promise<void> => {
    const outcome = SETTLED[job.state as keyof typeof SETTLED];
    const code = job.state === 'done' ? '' : job.code;
    const isThrough =
      announcement.state === 'cancelled' ||
      (await settleLane(storage, announcement, { lane: 'article', ...outcome, code, at: clock.now() }));
    const { dueAt: _due, ...rest } = job;
    await keepJob(storage, isThrough ? rest : { ...rest, dueAt: clock.now() + AGAIN_MS });
  };

  return {
    async step(job, announcement) {
      if (job.state === 'done' || job.state === 'failed' || job.state === 'unknown') return settle(job, announcement);
      const next = nextAct(job, await factsOf(job, announcement));
      if (!next) return;
      if ('changed' in next) return void (await keepJob(storage, next.changed));
      const { act } = next;
      const draft = act === 'create' ? options.draftOf(announcement) : undefined;
      if (act === 'create' && !draft) {
        const { dueAt: _due, ...rest } = job;
        const meaning = 'This server has no public address, so Zalo cannot fetch the picture of an article';
        const at = clock.now();
        await keepJob(storage, {
          ...rest,
          state: 'failed',
          dueAt: at,
          code: 'NO_PUBLIC_ADDRESS',
          meaning,
          updatedAt: at,
        });
        return;
      }
      const isFresh = act === 'create' || act === 'broadcast';
      const claimed = isFresh ? await keepJob(storage, next.claim, ACTING) : next.claim;
      const answer = await perform(act, claimed, announcement, draft);
      const after = await record(claimed, answer);
      if (act !== 'broadcast') return;
      const result = after.state === 'done' ? 'sent' : after.state === 'ready' ? 'retried' : after.state;
      metrics.sends.inc({ lane: 'article', result });
      if (after.code !== '') metrics.zaloErrors.inc({ code: after.code });
      logger.info(
        { announcementId: job.announcementId, state: after.state, code: after.code },
        'a broadcast was called',
      );
    },
  };
}

const targetOf = (cities: readonly number[]): BroadcastTarget =>
  cities.length === 0 ? { gender: [0] } : { cities: cities as readonly ZaloCityCode[] };

/** Two broadcasts meet where one of them goes to everybody, or both to the same city. */
const sharesFollowers = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === 0 || other.length === 0 || one.some((city) => other.includes(city));
