/** Reads the profile of the training dataset to build input forms. No DOM, no React. */
import type { ModelQuery, ProfileToTryFragment } from '../api/generated.ts';

export type Configuration = NonNullable<Extract<ModelQuery['node'], { __typename: 'Model' }>['configuration']>;
type TableProfile = Extract<ProfileToTryFragment, { __typename: 'TableProfile' }>;
export type Column = TableProfile['columns'][number];

/** What the form for a table row needs. */
export interface TableToTry extends Pick<Configuration, 'inputs' | 'target' | 'objective'> {
  datasetVersion: { profile: ProfileToTryFragment | null };
}

const tableOf = ({ datasetVersion: { profile } }: Pick<TableToTry, 'datasetVersion'>): TableProfile | null =>
  profile?.__typename === 'TableProfile' ? profile : null;

/** Returns the columns with these names. Names that the dataset does not have are skipped. */
export function columnsOf(configuration: Pick<TableToTry, 'datasetVersion'>, names: readonly string[]): Column[] {
  const columns = tableOf(configuration)?.columns ?? [];
  return names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
}

/** The first rows of the dataset, keyed by column name. A missing value is ''. */
export function examplesOf(configuration: Pick<TableToTry, 'datasetVersion'>): Record<string, string>[] {
  const table = tableOf(configuration);
  if (!table || !Array.isArray(table.preview)) return [];
  return table.preview.filter(Array.isArray).map((cells: unknown[]) =>
    Object.fromEntries(
      table.columns.map(({ name }, index) => {
        const cell = cells[index];
        return [name, cell === null || cell === undefined ? '' : String(cell)];
      }),
    ),
  );
}

/** Converts the text of a field to the value that the API expects. */
export function cellOf({ type }: Column, text: string): string | number | null {
  if (text.trim() === '') return null;
  // Text that is not a number is sent unchanged, and the API reports the error at its field.
  return type === 'NUMERIC' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Returns a numeric hyperparameter of the model. */
export function numberOf({ parameters }: Configuration, name: string): number | null {
  if (typeof parameters !== 'object' || parameters === null) return null;
  const value: unknown = Object.entries(parameters).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}
