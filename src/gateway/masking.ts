import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { YogaMaskedErrorOpts } from 'graphql-yoga';
import { AiasError } from '../errors.ts';
import { graphQLErrorOf } from '../graphql/errors.ts';
import type { Logger } from '../log.ts';

/**
 * What a client sees of an error: an expected one with its code, what it did wrong itself (syntax, validation) as it is, and
 * of a defect nothing but the id under which it was logged.
 */
export function createErrorMask(log: Logger): YogaMaskedErrorOpts['maskError'] {
  return (error) => {
    const original = rootCause(error);
    const path = error instanceof GraphQLError ? error.path : undefined;
    if (original instanceof AiasError) return graphQLErrorOf(original, path);
    if (original instanceof GraphQLError) return original;
    const errorId = randomUUID();
    log.error({ err: original, errorId, path }, 'an operation failed unexpectedly');
    return new GraphQLError('Unexpected error.', { path, extensions: { code: 'Unexpected', errorId } });
  };
}

/** GraphQL wraps what resolvers throw, sometimes more than once. */
function rootCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootCause(error.originalError) : error;
}
