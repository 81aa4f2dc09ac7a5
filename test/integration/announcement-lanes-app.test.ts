import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPictureStore } from '../../src/broadcasts/picture-store.ts';
import { aContent, anAnnouncement } from '../support/announcements.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { shiftedClock } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { OA, TEAM } from '../support/storage-rows.ts';

const LAN = residentId(1);
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('lanes of announcements in the whole product', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({ clock: shiftedClock, env: { PUBLIC_URL: 'https://tro-ly.example.vn' } });
    await app.app.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
  });
  afterEach(() => app.close());

  /** Waits until it holds; meanwhile time runs faster than it does. */
  const soon = (check: () => unknown): Promise<unknown> =>
    eventually(async () => {
      shiftedClock.jump(500);
      await check();
    });
  const callsOf = (path: string) => app.zalo.calls.filter((call) => call.path === path);

  test('a member is asked by the running server, and the page and its picture may be read by anybody', async () => {
    const { file, mime } = createPictureStore(app.dataDir).keep(PNG);
    const at = shiftedClock.now();
    await app.say(LAN, 'xin chào');
    await eventually(() => expect(app.zalo.texts().length).toBeGreaterThan(0));
    await app.app.storage.saveMember({
      ...{ oaId: OA, userId: LAN, role: 'leader', state: 'active', teamCode: TEAM.code, communeCode: TEAM.communeCode },
      ...{ name: 'Lan', joinedAt: at },
    });
    const picture = { file, mime, alt: 'Nhà văn hóa', expiresAt: at + 86_400_000 };
    const content = aContent({ lanes: ['cascade'], picture });
    await app.app.storage.saveAnnouncement(anAnnouncement({ content, startedAt: at, dueAt: at }));
    await soon(() => expect(app.zalo.texts().join('\n')).toContain('Xem đủ: https://tro-ly.example.vn/t/LN03/tb/a1'));
    const forwarded = app.zalo.calls.find(({ text }) => text?.startsWith('Lịch cấp căn cước'));
    const address = `https://tro-ly.example.vn/pictures/${file}`;
    expect(JSON.stringify(forwarded?.body)).toContain(address);
    const page = await (await fetch(`${app.app.url}/t/LN03/tb/a1`)).text();
    expect(page).toMatch(/<p class="code">TB[0-9A-Z]{4} LN03<\/p>/u);
    const shown = await fetch(`${app.app.url}/pictures/${file}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await fetch(`${app.app.url}/tb/none`)).status).toBe(404);
    await eventually(async () => expect(await app.metric('bot_sends_total{lane="cascade",result="asked"}')).toBe(1));
    // Nobody stood on the list of people, and yet it went out.
    await soon(async () => expect((await app.app.storage.findAnnouncement({ id: 'a1' }))?.state).toBe('sent'));
  });

  test('an article is made with the drawn picture of its kind, and broadcast once', async () => {
    let asked = 0;
    app.zalo.answer = ({ path }) => {
      if (path === '/v2.0/article/create') return { json: { error: 0, message: 'Success', data: { token: 'tok' } } };
      if (path !== '/v2.0/article/verify') return undefined;
      asked += 1;
      return {
        json:
          asked < 2 ? { error: -214, message: 'Processing' } : { error: 0, message: 'Success', data: { id: 'art' } },
      };
    };
    const at = shiftedClock.now();
    const content = aContent({ lanes: ['article'], category: 'safety' });
    await app.app.storage.saveAnnouncement(anAnnouncement({ content, startedAt: at, dueAt: at }));
    await soon(async () =>
      expect(await app.app.storage.findLaneJob({ oaId: OA, announcementId: 'a1', lane: 'article' })).toMatchObject({
        state: 'review',
      }),
    );
    expect(JSON.stringify(callsOf('/v2.0/article/create')[0]?.body)).toMatch(
      /"photo_url":"https:\/\/tro-ly\.example\.vn\/pictures\//u,
    );
    await soon(() => expect(callsOf('/v2.0/oa/message')).toHaveLength(1));
    expect(asked).toBe(2);
    expect(callsOf('/v2.0/oa/message')[0]?.body).toMatchObject({ recipient: { target: { cities: '1,16' } } });
    await eventually(async () =>
      expect(await app.app.storage.findLaneJob({ oaId: OA, announcementId: 'a1', lane: 'article' })).toMatchObject({
        state: 'done',
      }),
    );
  });
});
