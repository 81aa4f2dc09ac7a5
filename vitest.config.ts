import { defineConfig } from 'vitest/config';

const SHARED = ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts', 'test/transcripts/**/*.test.ts'];
/** Once a run: it does nothing the second time. */
const globalSetup = ['test/support/postgres-server.ts'];

export default defineConfig({
  test: {
    // Only a test that hangs meets them: a machine that does other work besides may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      // Many small files that keep to themselves: one process after another for each would be half of their time.
      { extends: true, test: { name: 'shared', include: SHARED, isolate: false, restoreMocks: true, globalSetup } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: ['node_modules/**', ...SHARED],
          globalSetup,
        },
      },
    ],
  },
});
