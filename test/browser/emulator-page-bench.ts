import fastifyFactory from 'fastify';
import type { Browser, Locator } from 'playwright-core';
import { startEmulator } from 'zalo-emulator';
import type { RunningEmulator, StartEmulatorOptions } from 'zalo-emulator';
import { openChatPage, phoneScreen } from '../support/chat-page.ts';
import type { ChatPage, ScreenSize } from '../support/chat-page.ts';

/** A step that hangs says so before the test's own time is over. */
const STEP_TIMEOUT_MS = 25_000;

/** An emulator, a bot in a few lines behind it, and the emulator's page in a browser. */
export interface PageBench {
  readonly running: RunningEmulator;
  readonly chat: ChatPage;
  /** Names of the events the bot was posted, with the text of messages. */
  readonly heard: string[];
  /** Raw bodies the bot was posted. */
  readonly bodies: string[];
  /** Calls the OA API as the bot does; resolves to the answer's JSON. */
  callOa(path: string, body: object): Promise<any>;
  /** Opens the developer's panel and chooses a tab of it; resolves to the tab's content. */
  openTab(label: string): Promise<Locator>;
  /** Closes the panel, and on a phone the sheet it was opened from. */
  closePanel(): Promise<void>;
  /** A picture for a person's eyes, only when asked for: CHAT_PAGE_SHOTS=<folder>. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
}

interface BotEvent {
  readonly event_name?: string;
  readonly sender?: { readonly id: string };
  readonly recipient?: { readonly id: string };
  readonly message?: { readonly text?: string; readonly conversation_id?: string };
}

/** Starts it all. The bot answers texts, those of web visitors too, calls on the writer and everybody in groups, and fails when told `lỗi`. */
export async function openPageBench(
  browser: Browser,
  screen: ScreenSize,
  options: StartEmulatorOptions = {},
): Promise<PageBench> {
  const running = await startEmulator({ oaName: 'Trợ lý số Đồng Nai', ...options });
  const heard: string[] = [];
  const bodies: string[] = [];
  const bot = fastifyFactory({ forceCloseConnections: true });
  bot.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  const call = (path: string, body: object) =>
    fetch(`${running.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', access_token: running.emulator.tokens().accessToken },
      body: JSON.stringify(body),
    }).then(
      (response) => response.json(),
      () => undefined,
    );

  bot.post<{ Body: string }>('/webhook', async (request, reply) => {
    bodies.push(request.body);
    const event = JSON.parse(request.body) as BotEvent;
    const { event_name: name, sender, recipient } = event;
    // what the console sends when an address is saved
    if (name === undefined) return {};
    const text = event.message?.text ?? '';
    heard.push(`${name} ${text}`.trim());
    if (text === 'lỗi') return reply.code(401).send({ problem: 'chữ ký sai' });
    if (name.startsWith('user_send_group_')) {
      const answer = `Chào [@${sender?.id}], cả nhóm [@${recipient?.id}] xem nhé.`;
      await call('/v3.0/oa/group/message', { recipient: { group_id: recipient?.id }, message: { text: answer } });
    } else if (name.startsWith('anonymous_send_')) {
      const ids = { anonymous_id: sender?.id, conversation_id: event.message?.conversation_id };
      const message = { text: `Chào khách, đã nhận: ${text === '' ? name : text}` };
      await call('/v2.0/oa/message', { recipient: ids, message });
    } else if (name.startsWith('user_send_')) {
      const message = { text: `Đã nhận: ${text === '' ? name : text}` };
      await call('/v3.0/oa/message/cs', { recipient: { user_id: sender?.id }, message });
    }
    return { ok: true };
  });
  const botUrl = await bot.listen({ port: 0, host: '127.0.0.1' });
  running.emulator.setWebhookUrl(`${botUrl}/webhook`);
  await running.emulator.idle();
  heard.length = 0;
  bodies.length = 0;
  const chat = await openChatPage(browser, running.url, screen);
  const { page } = chat;
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const isNarrow = screen.width === phoneScreen.width;

  return {
    running,
    chat,
    heard,
    bodies,
    callOa: call,
    async openTab(label) {
      if (!(await page.locator('#panel').isVisible())) {
        if (isNarrow) await page.locator('.phone.active .more').click();
        await page.getByRole('button', { name: 'Bảng điều khiển giả lập' }).click();
      }
      await page.getByRole('tab', { name: label }).click();
      return page.getByRole('tabpanel', { name: label });
    },
    async closePanel() {
      await page.locator('#close-panel').click();
      if (isNarrow) await page.locator('#close-bar').click();
    },
    async shoot(name) {
      const folder = process.env['CHAT_PAGE_SHOTS'];
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}-${screen.width}.png` });
    },
    async close() {
      await chat.close();
      await bot.close();
      await running.close();
    },
  };
}
