/**
 * Takes the pictures of docs/trang-cong-khai.md that show pages, docs/images/page-*.png, from the running demo:
 *
 *     node test/browser/take-page-pictures.ts
 *
 * Run it with Node 24 (`npx node …` takes the right one) and Debian's chromium after a change that readers see, look at
 * them, and commit them. Another folder can be named as the argument. The pictures of hand-outs are their first pages,
 * made from the PDFs with `pdftoppm -png -r 80`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../support/chromium.ts';
import { startDemo } from './demo.ts';

const MAX_BYTES = 200_000;
/** A phone of 360 px, and as much of the page as tells what it is like. */
const SCREEN = { width: 360, height: 1180 };
const SCALE = 1.5;

const PICTURES = [
  { name: 'page-card.png', path: '/h/vneid-register-level-2', theme: 'light' },
  { name: 'page-card-dark.png', path: '/h/scam-fake-police-court', theme: 'dark' },
  { name: 'page-urgent.png', path: '/h/khan-cap', theme: 'light' },
] as const;

const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs/images');
const demo = await startDemo();
const browser = await launchChromium();
try {
  for (const { name, path, theme } of PICTURES) {
    const context = await browser.newContext({
      viewport: SCREEN,
      deviceScaleFactor: SCALE,
      colorScheme: theme,
      locale: 'vi-VN',
    });
    const page = await context.newPage();
    await page.goto(`${demo.url}${path}`, { waitUntil: 'networkidle' });
    const picture = await page.screenshot();
    if (picture.length > MAX_BYTES)
      throw new Error(`${name} would have ${picture.length} bytes; at most ${MAX_BYTES}.`);
    writeFileSync(join(folder, name), picture);
    process.stdout.write(`${join(folder, name)}: ${Math.round(picture.length / 1000)} kB\n`);
    await context.close();
  }
} finally {
  await browser.close();
  await demo.close();
}
