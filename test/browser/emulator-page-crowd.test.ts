import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { laptopScreen, phoneScreen } from '../support/chat-page.ts';
import { describeWithChromium, launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { openPageBench } from './emulator-page-bench.ts';
import type { PageBench } from './emulator-page-bench.ts';

const CROWD = 1000;
/** Three phones, a list of 100 rows and the bar have about 750 nodes; a thousand chats would have tens of thousands. */
const MAX_NODES = 2000;

describeWithChromium('the emulator’s page with a thousand residents', () => {
  let browser: Browser;
  let bench: PageBench;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(() => bench.close());

  const residents = Array.from({ length: CROWD }, (_, i) => ({ name: `Người ${i + 1}` }));
  const nodeCount = (): Promise<number> => bench.chat.page.evaluate('document.querySelectorAll("*").length');

  it('draws only the chats that are open, counts what happens in the others and finds everybody by name', async () => {
    bench = await openPageBench(browser, laptopScreen, { residents });
    const { chat, running, shoot } = bench;
    expect(await chat.page.locator('.phone').count()).toBe(3);
    const list = chat.page.getByRole('complementary', { name: 'Mọi người và nhóm' });
    await list.getByText('Còn 900 cuộc trò chuyện nữa').waitFor();
    expect(await list.locator('li').count()).toBe(100);

    for (const { id, name } of running.emulator.residents().slice(600, 900))
      running.emulator.as.send(id, { kind: 'text', text: `Chào, ${name}` });
    await running.emulator.idle();
    await chat.page.locator('#toggle-people').getByText('99+').waitFor();
    await shoot('crowd');
    expect(await nodeCount()).toBeLessThan(MAX_NODES);

    await list.getByRole('searchbox', { name: 'Tìm người' }).fill('nguoi 777');
    expect(await list.locator('li').count()).toBe(1);
    await list.getByText('1 mới').waitFor();
    await list.getByRole('button', { name: 'Người 777' }).click();
    await chat.phone('Người 777').waitForAnswer('Đã nhận: Chào, Người 777');
    await list.getByText('1 mới').waitFor({ state: 'detached' });
    await chat.phone('Người 777').say('còn đây');
    await chat.phone('Người 777').waitForAnswer('Đã nhận: còn đây');
    expect(chat.problems).toEqual([]);
  });

  it('opens the chat that is pressed, whatever arrives in others while the button is held down', async () => {
    bench = await openPageBench(browser, laptopScreen, { residents });
    const { chat, running } = bench;
    const list = chat.page.getByRole('complementary', { name: 'Mọi người và nhóm' });
    await list.getByText('Còn 900 cuộc trò chuyện nữa').waitFor();
    await list.getByRole('searchbox', { name: 'Tìm người' }).fill('nguoi 77');
    await list.getByRole('button', { name: 'Người 777' }).hover();
    await chat.page.mouse.down();
    const other = running.emulator.residents()[770]?.id ?? '';
    running.emulator.as.send(other, { kind: 'text', text: 'Chào' });
    await chat.page.locator('#toggle-people').getByText('1 tin mới').waitFor();
    await chat.page.mouse.up();
    await chat.phone('Người 777').root.waitFor();
    await list.getByText('1 mới').waitFor();
  });

  it('leads from the head of a phone screen to the list and from there to anybody', async () => {
    bench = await openPageBench(browser, phoneScreen, { residents });
    const { chat } = bench;
    const choices = chat.page.locator('.phone.active .resident-select');
    await eventually(async () => expect(await choices.locator('option').count()).toBe(4));
    await choices.selectOption({ label: 'Tìm người khác…' });
    await chat.page.getByRole('searchbox', { name: 'Tìm người' }).fill('người 500');
    await chat.page.getByRole('complementary').getByRole('button', { name: 'Người 500' }).click();
    await chat.phone('Người 500').root.getByText('Bác hãy nhắn').waitFor();
    expect(await chat.page.locator('.phone:visible').count()).toBe(1);
    expect(await chat.page.locator('.phone').count()).toBe(4);
  });

  it('keeps at most twelve chats open', async () => {
    bench = await openPageBench(browser, laptopScreen, { residents });
    const { chat } = bench;
    const list = chat.page.getByRole('complementary', { name: 'Mọi người và nhóm' });
    for (let i = 11; i <= 22; i++) {
      await list.getByRole('searchbox').fill(`Người ${i}`);
      await list
        .getByRole('button', { name: `Người ${i}`, exact: false })
        .first()
        .click();
    }
    await eventually(async () => expect(await chat.page.locator('.phone').count()).toBe(12));
  });

  it('draws the newest of a long history and the rest on demand', async () => {
    bench = await openPageBench(browser, phoneScreen, { webhookUrl: 'http://127.0.0.1:9/' });
    const { chat, running } = bench;
    const { emulator } = running;
    emulator.setEventSwitches({ '*': false });
    const tu = emulator.residents()[1]?.id ?? '';
    for (let i = 1; i <= 200; i++) emulator.as.send(tu, { kind: 'text', text: `tin ${i}` });
    await chat.page.reload();
    await chat.page.locator('.phone.active').waitFor();
    await chat.switchTo('Cô Tư');
    const { sent, root } = chat.phone('Cô Tư');
    await eventually(async () => expect(await sent.count()).toBe(60));
    expect(await sent.last().innerText()).toContain('tin 200');
    await root.getByRole('button', { name: 'Xem tin cũ hơn' }).click();
    expect(await sent.count()).toBe(120);
    expect(await sent.first().innerText()).toContain('tin 81');
    await root.getByRole('button', { name: 'Xem tin cũ hơn' }).click();
    await root.getByRole('button', { name: 'Xem tin cũ hơn' }).click();
    expect(await sent.count()).toBe(200);
    expect(await root.getByRole('button', { name: 'Xem tin cũ hơn' }).count()).toBe(0);
  });
});
