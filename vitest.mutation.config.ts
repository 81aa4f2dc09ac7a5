import { defineConfig, mergeConfig } from 'vitest/config';
import sdk from './vitest.sdk.config.ts';

/** The SDK's own tests without those that start an emulator or other processes: a mutant runs hundreds of times. */
export default mergeConfig(
  sdk,
  defineConfig({
    test: {
      exclude: ['**/node_modules/**', '**/call-table/**', '**/token-processes.test.ts', '**/webhook-adapters.test.ts'],
    },
  }),
);
