/** Where the options of a configuration stand in ConfigureModelInput. */
import { InvalidInput } from '../errors.ts';
import { type CheckedOption, IncompatibleOption } from './compatibility/incompatible-option.ts';

const inputFields: Record<CheckedOption, string> = {
  dataset: 'input.datasetId',
  family: 'input.parameters',
  inputs: 'input.inputs',
  target: 'input.target',
  futureCovariates: 'input.futureCovariates',
  split: 'input.split',
  batchSize: 'input.training.batchSize',
};

/** Returns the result of a check. @throws InvalidInput naming the field of ConfigureModelInput, for an option that does not fit */
export function namingInputField<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof IncompatibleOption)) throw error;
    const field = inputFields[error.option];
    throw new InvalidInput(error.index === null ? field : `${field}.${error.index}`, error.message);
  }
}
