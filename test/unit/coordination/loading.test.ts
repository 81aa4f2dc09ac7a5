import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../guards/repository.ts';

/** Names of the packages in memory once this module is loaded, as a process of its own sees it. */
function packagesLoadedBy(module: string): string {
  const script = `
    const { createRequire } = await import('node:module');
    await import('./${module}');
    console.log(Object.keys(createRequire(import.meta.url).cache).join('\\n'));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' });
}

describe('without REDIS_URL', () => {
  test('nothing of the Redis client is loaded', { timeout: 60_000 }, () => {
    expect(packagesLoadedBy('src/app.ts')).not.toContain('/ioredis/');
    expect(packagesLoadedBy('src/coordination/redis/open.ts')).toContain('/ioredis/');
  });
});
