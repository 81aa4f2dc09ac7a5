import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { phoneScreen } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { publicCard, shippedWith } from '../support/public-site.ts';
import { faintTexts, smallTargets, smallTexts } from './page-measures.ts';

const PAGES = [
  '/h',
  '/h/make-account',
  '/h/scam-first-hour',
  '/h/khan-cap',
  '/h/no-such-card',
  '/h?q=chuyen+nham',
  '/c',
  '/c/00000000',
  '/c/7K3AR91F',
];
/** With everything a card may have. */
const CARD = publicCard({
  links: [{ title: 'Mở Cổng Dịch vụ công', url: 'https://dichvucong.gov.vn/' }],
  related: ['scam-first-hour'],
  variants: [{ segment: 'farmer', answer: '{Bác} mang theo căn cước.' }],
});
const STALE = new Date('2028-01-10T09:00:00+07:00').getTime();

describeWithChromium('public pages', () => {
  let browser: Browser;
  let running: TestApp;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
    running = await startTestApp({ env: { PUBLIC_URL: 'https://example.vn' }, catalogue: shippedWith(CARD) });
    const { storage } = running.app;
    const of = {
      oaId: IDENTITY.oaId,
      userId: 'u1',
      teamCode: 'LN03',
      communeCode: '25270',
      name: 'Nguyễn Thị Bích Ngọc',
    };
    await storage.saveMember({ ...of, role: 'member', state: 'active', joinedAt: 1 });
    const paper = { code: '7K3AR91F', topic: 'other-platforms', placeName: 'Tổ công nghệ số ấp 3', day: '2026-11-22' };
    await storage.saveCertificate({ ...of, ...paper });
  });
  afterAll(async () => {
    await running.close();
    await browser.close();
  });
  afterEach(() => context?.close());

  interface Opened {
    readonly page: Page;
    readonly requests: readonly string[];
    readonly problems: readonly string[];
  }
  async function open(
    path: string,
    colorScheme: 'light' | 'dark' = 'light',
    javaScriptEnabled = true,
  ): Promise<Opened> {
    await context?.close();
    context = await browser.newContext({ viewport: phoneScreen, locale: 'vi-VN', colorScheme, javaScriptEnabled });
    const page = await context.newPage();
    const requests: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => {
      // The page that does not exist says so, and so does the browser.
      if (message.type() === 'error' && !message.text().includes('404')) problems.push(message.text());
    });
    await page.goto(`${running.app.url}${path}`);
    return { page, requests, problems };
  }

  it.each(PAGES)('%s fits a phone of 360 px in both themes, large, dark on light or light on dark', async (path) => {
    for (const theme of ['light', 'dark'] as const) {
      const { page, problems } = await open(path, theme);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phoneScreen.width);
      expect(await smallTexts(page)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
      expect(await faintTexts(page)).toEqual([]);
      expect(problems).toEqual([]);
    }
  });

  it('is dark where the phone is dark', async () => {
    const ground = async (theme: 'light' | 'dark'): Promise<unknown> =>
      (await open('/h', theme)).page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect([await ground('light'), await ground('dark')]).toEqual(['rgb(255, 255, 255)', 'rgb(18, 20, 22)']);
  });

  it('asks nobody but this server for anything, and keeps nothing in the browser', async () => {
    const { page, requests } = await open('/h/make-account');
    await page.locator('img').last().scrollIntoViewIfNeeded();
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter((url) => !url.startsWith(`${running.app.url}/`))).toEqual([]);
    expect(await context?.storageState()).toEqual({ cookies: [], origins: [] });
  });

  it('shows its pictures, sharp enough for the width of the phone', async () => {
    const { page } = await open('/h/make-account');
    const picture = page.locator('img').first();
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((node: { naturalWidth: number }) => node.naturalWidth)).toBe(1280);
  });

  it('searches without any script', async () => {
    const { page } = await open('/h', 'light', false);
    await page.getByLabel('Bác cần tìm việc gì?').fill('chuyen nham tien');
    await page.getByRole('button', { name: 'Tìm' }).click();
    await page.getByRole('link', { name: /nhầm/u }).first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(`${running.app.url}/h/transfer-wrong-account`);
  });

  it('lets a keyboard go to the guide at once, and names its parts to a screen reader', async () => {
    const { page } = await open('/h/make-account');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Đến thẳng phần hướng dẫn');
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('navigation', { name: 'Đường dẫn trang' }).count()).toBe(1);
    expect(await page.getByRole('list').first().getByRole('listitem').count()).toBe(2);
    expect(await page.getByRole('img', { name: /Hình minh họa màn hình/u }).count()).toBe(1);
  });

  it('prints on A4 without navigation, with links written out', async () => {
    const { page } = await open('/h/make-account', 'dark');
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['header', '.skip', '.screen']) {
      for (const part of await page.locator(hidden).all()) expect(await part.isVisible()).toBe(false);
    }
    expect(await page.locator('.paper').innerText()).toContain('https://example.vn/h/make-account');
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    const written = await page.evaluate(
      `getComputedStyle(document.querySelector('a[href^="https://dichvucong"]'), '::after').content`,
    );
    expect(written).toBe('" (https://dichvucong.gov.vn/)"');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(/\/MediaBox\s*\[0 0 59[45]\S* 84[12]/u.test(pdf.toString('latin1'))).toBe(true);
  });

  it('says on a card past its review that it is being checked, before everything else', async () => {
    const later = await startTestApp({ clock: { now: () => STALE, after: () => () => {} } });
    try {
      context = await browser.newContext({ viewport: phoneScreen });
      const page = await context.newPage();
      await page.goto(`${later.app.url}/h/vneid-register-level-2`);
      const [first] = await page.locator('article > .note, article > .answer').all();
      expect(await first?.innerText()).toContain('Thông tin này đang được kiểm tra lại.');
    } finally {
      await later.close();
    }
  });
});
