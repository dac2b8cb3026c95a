import type { CombinedError } from 'urql';

/** What to say when an answer did not come, or said nothing that was expected. */
export const failureOf = (error: CombinedError | undefined, unreachable: string): string =>
  error && !error.networkError ? error.message : unreachable;
