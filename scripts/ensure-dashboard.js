// @ts-check
/**
 * Builds the dashboard when it has not been built or its sources are newer. A container image ships the built dashboard
 * without Vite.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const built = 'dist/dashboard/index.html';
const sources = ['src/dashboard', 'scripts/dashboard', 'vite.config.ts', 'package-lock.json'];

/**
 * @param {string} path
 * @returns {number} time of the newest change below `path`, in ms
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const upToDate = existsSync(built) && Math.max(...sources.map(newest)) <= statSync(built).mtimeMs;
if (!upToDate && existsSync('src/dashboard')) {
  const { build } = await import('vite');
  // Under a test runner NODE_ENV is "test", and React would include its development checks: a third more to load.
  const { NODE_ENV = 'development' } = process.env;
  process.env.NODE_ENV = 'production';
  await build({ logLevel: 'warn' });
  process.env.NODE_ENV = NODE_ENV;
}
