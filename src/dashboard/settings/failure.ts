import type { CombinedError } from 'urql';
import { errorIdOf } from '../api/problems.ts';

/** What to say when an answer did not come, or said nothing that was expected; with the id by which the server knows why. */
export function failureOf(error: CombinedError | undefined, unreachable: string): string {
  if (!error || error.networkError) return unreachable;
  const said = error.graphQLErrors[0]?.message ?? unreachable;
  const id = errorIdOf(error);
  return id === null ? said : `${said} (${id})`;
}
