import { accessSync, constants } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { describe, it } from 'vitest';

const commonPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What a run without a browser says. */
export const chromiumMissing = "skipped: install Debian's chromium (apt-get install chromium)";

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium: `CHROMIUM_PATH` if set (and then only that), else the first common path that exists. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const candidates = env['CHROMIUM_PATH'] === undefined ? commonPaths : [env['CHROMIUM_PATH']];
  return candidates.find(isExecutable);
}

/** Starts the machine's Chromium without a window and without calls home. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(chromiumMissing);
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * `describe` for suites that need a browser. Without one the suite is skipped and says why; under `CI=true` it fails,
 * so that a build machine cannot lose its browser tests unseen.
 */
export function describeWithChromium(name: string, suite: () => void, env: NodeJS.ProcessEnv = process.env): void {
  if (findChromium(env) !== undefined) {
    describe(name, suite);
    return;
  }
  if (env['CI'] === 'true') {
    it(`${name}: needs Chromium under CI`, () => {
      throw new Error(chromiumMissing);
    });
    return;
  }
  process.stderr.write(`${name}: ${chromiumMissing}\n`);
  describe.skip(`${name} (${chromiumMissing})`, suite);
}
