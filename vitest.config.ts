import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 16 is CommonJS and ESM in one package; everything must see the same one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // On two cores: one more, since many tests wait for other processes.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // CI counts what was run.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/results.json' }]] : ['default'],
    // A test that forgets to wait for something fails, instead of passing by luck.
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
