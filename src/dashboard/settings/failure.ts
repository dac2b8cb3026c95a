import type { CombinedError } from 'urql';
import { errorIdOf } from '../api/problems.ts';

/** Returns the message of a failed request, with the ID under which the server logged the error. */
export function failureOf(error: CombinedError | undefined, unreachable: string): string {
  if (!error || error.networkError) return unreachable;
  const said = error.graphQLErrors[0]?.message ?? unreachable;
  const id = errorIdOf(error);
  return id === null ? said : `${said} (${id})`;
}
