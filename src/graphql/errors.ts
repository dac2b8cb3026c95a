/** The expected errors as GraphQL types: one per class of errors.ts, each with a `message`, a `code` and a `path`. */
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
import type { ErrorCode } from '../shared/error-codes.ts';
import { builder } from './builder.ts';
import { withHttp } from './http-status.ts';

/** The codes that a result can have; the others occur in `extensions.code` and in the JSON of other routes only. */
const codes = {
  CONFLICT: 'The current state of the resource does not allow the operation.',
  FORBIDDEN: "The viewer's role does not allow the operation.",
  INVALID_CREDENTIALS: 'The username or the password is wrong.',
  INVALID_INPUT: 'An argument is invalid.',
  NOT_FOUND: 'The resource does not exist or is not visible to the viewer.',
  RATE_LIMITED: 'Too many or too expensive requests.',
  UNAUTHENTICATED: 'The caller is not signed in.',
  USERNAME_TAKEN: 'The username is already taken.',
} satisfies Partial<Record<ErrorCode, string>>;

const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description: 'Machine-readable code of an expected error. New codes may be added: treat an unknown one as a failure.',
  values: Object.fromEntries(Object.entries(codes).map(([name, description]) => [name, { description }])),
});

const ErrorInterface = builder.interfaceRef<AiasError>('Error').implement({
  description: 'An expected error that the client can handle.',
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'Human-readable explanation of the problem and how to fix it.',
    }),
    code: t.field({
      type: ErrorCodeEnum,
      description: 'Machine-readable code, one per type of error.',
      resolve: ({ code }) => code,
    }),
    path: t.exposeStringList('path', {
      nullable: true,
      description:
        'Path of the invalid argument by its segments, such as `["input", "rows", "0"]`. A name that contains a dot takes several segments. Null when no single argument is invalid.',
    }),
  }),
});

const simpleErrors = [
  [NotFound, codes.NOT_FOUND],
  [Forbidden, codes.FORBIDDEN],
  [Unauthenticated, codes.UNAUTHENTICATED],
  [UsernameTaken, codes.USERNAME_TAKEN],
  [InvalidCredentials, codes.INVALID_CREDENTIALS],
] as const;

for (const [type, description] of simpleErrors) {
  builder.objectType(type, { name: type.name, description, interfaces: [ErrorInterface] });
}

builder.objectType(Conflict, {
  name: 'Conflict',
  description: 'The current state of the resource does not allow the operation.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    blockingTaskIds: t.idList({
      description:
        'IDs of the tasks that block the operation, limited to tasks visible to the viewer. Empty when the conflict has ' +
        'another cause.',
      resolve: ({ blockingTaskIds }) => blockingTaskIds.map((id) => encodeGlobalID('Task', id)),
    }),
  }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description: 'An argument is invalid.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    field: t.exposeString('field', {
      description:
        'Path of the invalid argument, such as `input.parameters.cnn.filters`; the same as `path`, joined by dots.',
    }),
  }),
});

builder.objectType(RateLimited, {
  name: 'RateLimited',
  description: 'Too many attempts.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Time to wait before retrying, in seconds.' }),
  }),
});

/** Expected errors of every mutation on resources of an organization. */
export const accessErrors = [Unauthenticated, NotFound, Forbidden, InvalidInput] as const;

/** Converts an expected error for fields without a result union (queries, subscriptions), with `extensions.code`. */
export function toGraphQLError(error: AiasError, path?: readonly (string | number)[]): GraphQLError {
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
