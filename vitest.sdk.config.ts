import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const sdk = (file: string) => fileURLToPath(new URL(`src/zalo-oa-sdk/${file}`, import.meta.url));

/** The tests of zalo-oa-sdk alone, for coverage and for the mutation run. */
export default defineConfig({
  resolve: {
    // The mutation run works on a copy of the sources: the link in node_modules would lead back to the originals.
    alias: [
      { find: /^zalo-oa-sdk$/, replacement: sdk('index.ts') },
      { find: /^zalo-oa-sdk\/testing$/, replacement: sdk('testing.ts') },
    ],
  },
  test: {
    include: ['test/unit/zalo-oa-sdk/**/*.test.ts', 'test/integration/zalo-oa-sdk/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/zalo-oa-sdk/**/*.ts'],
      reporter: ['text'],
      thresholds: { lines: 95 },
    },
  },
});
