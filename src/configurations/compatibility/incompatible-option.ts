/** What a check can find wrong. The caller of the checks knows where each option stands in its input. */
export type CheckedOption = 'dataset' | 'family' | 'inputs' | 'target' | 'futureCovariates' | 'split' | 'batchSize';

/** An option of a configuration does not fit the profile of its dataset. `message` says how to fix it. */
export class IncompatibleOption extends Error {
  readonly option: CheckedOption;
  /** Position in the option, when it is a list and a single entry is wrong. */
  readonly index: number | null;

  constructor(option: CheckedOption, message: string, index: number | null = null) {
    super(message);
    this.option = option;
    this.index = index;
  }
}
