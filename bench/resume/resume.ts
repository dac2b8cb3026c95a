/**
 * Whether a killed training goes on as if nothing had happened: its process gets SIGKILL at a random moment, another one goes
 * on from the last checkpoint, and the final weights (SHA-256) and the metrics must be those of a run that nothing disturbed.
 *
 *   <case>.trials, <case>.equal     for each of cases.ts (task: killed inside a real platform, which resumes it), then their
 *                                   sums: trials, equal
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
import { type CaseName, cases, taskCase } from './cases.ts';
import { type Tally, tallyTrials } from './tally.ts';
import { killTasks } from './task.ts';

const seed = 20_260_101;

export async function resume(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-resume-'));
  try {
    const tallies: [name: string, tally: Tally][] = [];
    for (const name of Object.keys(cases) as CaseName[]) tallies.push([name, await measure(name, folder)]);
    tallies.push(['task', await killTasks(taskCase.trials, seed)]);
    const total = (what: keyof Tally) => tallies.reduce((sum, [, tally]) => sum + tally[what], 0);
    return [
      ...tallies.flatMap(([name, { trials, equal, resumed }]) => [
        alone(`${name}.trials`, trials, 'runs', `${resumed} of them resumed from a checkpoint, seed ${seed}`),
        alone(`${name}.equal`, equal, 'runs'),
      ]),
      alone('trials', total('trials'), 'runs'),
      alone('equal', total('equal'), 'runs'),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(name: CaseName, folder: string): Promise<Tally> {
  const whole = await attempt(name, join(folder, name), null);
  if (whole.answer === null) throw new Error(`${name} ended without an answer.`);
  return tallyTrials({
    name,
    trials: cases[name].trials,
    sideBySide: cpus().length,
    wanted: whole.answer,
    run: (trial) => runTrial(name, folder, trial, whole.milliseconds),
  });
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
