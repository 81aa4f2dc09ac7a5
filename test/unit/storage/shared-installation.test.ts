import { describe, expect, test } from 'vitest';
import { claimConsoleKey, isSharedFolder } from '../../../src/storage/installation.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

/** What servers on one database share. */
function createMeta() {
  const values = new Map<string, string>();
  return {
    readMeta: async ({ key }: { key: string }) => values.get(key),
    writeMeta: async ({ key, value }: { key: string; value: string }) => (values.set(key, value), null),
  };
}

describe('servers on one database', () => {
  test('have one key of the console, or the second one does not start', async () => {
    const storage = createMeta();
    await claimConsoleKey(storage, 'first');
    await claimConsoleKey(storage, 'first');
    await expect(claimConsoleKey(storage, 'other')).rejects.toMatchObject({
      code: 'CONFIG_MISSING_SECRET',
      message: expect.stringContaining('console.key') as string,
    });
  });

  test('notice when their folders of files are two', async () => {
    using shared = makeTempDir();
    using own = makeTempDir();
    const storage = createMeta();
    expect(await isSharedFolder(storage, `${shared.dir}/files`)).toBe(true);
    expect(await isSharedFolder(storage, `${shared.dir}/files`)).toBe(true);
    expect(await isSharedFolder(storage, own.dir)).toBe(false);
  });
});
