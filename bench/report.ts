/** Output of every benchmark: a table, or, with --json, one JSON object. */
import { cpus, totalmem } from 'node:os';

export interface Row {
  name: string;
  value: number;
  unit: string;
  /** Name of the baseline that was measured in the same run; null without a comparison. */
  baseline: string | null;
  /** Value of the baseline, in the same unit. */
  reference: number | null;
  /** value / reference. Absolute numbers drift with machine load; the ratio does not. */
  ratio: number | null;
  /** Further information for the reader. */
  note?: string;
}

/** Creates a row without a baseline. */
export function measurement(name: string, value: number, unit: string, note?: string): Row {
  return { name, value, unit, baseline: null, reference: null, ratio: null, ...(note && { note }) };
}

/** Creates a row with a baseline. */
export function comparison(row: {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  reference: number;
  note?: string;
}): Row {
  return { ...row, ratio: row.value / row.reference };
}

export function printReport(bench: string, rows: Row[], json: boolean): void {
  const processors = cpus();
  const machine = {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  if (json) {
    console.log(JSON.stringify({ bench, machine, rows }));
    return;
  }
  console.log(`${bench} on ${machine.processor}, ${machine.cores} cores, Node ${machine.node}\n`);
  const cells = rows.map(({ name, value, unit, baseline, reference, ratio, note }) => [
    name,
    `${format(value)} ${unit}`,
    baseline ?? '',
    reference === null ? '' : format(reference),
    ratio === null ? '' : ratio.toFixed(3),
    note ?? '',
  ]);
  const table = [['', 'value', 'baseline', 'reference', 'ratio', ''], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === 5 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(padded.join('   ').trimEnd());
  }
}

/** Returns the smallest value that is not exceeded by a share of all values, from 0 to 1 (nearest rank). */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function format(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
