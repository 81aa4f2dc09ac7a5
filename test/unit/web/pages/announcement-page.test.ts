import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../src/shared/logger.ts';
import type { AnnouncementContent } from '../../../../src/storage/announcement-ports.ts';
import type { Team } from '../../../../src/storage/ports.ts';
import { isPublic, type PublicAnnouncement } from '../../../../src/web/pages/announcement-page.ts';
import { pagesPlugin } from '../../../../src/web/pages/routes.ts';
import { aContent, anAnnouncement } from '../../../support/announcements.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { publicCard, publicCatalogue } from '../../../support/public-site.ts';
import { TEAM } from '../../../support/storage-rows.ts';

describe('the page of an announcement', () => {
  let server: FastifyInstance;
  let shown: PublicAnnouncement | undefined;
  const unused = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  const show = (content: Partial<AnnouncementContent> = {}, further: Partial<PublicAnnouncement> = {}): void => {
    shown = {
      announcement: anAnnouncement({ content: aContent({ lanes: ['cascade'], ...content }) }),
      word: 'TB7K2M',
      ...further,
    };
  };
  const open = async (path: string) => {
    const { statusCode, body } = await server.inject(path);
    return { status: statusCode, body };
  };

  beforeEach(async () => {
    shown = undefined;
    server = Fastify();
    await server.register(pagesPlugin, {
      clock: createManualClock(),
      logger: silentLogger,
      content: () => publicCatalogue(publicCard()),
      publicUrl: () => 'https://example.vn',
      oaId: '4318657068771012646',
      oaName: 'Trợ lý số',
      picture: () => 'topic.png',
      findTeam: async (code) => (code === TEAM.code ? (TEAM as Team) : undefined),
      listTeams: async () => [TEAM as Team],
      findAnnouncement: async (id) => (id === 'a1' ? shown : undefined),
      handout: unused,
      invitation: unused,
    });
  });
  afterEach(() => server.close());

  test('with a team says who passed it on and what to type to come back through it', async () => {
    show({ start: { kind: 'card', id: 'make-account' } });
    const { status, body } = await open('/t/LN03/tb/a1');
    expect(status).toBe(200);
    expect(body).toContain('Tổ công nghệ số ấp 3 gửi bà con thông báo này.');
    expect(body).toContain('Chào bà con, sáng thứ Bảy cấp căn cước');
    expect(body).toContain('<p class="code">TB7K2M LN03</p>');
    expect(body).toContain('href="/t/LN03/make-account"');
    expect(body).toContain('<meta property="og:url" content="https://example.vn/t/LN03/tb/a1">');
  });

  test('without a team shows the announcement and its buttons', async () => {
    show(
      {
        picture: { file: 'x.png', mime: 'image/png', alt: 'Nhà văn hóa', expiresAt: Infinity },
        buttons: [
          { kind: 'link', title: 'Cổng', url: 'https://dichvucong.gov.vn/' },
          { kind: 'phone', title: 'Gọi xã', phone: '02513822501' },
        ],
      },
      { picturePath: '/pictures/x.png' },
    );
    const { body } = await open('/tb/a1');
    expect(body).toContain('<h1>Lịch cấp căn cước</h1>');
    expect(body).toContain('href="https://dichvucong.gov.vn/"');
    expect(body).toContain('href="tel:02513822501"');
    expect(body).toContain('<img src="/pictures/x.png" loading="lazy" decoding="async" alt="Nhà văn hóa">');
    expect(body).not.toContain('class="code"');
  });

  test('shows hostile words as words', async () => {
    show({ title: '<script>alert(1)</script>', text: '"><img src=x onerror=alert(1)>' });
    const { body } = await open('/tb/a1');
    expect(body).not.toMatch(/<script>alert|<img src=x/u);
  });

  test('is not there for an unknown announcement, and a team nobody knows is said so', async () => {
    expect((await open('/tb/a2')).status).toBe(404);
    expect((await open('/t/LN03/tb/a2')).status).toBe(404);
    show();
    expect((await open('/t/QQ99/tb/a1')).status).toBe(404);
  });
});

test('only what was started, was not taken back and goes a public way may be read by anybody', () => {
  const given = (state: 'draft' | 'sending' | 'sent' | 'cancelled', content: Partial<AnnouncementContent>) =>
    isPublic(anAnnouncement({ state, content: aContent(content) }));
  expect(given('sending', { lanes: ['direct', 'cascade'] })).toBe(true);
  expect(given('sent', { lanes: ['article'] })).toBe(true);
  expect(given('sent', { lanes: ['direct'] })).toBe(false);
  expect(given('draft', { lanes: ['cascade'] })).toBe(false);
  expect(given('cancelled', { lanes: ['cascade'] })).toBe(false);
  expect(given('sent', { lanes: ['cascade'], ready: '{"text":"mẹo"}' })).toBe(false);
});
