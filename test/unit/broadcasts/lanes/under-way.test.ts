import { describe, expect, test } from 'vitest';
import { newArticleJob } from '../../../../src/broadcasts/lanes/article.ts';
import { newCascadeJob } from '../../../../src/broadcasts/lanes/cascade.ts';
import { lanesGoneOut, lanesUnderWay } from '../../../../src/broadcasts/lanes/under-way.ts';
import type { ArticleJob, CascadeJob } from '../../../../src/storage/lane-ports.ts';
import { aContent, anAnnouncement } from '../../../support/announcements.ts';
import { MORNING } from '../../../support/manual-clock.ts';
import { OA } from '../../../support/storage-rows.ts';

const of = { oaId: OA, announcementId: 'a1' };
const article = (state: ArticleJob['state']): ArticleJob => ({
  ...newArticleJob({ ...of, cities: [] }, MORNING),
  state,
});
const cascade = (state: CascadeJob['state'], settled = false): CascadeJob => {
  const job = newCascadeJob({ ...of, word: 'TB07E0' }, MORNING);
  return { ...job, state, detail: { ...job.detail, ...(settled ? { settled } : {}) } };
};
const announcement = (lanes: ('direct' | 'article' | 'cascade')[]) => anAnnouncement({ content: aContent({ lanes }) });

describe('whether an announcement is over', () => {
  test('a lane that has not begun is waited for; direct messages have none', () => {
    expect(lanesUnderWay(announcement(['direct']), [])).toBe(false);
    expect(lanesUnderWay(announcement(['direct', 'article']), [])).toBe(true);
    expect(lanesUnderWay(announcement(['article', 'cascade']), [article('done')])).toBe(true);
  });

  test.each(['making', 'review', 'ready', 'broadcasting'] as const)(
    'an article that is %s may still go out',
    (state) => {
      expect(lanesUnderWay(announcement(['article']), [article(state)])).toBe(true);
      expect(lanesGoneOut([article(state)])).toBe(0);
    },
  );

  test.each(['done', 'unknown', 'failed', 'cancelled'] as const)('an article that is %s is over', (state) => {
    expect(lanesUnderWay(announcement(['article']), [article(state)])).toBe(false);
    expect(lanesGoneOut([article(state)])).toBe(state === 'done' || state === 'unknown' ? 1 : 0);
  });

  test('a cascade is over for the announcement once everybody was asked and settled, while it counts on', () => {
    expect(lanesUnderWay(announcement(['cascade']), [cascade('telling')])).toBe(true);
    expect(lanesUnderWay(announcement(['cascade']), [cascade('running')])).toBe(true);
    expect(lanesUnderWay(announcement(['cascade']), [cascade('running', true)])).toBe(false);
    expect(lanesGoneOut([cascade('running', true)])).toBe(1);
  });
});
