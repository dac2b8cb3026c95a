import { configDefaults, defineConfig } from 'vitest/config';
import { patienceMs } from './test/support/patience.ts';
import { createSetReporter, slowEnding } from './test/support/set-reporter.ts';

/** `--mode quick` leaves the slow files out, as `npm test` does. */
export default defineConfig(({ mode }) => {
  const quick = mode === 'quick';
  const reporters = ['default', createSetReporter({ quick })] as const;
  return {
    // graphql 16 is CommonJS and ESM in one package; everything must see the same one.
    resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
    test: {
      include: ['test/**/*.test.ts'],
      exclude: [...configDefaults.exclude, ...(quick ? [`**/*${slowEnding}`] : [])],
      globalSetup: ['test/support/global-setup.ts'],
      setupFiles: ['test/support/warnings.ts'],
      pool: 'forks',
      // On two cores: one more, since many tests wait for other processes.
      maxWorkers: 3,
      // Longer than any wait within (test/support/patience.ts), which says what it waited for.
      testTimeout: 2 * patienceMs,
      hookTimeout: 2 * patienceMs,
      expect: { poll: { timeout: patienceMs } },
      // CI counts what was run.
      reporters: process.env.CI ? [...reporters, ['json', { outputFile: 'coverage/results.json' }]] : [...reporters],
      // A test that forgets to wait for something fails, instead of passing by luck.
      dangerouslyIgnoreUnhandledErrors: false,
    },
  };
});
