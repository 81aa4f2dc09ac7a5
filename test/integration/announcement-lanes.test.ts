import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleUnknown } from '../../src/broadcasts/lanes/article.ts';
import { ZBS_SETTINGS_KEY } from '../../src/broadcasts/lanes/zbs.ts';
import { PLAN_SETTING_KEYS } from '../../src/broadcasts/plan-settings.ts';
import type { AnnouncementContent, AnnouncementLaneName } from '../../src/storage/announcement-ports.ts';
import { aContent, anAnnouncement } from '../support/announcements.ts';
import { type LaneStage, stageLanes } from '../support/lane-stage.ts';
import { commitTurn, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CREATE = '/v2.0/article/create';
const REMOVE = '/v2.0/article/remove';
const BROADCAST = '/v2.0/oa/message';
const TEMPLATE = '/v3.0/oa/message/template';
/** The emulator's residents, who follow the OA once they were told to. */
const [BA, TU, NAM] = ['3691470258369147001', '3691470258369147002', '3691470258369147003'] as const;
const DONG_NAI = { code: '75', city: 16 };

describe('lanes of an announcement at an emulated Zalo', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let stage: LaneStage;

  beforeEach(() => {
    folder = makeTempDir();
  });
  afterEach(async () => {
    await stage.close();
    folder[Symbol.dispose]();
  });

  const open = async (options: Parameters<typeof stageLanes>[1] = {}): Promise<void> => {
    stage = await stageLanes(folder.dir, options);
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: stage.clock.now() });
    for (const userId of [BA, TU]) stage.emulator.as.follow(userId);
    stage.emulator.describeResident(BA, { traits: { cityCode: DONG_NAI.city } });
    stage.emulator.describeResident(TU, { traits: { cityCode: 9 } });
    for (const userId of [BA, TU, NAM]) await commitTurn(stage.storage, { userId, resident: { following: true } });
  };
  /** An announcement that is being sent, with these people in one lane. */
  const announce = async (
    lane: AnnouncementLaneName,
    userIds: readonly string[],
    content: Partial<AnnouncementContent> = {},
    id = 'a1',
  ): Promise<void> => {
    const at = stage.clock.now();
    const announcement = anAnnouncement({
      id,
      content: aContent({ lanes: [lane], ...content }),
      startedAt: at,
      dueAt: at,
    });
    await stage.storage.saveAnnouncement(announcement);
    const recipients = userIds.map((userId) => ({ userId, lane, state: 'pending', code: '' }) as const);
    await stage.storage.addRecipients({ oaId: OA, announcementId: id, dueAt: at, at, recipients });
  };
  const setState = (state: 'sending' | 'paused' | 'cancelled', id = 'a1') =>
    stage.storage.setAnnouncementState({ id, state, at: stage.clock.now() });
  const progress = async (id = 'a1') => {
    const all = await stage.storage.announcementProgress({ id });
    return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
  };
  const articlesSeenBy = (userId: string): number =>
    stage.emulator.history(userId).filter(({ kind }) => kind === 'article').length;
  const sent = async (lane: string, result: string): Promise<number> => {
    const text = await stage.metrics.registry.metrics();
    return Number(
      new RegExp(`bot_sends_total\\{lane="${lane}",result="${result}"\\} (\\d+)`, 'u').exec(text)?.[1] ?? 0,
    );
  };

  test('an article is made, published, and broadcast to the followers of the province; its recipients are sent', async () => {
    await open();
    await announce('article', [BA, TU]);
    await stage.rounds(2);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'review' });
    await stage.rounds(12);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'done', detail: { cities: [1, 16] } });
    const [article] = stage.callsTo(CREATE) as [Record<string, unknown>];
    expect(article).toMatchObject({
      title: 'Lịch cấp căn cước',
      author: 'Trợ lý số',
      status: 'show',
      comment: 'hide',
      cover: { photo_url: 'https://example.vn/pictures/cover.png' },
      body: [{ type: 'text', content: 'Chào bà con, sáng thứ Bảy cấp căn cước tại nhà văn hóa xã, phường.' }],
    });
    expect(stage.callsTo(BROADCAST)).toHaveLength(1);
    expect(articlesSeenBy(BA)).toBe(1);
    expect(articlesSeenBy(TU)).toBe(0);
    expect(await progress()).toEqual({ sent: 2 });
    expect(await sent('article', 'sent')).toBe(1);
    await stage.rounds(10);
    expect(stage.callsTo(BROADCAST)).toHaveLength(1);
    expect((await stage.job('a1', 'article'))?.dueAt).toBeUndefined();
  });

  test('an emergency at night is broadcast at 06:00, and a second broadcast waits for the next day', async () => {
    await open();
    await stage.clock.advance(14 * HOUR_MS);
    await announce('article', [BA], { emergency: { reason: 'lũ' } });
    await stage.rounds(15);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'ready', code: 'OUTSIDE_HOURS' });
    await stage.after(6 * HOUR_MS + 50 * 60_000);
    expect(stage.callsTo(BROADCAST)).toHaveLength(0);
    await stage.after(15 * 60_000);
    await stage.rounds(3);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'done' });
    await announce('article', [BA], { title: 'Tin thứ hai' }, 'a2');
    await stage.rounds(15);
    expect(await stage.job('a2', 'article')).toMatchObject({ state: 'ready', code: 'ONE_A_DAY' });
    await stage.after(DAY_MS);
    await stage.rounds(3);
    expect(await stage.job('a2', 'article')).toMatchObject({ state: 'done' });
    expect(articlesSeenBy(BA)).toBe(2);
  });

  test.each(['before', 'after'] as const)(
    'killed %s the broadcast was answered, it is unknown and never called again',
    async (when) => {
      await open();
      await announce('article', [BA]);
      stage.killAt('broadcast', when);
      await stage.rounds(15);
      expect(await stage.job('a1', 'article')).toMatchObject({ state: 'broadcasting' });
      stage.restart();
      await stage.rounds(3);
      expect(await stage.job('a1', 'article')).toMatchObject({ state: 'broadcasting' });
      await stage.after(2 * 60_000);
      await stage.rounds(2);
      const job = await stage.job('a1', 'article');
      expect(job).toMatchObject({ state: 'unknown', code: 'PROCESS_ENDED' });
      expect(await progress()).toEqual({ unknown: 1 });
      await stage.after(DAY_MS);
      expect(stage.callsTo(BROADCAST)).toHaveLength(when === 'before' ? 0 : 1);
      // Staff looked in OA Manager.
      if (job?.lane !== 'article') throw new Error('no article');
      const settled = settleUnknown(job, when === 'after', stage.clock.now());
      if (!settled) throw new Error('nothing was unknown');
      await stage.storage.saveLaneJob({ job: settled, expectedVersion: job.version });
      await stage.rounds(4);
      expect(await stage.job('a1', 'article')).toMatchObject({ state: 'done' });
      expect(stage.callsTo(BROADCAST)).toHaveLength(1);
      expect(await progress()).toEqual({ sent: 1 });
    },
  );

  test('killed with the answer to its making lost, the article is found again and not made twice', async () => {
    await open();
    await announce('article', [BA]);
    stage.killAt('create', 'after');
    await stage.rounds(2);
    stage.restart();
    await stage.after(3 * 60_000);
    await stage.rounds(4);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'done', detail: { makes: 1 } });
    expect(stage.callsTo(CREATE)).toHaveLength(1);
    expect(articlesSeenBy(BA)).toBe(1);
  });

  test('cancelled before it is broadcast, it is taken off the page and nobody gets it; paused, it waits', async () => {
    await open();
    await announce('article', [BA]);
    await setState('paused');
    await stage.rounds(10);
    expect(stage.callsTo(CREATE)).toHaveLength(0);
    await setState('sending');
    await stage.rounds(3);
    expect(stage.callsTo(CREATE)).toHaveLength(1);
    await setState('cancelled');
    await stage.rounds(15);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'cancelled', detail: { removed: true } });
    expect(stage.callsTo(REMOVE)).toHaveLength(1);
    expect(stage.callsTo(BROADCAST)).toHaveLength(0);
  });

  test('a refusal of Zalo is seen at the announcement with its code', async () => {
    await open({ settings: { articlesPerMonth: 0 } });
    await announce('article', [BA]);
    await stage.rounds(3);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'failed', code: '-223' });
    expect(await progress()).toEqual({ failed: 1 });
  });

  test('without a public address there is no picture, and the lane says so', async () => {
    await open({ publicUrl: undefined });
    await announce('article', [BA]);
    await stage.rounds(3);
    expect(await stage.job('a1', 'article')).toMatchObject({ state: 'failed', code: 'NO_PUBLIC_ADDRESS' });
  });

  describe('template messages', () => {
    const setTemplate = async (templateId = '100001', priceVnd = '200'): Promise<void> => {
      const fields = { ten: 'bà con', ten_lop: '{tiêu đề}', thoi_gian: '{ngày}' };
      await stage.storage.writeMeta({ key: ZBS_SETTINGS_KEY, value: JSON.stringify({ templateId, fields }) });
      await stage.storage.writeMeta({ key: PLAN_SETTING_KEYS.zbsMessageVnd, value: priceVnd });
    };

    test('are off until a template and a price are set', async () => {
      await open();
      await announce('zbs', [BA, TU]);
      await stage.rounds(3);
      expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'off', code: 'ZBS_OFF' });
      expect(await progress()).toEqual({ skipped: 2 });
      expect(stage.callsTo(TEMPLATE)).toEqual([]);
    });

    test('go out by user id, filled in; whoever refused since is left out', async () => {
      await open();
      await setTemplate();
      await commitTurn(stage.storage, { userId: TU, resident: { optOutAt: stage.clock.now() } });
      await announce('zbs', [BA, TU, NAM]);
      await stage.rounds(5);
      expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'done' });
      expect(await progress()).toEqual({ sent: 2, skipped: 1 });
      const data = { ten: 'bà con', ten_lop: 'Lịch cấp căn cước', thoi_gian: '22/11/2026' };
      expect(stage.callsTo(TEMPLATE)).toEqual(
        [BA, NAM].map((user_id) => ({ user_id, template_id: '100001', template_data: data })),
      );
      expect(await sent('zbs', 'sent')).toBe(2);
    });

    test('end with -249 when the template may not be sent by user id, and nobody is charged', async () => {
      const template = { id: '100002', name: 'Chỉ qua số máy', text: 'Mời <ten>', priceVnd: 300, allowsUserId: false };
      await open({ templates: [template] });
      await setTemplate('100002');
      await announce('zbs', [BA, TU, NAM]);
      await stage.rounds(4);
      expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'failed', code: '-249' });
      expect(await progress()).toEqual({ failed: 3 });
      expect(stage.callsTo(TEMPLATE)).toHaveLength(1);
    });

    test('stop at the budget, and wait for the next day when the allowance is used up', async () => {
      await open({ settings: { templateDailyQuota: 1 } });
      await setTemplate();
      await announce('zbs', [BA, TU, NAM], { budgetVnd: 450 });
      await stage.rounds(3);
      expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'waiting' });
      expect(await progress()).toEqual({ sent: 1, pending: 2 });
      await stage.after(DAY_MS);
      await stage.rounds(6);
      expect(await progress()).toEqual({ sent: 2, skipped: 1 });
      expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'done', code: 'OVER_BUDGET' });
    });

    test.each([
      ['before', 0],
      ['after', 1],
    ] as const)(
      'killed %s a call was answered, that person is unknown and nobody is charged twice',
      async (when, arrived) => {
        await open();
        await setTemplate();
        await announce('zbs', [BA, TU]);
        stage.killAt('template', when);
        await stage.rounds(2);
        stage.restart();
        await stage.after(2 * 60_000);
        await stage.rounds(5);
        expect(await progress()).toEqual({ sent: 1, unknown: 1 });
        expect(stage.callsTo(TEMPLATE)).toHaveLength(1 + arrived);
        expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'done' });
      },
    );

    test('a setting that cannot be used stops nothing else and sends nothing', async () => {
      await open();
      await stage.storage.writeMeta({ key: ZBS_SETTINGS_KEY, value: '{"templateId":"x"}' });
      await stage.storage.writeMeta({ key: PLAN_SETTING_KEYS.zbsMessageVnd, value: '200' });
      await announce('zbs', [BA]);
      await stage.rounds(3);
      expect(await stage.job('a1', 'zbs')).toMatchObject({ state: 'failed', code: 'INPUT_REFUSED' });
      expect(await progress()).toEqual({ failed: 1 });
      expect(stage.callsTo(TEMPLATE)).toEqual([]);
    });
  });
});
