/** What came of a row, for people and for machines. */
import { writeFile } from 'node:fs/promises';
import { alone, percentile, type Row } from '../report.ts';
import { type Findings, violations } from './invariants.ts';
import type { FaultRow } from './row.ts';

export interface Outcome {
  row: FaultRow;
  /** Why it was not done. Then there is nothing else. */
  skipped?: string;
  trials?: number;
  findings?: Findings;
  /** By name, in milliseconds. */
  figures?: Map<string, number[]>;
  notes?: string[];
  /** Processes that ended though nobody had ended them. */
  deaths?: number;
  seconds?: number;
}

const mostSentences = 20;

/** A line, and a sentence for everything that must not be. */
export function describe({ row, skipped, trials, findings, figures, notes, deaths, seconds }: Outcome): string {
  if (skipped || !findings) return `${row.name}: SKIPPED, ${skipped}`;
  const counts = violations.map((name) => `${name} ${findings[name].length}`).join('  ');
  const sentences = violations.flatMap((name) => findings[name].map((sentence) => `    ${name}: ${sentence}`));
  const more = sentences.length - mostSentences;
  return [
    `${row.name.padEnd(16)} ${trials} trials  ${counts}  ${figuresOf(figures)}  ${seconds?.toFixed(0)} s`,
    ...(deaths ? [`    ${deaths} processes ended by themselves`] : []),
    ...(notes ?? []).map((note) => `    ${note}`),
    ...sentences.slice(0, mostSentences),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ].join('\n');
}

function figuresOf(figures = new Map<string, number[]>()): string {
  return [...figures]
    .map(
      ([name, values]) =>
        `${name} p50 ${percentile([...values], 0.5).toFixed(0)} p95 ${percentile([...values], 0.95).toFixed(0)} ms`,
    )
    .join(', ');
}

export function rowsOf({ row, skipped, trials = 0, findings, figures = new Map() }: Outcome): Row[] {
  if (skipped || !findings) return [alone(`${row.name}.trials`, 0, 'faults', `SKIPPED: ${skipped}`)];
  return [
    alone(`${row.name}.trials`, trials, 'faults', row.fault),
    ...violations.map((name) => alone(`${row.name}.${name}`, findings[name].length, 'times')),
    ...[...figures].flatMap(([name, values]) => [
      alone(`${row.name}.${name}.p50`, percentile([...values], 0.5), 'ms', `of ${values.length}`),
      alone(`${row.name}.${name}.p95`, percentile([...values], 0.95), 'ms'),
    ]),
  ];
}

/** The table of docs/faults.md. */
export async function writeMarkdown(
  path: string,
  outcomes: Outcome[],
  run: { seed: number; short: boolean },
): Promise<void> {
  const command = `npm run bench -- faults${run.short ? ' --short' : ''} --seed ${run.seed}`;
  const head = ['row', 'fault', 'trials', ...violations, 'figures'];
  const body = outcomes.map(({ row, skipped, trials, findings, figures }) =>
    skipped || !findings
      ? [row.name, row.fault, `skipped: ${skipped}`, ...violations.map(() => ''), '']
      : [
          row.name,
          row.fault,
          String(trials),
          ...violations.map((name) => String(findings[name].length)),
          figuresOf(figures),
        ],
  );
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
  await writeFile(path, `\`${command}\`\n\n${lines.join('\n')}\n`);
}
