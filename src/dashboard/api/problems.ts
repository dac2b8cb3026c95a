/** Errors in API responses, in the form that pages use. */
import type { CombinedError } from 'urql';

/** An expected error: a member of a result union that implements `Error`. */
export interface Problem {
  __typename: string;
  message: string;
  /** Path in the arguments, for example "input.training.epochs". */
  field?: string;
  retryAfter?: number;
}

/** Returns the error in a result, or null if the result is a success. */
export function problemOf<Result extends { __typename: string }>(result: Result): Problem | null {
  return 'message' in result && typeof result.message === 'string' ? (result as Result & Problem) : null;
}

/** The ID under which the server logged the error. Null when the server was not reached or explained the error itself. */
export function errorIdOf(error: CombinedError): string | null {
  const ids = error.graphQLErrors.map(({ extensions }) => extensions.errorId);
  return ids.find((id): id is string => typeof id === 'string') ?? null;
}
