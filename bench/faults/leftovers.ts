/** Finds what dead processes left behind: the scratch folders of their children (src/sandbox/scratch.ts), and the children. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../src/process.ts';
import { listProcesses } from '../worker-processes.ts';

/** A scratch folder is named after the process that created it, which removes it when the child that used it has ended. */
const scratchName = /^aias-sandbox-[^/]+\/(\d+)-[^/ ]+$/;

/** @param temporary folder of temporary files that only these processes used */
export async function findLeftovers(temporary: string): Promise<string[]> {
  const bases = (await readdir(temporary)).filter((name) => name.startsWith('aias-sandbox-'));
  const folders = await Promise.all(
    bases.map(async (base) => (await readdir(join(temporary, base))).map((name) => `${base}/${name}`)),
  );
  // The path of the folder is the last argument.
  const commands = (await listProcesses()).flatMap(({ pid, command }) => {
    const scratch = command.split(`${temporary}/`).at(-1) ?? '';
    return scratchName.test(scratch) ? [{ pid, scratch }] : [];
  });
  return [
    ...folders
      .flat()
      .filter(isOrphan)
      .map((folder) => `${folder} was left behind.`),
    ...commands
      .filter(({ scratch }) => isOrphan(scratch) || !existsSync(join(temporary, scratch)))
      .map(({ pid, scratch }) => `Process ${pid} of ${scratch} is still running.`),
  ];
}

function isOrphan(scratch: string): boolean {
  const [, parent] = scratchName.exec(scratch) ?? [];
  return parent !== undefined && !isAlive(Number(parent));
}
