/** How a process starts another part of the same platform. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { confinedEnvironmentOf, toEnvironment } from '../../config/child-environment.ts';
import type { Config } from '../../config/config.ts';
import type { Program } from '../../sandbox/sandbox.ts';

let program: string | undefined;

/** Returns the compiled command line: next to this module, or built by bin/build.js when the sources run directly (tests). */
function compiledProgram(): string {
  const own = join(import.meta.dirname, 'cli.js');
  if (existsSync(own)) return own;
  const build = fileURLToPath(new URL('../../../bin/build.js', import.meta.url));
  return join(execFileSync(process.execPath, [build], { encoding: 'utf8' }).trim(), 'cli.js');
}

/** Returns how to start another part of the same platform: from the same build, even when the sources have changed since. */
export function childCommand(part: string, config: Config) {
  program ??= compiledProgram();
  return { modulePath: program, args: [part], execArgv: [], env: toEnvironment(config) };
}

/** Returns how to start a sandboxed part: the compiled program and the files of this installation that it may read. */
export function sandboxedPart(part: string, config: Config): Program {
  program ??= compiledProgram();
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const own = ['src', 'package.json', 'patches'].map((name) => join(root, name));
  return {
    modulePath: program,
    args: [part],
    execArgv: [],
    env: confinedEnvironmentOf(config),
    readable: [dirname(program), ...own, ...moduleFolders(root), dirname(dirname(process.execPath))].filter(existsSync),
  };
}

/** Lists the node_modules folders of a folder and of its ancestors. */
function moduleFolders(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : moduleFolders(parent))];
}
