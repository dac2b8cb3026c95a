/** Computes the figures from the samples of all rounds, and checks them against their bounds. */
import { comparison, measurement, median, percentile, type Row } from '../report.ts';
import type { Counts } from './tally.ts';
import { describeCounts } from './tally.ts';
import { type Measure, measures, type Samples } from './victim.ts';

export const maxRatio = 2;
export const maxGrowthBytes = 200e6;

/** The samples of a round, and the gateway's peak memory. */
export interface Round extends Samples {
  /** Null if the gateway exited during the round. */
  peakBytes: number | null;
}

export interface Outcome {
  attack: string;
  /** One pair per repetition: the quiet round precedes the attacked one. */
  pairs: { quiet: Round; attacked: Round }[];
  /** Outcomes of the attack's requests. */
  counts: Counts;
  /** Other failures: the gateway exited, or did not recover. */
  defects: string[];
}

/** Median over the rounds of a percentile of each round, so that one disturbed round has no influence. */
function over(rounds: Round[], measure: Measure, share: number): number {
  return median(rounds.map(({ milliseconds: ms }) => percentile(ms[measure], share)));
}

function figuresOf({ pairs }: Outcome, measure: Measure) {
  const [quiet, attacked] = [pairs.map((pair) => pair.quiet), pairs.map((pair) => pair.attacked)];
  const figures = (rounds: Round[]) => ({ p50: over(rounds, measure, 0.5), p99: over(rounds, measure, 0.99) });
  return { quiet: figures(quiet), attacked: figures(attacked) };
}

/** Returns the maximum increase of the gateway's peak under attack, over the rounds that it survived. NaN if there are none. */
function growthOf({ pairs }: Outcome): number {
  const growths = pairs.flatMap(({ quiet, attacked }) =>
    quiet.peakBytes === null || attacked.peakBytes === null ? [] : [attacked.peakBytes - quiet.peakBytes],
  );
  return growths.length === 0 ? Number.NaN : Math.max(...growths);
}

export function rowsOf(outcome: Outcome): Row[] {
  const { attack, pairs, counts } = outcome;
  const rows = measures.map((measure) => {
    const { quiet, attacked } = figuresOf(outcome, measure);
    const samples = pairs.reduce((sum, pair) => sum + pair.attacked.milliseconds[measure].length, 0);
    return comparison({
      name: `${attack}.${measure}.p99`,
      value: attacked.p99,
      unit: 'ms',
      baseline: 'alone',
      reference: quiet.p99,
      note: `p50 ${attacked.p50.toFixed(1)}, alone ${quiet.p50.toFixed(1)}; ${samples} samples`,
    });
  });
  return [...rows, measurement(`${attack}.gatewayGrowth`, growthOf(outcome) / 1e6, 'MB', describeCounts(counts))];
}

/** Returns one line per bound that the outcome exceeds. */
export function missesOf(outcome: Outcome): string[] {
  const { attack, pairs, defects } = outcome;
  const slow = measures.flatMap((measure) => {
    const { quiet, attacked } = figuresOf(outcome, measure);
    const ratio = attacked.p99 / quiet.p99;
    return ratio <= maxRatio ? [] : [`${attack}: the p99 of ${measure} is ${ratio.toFixed(1)} times as high`];
  });
  const growth = growthOf(outcome);
  const large = growth >= maxGrowthBytes ? [`${attack}: the gateway grew by ${(growth / 1e6).toFixed(0)} MB`] : [];
  const failures = pairs.flatMap(({ attacked }) => attacked.failures);
  const failed =
    failures.length === 0 ? [] : [`${attack}: ${failures.length} requests of the victim failed (${failures[0]})`];
  return [...slow, ...large, ...failed, ...defects.map((defect) => `${attack}: ${defect}`)];
}

/** Prints one line per attack: p99 alone -> under attack (ratio), in milliseconds. */
export function printTable(outcomes: Outcome[]): void {
  const cells = outcomes.map((outcome) => [
    outcome.attack,
    ...measures.map((measure) => {
      const { quiet, attacked } = figuresOf(outcome, measure);
      return `${quiet.p99.toFixed(0)} -> ${attacked.p99.toFixed(0)} (${(attacked.p99 / quiet.p99).toFixed(2)})`;
    }),
    `${(growthOf(outcome) / 1e6).toFixed(0)} MB`,
  ]);
  const table = [['p99, ms', ...measures, 'growth'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  for (const line of table) console.error(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}
