/** Says at the end what did not run, so that a run that left something out does not look like a whole one. */
import { readdirSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Files of this name take long; `npm test` leaves them to `npm run test:all`. */
export const slowEnding = '.slow.test.ts';

const countSlow = () => readdirSync('test', { recursive: true, encoding: 'utf8' }).filter(isSlow).length;
const isSlow = (name: string) => name.endsWith(slowEnding);

export function createSetReporter({ quick }: { quick: boolean }): Reporter {
  return {
    onTestRunStart() {
      console.log(quick ? 'The quick tests; npm run test:all runs the slow ones too.' : 'Quick tests and slow ones.');
    },
    onTestRunEnd(modules) {
      const skipped = modules.map(skippedIn).filter(({ count }) => count > 0);
      const total = skipped.reduce((sum, { count }) => sum + count, 0);
      const lines = skipped.map(({ count, file }) => `  ${file}: ${count}`);
      if (total > 0)
        console.log(['', `SKIPPED ${total} tests; their files say above what they need:`, ...lines].join('\n'));
      if (quick) console.log(`\nNOT RUN: the ${countSlow()} slow files. npm run test:all runs them.`);
    },
  };
}

function skippedIn(module: TestModule): { file: string; count: number } {
  return { file: module.relativeModuleId, count: [...module.children.allTests('skipped')].length };
}
