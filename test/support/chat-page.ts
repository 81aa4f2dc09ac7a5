import type { Browser, Locator, Page } from 'playwright-core';

/** A window size in CSS pixels. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** A small Android phone, the narrowest screen the page promises to fit. */
export const phoneScreen: ScreenSize = { width: 360, height: 740 };

/** A laptop, on which several residents stand side by side. */
export const laptopScreen: ScreenSize = { width: 1280, height: 900 };

/** The chat page as a person uses it: steps of a test, without knowledge of the bot behind it. */
export interface ChatPage {
  readonly page: Page;
  /** Problems the browser reported: script errors and blocked resources. */
  readonly problems: readonly string[];
  /** The phone of one resident; on a narrow screen, switch to the resident first. */
  phone(residentName: string): PhoneDriver;
  /** Narrow screen: chooses the resident in the header. */
  switchTo(residentName: string): Promise<void>;
  /** How many pixels the page is wider than the window; 0 = no sideways scrolling. */
  sidewaysOverflow(): Promise<number>;
  close(): Promise<void>;
}

/** One phone on the chat page. */
export interface PhoneDriver {
  readonly root: Locator;
  /** Messages from the OA, oldest first. */
  readonly answers: Locator;
  /** Messages of the resident, oldest first. */
  readonly sent: Locator;
  /** The line for problems, such as an assistant that does not answer. */
  readonly notice: Locator;
  /** Types a text and sends it with Enter. */
  say(text: string): Promise<void>;
  /** Waits until an answer that contains the text is on the screen. */
  waitForAnswer(text: string): Promise<Locator>;
  /** Presses the newest button (or link) with this title. */
  press(title: string): Promise<void>;
  /** Elements inside the phone that stick out of it at the side, as short descriptions. */
  stickingOut(): Promise<string[]>;
}

/** Opens the chat page in a browser of its own context and waits for the first phone. */
export async function openChatPage(browser: Browser, url: string, screen: ScreenSize): Promise<ChatPage> {
  const context = await browser.newContext({ viewport: screen, locale: 'vi-VN', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(url);
  await page.locator('.phone.active').first().waitFor();

  return {
    page,
    problems,
    phone: (residentName) => drivePhone(page.locator(`.phone[aria-label="Trò chuyện của ${residentName}"]`)),
    async switchTo(residentName) {
      await page.locator('.phone.active .resident-select').selectOption({ label: residentName });
      await page.locator(`.phone.active[aria-label="Trò chuyện của ${residentName}"]`).waitFor();
    },
    sidewaysOverflow: () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    close: () => context.close(),
  };
}

function drivePhone(root: Locator): PhoneDriver {
  const answers = root.locator('.message.theirs');
  return {
    root,
    answers,
    sent: root.locator('.message.mine'),
    notice: root.locator('.notice'),
    async say(text) {
      const box = root.getByRole('textbox', { name: 'Tin nhắn' });
      await box.fill(text);
      await box.press('Enter');
    },
    async waitForAnswer(text) {
      const answer = answers.filter({ hasText: text }).last();
      await answer.waitFor();
      return answer;
    },
    async press(title) {
      await root.locator('.buttons > *').filter({ hasText: title }).last().click();
    },
    stickingOut: () =>
      root.evaluate(
        (phone: { getBoundingClientRect(): DOMRectLike; querySelectorAll(all: string): Iterable<Boxed> }) => {
          const frame = phone.getBoundingClientRect();
          return [...phone.querySelectorAll('.log *')]
            .filter((node) => {
              const box = node.getBoundingClientRect();
              return box.width > 1 && (box.right > frame.right + 1 || box.left < frame.left - 1);
            })
            .map((node) => `${node.tagName}.${node.className}`);
        },
      ),
  };
}

/** The few DOM members used inside the browser; the project is compiled without the DOM library. */
interface DOMRectLike {
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

interface Boxed {
  readonly tagName: string;
  readonly className: string;
  getBoundingClientRect(): DOMRectLike;
}
