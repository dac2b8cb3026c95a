/** What every benchmark prints: a table for people, and with --json one object for machines. */
import { cpus, totalmem } from 'node:os';

export interface Row {
  name: string;
  value: number;
  unit: string;
  /** What it is compared with in the same run. */
  against: number | null;
  /** value / against. Absolute numbers drift with the machine's mood; this does not. */
  ratio: number | null;
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
  const cells = rows.map(({ name, value, unit, against, ratio }) => [
    name,
    `${format(value)} ${unit}`,
    against === null ? '' : `${format(against)} ${unit}`,
    ratio === null ? '' : ratio.toFixed(3),
  ]);
  for (const row of [['', 'value', 'against', 'ratio'], ...cells]) {
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(24) : cell.padStart(20))).join(''));
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
