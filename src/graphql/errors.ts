/** The expected errors as GraphQL types: one for each class of errors.ts, all with a `message`. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import {
  type AiasError,
  Conflict,
  Forbidden,
  InvalidCredentials,
  InvalidInput,
  NotFound,
  RateLimited,
  Unauthenticated,
  Unavailable,
  UsernameTaken,
} from '../errors.ts';
import { builder } from './builder.ts';
import { withHttp } from './http-status.ts';

const ErrorInterface = builder.interfaceRef<AiasError>('Error').implement({
  description: 'Something that a client can expect and act on.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What is wrong and what would be right, for people.' }),
  }),
});

const simple = [
  [NotFound, 'There is no such thing, or the viewer may not see it.'],
  [Forbidden, "The viewer's role does not allow this."],
  [Unauthenticated, 'Nobody is signed in.'],
  [UsernameTaken, 'The user name belongs to somebody.'],
  [InvalidCredentials, 'Unknown user or wrong password.'],
] as const;

for (const [type, description] of simple) {
  builder.objectType(type, { name: type.name, description, interfaces: [ErrorInterface] });
}

builder.objectType(Conflict, {
  name: 'Conflict',
  description: 'The thing is not in a state that allows this.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    taskIds: t.idList({
      description: 'Tasks that stand in the way, of those that the viewer may see; empty when it is something else.',
      resolve: ({ taskIds }) => taskIds.map((id) => encodeGlobalID('Task', id)),
    }),
  }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description: 'An argument is wrong.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Its path in the arguments: "input.parameters.cnn.filters".' }),
  }),
});

builder.objectType(RateLimited, {
  name: 'RateLimited',
  description: 'Too many tries.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ retryAfter: t.exposeInt('retryAfter', { description: 'Seconds to wait.' }) }),
});

/** What every mutation on somebody's things can meet. */
export const accessErrors = [Unauthenticated, NotFound, Forbidden, InvalidInput] as const;

/** An expected error where there is no union for it (queries, subscriptions): a GraphQL error with `extensions.code`. */
export function graphQLErrorOf(error: AiasError, path?: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(error.message, { path, extensions: extensionsOf(error) });
}

function extensionsOf(error: AiasError): Record<string, unknown> {
  const { code } = error;
  if (error instanceof InvalidInput) return { code, field: error.field };
  if (!(error instanceof RateLimited || error instanceof Unavailable)) return { code };
  const { retryAfter } = error;
  const status = error instanceof RateLimited ? 429 : 503;
  return withHttp({ code, retryAfter }, { status, headers: { 'Retry-After': String(retryAfter) } });
}
