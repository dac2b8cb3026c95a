import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { YogaMaskedErrorOpts } from 'graphql-yoga';
import { isConnectionError } from '../database/client.ts';
import { AiasError, InvalidConfiguration, Unavailable } from '../errors.ts';
import { graphQLErrorOf } from '../graphql/errors.ts';
import type { Logger } from '../log.ts';

/**
 * What a client sees of an error: an expected one with its code, what it did wrong itself (syntax, validation) as it is, and
 * of a defect nothing but the id under which it was logged.
 */
export function createErrorMask(log: Logger): YogaMaskedErrorOpts['maskError'] {
  return (error) => {
    const original = expectedOf(rootCause(error), log);
    const path = error instanceof GraphQLError ? error.path : undefined;
    if (original instanceof AiasError) return graphQLErrorOf(original, path);
    if (original instanceof GraphQLError) return original;
    const errorId = randomUUID();
    log.error({ err: original, errorId, path }, 'an operation failed unexpectedly');
    return new GraphQLError('Unexpected error.', { path, extensions: { code: 'Unexpected', errorId } });
  };
}

/** A database that is away is no defect of ours. What is wrong with the gateway's settings is not for its clients to read. */
export function expectedOf(error: unknown, log: Logger): unknown {
  if (error instanceof InvalidConfiguration) return new Error(error.message, { cause: error });
  if (!(error instanceof Error && isConnectionError(error))) return error;
  log.warn({ err: error }, 'the database is away');
  return new Unavailable('The database is away. Try again in a moment.');
}

/** Whether the same operation may succeed later. */
export const isAway = ({ extensions }: GraphQLError) =>
  extensions.code === ('Unavailable' satisfies Unavailable['code']);

/** GraphQL wraps what resolvers throw, sometimes more than once. */
function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}
