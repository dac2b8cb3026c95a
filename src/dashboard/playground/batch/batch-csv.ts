/** Exports predictions for a batch of samples as CSV with all values. No DOM, no React. */
import type { Engine } from '../engines/engines.ts';
import { writeSeries } from '../inputs/series-text.ts';
import type { Prediction } from '../sample.ts';
import type { Batch, Runs } from './use-batch.ts';

const engines: readonly Engine[] = ['server', 'browser'];

export function csvOf({ cases }: Batch, runs: Runs): string {
  const columns = engines.flatMap((engine) => {
    const predictions = runs[engine]?.predictions ?? [];
    const names = predictions[0] ? fieldsOf(predictions[0]).map(([name]) => name) : [];
    return names.map((name, index) => ({
      header: `${engine}: ${name}`,
      cell: (row: number) => {
        const prediction = predictions[row];
        return String((prediction && fieldsOf(prediction)[index]?.[1]) ?? '');
      },
    }));
  });
  return `${writeSeries({
    header: ['name', ...columns.map(({ header }) => header)],
    rows: cases.map(({ name }, row) => [name, ...columns.map(({ cell }) => cell(row))]),
  })}\n`;
}

function fieldsOf({ label, value, probabilities, embedding }: Prediction): (readonly [string, string | number])[] {
  return [
    ...(label === null ? [] : [['answer', label] as const]),
    ...(value === null ? [] : [['answer', value] as const]),
    ...(probabilities ?? []).map(({ label: name, probability }) => [`P(${name})`, probability] as const),
    ...(embedding ?? []).map((number, index) => [`component ${index + 1}`, number] as const),
  ];
}
