import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { type ChatPage, openChatPage, phoneScreen } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { catalogueOf } from '../support/small-catalogue.ts';
import { makeTempDir } from '../support/temp-dir.ts';
import { cardOf, LOGIN } from '../unit/pictures/stage.ts';

describeWithChromium('the picture of a step on a phone', () => {
  let browser: Browser;
  let folder: ReturnType<typeof makeTempDir>;
  let app: App;
  let chat: ChatPage;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = makeTempDir();
    const catalogue = catalogueOf([], [cardOf('vneid-forgot-password', [LOGIN])]);
    const config = readConfig({ PORT: '0', DATA_DIR: folder.dir, LOG_LEVEL: 'silent' });
    app = await startApp({ config, logger: silentLogger, catalogue });
    chat = await openChatPage(browser, app.url, phoneScreen);
  });
  afterEach(async () => {
    await chat.close();
    await app.close();
    folder[Symbol.dispose]();
  });

  it('is drawn and shown whole, in front of the words of the step', async () => {
    const phone = chat.phone('Bác Ba');
    await phone.say('xin chào');
    await phone.waitForAnswer('giúp việc gì');
    await phone.say('#card:vneid-forgot-password');
    await phone.waitForAnswer('Việc 1.');
    const picture = phone.answers.locator('img[src*="/pictures/"]').last();
    await expect
      .poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth), { timeout: 10_000 })
      .toBe(1280);
    const box = await picture.boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(16 / 9, 1);
    expect(box?.width).toBeGreaterThan(240);
    expect(await phone.stickingOut()).toEqual([]);
    expect(await chat.sidewaysOverflow()).toBe(0);
    const words = await phone.answers.filter({ hasText: 'Việc 1.' }).last().boundingBox();
    expect(box?.y).toBeLessThan(words?.y ?? 0);
    expect(chat.problems).toEqual([]);
  });
});
