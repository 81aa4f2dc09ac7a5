import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPictureStore } from '../../src/broadcasts/picture-store.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { emptyServerDatabase, whyNoPostgres } from '../support/postgres.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PSEUDONYM_KEY = 'k'.repeat(32);

const missing = whyNoPostgres();

// Without PostgreSQL the first test fails under CI, and says why.
describe.skipIf(missing !== undefined && process.env['CI'] !== 'true')(
  `a server on PostgreSQL${missing === undefined ? '' : ` (${missing})`}`,
  () => {
    let url = '';
    let filesDir = '';
    beforeAll(async () => {
      url = await emptyServerDatabase('shared files');
      filesDir = path.join(mkdtempSync(path.join(tmpdir(), 'files-')), 'files');
    });
    afterAll(() => rmSync(path.dirname(filesDir), { recursive: true }));

    const start = (more: Record<string, string> = {}): Promise<TestApp> =>
      startTestApp({ env: { DATABASE_URL: url, FILES_DIR: filesDir, PSEUDONYM_KEY, ...more } });

    test('finds what another one kept in the shared folder, and makes no key of its own', async () => {
      const first = await start();
      const { file } = createPictureStore(filesDir).keep(PNG);
      await first.close();

      const second = await start();
      try {
        const shown = await fetch(`${second.app.url}/pictures/${file}`);
        expect(shown.status).toBe(200);
        expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
        expect(readdirSync(second.dataDir).filter((name) => name.endsWith('.key'))).toEqual([]);
        expect(existsSync(path.join(second.dataDir, 'announcement-pictures'))).toBe(false);
        expect(second.log()).not.toContain('FILES_DIR is not the folder');
      } finally {
        await second.close();
      }
    });

    test('says so when its folder is another one, and does not start with another key', async () => {
      const apart = await start({ FILES_DIR: `${filesDir}-apart` });
      expect(apart.log()).toContain('FILES_DIR is not the folder');
      await apart.close();
      await expect(start({ PSEUDONYM_KEY: 'l'.repeat(32) })).rejects.toMatchObject({ code: 'CONFIG_MISSING_SECRET' });
    });
  },
);
