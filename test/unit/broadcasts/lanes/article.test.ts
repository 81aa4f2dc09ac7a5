import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZaloApiError, ZaloConsentError, ZaloMessageError, ZaloTransportError } from 'zalo-oa-sdk';
import {
  afterAct,
  type ArticleAct,
  type ArticleAnswer,
  type ArticleFacts,
  newArticleJob,
  nextAct,
  retryArticle,
  settleUnknown,
} from '../../../../src/broadcasts/lanes/article.ts';
import type { ArticleJob } from '../../../../src/storage/lane-ports.ts';
import { MORNING } from '../../../support/manual-clock.ts';
import { OA } from '../../../support/storage-rows.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (time: string): number => Date.parse(`2026-11-22T${time}:00+07:00`);

const fresh = (now = MORNING): ArticleJob => newArticleJob({ oaId: OA, announcementId: 'a1', cities: [16] }, now);
const facts = (now: number, given: Partial<ArticleFacts> = {}): ArticleFacts => ({
  now,
  announcement: 'sending',
  hasBroadcastToday: false,
  ...given,
});
const refused = (code: number): ZaloApiError => new ZaloApiError(code, 'POST /v2.0/oa/message');
const lost = (mayHaveBeenDelivered: boolean): ZaloTransportError =>
  new ZaloTransportError({
    kind: mayHaveBeenDelivered ? 'timeout' : 'refused',
    method: 'POST /v2.0/oa/message',
    detail: 'no answer',
    mayHaveBeenDelivered,
  });

/** The job with the act claimed on disk. */
function claim(job: ArticleJob, given: ArticleFacts): { readonly act: ArticleAct; readonly job: ArticleJob } {
  const next = nextAct(job, given);
  if (!next || !('act' in next)) throw new Error(`nothing is to be called in ${job.state}`);
  return { act: next.act, job: next.claim };
}

function changed(job: ArticleJob, given: ArticleFacts): ArticleJob {
  const next = nextAct(job, given);
  if (!next || !('changed' in next)) throw new Error(`nothing changes in ${job.state}`);
  return next.changed;
}

/** Made, published and ready to be broadcast at `now`. */
function ready(now = MORNING): ArticleJob {
  const made = afterAct(claim(fresh(now), facts(now)).job, { act: 'create', token: 't1' }, now);
  return afterAct(made, { act: 'verify', found: { state: 'ready', id: 'article-1' } }, now);
}

const broadcast = (
  now: number,
  answer: { readonly messageId: string } | { readonly error: unknown },
  job = ready(now),
): ArticleJob => afterAct(claim(job, facts(now)).job, { act: 'broadcast', ...answer }, now);

describe('the article of an announcement', () => {
  test('is made, waits while Zalo works on it, and is broadcast once it is published', () => {
    const making = claim(fresh(), facts(MORNING));
    expect(making).toMatchObject({ act: 'create', job: { state: 'making', detail: { makes: 1, claimedAt: MORNING } } });
    const review = afterAct(making.job, { act: 'create', token: 't1' }, MORNING);
    expect(review).toMatchObject({ state: 'review', detail: { token: 't1' }, dueAt: MORNING + 5_000 });
    const still = afterAct(review, { act: 'verify', found: { state: 'processing' } }, MORNING + 5_000);
    expect(still).toMatchObject({ state: 'review', code: '-214' });
    const done = broadcast(MORNING, { messageId: 'm1' });
    expect(done).toMatchObject({ state: 'done', code: '', detail: { messageId: 'm1', articleId: 'article-1' } });
    expect(done.detail.broadcastAt).toBe(MORNING);
  });

  test.each([
    ['05:59', '06:00'],
    ['21:59', '06:00'],
    ['23:30', '06:00'],
  ])('is never broadcast at %s, an emergency neither: it waits for %s', (now, until) => {
    const job = ready(at(now));
    const waiting = changed(job, facts(at(now)));
    expect(waiting).toMatchObject({ state: 'ready', code: 'OUTSIDE_HOURS' });
    const day = now === '05:59' ? 0 : DAY_MS;
    expect(waiting.dueAt).toBe(at(until) + day);
    expect(nextAct(waiting, facts((waiting.dueAt ?? 0) - 1))).toBeUndefined();
  });

  test.each(['06:00', '21:58'])('may be broadcast at %s', (now) => {
    expect(claim(ready(at(now)), facts(at(now))).act).toBe('broadcast');
  });

  test('waits for tomorrow when its followers got a broadcast today, by our own books or by -218', () => {
    const known = changed(ready(), facts(MORNING, { hasBroadcastToday: true }));
    expect(known).toMatchObject({ state: 'ready', code: 'ONE_A_DAY', dueAt: at('06:00') + DAY_MS });
    const told = broadcast(MORNING, { error: refused(-218) });
    expect(told).toMatchObject({ state: 'ready', code: '-218', dueAt: at('06:00') + DAY_MS });
    expect(told.detail.broadcastAt).toBeUndefined();
  });

  test('gives up after three days on which nobody may get it', () => {
    let job = ready();
    for (let day = 0; day <= 3; day += 1)
      job = broadcast(MORNING + day * DAY_MS, { error: refused(-218) }, { ...job, dueAt: 0 });
    expect(job.state).toBe('ready');
    job = broadcast(MORNING + 4 * DAY_MS, { error: refused(-218) }, { ...job, dueAt: 0 });
    expect(job).toMatchObject({ state: 'failed', code: '-218' });
  });

  test.each([
    ['no readable answer', () => lost(true)],
    ['-200, which names no reason', () => refused(-200)],
    ['a code nobody knows', () => refused(-9999)],
    ['something unforeseen', () => new TypeError('x')],
  ])('is unknown, and never repeated by itself, after %s', (_what, error) => {
    const job = broadcast(MORNING, { error: error() });
    expect(job.state).toBe('unknown');
    const settled = { ...job, dueAt: MORNING + DAY_MS };
    for (const days of [0, 1, 30]) {
      const next = nextAct(settled, facts(MORNING + days * DAY_MS));
      expect(next === undefined || !('act' in next)).toBe(true);
    }
  });

  test('is unknown when the process that called is gone for two minutes', () => {
    const { job } = claim(ready(), facts(MORNING));
    expect(nextAct(job, facts(MORNING + MINUTE_MS))).toBeUndefined();
    expect(changed(job, facts(MORNING + 2 * MINUTE_MS))).toMatchObject({ state: 'unknown', code: 'PROCESS_ENDED' });
  });

  test('is settled by staff: it went out, or it is called once more', () => {
    const job = broadcast(MORNING, { error: lost(true) });
    expect(settleUnknown(job, true, MORNING)).toMatchObject({ state: 'done', detail: { settledByStaff: true } });
    const again = settleUnknown(job, false, MORNING);
    expect(again).toMatchObject({ state: 'ready' });
    expect(again?.detail.broadcastAt).toBeUndefined();
    expect(settleUnknown(ready(), true, MORNING)).toBeUndefined();
  });

  test('stays ready when Zalo refused for a passing reason, and fails with the code for a lasting one', () => {
    expect(broadcast(MORNING, { error: lost(false) })).toMatchObject({ state: 'ready', code: 'ZALO_UNREACHABLE' });
    expect(broadcast(MORNING, { error: refused(-32) })).toMatchObject({ state: 'ready', code: '-32' });
    expect(broadcast(MORNING, { error: refused(-214) })).toMatchObject({ state: 'ready', dueAt: MORNING + MINUTE_MS });
    expect(broadcast(MORNING, { error: new ZaloConsentError(OA, 'gone') })).toMatchObject({ state: 'ready' });
    expect(broadcast(at('21:30'), { error: refused(-234) }, ready(at('21:30')))).toMatchObject({
      state: 'ready',
      code: '-234',
    });
    expect(broadcast(MORNING, { error: refused(-224) })).toMatchObject({ state: 'failed', code: '-224' });
    expect(broadcast(MORNING, { error: new ZaloMessageError('target', 'names nobody') }).state).toBe('failed');
    expect(retryArticle(broadcast(MORNING, { error: refused(-224) }), MORNING)).toMatchObject({ state: 'ready' });
    expect(retryArticle(ready(), MORNING)).toBeUndefined();
  });

  test('whose making was not answered is looked for before another one is made, three at most', () => {
    let job = afterAct(claim(fresh(), facts(MORNING)).job, { act: 'create', error: lost(true) }, MORNING);
    const found = {
      act: 'find',
      title: 'Lịch',
      articles: [{ id: 'x1', title: 'Lịch', createdAtMs: MORNING + 1_000 }],
    } as const;
    const sought = claim(job, facts(MORNING + MINUTE_MS));
    expect(sought.act).toBe('find');
    expect(afterAct(sought.job, found, MORNING + MINUTE_MS)).toMatchObject({
      state: 'ready',
      detail: { articleId: 'x1' },
    });
    const older = { ...found, articles: [{ id: 'x0', title: 'Lịch', createdAtMs: MORNING - DAY_MS }] };
    expect(afterAct(sought.job, older, MORNING + MINUTE_MS)).toMatchObject({ state: 'making', code: 'ARTICLE_SOUGHT' });
    const acts: string[] = [];
    let now = MORNING;
    for (let rounds = 0; rounds < 100 && job.state === 'making'; rounds += 1) {
      now = Math.max(now, job.dueAt ?? now);
      const next = claim(job, facts(now));
      acts.push(next.act);
      const answer = next.act === 'find' ? { ...found, articles: [] } : { act: next.act, error: lost(true) };
      job = afterAct(next.job, answer, now);
    }
    expect(acts.filter((act) => act === 'create')).toHaveLength(2);
    expect(job).toMatchObject({ state: 'failed', code: 'ARTICLE_UNCERTAIN', detail: { makes: 3 } });
  });

  test('of a cancelled announcement is not broadcast, and is taken off the page', () => {
    const job = changed(ready(), facts(MORNING, { announcement: 'cancelled' }));
    expect(job).toMatchObject({ state: 'cancelled', code: 'CANCELLED' });
    const removal = claim(job, facts(MORNING, { announcement: 'cancelled' }));
    expect(removal.act).toBe('remove');
    const removed = afterAct(removal.job, { act: 'remove' }, MORNING);
    expect(removed).toMatchObject({ state: 'cancelled', detail: { removed: true } });
    expect(removed.dueAt).toBeUndefined();
    expect(afterAct(removal.job, { act: 'remove', error: refused(-201) }, MORNING).detail.removed).toBe(true);
  });

  test('that is on its way cannot be cancelled, and one of a paused announcement waits', () => {
    const { job } = claim(ready(), facts(MORNING));
    expect(nextAct(job, facts(MORNING, { announcement: 'cancelled' }))).toBeUndefined();
    expect(nextAct(ready(), facts(MORNING, { announcement: 'paused' }))).toBeUndefined();
    expect(claim(ready(), facts(MORNING, { announcement: 'sent' })).act).toBe('broadcast');
  });
});

/** What a world does to one step: answers somehow, loses the answer, or kills the process before or after the call. */
const FATES = ['ok', 'refused', 'unreachable', 'lost', 'limit', 'day', 'kill-before', 'kill-after'] as const;

test('whatever is answered, lost or killed in whatever order, one broadcast at most is acknowledged', () => {
  const fate = fc.constantFrom(...FATES);
  const turn = fc.record({ fate, afterMs: fc.constantFrom(0, 1_000, 70_000, 200_000, 11 * MINUTE_MS, 9 * HOUR_MS) });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 60 }), fc.nat(60), (turns, cancelledAt) => {
      let job = fresh();
      let now = MORNING;
      let acknowledged = 0;
      let reachedZalo = 0;
      for (const [index, { fate: what, afterMs }] of turns.entries()) {
        now += afterMs;
        const next = nextAct(job, facts(now, { announcement: index >= cancelledAt ? 'cancelled' : 'sending' }));
        if (!next) continue;
        if ('changed' in next) {
          job = next.changed;
          continue;
        }
        // What is claimed is on disk before the call.
        job = next.claim;
        if (what === 'kill-before') continue;
        const { act } = next;
        const arrives = what === 'ok' || what === 'lost' || what === 'kill-after';
        if (act === 'broadcast' && arrives) reachedZalo += 1;
        if (what === 'kill-after') continue;
        job = afterAct(job, answerOf(act, what, now), now);
        if (act === 'broadcast' && what === 'ok') acknowledged += 1;
      }
      expect(acknowledged).toBeLessThanOrEqual(1);
      expect(reachedZalo).toBeLessThanOrEqual(1);
      expect(job.state === 'done').toBe(acknowledged === 1);
      if (reachedZalo === 1 && acknowledged === 0) expect(['broadcasting', 'unknown']).toContain(job.state);
    }),
    { numRuns: 2_000 },
  );
});

function answerOf(act: ArticleAct, what: (typeof FATES)[number], now: number): ArticleAnswer {
  if (what === 'refused') return { act, error: refused(-224) };
  if (what === 'unreachable') return { act, error: lost(false) };
  if (what === 'lost') return { act, error: lost(true) };
  if (what === 'limit') return { act, error: refused(-32) };
  if (what === 'day') return { act, error: refused(-218) };
  switch (act) {
    case 'create':
      return { act, token: 't' };
    case 'find':
      return { act, title: 'Lịch', articles: [{ id: 'x', title: 'Lịch', createdAtMs: now }] };
    case 'verify':
      return { act, found: { state: 'ready', id: 'x' } };
    case 'broadcast':
      return { act, messageId: 'm' };
    case 'remove':
      return { act };
  }
}
