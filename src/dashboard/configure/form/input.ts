/** Converts the form to the input of the API, which contains only what differs from the defaults. */
import type { ConfigurationDetailsFragment, ConfigureModelInput } from '../../api/generated.ts';
import type { Column, Family, Table, Use } from '../fit.ts';
import { type Changes, canStopEarly, type FormField, read, type Sentences, stopPath, textOf } from './form-fields.ts';

/** The role of a column. */
export type Role = 'input' | 'ahead' | 'none';
export type Roles = Readonly<Record<string, Role>>;

/** Columns that a family can use as inputs, without the target. */
export function usableColumns(table: Table, use: Use, target: string | null): Column[] {
  const others = table.columns.filter(({ name }) => name !== target);
  if (use.modality !== 'TEXT') return others.filter(({ type }) => type !== 'TEXT');
  return others.filter(({ type }) => type === 'TEXT' || type === 'CATEGORICAL');
}

/** Default selection: one text column, one date column for a time series, otherwise all columns. */
function usualRoles(table: Table, use: Use, target: string | null): Roles {
  const usable = usableColumns(table, use, target);
  const only = { TEXT: 'TEXT', TIME_SERIES: 'DATE', TABULAR: null, IMAGE: null }[use.modality];
  const first = usable.find(({ type }) => type === only);
  return Object.fromEntries(
    usable.map((column) => {
      const isSpare = use.modality === 'TEXT' ? column !== first : column.type === only && column !== first;
      return [column.name, isSpare ? 'none' : 'input'];
    }),
  );
}

/** The column roles of a configuration that is run again. */
export function rolesFrom(
  table: Table,
  use: Use,
  target: string | null,
  from: ConfigurationDetailsFragment | null,
): Roles {
  const usual = usualRoles(table, use, target);
  if (!from?.inputs) return usual;
  const { inputs, futureCovariates } = from;
  const roleOf = (name: string): Role =>
    inputs.includes(name)
      ? 'input'
      : use.modality === 'TIME_SERIES' && futureCovariates?.includes(name)
        ? 'ahead'
        : 'none';
  return Object.fromEntries(Object.keys(usual).map((name) => [name, roleOf(name)]));
}

export interface Draft {
  name: string;
  datasetId: string;
  family: Family;
  use: Use;
  target: string | null;
  table: Table | null;
  roles: Roles;
  baseModelId: string;
  formFields: readonly FormField[];
  changes: Changes;
}

/** Errors that can be found without the server, by form path. */
export function problemsOf(
  {
    name,
    family,
    baseModelId,
    formFields,
    changes,
  }: Pick<Draft, 'name' | 'family' | 'baseModelId' | 'formFields' | 'changes'>,
  say: Sentences,
): Record<string, string> {
  const problems: Record<string, string> = {};
  if (name.trim() === '') problems.name = say.nameWrong;
  if (family.requiresBaseModel && baseModelId === '') problems.baseModelId = say.baseWrong;
  for (const formField of formFields) {
    const text = changes[formField.path];
    if (text === undefined || !isShown(formField, changes, family)) continue;
    const reading = read(formField, text, say);
    if ('problem' in reading) problems[formField.path] = reading.problem;
  }
  return problems;
}

/** The fields of early stopping are shown only when it is on. */
export function isShown({ path }: Pick<FormField, 'path'>, changes: Changes, family: Family): boolean {
  if (!path.startsWith(`${stopPath}.`)) return true;
  const stops = changes[stopPath] ?? String(family.defaultTraining.earlyStopping !== null);
  return canStopEarly(family) && stops === 'true';
}

export function inputOf(draft: Draft, say: Sentences): ConfigureModelInput {
  const { name, datasetId, family, target, baseModelId } = draft;
  const values = changedValues(draft, say);
  const below = (prefix: string) =>
    Object.fromEntries(
      values.filter(([path]) => path.startsWith(prefix)).map(([path, value]) => [path.slice(prefix.length), value]),
    );
  const split = below('split.');
  const training = { ...below('training.'), ...stopInput(draft, say) };
  return {
    name: name.trim(),
    datasetId,
    // The catalogue and this input are generated from the same families: each family has a key with its parameters.
    parameters: { [family.name]: below(`parameters.${family.name}.`) } as unknown as ConfigureModelInput['parameters'],
    ...(family.requiresBaseModel && { baseModelId }),
    ...(target !== null && { target }),
    ...columnsInput(draft),
    ...(Object.keys(split).length > 0 && { split }),
    ...(Object.keys(training).length > 0 && { training }),
  };
}

/** Changed values by form path, without early stopping. */
function changedValues({ formFields, changes }: Draft, say: Sentences): [string, unknown][] {
  return formFields.flatMap((formField): [string, unknown][] => {
    const text = changes[formField.path];
    if (text === undefined || text === textOf(formField.fallback) || formField.path.startsWith(stopPath)) return [];
    const reading = read(formField, text, say);
    if ('problem' in reading || textOf(reading.value) === textOf(formField.fallback)) return [];
    const isChoice = formField.type === 'ENUM' && typeof reading.value === 'string' && formField.isParameter;
    return [[formField.path, isChoice ? constantCase(String(reading.value)) : reading.value]];
  });
}

/** Early stopping is sent as a whole: an omitted field would not get the default of the family. */
function stopInput({ formFields, changes, family }: Draft, say: Sentences) {
  if (!canStopEarly(family)) return {};
  const own = formFields.filter(({ path }) => path.startsWith(stopPath));
  if (!own.some(({ path, fallback }) => (changes[path] ?? textOf(fallback)) !== textOf(fallback))) return {};
  if (!isShown({ path: `${stopPath}.` }, changes, family)) {
    return family.defaultTraining.earlyStopping === null ? {} : { earlyStopping: null };
  }
  const parts = own
    .filter(({ path }) => path !== stopPath)
    .map((formField): [string, unknown] => {
      const reading = read(formField, changes[formField.path] ?? textOf(formField.fallback), say);
      return [formField.path.slice(stopPath.length + 1), 'value' in reading ? reading.value : formField.fallback];
    });
  return { earlyStopping: Object.fromEntries(parts) };
}

function columnsInput({ table, use, target, roles }: Draft): Pick<ConfigureModelInput, 'inputs' | 'futureCovariates'> {
  if (!table) return {};
  const usual = usualRoles(table, use, target);
  const usable = usableColumns(table, use, target);
  const isUsual = usable.every(({ name }) => roles[name] === usual[name]);
  const only = usable.filter(({ type }) => type === (use.modality === 'TEXT' ? 'TEXT' : 'DATE'));
  // With several text or date columns, or both, the selected one must be named.
  const isPlain =
    use.modality === 'TABULAR' ||
    (only.length === 1 && (use.modality === 'TEXT' || !table.columns.some(({ type }) => type === 'TEXT')));
  if (isUsual && isPlain) return {};
  const named = (role: Role) => usable.filter(({ name }) => roles[name] === role).map(({ name }) => name);
  const ahead = named('ahead');
  return { inputs: named('input'), ...(ahead.length > 0 && { futureCovariates: ahead }) };
}

/** Turns "supportVectorMachine" into "SUPPORT_VECTOR_MACHINE". */
const constantCase = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
