import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { YogaMaskedErrorOpts } from 'graphql-yoga';
import { isConnectionError } from '../database/client.ts';
import { AiasError, InvalidConfiguration, Unavailable } from '../errors.ts';
import { toGraphQLError } from '../graphql/errors.ts';
import type { Logger } from '../log.ts';

/**
 * Returns a function that hides internal errors from clients. Expected errors keep their message and code, and errors in the
 * document (syntax, validation) stay as they are. Any other error is logged, and the client receives only the id of the log
 * entry.
 */
export function createErrorMask(log: Logger): YogaMaskedErrorOpts['maskError'] {
  return (error) => {
    const original = expectedOf(rootCause(error), log);
    const path = error instanceof GraphQLError ? error.path : undefined;
    if (original instanceof AiasError) return toGraphQLError(original, path);
    if (original instanceof GraphQLError) return original;
    const errorId = randomUUID();
    log.error({ err: original, errorId, path }, 'an operation failed unexpectedly');
    return new GraphQLError('Unexpected error.', { path, extensions: { code: 'UNEXPECTED', errorId } });
  };
}

/** Converts connection errors to Unavailable. Hides configuration errors, which are for operators, not for clients. */
export function expectedOf(error: unknown, log: Logger): unknown {
  if (error instanceof InvalidConfiguration) return new Error(error.message, { cause: error });
  if (!(error instanceof Error && isConnectionError(error))) return error;
  log.warn({ err: error }, 'the database is unavailable');
  return new Unavailable('The database is unavailable. Try again in a moment.');
}

/** Returns whether the same operation may succeed later. */
export const isAway = ({ extensions }: GraphQLError) =>
  extensions.code === ('UNAVAILABLE' satisfies Unavailable['code']);

/** GraphQL wraps what resolvers throw, sometimes more than once. */
function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}
