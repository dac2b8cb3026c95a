/** From what a client sent to what can be executed, for the transports that yoga does not serve itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql';
import { AiasError } from '../errors.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { type Admit, checkOperation } from '../graphql/cost/plugin.ts';
import type { BroadcastHub, Member, Sink } from '../live/broadcast.ts';
import type { Operation } from '../live/operation.ts';
import type { BodyLimits } from './body.ts';
import type { BodyMemoryLimits, Caller } from './body-memory.ts';
import { isAway } from './masking.ts';

const bodySeconds = { totalMilliseconds: 120_000, idleMilliseconds: 15_000 };

/** Images for a prediction travel in the query's variables. Nothing that is open to strangers is as long. */
export const operationLimits: Record<Caller, BodyLimits> = {
  signedIn: { maxBytes: 16 * 2 ** 20, ...bodySeconds },
  anonymous: { maxBytes: 2 ** 20, ...bodySeconds },
};

/** From the arrival of a body until its request was answered. */
export const bodyMemoryLimits: BodyMemoryLimits = {
  maxBytes: 512 * 2 ** 20,
  maxBytesPerAddress: { signedIn: 256 * 2 ** 20, anonymous: 64 * 2 ** 20 },
  freeBytes: 16 * 2 ** 10, // a connection costs as much by itself
};

/** Reads the body of an operation. Its memory is counted until the response is closed. @throws BodyRefused, RateLimited */
export type ReadOperationBody = (request: IncomingMessage, response: ServerResponse) => Promise<Buffer>;

/** What yoga.getEnveloped() gives: the pipeline for one operation. */
export interface Pipeline {
  schema: GraphQLSchema;
  parse(source: string): ExecutionArgs['document'];
  validate(schema: GraphQLSchema, document: ExecutionArgs['document']): readonly GraphQLError[];
  contextFactory(): Promise<GraphQLContext>;
  // biome-ignore lint/suspicious/noExplicitAny: it takes the arguments of any GraphQL engine, and gives any kind of result
  execute(args: any): any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  subscribe(args: any): any;
}

export interface OperationRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** Parses, validates and weighs the operation, then finds out who asks. Gives the errors where there are some. */
export async function prepareOperation(
  pipeline: Pipeline,
  { query, operationName, variables }: OperationRequest,
  admit: Admit,
): Promise<Operation | readonly GraphQLError[]> {
  const { schema } = pipeline;
  let context: Promise<GraphQLContext> | null = null;
  const openContext = () => {
    context ??= pipeline.contextFactory();
    return context;
  };
  try {
    const tooMuch = await admit(query, openContext);
    if (tooMuch) return [tooMuch];
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

export function isErrors(prepared: unknown): prepared is readonly GraphQLError[] {
  return Array.isArray(prepared);
}

/**
 * Joins those who share the operation; null where it is not to be shared. Null too where that fails, because the viewer may not, or
 * asks wrongly, or the database is away: the ordinary way finds the same, and says it as every other error is said.
 */
export async function joinOrNull(
  broadcasts: BroadcastHub,
  operation: Operation,
  sink: Sink,
  lastCursor: string | null,
): Promise<Member | null> {
  try {
    return await broadcasts.join(operation, sink, lastCursor);
  } catch (error) {
    if (!(error instanceof AiasError)) operation.contextValue.log.warn({ err: error }, 'a stream is not shared');
    return null;
  }
}

/** The operation's errors, where it could not be begun because something is away. */
export function isPutOff(result: unknown): boolean {
  const errors = isErrors(result) ? result : (result as { errors?: readonly GraphQLError[] }).errors;
  return errors?.some(isAway) ?? false;
}
