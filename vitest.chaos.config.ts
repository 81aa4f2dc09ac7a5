import { defineConfig } from 'vitest/config';

/** Each fault run once, small: minutes of real time, so not part of `npm test`. `npx vitest run --config vitest.chaos.config.ts` */
export default defineConfig({
  test: {
    include: ['test/chaos/**/*.short.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
