/** What no linter knows of: settings are read in one place, and the lock file names no registry. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(process.argv[2] ?? '.');
const problems: string[] = [];

for (const entry of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (!entry.endsWith('.ts') || entry === 'config.ts') continue;
  const text = readFileSync(join(root, 'src', entry), 'utf8');
  if (/process\.env\b/.test(text)) problems.push(`src/${entry} reads process.env; only src/config.ts may.`);
}
if (/"resolved":/.test(readFileSync(join(root, 'package-lock.json'), 'utf8'))) {
  problems.push('package-lock.json names where packages came from. Run: npm install --package-lock-only');
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
