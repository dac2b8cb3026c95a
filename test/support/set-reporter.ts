/** Reports at the end what did not run, so that a partial run does not look like a complete one. */
import { readdirSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** The suffix of slow test files; `npm test` leaves them to `npm run test:all`. */
export const slowEnding = '.slow.test.ts';

const countSlow = () => readdirSync('test', { recursive: true, encoding: 'utf8' }).filter(isSlow).length;
const isSlow = (name: string) => name.endsWith(slowEnding);

export function createSetReporter({ quick }: { quick: boolean }): Reporter {
  return {
    onTestRunStart() {
      console.log(
        quick ? 'Running the quick tests; npm run test:all also runs the slow ones.' : 'Running quick and slow tests.',
      );
    },
    onTestRunEnd(modules) {
      const skipped = modules.map(skippedIn).filter(({ count }) => count > 0);
      const total = skipped.reduce((sum, { count }) => sum + count, 0);
      const lines = skipped.map(({ count, file }) => `  ${file}: ${count}`);
      if (total > 0)
        console.log(['', `SKIPPED ${total} tests; see above what their files require:`, ...lines].join('\n'));
      if (quick) console.log(`\nNOT RUN: the ${countSlow()} slow files. npm run test:all runs them.`);
    },
  };
}

function skippedIn(module: TestModule): { file: string; count: number } {
  return { file: module.relativeModuleId, count: [...module.children.allTests('skipped')].length };
}
