/**
 * The fault matrix: everything that can break is broken, again and again, while tasks run, subscribers watch and mutations are made.
 * After each row one judge (invariants.ts) reads the database, the store and what was seen.
 *
 *   <row>.trials                       faults that were injected, each while at least one task ran
 *   <row>.lost, .doubled, .gaps, .dangling, .forgotten, .unequal, .leftover     what must be 0 (invariants.ts says what each is)
 *   <row>.takeover.p95                 from the fault to the next attempt's claim
 */
import { isDeepStrictEqual } from 'node:util';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import type { Row } from '../report.ts';
import { fingerprintOf } from './artifact-checks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { violations } from './invariants.ts';
import { describe, type Outcome, rowsOf, writeMarkdown } from './outcome.ts';
import type { FaultRow } from './row.ts';
import { rows } from './rows.ts';
import { perform, type StageOptions } from './stage.ts';
import { uuidOf } from './subscriber.ts';

export interface FaultOptions {
  /** Few trials of every row: minutes, for CI. */
  short?: boolean;
  only?: string;
  seed?: string;
  /** Of every row, instead of what the row says. */
  trials?: string;
  /** A file for the table of docs/faults.md. */
  markdown?: string;
}

const defaultSeed = '20261201';

/** Sets the process's exit code to 1 when something was violated. */
export async function faults(options: FaultOptions): Promise<Row[]> {
  const seed = Number(options.seed ?? defaultSeed);
  const short = options.short ?? false;
  const chosen = choose(options.only);
  console.error(`seed ${seed}`);
  const outcomes: Outcome[] = [];
  let cluster: Cluster | null = null;
  let wanted: string | null = null;
  try {
    for (const [index, row] of chosen.entries()) {
      const lacks = row.lacks?.() ?? null;
      if (lacks) {
        outcomes.push(say({ row, skipped: lacks }));
        continue;
      }
      const before: FaultRow | undefined = chosen[index - 1];
      if (cluster && !isDeepStrictEqual(before?.cluster, row.cluster)) {
        await cluster.stop();
        cluster = null;
      }
      cluster ??= await startCluster(row.cluster);
      wanted ??= await runUndisturbed(cluster);
      outcomes.push(
        say(
          await runRow(row, {
            cluster,
            wanted,
            seed,
            short,
            trials: Number(options.trials ?? (short ? row.short : row.trials)),
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
  if (unknown.length > 0) throw new Error(`There is no row ${unknown}. The rows are ${rows.map(({ name }) => name)}.`);
  return rows.filter(({ name }) => names.includes(name));
}

async function runRow(
  row: FaultRow,
  { seed, ...given }: Pick<StageOptions, 'cluster' | 'wanted' | 'short' | 'trials'> & { seed: number },
): Promise<Outcome> {
  const started = performance.now();
  const random = createRandom(hashSeed(seed, row.name));
  const { cluster } = given;
  const before = deathsIn(cluster);
  const conclusion = await perform({ ...given, name: row.name, random }, row.run);
  return { row, ...conclusion, deaths: deathsIn(cluster) - before, seconds: (performance.now() - started) / 1000 };
}

const deathsIn = ({ gateways, workers }: Cluster) =>
  [...gateways, ...workers].reduce((sum, { part }) => sum + part.deaths, 0);

/** What the ordinary training makes when nothing disturbs it. */
async function runUndisturbed(cluster: Cluster): Promise<string> {
  const options = { name: 'undisturbed', cluster, random: createRandom(1), trials: 0, short: true, wanted: null };
  let organizationId = '';
  const { findings } = await perform(options, async (stage) => {
    organizationId = uuidOf(stage.organizationId);
  });
  const found = violations.flatMap((name) => findings[name]);
  if (found.length > 0) throw new Error(`Something is wrong before anything is broken:\n${found.join('\n')}`);
  const [version] = await cluster.ask(
    (sql) => sql<{ key: string; history: unknown }[]>`
    select artifact_key as key, history from model_versions v join models m on m.id = v.model_id
    where m.organization_id = ${organizationId}`,
  );
  if (!version) throw new Error('The undisturbed run made no model.');
  return fingerprintOf(cluster.storage, version);
}

function say(outcome: Outcome): Outcome {
  console.error(describe(outcome));
  return outcome;
}
