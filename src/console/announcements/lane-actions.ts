import * as z from 'zod';
import { retryArticle, settleUnknown } from '../../broadcasts/lanes/article.ts';
import { retryZbs } from '../../broadcasts/lanes/zbs.ts';
import type { ArticleJob } from '../../storage/lane-ports.ts';
import { type ActionContext, communeFor, defineAction, Refusal } from '../action.ts';
import { findFor } from './find.ts';

const id = z.string().min(1).max(64);

export const showLanes = defineAction({
  name: 'announcements.lanes',
  permission: 'announcements.view',
  route: { method: 'GET', path: '/announcements/:id/lanes' },
  summary: 'How far the article, the cascade over the teams and template messages are.',
  input: z.object({ id }),
  output: z.object({
    jobs: z.array(
      z.object({
        lane: z.string(),
        state: z.string(),
        code: z.string(),
        dueAt: z.number().optional(),
        updatedAt: z.number(),
        word: z.string().optional(),
        broadcastAt: z.number().optional(),
      }),
    ),
    cascade: z
      .object({
        teams: z.number(),
        teamsTold: z.number(),
        teamsPassed: z.number(),
        teamsToPhone: z.number(),
        members: z.number(),
        told: z.number(),
        passed: z.number(),
        returned: z.number(),
        typed: z.number(),
      })
      .optional(),
  }),
  async run(context, { id: announcementId }) {
    const { deps, actor } = context;
    const found = await findFor(context, announcementId);
    const jobs = await deps.storage.listLaneJobs({ oaId: deps.oaId, announcementId: found.id });
    const communeCode = communeFor(actor);
    const hasCascade = jobs.some(({ lane }) => lane === 'cascade');
    return {
      jobs: jobs.map((job) => ({
        lane: job.lane,
        state: job.state,
        code: job.code,
        updatedAt: job.updatedAt,
        ...(job.dueAt === undefined ? {} : { dueAt: job.dueAt }),
        ...(job.lane === 'cascade' ? { word: job.detail.word } : {}),
        ...(job.lane === 'article' && job.detail.broadcastAt !== undefined
          ? { broadcastAt: job.detail.broadcastAt }
          : {}),
      })),
      ...(hasCascade
        ? {
            cascade: await deps.storage.cascadeTotals({
              oaId: deps.oaId,
              announcementId: found.id,
              ...(communeCode === undefined ? {} : { communeCode }),
            }),
          }
        : {}),
    };
  },
});

export const listCascadeTeams = defineAction({
  name: 'announcements.cascade-teams',
  permission: 'announcements.view',
  route: { method: 'GET', path: '/announcements/:id/teams' },
  summary: 'Teams asked to pass it on: who has it, who passed it on, how many residents came back; a page at a time.',
  input: z.object({
    id,
    which: z.enum(['all', 'passed', 'waiting', 'to-phone']).default('all'),
    after: z.string().max(32).default(''),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    teams: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        communeCode: z.string(),
        members: z.number(),
        told: z.number(),
        passedAt: z.number().optional(),
        remindedAt: z.number().optional(),
        returned: z.number(),
        typed: z.number(),
        /** Whom to phone, of teams of which nobody has it. */
        names: z.array(z.string()),
      }),
    ),
    next: z.string().optional(),
  }),
  async run(context, { id: announcementId, which, after, limit }) {
    const { deps, actor } = context;
    const found = await findFor(context, announcementId);
    const communeCode = communeFor(actor);
    const teams = await deps.storage.listCascadeTeams({
      oaId: deps.oaId,
      announcementId: found.id,
      afterTeam: after,
      limit,
      ...(communeCode === undefined ? {} : { communeCode }),
      ...(which === 'to-phone' ? { toPhone: true } : {}),
      ...(which === 'passed' ? { passed: true } : {}),
      ...(which === 'waiting' ? { passed: false } : {}),
    });
    const last = teams.at(-1);
    const names = new Map<string, string[]>();
    for (const { teamCode, told } of teams) {
      if (told > 0) continue;
      const members = await deps.storage.listCascadeMembers({
        ...{ oaId: deps.oaId, announcementId: found.id, teamCode, afterUserId: '', limit: 10 },
      });
      const isLeader = ({ role }: (typeof members)[number]): number => (role === 'leader' ? 0 : 1);
      names.set(
        teamCode,
        members.toSorted((a, b) => isLeader(a) - isLeader(b)).map(({ name }) => name),
      );
    }
    return {
      teams: teams.map(
        ({ teamCode, name, communeCode: commune, members, told, passedAt, remindedAt, returned, typed }) => ({
          code: teamCode,
          name,
          communeCode: commune,
          members,
          told,
          returned,
          typed,
          names: names.get(teamCode) ?? [],
          ...(passedAt === undefined ? {} : { passedAt }),
          ...(remindedAt === undefined ? {} : { remindedAt }),
        }),
      ),
      ...(last && teams.length === limit ? { next: last.teamCode } : {}),
    };
  },
});

async function articleOf(context: ActionContext, announcementId: string): Promise<ArticleJob> {
  const { deps } = context;
  const found = await findFor(context, announcementId);
  const job = await deps.storage.findLaneJob({ oaId: deps.oaId, announcementId: found.id, lane: 'article' });
  if (job?.lane !== 'article') throw new Refusal('Thông báo này không gửi bằng bài viết.');
  return job;
}

async function keep(context: ActionContext, before: ArticleJob, job: ArticleJob | undefined): Promise<{ id: string }> {
  if (!job) throw new Refusal('Bài viết không còn ở bước này. Bạn tải lại trang để xem.');
  await context.change({
    subject: `announcement:${before.announcementId}`,
    detail: { lane: 'article', from: before.state, to: job.state },
    writes: [{ operation: 'saveLaneJob', args: { job, expectedVersion: before.version } }],
  });
  return { id: before.announcementId };
}

export const settleArticle = defineAction({
  name: 'announcements.settle-article',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/article/outcome' },
  summary: 'Says what became of a broadcast of unknown outcome, after looking into OA Manager.',
  input: z.object({ id, wentOut: z.enum(['yes', 'no'], { error: 'Chọn một câu trả lời.' }) }),
  output: z.object({ id: z.string() }),
  async run(context, { id: announcementId, wentOut }) {
    const job = await articleOf(context, announcementId);
    return keep(context, job, settleUnknown(job, wentOut === 'yes', context.at));
  },
});

export const retryArticleLane = defineAction({
  name: 'announcements.retry-article',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/article/retry' },
  summary: 'Tries a failed article once more.',
  input: z.object({ id }),
  output: z.object({ id: z.string() }),
  async run(context, { id: announcementId }) {
    const job = await articleOf(context, announcementId);
    return keep(context, job, retryArticle(job, context.at));
  },
});

export const retryZbsLane = defineAction({
  name: 'announcements.retry-zbs',
  permission: 'announcements.run',
  route: { method: 'POST', path: '/announcements/:id/zbs/retry' },
  summary: 'Tries the failed lane of template messages once more.',
  input: z.object({ id }),
  output: z.object({ id: z.string() }),
  async run(context, { id: announcementId }) {
    const { deps } = context;
    const found = await findFor(context, announcementId);
    const before = await deps.storage.findLaneJob({ oaId: deps.oaId, announcementId: found.id, lane: 'zbs' });
    const job = before?.lane === 'zbs' ? retryZbs(before, context.at) : undefined;
    if (!before || !job) throw new Refusal('Tin mẫu không ở trạng thái gửi lại được. Bạn tải lại trang để xem.');
    await context.change({
      subject: `announcement:${found.id}`,
      detail: { lane: 'zbs', from: before.state, to: job.state },
      writes: [{ operation: 'saveLaneJob', args: { job, expectedVersion: before.version } }],
    });
    return { id: found.id };
  },
});
