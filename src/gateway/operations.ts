/** Turns a client request into an executable operation, for the transports that yoga does not serve itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql';
import { AiasError } from '../errors.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { type Admit, checkOperation } from '../graphql/cost/plugin.ts';
import type { BroadcastHub } from '../live/broadcast.ts';
import type { Member, Sink } from '../live/frame-delivery.ts';
import type { Operation } from '../live/operation.ts';
import { isAway } from './error-mask.ts';
import type { BodyLimits } from './http/body.ts';
import type { CallerKind, MemoryLimits } from './http/memory-budget.ts';
import type { DocumentReference, ResolveDocument } from './trusted-documents.ts';

const bodySeconds = { totalMs: 120_000, idleMs: 15_000 };

/** Prediction requests carry images in their variables. Operations open to anonymous callers are much smaller. */
export const operationLimits: Record<CallerKind, BodyLimits> = {
  signedIn: { maxBytes: 16 * 2 ** 20, ...bodySeconds },
  anonymous: { maxBytes: 2 ** 20, ...bodySeconds },
};

/** Memory of request bodies, counted from the first byte until the response is closed. */
export const bodyMemoryLimits: MemoryLimits = {
  what: 'requests',
  advice: 'Retry later.',
  maxBytes: 512 * 2 ** 20,
  maxBytesPerCaller: { signedIn: 256 * 2 ** 20, anonymous: 64 * 2 ** 20 },
  freeBytes: 16 * 2 ** 10, // a connection alone costs as much
};

/** Responses of at most this size do not count, and neither does as much unread data of a socket. A connection alone costs as much. */
export const uncountedResponseBytes = 16 * 2 ** 10;

/** Memory of responses, counted until the client has received them: per user, or per address of anonymous callers. */
export const responseMemoryLimits: MemoryLimits = {
  what: 'responses',
  advice: 'Read them, then retry. Changes that a mutation has made remain.',
  maxBytes: 512 * 2 ** 20,
  maxBytesPerCaller: { signedIn: 128 * 2 ** 20, anonymous: 32 * 2 ** 20 },
  freeBytes: 0,
};

/** Reads the body of an operation. Its memory counts until the response is closed. @throws BodyRefused, RateLimited */
export type ReadOperationBody = (request: IncomingMessage, response: ServerResponse) => Promise<Buffer>;

/** Counts the memory of a response before it is encoded. Resolves with a function that releases it. @throws RateLimited */
export type HoldResponse = (request: IncomingMessage, text: string) => Promise<() => void>;

/** The pipeline for one operation, from yoga.getEnveloped(). */
export interface OperationPipeline {
  schema: GraphQLSchema;
  parse(source: string): ExecutionArgs['document'];
  validate(schema: GraphQLSchema, document: ExecutionArgs['document']): readonly GraphQLError[];
  contextFactory(): Promise<GraphQLContext>;
  // biome-ignore lint/suspicious/noExplicitAny: it accepts the arguments of any GraphQL engine and returns any kind of result
  execute(args: any): any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  subscribe(args: any): any;
}

export interface OperationRequest extends DocumentReference {
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/**
 * Resolves, parses, validates and checks the limits of an operation, then authenticates the caller. Returns the operation or its errors.
 */
export async function prepareOperation(
  pipeline: OperationPipeline,
  { operationName, variables, ...reference }: OperationRequest,
  { admit, resolveDocument }: { admit: Admit; resolveDocument: ResolveDocument },
): Promise<Operation | readonly GraphQLError[]> {
  const query = resolveDocument(reference);
  if (query instanceof GraphQLError) return [query];
  const { schema } = pipeline;
  let context: Promise<GraphQLContext> | null = null;
  const openContext = () => {
    context ??= pipeline.contextFactory();
    return context;
  };
  try {
    const notAdmitted = await admit(query, openContext);
    if (notAdmitted) return [notAdmitted];
    const document = pipeline.parse(query);
    const errors = pipeline.validate(schema, document);
    if (errors.length > 0) return errors;
    const given = { operationName: operationName ?? null, variableValues: variables ?? {} };
    const refusal = checkOperation({ schema, document, ...given });
    if (refusal) return [refusal];
    const contextValue = await openContext();
    return { schema, document, query, ...given, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

export function hasErrors(prepared: unknown): prepared is readonly GraphQLError[] {
  return Array.isArray(prepared);
}

/**
 * Joins the broadcast group of an operation. Returns null when it cannot be shared, or when joining fails (missing permission,
 * invalid argument, database unavailable): unshared execution then fails in the same way and reports the error.
 */
export async function joinBroadcast(
  broadcasts: BroadcastHub,
  operation: Operation,
  sink: Sink,
  lastCursor: string | null,
): Promise<Member | null> {
  try {
    return await broadcasts.join(operation, sink, lastCursor);
  } catch (error) {
    if (!(error instanceof AiasError)) operation.contextValue.log.warn({ err: error }, 'could not join a broadcast');
    return null;
  }
}

/** Returns whether an operation failed only because a service is unavailable, so that it may succeed later. */
export function isPutOff(result: unknown): boolean {
  const errors = hasErrors(result) ? result : (result as { errors?: readonly GraphQLError[] }).errors;
  return errors?.some(isAway) ?? false;
}
