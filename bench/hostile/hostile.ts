/**
 * What strangers can do to a tenant: its latencies alone and under each attack, in rounds that alternate, on a real platform whose
 * processes are all on this machine. Every attack gets a platform of its own. Attackers are processes of the lowest priority
 * that send from 127.0.0.2 at the rates of a stranger's network, so that what is measured is what the platform does
 * with what it is sent, not the cost of sending it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../report.ts';
import type { Attack } from './attack.ts';
import { startAttack } from './attack-process.ts';
import { attacks } from './attacks.ts';
import { maxGrowthBytes, maxRatio, missesOf, type Outcome, printTable, type Round, rowsOf } from './figures.ts';
import { peakBytes, resetPeak } from './gateway-memory.ts';
import { type Scene, startScene } from './scene.ts';
import { describeCounts } from './tally.ts';
import { createTenant, type Tenant } from './tenant.ts';
import { measureRound } from './victim.ts';

export interface HostileOptions {
  only?: string;
  /** Length of a round. */
  seconds?: string;
  /** Pairs of rounds for each attack. */
  trials?: string;
  /** One pair of short rounds: shows that it works, not what it measures. */
  short?: boolean;
}

const defaults = { seconds: 10, trials: 5 };
const shortened = { seconds: 4, trials: 1 };
/** The attack has begun to bite, and connections are open, when measuring begins. */
const leadMilliseconds = 1000;
const recoveryMilliseconds = 60_000;

export const hostileHelp = `npm run bench -- hostile [--only <attack,...>] [--seconds <n>] [--trials <n>] [--short] [--json]

Measures a tenant's latencies alone and under each attack. Exits with 1 when a p99 is more than ${maxRatio} times as long under
an attack, when the gateway grows by ${maxGrowthBytes / 1e6} MB, ends or does not recover. It needs Linux (/proc, 127.0.0.2), 4 GB of memory,
1 GB of disk below the temporary folder, and a machine that is otherwise quiet: at least 2 cores. The attacker's process runs in a
session of low priority: it stands for another machine.

  --only <attack,...>  only these
  --seconds <n>        length of a round, default ${defaults.seconds}
  --trials <n>         pairs of rounds for each attack, default ${defaults.trials}
  --short              one pair of ${shortened.seconds} s

${attacks.map(({ name, does }) => `  ${name.padEnd(14)} ${does}`).join('\n')}`;

/** Sets the process's exit code to 1 when a bound is missed. */
export async function hostile(options: HostileOptions = {}): Promise<Row[]> {
  if (process.platform !== 'linux')
    throw new Error('This benchmark needs Linux: it reads /proc and sends from 127.0.0.2.');
  const base = options.short ? shortened : defaults;
  const seconds = Number(options.seconds ?? base.seconds);
  const trials = Number(options.trials ?? base.trials);
  const outcomes: Outcome[] = [];
  for (const attack of choose(options.only)) {
    const outcome = await measureAttack(attack, seconds, trials);
    console.error(`${attack.name}: ${describeCounts(outcome.counts)}`);
    for (const miss of missesOf(outcome)) console.error(`Missed: ${miss}.`);
    outcomes.push(outcome);
  }
  printTable(outcomes);
  const misses = outcomes.flatMap(missesOf);
  if (misses.length > 0) process.exitCode = 1;
  return outcomes.flatMap(rowsOf);
}

function choose(only: string | undefined): Attack[] {
  const names = only?.split(',') ?? attacks.map(({ name }) => name);
  const unknown = names.filter((name) => attacks.every((attack) => attack.name !== name));
  if (unknown.length > 0) {
    throw new Error(`There is no attack ${unknown}. The attacks are ${attacks.map(({ name }) => name)}.`);
  }
  return attacks.filter(({ name }) => names.includes(name));
}

async function measureAttack(attack: Attack, seconds: number, trials: number): Promise<Outcome> {
  const scene = await startScene();
  const outcome: Outcome = { attack: attack.name, pairs: [], counts: {}, defects: [] };
  try {
    const tenant = await createTenant(scene.url);
    const attacker = await startAttack(attack.name, scene.url);
    try {
      await measureRound(tenant, seconds); // code is compiled, and the heap finds its size
      for (let trial = 0; trial < trials && outcome.defects.length === 0; trial++) {
        const quiet = await memorableRound(scene, tenant, seconds, outcome);
        attacker.begin();
        await delay(leadMilliseconds);
        const attacked = await memorableRound(scene, tenant, seconds, outcome);
        for (const [answer, count] of Object.entries(await attacker.halt())) {
          outcome.counts[answer] = (outcome.counts[answer] ?? 0) + count;
        }
        outcome.pairs.push({ quiet, attacked });
        if (!(await recovers(tenant, quiet))) {
          outcome.defects.push(`the victim was not served as before ${recoveryMilliseconds / 1000} s after the attack`);
        }
      }
    } finally {
      await attacker.stop();
      await tenant.events.close();
    }
  } finally {
    await scene.stop();
  }
  return outcome;
}

/** A round with the gateway's peak memory. A gateway that ends in it is a defect of the outcome. */
async function memorableRound(scene: Scene, tenant: Tenant, seconds: number, outcome: Outcome): Promise<Round> {
  await scene.gateway.ready();
  const { pid } = scene.gateway;
  await resetPeak(pid);
  const samples = await measureRound(tenant, seconds);
  if (scene.gateway.pid === pid) return { ...samples, peakBytes: await peakBytes(pid) };
  outcome.defects.push('the gateway ended');
  console.error(await scene.gatewayLog());
  return { ...samples, peakBytes: null };
}

/** Whether everything that the victim does takes no longer than its worst quiet time, soon after the attack. */
async function recovers(tenant: Tenant, { milliseconds }: Round): Promise<boolean> {
  const isAsBefore = async () => {
    const probe = await measureRound(tenant, 1);
    const worst = (samples: number[]) => Math.max(...samples);
    return (['query', 'predict', 'launch', 'ingest'] as const).every(
      (name) => worst(probe.milliseconds[name]) <= 2 * worst(milliseconds[name]),
    );
  };
  for (const end = performance.now() + recoveryMilliseconds; performance.now() < end; ) {
    if (await isAsBefore()) return true;
  }
  return false;
}
