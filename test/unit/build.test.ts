/** The compiled program, in a small project of the same structure: never older than its sources, and always complete. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

const run = promisify(execFile);
const program = `
import { showSourcePositions } from './stack-traces.ts';
showSourcePositions();
const { answer } = await import('./answer.ts');
console.log(answer());
`;

let root: string;
const write = (path: string, text: string) => writeFile(join(root, path), text);
const build = async () => (await run(process.execPath, [join(root, 'bin/build.js')])).stdout.trim();
const aias = () => run(process.execPath, [join(root, 'bin/aias.js')], { cwd: tmpdir() });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aias-build-'));
  await cp('bin', join(root, 'bin'), { recursive: true });
  await cp('package.json', join(root, 'package.json'));
  await mkdir(join(root, 'src/learning/training'), { recursive: true });
  await cp('src/stack-traces.ts', join(root, 'src/stack-traces.ts'));
  await symlink(resolve('node_modules'), join(root, 'node_modules'), 'junction');
  await write('src/cli.ts', program);
  await write('src/learning/training/replica-thread.ts', 'export const thread: number = 1;');
  await write('src/answer.ts', 'export const answer = (): number => 41;');
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('compiles a changed source before it runs', async () => {
  expect((await aias()).stdout).toBe('41\n');
  await write('src/answer.ts', 'export const answer = (): number => 42;');
  expect((await aias()).stdout).toBe('42\n');
});

test('does not recompile an unchanged source', async () => {
  const folder = await build();
  const before = await stat(folder);
  expect(await build()).toBe(folder);
  expect((await stat(folder)).mtimeMs).toBe(before.mtimeMs);
});

test('concurrent builds end with one complete build', async () => {
  const folders = await Promise.all(Array.from({ length: 4 }, build));
  expect(new Set(folders).size).toBe(1);
  expect(await readdir(join(root, 'dist/server'))).toHaveLength(1);
});

test('keeps the ten newest builds for processes that still run from them', async () => {
  const older = Array.from({ length: 11 }, (_, index) => join(root, 'dist/server', `build-${index}`));
  for (const [index, folder] of older.entries()) {
    await mkdir(folder, { recursive: true });
    await utimes(folder, index, index);
  }
  const newest = basename(await build());
  const kept = [newest, ...older.slice(-9).map((folder) => basename(folder))];
  expect(new Set(await readdir(join(root, 'dist/server')))).toEqual(new Set(kept));
});

test('says what to do when a build cannot be written', async () => {
  await write('dist', 'a file where the folder should be');
  const failed = await aias().catch((error) => error);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/could not be compiled into .*\n.*npm run build/);
});

test.skipIf(process.platform === 'win32')('makes a build readable by every user, regardless of the umask', async () => {
  const folder = (await run('/bin/sh', ['-c', `umask 077; "${process.execPath}" "${join(root, 'bin/build.js')}"`]))
    .stdout;
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
  expect(await modeOf(folder.trim())).toBe(0o755);
  expect(await modeOf(join(folder.trim(), 'cli.js'))).toBe(0o644);
});

test('a build finds a file next to its source', async () => {
  await write('src/fact.txt', 'beside');
  await write(
    'src/answer.ts',
    `import { readFileSync } from 'node:fs';
    export const answer = () => readFileSync(new URL('./fact.txt', import.meta.url), 'utf8');`,
  );
  expect((await aias()).stdout).toBe('beside\n');
});

test('the stack of an error names the source and its line', async () => {
  await write(
    'src/answer.ts',
    `type Answer = number;\n\nexport function answer(): Answer {\n  throw new Error('lost');\n}\n`,
  );
  const { stderr } = await aias().catch((error) => error);
  expect(stderr).toContain(join(root, 'src/answer.ts:4:'));
});
