/** Reports the outcome of a row as text, benchmark rows, and Markdown. */
import { writeFile } from 'node:fs/promises';
import { measurement, percentile, type Row } from '../report.ts';
import { type Violations, violations } from './invariants.ts';
import type { FaultRow } from './row.ts';

export interface RowOutcome {
  row: FaultRow;
  /** Why the row was skipped. If set, all other fields are absent. */
  skipped?: string;
  trials?: number;
  findings?: Violations;
  /** Measurements in milliseconds, by name. */
  figures?: Map<string, number[]>;
  notes?: string[];
  /** Number of processes that exited unexpectedly. */
  unexpectedExits?: number;
  seconds?: number;
}

const maxSentences = 20;

/** Formats one line, and one sentence per violation. */
export function formatOutcome({
  row,
  skipped,
  trials,
  findings,
  figures,
  notes,
  unexpectedExits,
  seconds,
}: RowOutcome): string {
  if (skipped || !findings) return `${row.name}: SKIPPED, ${skipped}`;
  const counts = violations.map((name) => `${name} ${findings[name].length}`).join('  ');
  const sentences = violations.flatMap((name) => findings[name].map((sentence) => `    ${name}: ${sentence}`));
  const more = sentences.length - maxSentences;
  return [
    `${row.name.padEnd(16)} ${trials} trials  ${counts}  ${formatFigures(figures)}  ${seconds?.toFixed(0)} s`,
    ...(unexpectedExits ? [`    ${unexpectedExits} processes exited unexpectedly`] : []),
    ...(notes ?? []).map((note) => `    ${note}`),
    ...sentences.slice(0, maxSentences),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ].join('\n');
}

function formatFigures(figures = new Map<string, number[]>()): string {
  return [...figures]
    .map(
      ([name, values]) =>
        `${name} p50 ${percentile([...values], 0.5).toFixed(0)} p95 ${percentile([...values], 0.95).toFixed(0)} ms`,
    )
    .join(', ');
}

export function rowsOf({ row, skipped, trials = 0, findings, figures = new Map() }: RowOutcome): Row[] {
  if (skipped || !findings) return [measurement(`${row.name}.trials`, 0, 'faults', `SKIPPED: ${skipped}`)];
  return [
    measurement(`${row.name}.trials`, trials, 'faults', row.description),
    ...violations.map((name) => measurement(`${row.name}.${name}`, findings[name].length, 'times')),
    ...[...figures].flatMap(([name, values]) => [
      measurement(`${row.name}.${name}.p50`, percentile([...values], 0.5), 'ms', `${values.length} values`),
      measurement(`${row.name}.${name}.p95`, percentile([...values], 0.95), 'ms'),
    ]),
  ];
}

/** Writes the table of docs/faults.md. */
export async function writeMarkdown(
  path: string,
  outcomes: RowOutcome[],
  run: { seed: number; short: boolean },
): Promise<void> {
  const command = `npm run bench -- faults${run.short ? ' --short' : ''} --seed ${run.seed}`;
  const head = ['row', 'fault', 'trials', ...violations, 'figures'];
  const body = outcomes.map(({ row, skipped, trials, findings, figures }) =>
    skipped || !findings
      ? [row.name, row.description, `skipped: ${skipped}`, ...violations.map(() => ''), '']
      : [
          row.name,
          row.description,
          String(trials),
          ...violations.map((name) => String(findings[name].length)),
          formatFigures(figures),
        ],
  );
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
  await writeFile(path, `\`${command}\`\n\n${lines.join('\n')}\n`);
}
