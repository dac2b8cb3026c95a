/** Finds an installed Chromium for browser tests. */
import { existsSync } from 'node:fs';

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (!chromiumPath) {
  console.warn('\n  SKIPPED: the browser tests need Chromium. On Debian: apt-get install chromium\n');
}
