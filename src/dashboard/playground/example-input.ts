/** A real sample of the training data, as the input of `predict`. No DOM, no React. */
import { type Configuration, cellOf, columnsOf, examplesOf } from './profile.ts';
import type { Sample } from './sample.ts';

/**
 * @param image an image of the dataset as a data URL; null while it has not come
 * @returns null for models that predict nothing from a sample, and for imported ones, whose data is not here
 */
export function exampleInput(configuration: Configuration | null, image: string | null): Sample | null {
  if (!configuration || configuration.objective === 'GENERATION') return null;
  const { modality, inputs, target, futureCovariates } = configuration;
  if (modality === 'IMAGE') return image === null ? null : { images: [image] };
  const columns = columnsOf(configuration, inputs ?? []);
  const rows = examplesOf(configuration);
  const rowOf = (texts: Record<string, string>, names = columns) =>
    Object.fromEntries(names.map((column) => [column.name, cellOf(column, texts[column.name] ?? '')]));
  const [first] = rows;
  if (!first) return null;
  if (modality === 'TEXT') return { texts: [first[columns[0]?.name ?? ''] ?? ''] };
  if (modality === 'TABULAR') return { rows: [rowOf(first)] };
  const series = columnsOf(configuration, [
    ...(inputs ?? []),
    ...(futureCovariates ?? []),
    ...(target ? [target] : []),
  ]);
  return { series: rows.map((texts) => rowOf(texts, series)) };
}
