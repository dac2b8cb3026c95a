/** From the samples of rounds to figures, and whether these are within their bounds. */
import { alone, compared, median, percentile, type Row } from '../report.ts';
import type { Counts } from './tally.ts';
import { describeCounts } from './tally.ts';
import { type Measure, measures, type Samples } from './victim.ts';

export const maxRatio = 2;
export const maxGrowthBytes = 200e6;

/** A round and the gateway's peak memory in it. */
export interface Round extends Samples {
  /** Null: the gateway ended in it. */
  peakBytes: number | null;
}

export interface Outcome {
  attack: string;
  /** One pair for each repetition: the quiet round came just before the other. */
  pairs: { quiet: Round; attacked: Round }[];
  /** How the attack's requests were answered. */
  counts: Counts;
  /** What went wrong besides: the gateway ended, or did not recover. */
  defects: string[];
}

/** Median over the rounds of each round's percentile: one round that the machine disturbed does not decide. */
function over(rounds: Round[], measure: Measure, share: number): number {
  return median(rounds.map(({ milliseconds }) => percentile(milliseconds[measure], share)));
}

function figuresOf({ pairs }: Outcome, measure: Measure) {
  const [quiet, attacked] = [pairs.map((pair) => pair.quiet), pairs.map((pair) => pair.attacked)];
  const figures = (rounds: Round[]) => ({ p50: over(rounds, measure, 0.5), p99: over(rounds, measure, 0.99) });
  return { quiet: figures(quiet), attacked: figures(attacked) };
}

/** By how much the gateway's peak was higher under attack, in the worst of the rounds that it survived. NaN: in none. */
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
    return compared({
      name: `${attack}.${measure}.p99`,
      value: attacked.p99,
      unit: 'ms',
      against: 'alone',
      reference: quiet.p99,
      note: `p50 ${attacked.p50.toFixed(1)}, alone ${quiet.p50.toFixed(1)}; ${samples} samples`,
    });
  });
  return [...rows, alone(`${attack}.gatewayGrowth`, growthOf(outcome) / 1e6, 'MB', describeCounts(counts))];
}

/** Returns a line for each bound that the outcome misses. */
export function missesOf(outcome: Outcome): string[] {
  const { attack, pairs, defects } = outcome;
  const slow = measures.flatMap((measure) => {
    const { quiet, attacked } = figuresOf(outcome, measure);
    const ratio = attacked.p99 / quiet.p99;
    return ratio <= maxRatio ? [] : [`${attack}: the p99 of ${measure} is ${ratio.toFixed(1)} times as long`];
  });
  const growth = growthOf(outcome);
  const large = growth >= maxGrowthBytes ? [`${attack}: the gateway grew by ${(growth / 1e6).toFixed(0)} MB`] : [];
  const failures = pairs.flatMap(({ attacked }) => attacked.failures);
  const failed =
    failures.length === 0 ? [] : [`${attack}: ${failures.length} requests of the victim failed (${failures[0]})`];
  return [...slow, ...large, ...failed, ...defects.map((defect) => `${attack}: ${defect}`)];
}

/** One line for each attack: p99 alone -> under attack (ratio), in milliseconds. */
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
