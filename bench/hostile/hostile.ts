/**
 * What attackers can do to a tenant: its latencies alone and under each attack, in alternating rounds, on a real platform whose
 * processes all run on this machine. Every attack gets a platform of its own. Attackers run with the lowest priority and send
 * from 127.0.0.2 at the rates of one attacker's network, so that the benchmark measures the cost of processing what they send,
 * not of sending it.
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
  /** Length of a round in seconds. */
  seconds?: string;
  /** Number of pairs of rounds per attack. */
  trials?: string;
  /** Runs one pair of short rounds: a smoke test of the benchmark, not a measurement. */
  short?: boolean;
}

const defaults = { seconds: 10, trials: 5 };
const shortened = { seconds: 4, trials: 1 };
/** Time for the attack to take effect, and for connections to open, before measuring begins. */
const leadMs = 1000;
const recoveryMs = 60_000;

export const hostileHelp = `npm run bench -- hostile [--only <attack,...>] [--seconds <n>] [--trials <n>] [--short] [--json]

Measures a tenant's latencies alone and under each attack. Exits with 1 if a p99 is more than ${maxRatio} times as high under an
attack, or if the gateway grows by ${maxGrowthBytes / 1e6} MB, exits or does not recover. Needs Linux (/proc, 127.0.0.2), 4 GB of memory, 1 GB
of disk in the temporary folder, and an otherwise idle machine with at least 2 cores. The attacker's process runs in a session of
low priority, because it represents another machine.

  --only <attack,...>  run only these attacks
  --seconds <n>        length of a round (default: ${defaults.seconds})
  --trials <n>         pairs of rounds per attack (default: ${defaults.trials})
  --short              run one pair of rounds of ${shortened.seconds} s

${attacks.map(({ name, does }) => `  ${name.padEnd(14)} ${does}`).join('\n')}`;

/** Sets the process's exit code to 1 when a bound is exceeded. */
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
    for (const miss of missesOf(outcome)) console.error(`Bound exceeded: ${miss}.`);
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
    throw new Error(`Unknown attack: ${unknown}. Valid attacks: ${attacks.map(({ name }) => name)}.`);
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
      await measureRound(tenant, seconds); // warm-up: code is compiled, and the heap reaches its size
      for (let trial = 0; trial < trials && outcome.defects.length === 0; trial++) {
        const quiet = await memorableRound(scene, tenant, seconds, outcome);
        attacker.begin();
        await delay(leadMs);
        const attacked = await memorableRound(scene, tenant, seconds, outcome);
        for (const [answer, count] of Object.entries(await attacker.halt())) {
          outcome.counts[answer] = (outcome.counts[answer] ?? 0) + count;
        }
        outcome.pairs.push({ quiet, attacked });
        if (!(await recovers(tenant, quiet))) {
          outcome.defects.push(`latencies did not recover within ${recoveryMs / 1000} s after the attack`);
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

/** Measures a round and the gateway's peak memory. A gateway that exits during it is a defect of the outcome. */
async function memorableRound(scene: Scene, tenant: Tenant, seconds: number, outcome: Outcome): Promise<Round> {
  await scene.gateway.ready();
  const { pid } = scene.gateway;
  await resetPeak(pid);
  const samples = await measureRound(tenant, seconds);
  if (scene.gateway.pid === pid) return { ...samples, peakBytes: await peakBytes(pid) };
  outcome.defects.push('the gateway exited');
  console.error(await scene.gatewayLog());
  return { ...samples, peakBytes: null };
}

/** Returns whether, soon after the attack, everything that the victim does is no slower than its slowest quiet sample. */
async function recovers(tenant: Tenant, { milliseconds: ms }: Round): Promise<boolean> {
  const isAsBefore = async () => {
    const probe = await measureRound(tenant, 1);
    const worst = (samples: number[]) => Math.max(...samples);
    return (['query', 'predict', 'launch', 'ingest'] as const).every(
      (name) => worst(probe.milliseconds[name]) <= 2 * worst(ms[name]),
    );
  };
  for (const end = performance.now() + recoveryMs; performance.now() < end; ) {
    if (await isAsBefore()) return true;
  }
  return false;
}
