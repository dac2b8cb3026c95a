/**
 * The fault matrix: faults of every kind are injected repeatedly while tasks run, subscribers listen and mutations are sent.
 * After each row, invariants.ts checks the database, the store and the recordings.
 *
 *   <row>.trials                       faults that were injected, each while at least one task ran
 *   <row>.lost, .doubled, .gaps, .dangling, .forgotten, .unequal, .leftover     violations (see invariants.ts); must be 0
 *   <row>.takeover.p95                 time from the fault to the claim of the next attempt
 */
import { isDeepStrictEqual } from 'node:util';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import type { Row } from '../report.ts';
import { fingerprintOf } from './artifact-checks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { rows } from './fault-matrix.ts';
import { runRow, type StageOptions } from './fixture.ts';
import { violations } from './invariants.ts';
import { formatOutcome, type RowOutcome, rowsOf, writeMarkdown } from './outcome.ts';
import type { FaultRow } from './row.ts';
import { uuidOf } from './subscriber.ts';

export interface FaultOptions {
  /** Runs only a few trials per row, for CI: takes minutes. */
  short?: boolean;
  only?: string;
  seed?: string;
  /** Number of trials of every row, instead of the row's own number. */
  trials?: string;
  /** File for the table of docs/faults.md. */
  markdown?: string;
}

const defaultSeed = '20261201';

/** Sets the process's exit code to 1 when an invariant was violated. */
export async function faults(options: FaultOptions): Promise<Row[]> {
  const seed = Number(options.seed ?? defaultSeed);
  const short = options.short ?? false;
  const chosen = choose(options.only);
  console.error(`seed ${seed}`);
  const outcomes: RowOutcome[] = [];
  let cluster: Cluster | null = null;
  let expectedFingerprint: string | null = null;
  try {
    for (const [index, row] of chosen.entries()) {
      const unavailableReason = row.unavailableReason?.() ?? null;
      if (unavailableReason) {
        outcomes.push(logOutcome({ row, skipped: unavailableReason }));
        continue;
      }
      const before: FaultRow | undefined = chosen[index - 1];
      if (cluster && !isDeepStrictEqual(before?.cluster, row.cluster)) {
        await cluster.stop();
        cluster = null;
      }
      cluster ??= await startCluster(row.cluster);
      expectedFingerprint ??= await runUndisturbed(cluster);
      outcomes.push(
        logOutcome(
          await runFaultRow(row, {
            cluster,
            expectedFingerprint,
            seed,
            short,
            trials: Number(options.trials ?? (short ? row.shortTrials : row.trials)),
          }),
        ),
      );
    }
  } finally {
    await cluster?.stop();
  }
  if (options.markdown) await writeMarkdown(options.markdown, outcomes, { seed, short });
  const violated = outcomes.some(({ findings }) => findings && violations.some((name) => findings[name].length > 0));
  if (violated) process.exitCode = 1;
  return outcomes.flatMap(rowsOf);
}

function choose(only: string | undefined): FaultRow[] {
  const names = only?.split(',') ?? rows.map(({ name }) => name);
  const unknown = names.filter((name) => rows.every((row) => row.name !== name));
  if (unknown.length > 0) throw new Error(`Unknown row: ${unknown}. Valid rows: ${rows.map(({ name }) => name)}.`);
  return rows.filter(({ name }) => names.includes(name));
}

async function runFaultRow(
  row: FaultRow,
  { seed, ...given }: Pick<StageOptions, 'cluster' | 'expectedFingerprint' | 'short' | 'trials'> & { seed: number },
): Promise<RowOutcome> {
  const started = performance.now();
  const random = createRandom(hashSeed(seed, row.name));
  const { cluster } = given;
  const before = exitsIn(cluster);
  const result = await runRow({ ...given, name: row.name, random }, row.run);
  return { row, ...result, unexpectedExits: exitsIn(cluster) - before, seconds: (performance.now() - started) / 1000 };
}

const exitsIn = ({ gateways, workers }: Cluster) =>
  [...gateways, ...workers].reduce((sum, { part }) => sum + part.unexpectedExits, 0);

/** Returns the fingerprint of the baseline training when nothing disturbs it. */
async function runUndisturbed(cluster: Cluster): Promise<string> {
  const options = {
    name: 'undisturbed',
    cluster,
    random: createRandom(1),
    trials: 0,
    short: true,
    expectedFingerprint: null,
  };
  let organizationId = '';
  const { findings } = await runRow(options, async (stage) => {
    organizationId = uuidOf(stage.organizationId);
  });
  const found = violations.flatMap((name) => findings[name]);
  if (found.length > 0) throw new Error(`Invariants are violated before any fault is injected:\n${found.join('\n')}`);
  const [version] = await cluster.ask(
    (sql) => sql<{ key: string; history: unknown }[]>`
    select artifact_key as key, history from model_versions v join models m on m.id = v.model_id
    where m.organization_id = ${organizationId}`,
  );
  if (!version) throw new Error('The undisturbed run produced no model.');
  return fingerprintOf(cluster.observerStore, version);
}

function logOutcome(outcome: RowOutcome): RowOutcome {
  console.error(formatOutcome(outcome));
  return outcome;
}
