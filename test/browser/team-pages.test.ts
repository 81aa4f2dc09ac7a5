import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { phoneScreen } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { faintTexts, smallTargets, smallTexts } from './page-measures.ts';

const PAGES = [
  '/t/LN03',
  '/t/LN03/vneid-register-level-2',
  '/t/LN03/phone-safety-check',
  '/t/OLD1/vneid-register-level-2',
  '/t/OLD2/vneid-register-level-2',
  '/t/LN99/vneid-register-level-2',
];

describeWithChromium('pages that a team shares', () => {
  let browser: Browser;
  let running: TestApp;

  beforeAll(async () => {
    browser = await launchChromium();
    running = await startTestApp({ env: { PUBLIC_URL: 'https://example.vn' } });
    const place = { provinceCode: '75', communeCode: '25270', hamlet: 'Ấp 3' };
    const { storage } = running.app;
    await storage.saveTeams({
      oaId: IDENTITY.oaId,
      at: 1,
      teams: [
        { code: 'LN03', name: 'Tổ công nghệ số ấp 3 Lộc Ninh', ...place },
        { code: 'OLD1', name: 'Tổ công nghệ số ấp 3 cũ', ...place },
        { code: 'OLD2', name: 'Tổ công nghệ số ấp 2 cũ', ...place },
      ],
    });
    await storage.dissolveTeam({ oaId: IDENTITY.oaId, code: 'OLD1', successorCode: 'LN03', at: 5 });
    await storage.dissolveTeam({ oaId: IDENTITY.oaId, code: 'OLD2', at: 5 });
  });
  afterAll(async () => {
    await running.close();
    await browser.close();
  });

  async function withPage(
    path: string,
    colorScheme: 'light' | 'dark',
    look: (page: Page, seen: { readonly requests: string[]; readonly problems: string[] }) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ viewport: phoneScreen, locale: 'vi-VN', colorScheme });
    try {
      const page = await context.newPage();
      // Zalo's script is not part of the test, and no test leaves this machine.
      await page.route(/^https:/u, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: 'document.title = "khung chat";' }),
      );
      const seen = { requests: [] as string[], problems: [] as string[] };
      page.on('request', (request) => seen.requests.push(request.url()));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404')) seen.problems.push(message.text());
      });
      await page.goto(`${running.app.url}${path}`);
      await look(page, seen);
    } finally {
      await context.close();
    }
  }

  it.each(PAGES)('%s fits a phone of 360 px in both themes, large, dark on light or light on dark', async (path) => {
    for (const theme of ['light', 'dark'] as const) {
      await withPage(path, theme, async (page, { problems }) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phoneScreen.width);
        expect(await smallTexts(page)).toEqual([]);
        expect(await smallTargets(page)).toEqual([]);
        expect(await faintTexts(page)).toEqual([]);
        expect(problems).toEqual([]);
        if (process.env['PAGE_PICTURES'] !== undefined) {
          const name = `${path.slice(1).replaceAll('/', '-')}-${theme}.png`;
          await page.screenshot({ path: `${process.env['PAGE_PICTURES']}/${name}`, fullPage: true });
        }
      });
    }
  });

  it('keeps the QR code black on white in the dark, and names it to a screen reader', async () => {
    await withPage('/t/LN03', 'dark', async (page) => {
      const code = page.getByRole('img', { name: 'Mã QR mở Zalo của trợ lý' });
      expect(await code.count()).toBe(1);
      const fills = await code
        .locator('path')
        .evaluateAll((paths) =>
          paths.map(
            (path) =>
              (globalThis as unknown as { getComputedStyle(of: unknown): { fill: string } }).getComputedStyle(path)
                .fill,
          ),
        );
      expect(fills).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
      const box = await code.boundingBox();
      expect(box?.width).toBeGreaterThan(160);
    });
  });

  it('asks nobody but this server until the chat frame is asked for, and then Zalo alone', async () => {
    await withPage('/t/LN03/vneid-register-level-2', 'light', async (page, { requests, problems }) => {
      expect(requests.filter((url) => !url.startsWith(`${running.app.url}/`))).toEqual([]);
      await page.getByRole('link', { name: 'Mở khung chat Zalo trên trang này' }).click();
      await page.waitForURL(/chat=1/u);
      await expect.poll(() => page.title()).toBe('khung chat');
      expect(requests.filter((url) => !url.startsWith(`${running.app.url}/`))).toEqual([
        'https://sp.zalo.me/plugins/sdk.js',
      ]);
      expect(problems).toEqual([]);
      expect(await page.locator('.zalo-chat-widget').getAttribute('data-oaid')).toBe(IDENTITY.oaId);
    });
  });
});
