#!/usr/bin/env node
// @ts-check
/**
 * Compiles the sources once, into dist/server/<stamp>/: to compile them at the start of every process would double the time
 * that the process takes to start. The stamp is a hash of the sources, so that changed sources are never run in an older build.
 *
 * Plain JavaScript, since it runs before anything is compiled. Run by itself, it prints the folder of the build.
 */
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');
const builds = join(root, 'dist/server');
const entryPoints = ['cli.ts', 'learning/training/replica-thread.ts'].map((name) => join(source, name));
/** Builds that are kept: a process that runs from an older one may still load parts of it. */
const maxBuilds = 10;

/**
 * The folder of a build of the sources as they are now; builds it if there is none.
 * @returns {Promise<string>}
 * @throws {Error} when it has to build and cannot
 */
export async function builtProgram() {
  const folder = join(builds, stampOf(sourceFiles()));
  if (!existsSync(folder)) await build(folder);
  return folder;
}

/** The server's sources. The dashboard is built by Vite. */
function sourceFiles() {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith(`dashboard${sep}`))
    .sort();
}

/** @param {string[]} files below the folder of sources */
function stampOf(files) {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  hash.update(dependencies.esbuild);
  for (const name of files) hash.update(`\0${name}\0`).update(readFileSync(join(source, name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Builds beside the target and renames, so that two processes may do so at once and none sees half a build.
 * @param {string} folder
 */
async function build(folder) {
  const unfinished = join(builds, `.${randomUUID()}`);
  try {
    mkdirSync(unfinished, { recursive: true });
    await compile(unfinished);
    makeReadable(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished, { recursive: true });
    if (existsSync(folder)) return; // another process was faster
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Aias could not be compiled into ${builds}: ${reason}\nRun "npm run build" once as a user who may write there.`,
      { cause: error },
    );
  }
  removeOldBuilds();
}

/** @param {string} folder */
async function compile(folder) {
  const { build } = await import('esbuild');
  await build({
    entryPoints,
    outdir: folder,
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    sourcesContent: false,
    keepNames: true,
    tsconfigRaw: {},
    logLevel: 'silent',
    plugins: [{ name: 'source-urls', setup: (build) => build.onLoad({ filter: /\.ts$/ }, withSourceUrl(folder)) }],
  });
}

/**
 * Lets `import.meta.url` be the source's own, so that files beside the source are found. `import.meta.dirname` stays that of
 * the build.
 * @param {string} folder
 * @returns {(file: { path: string }) => { contents: string, loader: 'ts' }}
 */
function withSourceUrl(folder) {
  return ({ path }) => {
    const place = relative(folder, path).split(sep).join('/');
    const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
    return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url), loader: 'ts' };
  };
}

/**
 * Whatever the umask: children of Aias may run as another user, who has to read their program.
 * @param {string} folder
 */
function makeReadable(folder) {
  for (const path of [dirname(builds), builds, folder]) chmodSync(path, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
}

function removeOldBuilds() {
  const byAge = readdirSync(builds)
    .map((name) => ({ path: join(builds, name), time: statSync(join(builds, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(maxBuilds)) rmSync(path, { recursive: true, force: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(await builtProgram());
