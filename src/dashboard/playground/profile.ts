/** What the data that a model learned from tells about samples. No DOM, no React. */
import type { ModelQuery, ProfileToTryFragment } from '../api/generated.ts';

export type Configuration = NonNullable<Extract<ModelQuery['node'], { __typename: 'Model' }>['configuration']>;
type TableProfile = Extract<ProfileToTryFragment, { __typename: 'TableProfile' }>;
export type Column = TableProfile['columns'][number];

/** What a form for rows needs to know. */
export interface TableToTry extends Pick<Configuration, 'inputs' | 'target' | 'objective'> {
  datasetVersion: { profile: ProfileToTryFragment | null };
}

const tableOf = ({ datasetVersion: { profile } }: Pick<TableToTry, 'datasetVersion'>): TableProfile | null =>
  profile?.__typename === 'TableProfile' ? profile : null;

/** The columns of these names; of a name that the data lacks there is none. */
export function columnsOf(configuration: Pick<TableToTry, 'datasetVersion'>, names: readonly string[]): Column[] {
  const columns = tableOf(configuration)?.columns ?? [];
  return names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
}

/** The first rows of the data, by column name; '' where a value is missing. */
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

/** What was typed into a field of this column, as the API takes it. */
export function cellOf({ type }: Column, text: string): string | number | null {
  if (text.trim() === '') return null;
  // What is no number goes as it is: the API says what is wrong with it, at its field.
  return type === 'NUMERIC' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A parameter of the model's family that is a number. */
export function numberOf({ parameters }: Configuration, name: string): number | null {
  if (typeof parameters !== 'object' || parameters === null) return null;
  const value: unknown = Object.entries(parameters).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}
