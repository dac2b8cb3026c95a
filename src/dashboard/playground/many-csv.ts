/** Exports predictions for many samples as CSV with all values. No DOM, no React. */
import type { Place } from './places.ts';
import type { Prediction } from './sample.ts';
import { writeSeries } from './series-text.ts';
import type { Many, Runs } from './use-many.ts';

const places: readonly Place[] = ['server', 'browser'];

export function csvOf({ cases }: Many, runs: Runs): string {
  const columns = places.flatMap((place) => {
    const predictions = runs[place]?.predictions ?? [];
    const names = predictions[0] ? fieldsOf(predictions[0]).map(([name]) => name) : [];
    return names.map((name, index) => ({
      header: `${place}: ${name}`,
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

function fieldsOf({ label, value, probabilities, vector }: Prediction): (readonly [string, string | number])[] {
  return [
    ...(label === null ? [] : [['answer', label] as const]),
    ...(value === null ? [] : [['answer', value] as const]),
    ...(probabilities ?? []).map(({ label: name, probability }) => [`P(${name})`, probability] as const),
    ...(vector ?? []).map((number, index) => [`component ${index + 1}`, number] as const),
  ];
}
