/**
 * Fails when the tables in the code differ from what the migrations create. Works on a copy and leaves the working tree
 * unchanged.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(process.argv[2] ?? '.');
const copy = mkdtempSync(join(tmpdir(), 'aias-migrations-'));
try {
  cpSync(join(root, 'migrations'), join(copy, 'migrations'), { recursive: true });
  const config = join(copy, 'drizzle.config.json');
  // drizzle-kit resolves paths against the folder that it runs in.
  writeFileSync(
    config,
    JSON.stringify({ dialect: 'postgresql', schema: join(root, 'src/database/tables/*.ts'), out: './migrations' }),
  );
  const before = readdirSync(join(copy, 'migrations'));
  const drizzleKit = resolve('node_modules/drizzle-kit/bin.cjs');
  execFileSync(process.execPath, [drizzleKit, 'generate', `--config=${config}`], { cwd: copy, stdio: 'pipe' });
  const added = readdirSync(join(copy, 'migrations')).filter((name) => !before.includes(name));
  if (added.length > 0) {
    console.error('src/database/tables/ differs from migrations/. Run: npm run migrations -- --name <what-changes>');
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true });
}
