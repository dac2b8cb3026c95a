/** What can go wrong with an answer, as pages see it. */
import type { CombinedError } from 'urql';

/** An expected problem: a member of a result's union that is an Error. */
export interface Problem {
  __typename: string;
  message: string;
  /** Where in the input: "input.training.epochs". */
  field?: string;
  retryAfter?: number;
}

/** The problem in a result, if it is one. `success`: the type that is none. */
export function problemOf<Result extends { __typename: string }>(result: Result): Problem | null {
  return 'message' in result && typeof result.message === 'string' ? (result as Result & Problem) : null;
}

/** The id under which the server keeps what happened; null: the server was not reached, or said what is wrong. */
export function errorIdOf(error: CombinedError): string | null {
  const ids = error.graphQLErrors.map(({ extensions }) => extensions.errorId);
  return ids.find((id): id is string => typeof id === 'string') ?? null;
}
