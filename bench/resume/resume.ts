/**
 * Whether a killed training goes on as if nothing had happened: its process gets SIGKILL at a random moment, another one goes
 * on from the last checkpoint, and the final weights (SHA-256) and the metrics must be those of a run that nothing disturbed.
 *
 *   <case>.trials, <case>.equal     for each of cases.ts, then their sums: trials, equal
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import { alone, type Row } from '../report.ts';
import { modulePath } from '../runner-process.ts';
import { type CaseName, cases } from './cases.ts';

const seed = 20_260_101;

export async function resume(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-resume-'));
  try {
    const rows: Row[] = [];
    const totals = { trials: 0, equal: 0 };
    for (const name of Object.keys(cases) as CaseName[]) {
      const { equal, resumed } = await measure(name, folder);
      const { trials } = cases[name];
      rows.push(alone(`${name}.trials`, trials, 'runs', `${resumed} of them resumed from a checkpoint, seed ${seed}`));
      rows.push(alone(`${name}.equal`, equal, 'runs'));
      totals.trials += trials;
      totals.equal += equal;
    }
    return [...rows, alone('trials', totals.trials, 'runs'), alone('equal', totals.equal, 'runs')];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(name: CaseName, folder: string): Promise<{ equal: number; resumed: number }> {
  const whole = await attempt(name, join(folder, name), null);
  if (whole.answer === null) throw new Error(`${name} ended without an answer.`);
  let [equal, resumed, next] = [0, 0, 0];
  async function worker(): Promise<void> {
    for (let trial = next++; trial < cases[name].trials; trial = next++) {
      const result = await runTrial(name, folder, trial, whole.milliseconds);
      if (result.resumed) resumed++;
      if (result.answer === whole.answer) equal++;
      else console.error(`${name}, trial ${trial}: ${result.answer} instead of ${whole.answer}`);
    }
  }
  await Promise.all(cpus().map(worker)); // what a run ends with does not depend on how long it takes
  return { equal, resumed };
}

/** A run that is killed within `milliseconds` of training, and another that goes on. */
async function runTrial(name: CaseName, folder: string, trial: number, milliseconds: number) {
  const random = createRandom(hashSeed(seed, name, trial));
  for (;;) {
    const own = join(folder, `${name}-${trial}`);
    const killed = await attempt(name, own, random.next() * milliseconds);
    // Else it was faster than the hangman, and is tried again.
    if (killed.answer === null) {
      const resumed = (await readdir(own)).some((file) => file.endsWith('.ckpt'));
      const { answer } = await attempt(name, own, null);
      await rm(own, { recursive: true });
      return { answer, resumed };
    }
    await rm(own, { recursive: true });
  }
}

/**
 * Runs one attempt. `milliseconds`: how long it trained. `answer`: null when it was killed.
 * @param killAfter milliseconds of training; null: it is left alone
 */
async function attempt(
  name: CaseName,
  folder: string,
  killAfter: number | null,
): Promise<{ answer: string | null; milliseconds: number }> {
  const module = modulePath(import.meta.url, './resume-runner.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', module, name, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let answer: string | null = null;
  let began = performance.now();
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'training') answer = line;
    else {
      began = performance.now();
      if (killAfter !== null) void delay(killAfter).then(() => child.kill('SIGKILL'));
    }
  }
  const milliseconds = performance.now() - began;
  const [code] = await exited;
  if (answer === null && killAfter === null) throw new Error(`${name} ended with code ${code}.`);
  return { answer, milliseconds };
}
