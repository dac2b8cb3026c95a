import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidConfiguration } from '../errors.ts';
import { makeFolder } from '../folders.ts';
import { isAlive } from '../process.ts';

/**
 * Makes sure that one platform at a time uses a data folder. The lock of a process that died is taken over.
 * @throws InvalidConfiguration naming the process that has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'aias.pid');
  await makeFolder(resolve(folder));
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (owner && owner !== process.pid && isAlive(owner) && (await isOurs(owner))) {
    throw new InvalidConfiguration(
      `AIAS_DATA_DIR: ${folder} is in use by another \`aias start\` (process ${owner}). Stop it, or set AIAS_DATA_DIR to another folder.`,
    );
  }
  await writeFile(path, String(process.pid));
  return () => rm(path, { force: true });
}

/** After a reboot the number may belong to any program. */
async function isOurs(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return command === null || /cli\.ts|aias/.test(command);
}
