import type { ArticleState as ZaloArticleState, ArticleSummary } from 'zalo-oa-sdk';
import { classify, defaultRetryPolicy } from '../../delivery/outcomes.ts';
import { isQuiet, nextAllowed } from '../../delivery/quiet-hours.ts';
import type { AnnouncementState } from '../../storage/announcement-ports.ts';
import type { ArticleDetail, ArticleJob } from '../../storage/lane-ports.ts';
import { nextDay, ZALO_HOURS } from './hours.ts';

/**
 * The article lane as a state machine, pure: `nextAct` says what is to be done now, `claim` what has to be on disk before a
 * call that must not be made twice, `afterAct` what its answer means. One broadcast call at most is ever acknowledged: the
 * call is claimed on disk first, and a claim without an answer ends in `unknown`, which only staff settle.
 */
export type ArticleAct =
  /** Makes the article. */
  | 'create'
  /** Looks among the newest articles whether a `create` without an answer made it. */
  | 'find'
  /** Asks whether Zalo is through with it. */
  | 'verify'
  | 'broadcast'
  /** Takes the article of a cancelled announcement off the OA's page. */
  | 'remove';

/** What the machine needs to know of the world. */
export interface ArticleFacts {
  readonly announcement: AnnouncementState;
  readonly now: number;
  /** Earlier broadcasts of the same Vietnamese day that share a follower with this one. */
  readonly hasBroadcastToday: boolean;
}

/** What became of an act. `create` gives a token, `find` perhaps an article, `verify` Zalo's state, `broadcast` a message. */
export type ArticleAnswer =
  | { readonly act: 'create'; readonly token: string }
  | { readonly act: 'find'; readonly articles: readonly ArticleSummary[]; readonly title: string }
  | { readonly act: 'verify'; readonly found: ZaloArticleState }
  | { readonly act: 'broadcast'; readonly messageId: string }
  | { readonly act: 'remove' }
  | { readonly act: ArticleAct; readonly error: unknown };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A call answers or times out in 10 s; whoever claimed longer ago than this is gone. */
const CLAIM_MS = 2 * MINUTE_MS;
/** So long after a lost answer a finished article is looked for before another one is made. */
const FIND_MS = 10 * MINUTE_MS;
const MAX_MAKES = 3;
/** Zalo takes seconds to about half an hour; a day is a fault. */
const REVIEW_MS = 24 * HOUR_MS;
const REVIEW_TRIES_MS = [5_000, 15_000, 30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS] as const;
/** How long a published article waits for a day on which followers may still get it. */
const WAIT_MS = 3 * 24 * HOUR_MS;
/** -200 to `verify`: a picture that Zalo cannot fetch, as a rule for good. */
const MAX_TRIES = 5;
/** Tries to take a cancelled announcement's article back, over half a day. */
const MAX_CLEAN_TRIES = 100;
const MAX_WAIT_MS = 10 * MINUTE_MS;
/** Clocks of Zalo and ours may differ by this. */
const SKEW_MS = MINUTE_MS;

const OUT_OF_DAY: ReadonlySet<string> = new Set(['-218', '-211']);
const NIGHT = '-234';
const PROCESSING = '-214';

/** States in which nothing has gone out and the announcement may still be cancelled. */
const RECALLABLE: ReadonlySet<ArticleJob['state']> = new Set(['making', 'review', 'ready']);

/** What to do now; a changed job without a call; or nothing until `job.dueAt`. */
export type ArticleNext =
  | { readonly act: ArticleAct; readonly claim: ArticleJob }
  | { readonly changed: ArticleJob }
  | undefined;

const change = (
  job: ArticleJob,
  now: number,
  changes: Partial<Omit<ArticleJob, 'detail' | 'dueAt'>> & { readonly dueAt?: number | null },
  detail: { readonly [K in keyof ArticleDetail]?: ArticleDetail[K] | null } = {},
): ArticleJob => {
  const { dueAt, ...rest } = changes;
  const merged = Object.fromEntries(
    Object.entries({ ...job.detail, ...detail }).filter(([, value]) => value !== null),
  ) as unknown as ArticleDetail;
  const { dueAt: before, ...kept } = job;
  const due = dueAt === undefined ? before : dueAt;
  return {
    ...kept,
    ...rest,
    updatedAt: now,
    detail: merged,
    ...(due === null || due === undefined ? {} : { dueAt: due }),
  };
};

/** Decides what comes next. Total over every state and moment. */
export function nextAct(job: ArticleJob, facts: ArticleFacts): ArticleNext {
  const { now } = facts;
  if (facts.announcement === 'cancelled' && RECALLABLE.has(job.state)) {
    return {
      changed: change(job, now, { state: 'cancelled', dueAt: now, code: 'CANCELLED', meaning: '' }, { tries: 0 }),
    };
  }
  if (job.dueAt === undefined || job.dueAt > now) return undefined;
  if (job.state === 'cancelled') return cleanUp(job, now);
  if (job.state === 'broadcasting') {
    // Whoever called is gone, and with them the answer.
    return { changed: unknown(job, now, 'PROCESS_ENDED', 'The process ended during the call') };
  }
  if (facts.announcement === 'paused' && RECALLABLE.has(job.state)) return undefined;
  switch (job.state) {
    case 'making':
      if (job.detail.claimedAt !== undefined) return { act: 'find', claim: job };
      return {
        act: 'create',
        claim: change(job, now, { dueAt: now + CLAIM_MS }, { claimedAt: now, makes: job.detail.makes + 1 }),
      };
    case 'review':
      return { act: 'verify', claim: job };
    case 'ready':
      return toBroadcast(job, facts);
    default:
      return { changed: change(job, now, { dueAt: null }) };
  }
}

function toBroadcast(job: ArticleJob, { now, hasBroadcastToday }: ArticleFacts): ArticleNext {
  if (isQuiet(now, ZALO_HOURS)) {
    return {
      changed: change(job, now, {
        dueAt: nextAllowed(now, ZALO_HOURS),
        code: 'OUTSIDE_HOURS',
        meaning: 'Waits for 06:00',
      }),
    };
  }
  if (hasBroadcastToday) return { changed: tomorrow(job, now, 'ONE_A_DAY', 'Followers got a broadcast today already') };
  return {
    act: 'broadcast',
    claim: change(
      job,
      now,
      { state: 'broadcasting', dueAt: now + CLAIM_MS, code: '', meaning: '' },
      { claimedAt: now, broadcastAt: now },
    ),
  };
}

/** An announcement that was cancelled leaves no article behind; what cannot be found is left to OA Manager. */
function cleanUp(job: ArticleJob, now: number): ArticleNext {
  const { articleId, token, claimedAt, removed } = job.detail;
  if (removed || job.detail.tries >= MAX_CLEAN_TRIES) return { changed: change(job, now, { dueAt: null }) };
  if (articleId !== undefined) return { act: 'remove', claim: job };
  if (token !== undefined) return { act: 'verify', claim: job };
  if (claimedAt !== undefined) return { act: 'find', claim: job };
  return { changed: change(job, now, { dueAt: null }) };
}

/** What an answer makes of the job as it was claimed. Total: every act has an outcome in every state. */
export function afterAct(job: ArticleJob, answer: ArticleAnswer, now: number): ArticleJob {
  if ('error' in answer) return afterError(job, answer.act, answer.error, now);
  switch (answer.act) {
    case 'create':
      return change(
        job,
        now,
        {
          state: job.state === 'making' ? 'review' : job.state,
          dueAt: now + REVIEW_TRIES_MS[0],
          code: '',
          meaning: '',
        },
        { token: answer.token, claimedAt: null, reviewSince: now, tries: 0 },
      );
    case 'find':
      return afterFind(job, answer.articles, answer.title, now);
    case 'verify':
      return afterVerify(job, answer.found, now);
    case 'broadcast':
      return change(
        job,
        now,
        { state: 'done', dueAt: now, code: '', meaning: '' },
        { messageId: answer.messageId, claimedAt: null, tries: 0 },
      );
    case 'remove':
      return change(job, now, { dueAt: null }, { removed: true });
  }
}

function afterFind(job: ArticleJob, articles: readonly ArticleSummary[], title: string, now: number): ArticleJob {
  const since = job.detail.claimedAt ?? now;
  const made = articles.find((article) => article.title === title && (article.createdAtMs ?? 0) >= since - SKEW_MS);
  if (made) return published(job, made.id, now);
  if (now - since < FIND_MS) return change(job, now, { dueAt: now + MINUTE_MS, code: 'ARTICLE_SOUGHT' });
  if (job.state === 'cancelled') return change(job, now, { dueAt: null }, { claimedAt: null });
  if (job.detail.makes >= MAX_MAKES) {
    return failed(job, now, 'ARTICLE_UNCERTAIN', `Made ${job.detail.makes} times without an answer and not found`);
  }
  return change(job, now, { dueAt: now, code: '', meaning: '' }, { claimedAt: null });
}

function afterVerify(job: ArticleJob, found: ZaloArticleState, now: number): ArticleJob {
  if (found.state === 'ready') return published(job, found.id, now);
  if (now - (job.detail.reviewSince ?? now) > REVIEW_MS && job.state !== 'cancelled') {
    return failed(job, now, 'ARTICLE_NOT_READY', 'Zalo has been processing the article for a day');
  }
  const wait = REVIEW_TRIES_MS[Math.min(job.detail.tries, REVIEW_TRIES_MS.length - 1)] ?? MINUTE_MS;
  // A cancelled one counts its tries towards giving up.
  return change(job, now, { dueAt: now + wait, code: PROCESSING, meaning: '' }, { tries: job.detail.tries + 1 });
}

const published = (job: ArticleJob, articleId: string, now: number): ArticleJob =>
  change(
    job,
    now,
    { state: job.state === 'cancelled' ? 'cancelled' : 'ready', dueAt: now, code: '', meaning: '' },
    { articleId, claimedAt: null, readyAt: now, tries: 0 },
  );

function afterError(job: ArticleJob, act: ArticleAct, error: unknown, now: number): ArticleJob {
  const attempts = job.detail.tries + 1;
  const outcome = classify({ error, attempts, createdAt: now, at: now }, defaultRetryPolicy);
  const code = outcome.state === 'sent' ? '' : outcome.code;
  const meaning = outcome.state === 'failed' || outcome.state === 'unknown' ? outcome.meaning : '';
  const later = (dueAt: number): ArticleJob => change(job, now, { dueAt, code, meaning }, { tries: attempts });
  if (act === 'broadcast') return afterRefusedBroadcast(job, { ...outcome, code, meaning }, now);
  if (act === 'create' && outcome.state === 'unknown') {
    // Perhaps it was made: the claim stays, and the article is looked for.
    return change(job, now, { dueAt: now + MINUTE_MS, code, meaning });
  }
  if (act === 'create') {
    const free = change(job, now, {}, { claimedAt: null });
    if (outcome.state === 'pending') return change(free, now, { dueAt: outcome.dueAt, code }, { tries: attempts });
    return failed(free, now, code, meaning);
  }
  if (job.state === 'cancelled' || act === 'find') {
    // -201: it is gone already.
    if (act === 'remove' && code === '-201') return change(job, now, { dueAt: null }, { removed: true });
    const isLost = job.state === 'making' && attempts >= MAX_CLEAN_TRIES;
    if (isLost) return failed(job, now, 'ARTICLE_UNCERTAIN', `The list of articles could not be read: ${code}`);
    return later(now + Math.min(MAX_WAIT_MS, MINUTE_MS * attempts));
  }
  if (outcome.state === 'pending') return later(outcome.dueAt);
  if (outcome.state === 'unknown' || code === '-200') {
    return attempts < MAX_TRIES ? later(now + MINUTE_MS * attempts) : failed(job, now, code, meaning);
  }
  return failed(job, now, code, meaning);
}

/** A refusal did not broadcast: the article is still ready. Only what may have gone out is `unknown`. */
function afterRefusedBroadcast(
  job: ArticleJob,
  outcome: { readonly state: string; readonly code: string; readonly meaning: string; readonly dueAt?: number },
  now: number,
): ArticleJob {
  const { code, meaning } = outcome;
  if (outcome.state === 'unknown') return unknown(job, now, code, meaning);
  const ready = change(
    job,
    now,
    { state: 'ready', code, meaning },
    { claimedAt: null, broadcastAt: null, tries: job.detail.tries + 1 },
  );
  if (outcome.state === 'pending') return change(ready, now, { dueAt: outcome.dueAt ?? now + MINUTE_MS });
  if (code === NIGHT) {
    // Zalo's clock is the one that counts.
    const later = Math.max(nextAllowed(now, ZALO_HOURS), now + 10 * MINUTE_MS);
    return change(ready, now, { dueAt: nextAllowed(later, ZALO_HOURS) });
  }
  if (code === PROCESSING) return waitsTooLong(ready, now) ?? change(ready, now, { dueAt: now + MINUTE_MS });
  if (OUT_OF_DAY.has(code)) return tomorrow(ready, now, code, meaning);
  return failed(ready, now, code, meaning);
}

const waitsTooLong = (job: ArticleJob, now: number): ArticleJob | undefined =>
  now - (job.detail.readyAt ?? now) > WAIT_MS ? failed(job, now, job.code, job.meaning) : undefined;

function tomorrow(job: ArticleJob, now: number, code: string, meaning: string): ArticleJob {
  const waiting = change(job, now, { dueAt: nextDay(now), code, meaning });
  return waitsTooLong(waiting, now) ?? waiting;
}

const failed = (job: ArticleJob, now: number, code: string, meaning: string): ArticleJob =>
  change(job, now, { state: 'failed', dueAt: now, code, meaning });

const unknown = (job: ArticleJob, now: number, code: string, meaning: string): ArticleJob =>
  change(job, now, { state: 'unknown', dueAt: now, code, meaning });

/** The first state of the lane. */
export const newArticleJob = (
  of: { readonly oaId: string; readonly announcementId: string; readonly cities: readonly number[] },
  now: number,
): ArticleJob => ({
  oaId: of.oaId,
  announcementId: of.announcementId,
  lane: 'article',
  version: 0,
  state: 'making',
  dueAt: now,
  code: '',
  meaning: '',
  startedAt: now,
  updatedAt: now,
  detail: { cities: of.cities, makes: 0, tries: 0 },
});

/**
 * What staff found in OA Manager about a broadcast of unknown outcome: it went out, or it did not and is to be tried again.
 * Undefined when nothing is unknown: somebody was faster.
 */
export function settleUnknown(job: ArticleJob, wentOut: boolean, now: number): ArticleJob | undefined {
  if (job.state !== 'unknown') return undefined;
  const common = { code: '', meaning: '' };
  return wentOut
    ? change(job, now, { ...common, state: 'done', dueAt: now }, { settledByStaff: true, claimedAt: null })
    : change(
        job,
        now,
        { ...common, state: 'ready', dueAt: now },
        { settledByStaff: true, claimedAt: null, broadcastAt: null },
      );
}

/** A failed lane from where it stood: a refused broadcast again, a refused article anew. Undefined when it did not fail. */
export function retryArticle(job: ArticleJob, now: number): ArticleJob | undefined {
  if (job.state !== 'failed') return undefined;
  const { articleId } = job.detail;
  return articleId === undefined
    ? change(
        job,
        now,
        { state: 'making', dueAt: now, code: '', meaning: '' },
        { token: null, claimedAt: null, makes: 0, tries: 0 },
      )
    : change(job, now, { state: 'ready', dueAt: now, code: '', meaning: '' }, { readyAt: now, tries: 0 });
}
