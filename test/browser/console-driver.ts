import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newAccount } from '../../src/console/access/first-admin.ts';
import type { StaffRole } from '../../src/storage/staff-ports.ts';
import type { Demo } from './demo.ts';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A finding of the accessibility check. */
export interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly where: string;
}

/** The console in a browser of its own, as somebody of the staff uses it. */
export interface Officer {
  readonly page: Page;
  /** Errors of scripts, and what the security policy refused. */
  readonly problems: readonly string[];
  /** Opens a page; the path is below `/console`. */
  open(path: string): Promise<void>;
  /** Presses a button by its words. */
  press(label: string): Promise<void>;
  /** Findings of axe that are serious or critical, over everything on the page. */
  seriousFindings(): Promise<readonly AxeFinding[]>;
  /** How many pixels the page is wider than the window. */
  overflow(): Promise<number>;
  close(): Promise<void>;
}

/** A browser window of the console, nobody signed in. */
export async function openConsolePage(
  browser: Browser,
  demo: Demo,
  size: { readonly width: number; readonly height: number },
): Promise<Officer> {
  const context: BrowserContext = await browser.newContext({ viewport: size, locale: 'vi-VN', acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/u.test(message.text())) problems.push(message.text());
  });
  return {
    page,
    problems,
    open: async (path) => void (await page.goto(`${demo.url}/console${path === '/' ? '' : path}`)),
    async press(label) {
      await page.locator('main').getByRole('button', { name: label, exact: true }).first().click();
      await page.waitForLoadState();
    },
    async seriousFindings() {
      // Over the debugger's door: the page's own policy lets no foreign script in, which is as it should be.
      const session = await context.newCDPSession(page);
      await session.send('Runtime.evaluate', { expression: axeSource });
      await session.detach();
      return page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: {
            run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
          };
        };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, impact, nodes }) => ({ id, impact, where: nodes[0]?.html.slice(0, 160) ?? '' }));
      });
    },
    overflow: () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    close: () => context.close(),
  };
}

/** Signs in; in the demo the second factor is put off. */
export async function signIn(officer: Officer, login: string, password: string): Promise<void> {
  await officer.open('/');
  await officer.page.getByLabel('Tên đăng nhập').fill(login);
  await officer.page.getByLabel('Mật khẩu').fill(password);
  await officer.press('Đăng nhập');
  const later = officer.page.getByRole('button', { name: 'Để sau (bản dùng thử)' });
  if ((await later.count()) > 0) await later.click();
  await officer.page.waitForLoadState();
}

/** The six digits an authenticator shows now for this key. */
export const codeNow = (key: string, at = Date.now()): string =>
  new TOTP({ secret: key.replaceAll(/\s/gu, '') }).generate({ timestamp: at });

/** Another account of the demo, with a password to sign in with. */
export async function addColleague(demo: Demo, login: string, role: StaffRole, communeCode?: string): Promise<string> {
  const password = `pass phrase of ${role} 2026`;
  const [first] = await demo.app.storage.listStaff({ oaId: DEMO_OA });
  if (!first) throw new Error('The demo has no first administrator.');
  await demo.app.storage.addStaff(
    await newAccount({
      ...{ oaId: DEMO_OA, login, name: `Cán bộ ${login}`, role, createdAt: first.createdAt },
      ...(communeCode === undefined ? {} : { communeCode }),
      password,
      mustChangePassword: false,
      // Pages about all OAs open to those who work for every one.
      ...(role === 'admin' ? { everyOa: true } : {}),
    }),
  );
  return password;
}

/** OA of the demo's emulator. */
export const DEMO_OA = '2468013579246801357';

/** Somebody new who writes to the OA of the demo. Returns how to write more, and what came back so far. */
export async function newResident(
  demo: Demo,
  name: string,
): Promise<{ readonly id: string; say(text: string): Promise<void>; texts(): Promise<string[]> }> {
  const post = async (path: string, body: object): Promise<{ id?: string; userId?: string }> => {
    const response = await fetch(`${demo.url}/emulator/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The emulator answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as { id?: string; userId?: string };
  };
  const made = await post('/residents', { name });
  const id = made.userId ?? made.id ?? '';
  return {
    id,
    say: async (text) => void (await post(`/residents/${id}/messages`, { kind: 'text', text })),
    async texts() {
      const response = await fetch(`${demo.url}/emulator/api/residents/${id}/messages`);
      const found = JSON.stringify(await response.json());
      return [...found.matchAll(/"text":"((?:[^"\\]|\\.)*)"/gu)].map(
        ([, text = '']) => JSON.parse(`"${text}"`) as string,
      );
    },
  };
}
