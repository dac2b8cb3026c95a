/**
 * Whether a killed training resumes with identical results: its process gets SIGKILL at a random moment, another process resumes
 * from the last checkpoint, and the final weights (SHA-256) and metrics must equal those of an undisturbed run.
 *
 *   <case>.trials, <case>.equal     for each case of cases.ts (task: killed within a real platform, which resumes it), then
 *                                   their sums: trials, equal
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import { measurement, type Row } from '../report.ts';
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
      ...tallies.flatMap(([name, { trials, identical, resumed }]) => [
        measurement(`${name}.trials`, trials, 'runs', `${resumed} of them resumed from a checkpoint, seed ${seed}`),
        measurement(`${name}.equal`, identical, 'runs'),
      ]),
      measurement('trials', total('trials'), 'runs'),
      measurement('equal', total('identical'), 'runs'),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(name: CaseName, folder: string): Promise<Tally> {
  const whole = await attempt(name, join(folder, name), null);
  if (whole.answer === null) throw new Error(`${name} ended without a result.`);
  return tallyTrials({
    name,
    trials: cases[name].trials,
    sideBySide: cpus().length,
    wanted: whole.answer,
    run: (trial) => runTrial(name, folder, trial, whole.milliseconds),
  });
}

/** Kills a run within `ms` milliseconds of training, and resumes it in another process. */
async function runTrial(name: CaseName, folder: string, trial: number, ms: number) {
  const random = createRandom(hashSeed(seed, name, trial));
  for (;;) {
    const own = join(folder, `${name}-${trial}`);
    const killed = await attempt(name, own, random.next() * ms);
    // Otherwise it finished before the kill; try again.
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
 * Runs one attempt. `milliseconds` is the training time, `answer` is null if the attempt was killed.
 * @param killAfter milliseconds of training after which to kill it; null to let it finish
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
  if (answer === null && killAfter === null) throw new Error(`${name} exited with code ${code}.`);
  return { answer, milliseconds };
}
