/**
 * The limits as a yoga plugin. Every transport uses yoga's pipeline, so they apply to all of them. A transport that does more
 * with an operation than execute it must call checkOperation() first.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  parse,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { NotFound, RateLimited } from '../../errors.ts';
import type { GraphQLContext } from '../context.ts';
import { toGraphQLError } from '../errors.ts';
import { withHttp } from '../http-status.ts';
import { type Caller, createAllowance } from './allowance.ts';
import { maxCheapCost, openBudget, untilIdle } from './budget.ts';
import { weigh } from './complexity.ts';
import { setCostReport, withCost } from './cost-report.ts';
import { checkShape, checkText } from './document.ts';
import { createDocumentCache } from './document-cache.ts';
import { subscribeInTurns } from './event-turns.ts';
import { createIntrospectionCache, introspectionCost } from './introspection.ts';
import { abortSignalOf, createLanes } from './lanes.ts';
import { limits } from './limits.ts';
import { checkVariables, parseJson } from './variables.ts';

export interface LimitOptions {
  /** Whether introspection is enabled. */
  introspection: boolean;
  /** Maximum duration of an operation. */
  operationSeconds: number;
}

/** Returns the text of a request's body if the transport has read it already, so that a large body is not copied again. */
export type TextOf = (request: Request) => string | undefined;

interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as yoga declares it
  variableValues?: any;
}

/** Returns an error for the first limit that an operation exceeds with its variables, or null. */
export function checkOperation(operation: Operation): GraphQLError | null {
  const cost = weighOperation(operation);
  return typeof cost === 'number' ? null : cost;
}

function weighOperation({ schema, document, operationName, variableValues }: Operation): number | GraphQLError {
  const cost = checkVariables(variableValues) ?? weigh(schema, document, operationName, variableValues ?? {});
  return typeof cost === 'number' ? cost : withNotFoundCode(cost);
}

/** Adds a code to the error that Pothos throws for a malformed id in the arguments. */
function withNotFoundCode(error: GraphQLError): GraphQLError {
  const [, id] = /^Invalid global ID: (.*)$/s.exec(error.message) ?? [];
  return id === undefined ? error : toGraphQLError(new NotFound(`No object has the ID "${id.slice(0, 100)}".`));
}

export interface OperationLimits {
  plugin: Plugin;
  /** Rejects documents of callers whose allowance is exhausted; for transports that yoga does not serve. */
  admit: Admit;
  /**
   * Returns a function that executes one event of a subscription when it is the turn of its log; for events that several
   * subscribers share.
   */
  eventTurns(subscription: ExecutionArgs, log: string): RunEvent;
}

export type RunEvent = <T>(execute: () => Promise<T>) => Promise<T>;

export type Admit = (text: string, caller: () => Promise<Caller>) => Promise<GraphQLError | null>;

/** @param callerOf returns the caller of a server context */
export function createOperationLimits(
  { introspection, operationSeconds }: LimitOptions,
  { textOf, callerOf }: { textOf: TextOf; callerOf(serverContext: object): Promise<Caller> },
): OperationLimits {
  const cache = createDocumentCache();
  const allowance = createAllowance();
  const introspections = createIntrospectionCache();
  const lanes = createLanes();

  /** Charges the cost of an operation and returns it, or an error if the operation may not be executed. */
  function chargeCost(args: ExecutionArgs, isKnown: boolean): number | GraphQLError {
    const weighed = weighOperation(args);
    if (typeof weighed !== 'number') return weighed;
    const cost = weighed + introspectionCost(args.document, isKnown);
    const refusal = allowance.take(args, cost);
    const caller = args.contextValue as GraphQLContext; // yoga's context is a GraphQLContext
    setCostReport(caller, allowance.report(caller, cost));
    return refusal ?? cost;
  }

  /** Executes an operation when it is its turn. Its place stays taken while resolvers run, even if it was aborted. */
  async function inTurn(
    args: ExecutionArgs,
    cost: number,
    execute: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const signal = abortSignalOf(args);
    try {
      return await lanes.run(
        args,
        cost,
        async (holdUntil) => {
          const result = await execute();
          holdUntil(untilIdle(args.contextValue as object));
          return result;
        },
        signal,
      );
    } catch (error) {
      if (error instanceof RateLimited) return { errors: [toGraphQLError(error)] };
      if (signal?.aborted && error === signal.reason) return { errors: [signal.reason] };
      throw error;
    }
  }

  // Documents that are too long are not parsed, and cached documents have their errors at hand, so both are free.
  const admit: Admit = async (text, caller) => {
    const isFree = text.length > limits.documentCharacters || cache.get(text)?.errors;
    return isFree ? null : allowance.takeReading(await caller(), text.length);
  };

  const plugin: Plugin = {
    async onParams({ params, context, setResult }) {
      if (typeof params.query !== 'string') return; // yoga reports the error
      const refusal = await admit(params.query, () => callerOf(context));
      if (refusal) setResult({ errors: [refusal] });
    },
    onRequestParse({ request, setRequestParser }) {
      if (request.method !== 'POST' || !isJson(request.headers.get('content-type'))) return;
      setRequestParser(async (body) => paramsOf(textOf(request) ?? (await body.text())));
    },
    onParse({ params, setParsedDocument, setParseFn }) {
      const text = String(params.source);
      const known = cache.get(text);
      if (known) return void setParsedDocument(known.document);
      const { tokens } = checkText(text);
      setParseFn(parse);
      return ({ result }) => {
        if (result && !(result instanceof Error)) cache.set(text, tokens, result);
      };
    },
    onValidate({ params: { documentAST }, setResult }) {
      const known = cache.of(documentAST);
      if (known?.errors) return void setResult([...known.errors]);
      const refusal = checkShape(documentAST, introspection);
      if (refusal) return void setResult([refusal]);
      return ({ result }) => {
        if (known) known.errors = result as GraphQLError[]; // validation produces only GraphQLErrors
      };
    },
    onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const known = introspections.get(args);
      const cost = chargeCost(args, known !== null);
      const context = args.contextValue as object; // yoga's context is a GraphQLContext
      if (typeof cost !== 'number') return void setResultAndStopExecution(withCost(context, { errors: [cost] }));
      if (known) return void setResultAndStopExecution(withCost(context, known));
      setExecuteFn(async (given) => {
        const result = await inTurn(args, cost, () => executeInTime(executeFn, given, cost, operationSeconds));
        introspections.keep(args, result);
        return withCost(context, result);
      });
    },
    onSubscribe({ args, setSubscribeFn, setResultAndStopExecution }) {
      const cost = chargeCost(args, false);
      if (typeof cost !== 'number') return void setResultAndStopExecution({ errors: [cost] });
      // Each event is short, but the stream may last for days, so there is no time limit.
      openBudget(args.contextValue, cost, () => undefined);
      if (cost <= maxCheapCost) return;
      const { signal } = args.contextValue as unknown as GraphQLContext; // yoga's context is a GraphQLContext
      setSubscribeFn((given) =>
        subscribeInTurns(given, (execute, ended) => lanes.run(args, cost, execute, ended), signal),
      );
    },
  };
  return {
    plugin,
    admit,
    eventTurns(subscription, log) {
      const cost = weighOperation(subscription);
      if (typeof cost !== 'number') throw cost; // the operation was checked before
      return (execute) => lanes.runShared(log, cost, execute);
    },
  };
}

/** Executes within the budget. If aborted, the result has only that error, since a partial response could look complete. */
async function executeInTime(
  execute: (args: ExecutionArgs & { signal: AbortSignal }) => ExecutionResult | Promise<ExecutionResult>,
  args: ExecutionArgs,
  cost: number,
  seconds: number,
): Promise<ExecutionResult> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(tooSlow(seconds)), seconds * 1000);
  const disconnected = abortSignalOf(args);
  const abort = () => ended.abort(disconnected?.reason);
  disconnected?.addEventListener('abort', abort, { once: true });
  openBudget(args.contextValue as object, cost, (reason) => ended.abort(reason));
  try {
    const result = await execute({ ...args, signal: ended.signal });
    return ended.signal.aborted ? { errors: [ended.signal.reason] } : result;
  } catch (error) {
    if (ended.signal.aborted) return { errors: [ended.signal.reason] };
    throw error;
  } finally {
    clearTimeout(timer);
    disconnected?.removeEventListener('abort', abort);
  }
}

function tooSlow(seconds: number): GraphQLError {
  const message = `The operation was aborted after ${seconds} s. Request less at once. Changes that a mutation has made by then remain.`;
  return new GraphQLError(message, { extensions: withHttp({ code: 'DEADLINE_EXCEEDED' }, { status: 503 }) });
}

const isJson = (contentType: string | null) => /^application\/(graphql\+)?json\b/i.test(contentType ?? '');

/** Parses the parameters of an operation from a body. yoga rejects arrays of operations. */
// biome-ignore lint/suspicious/noExplicitAny: yoga checks the parameters
function paramsOf(body: string): any {
  try {
    const given = parseJson(body);
    if (typeof given === 'object' && given !== null) return given;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new GraphQLError('The body is not a JSON object. Send { "query": "...", "variables": {} }.', {
    extensions: withHttp({ code: 'BAD_REQUEST' }, { status: 400 }),
  });
}
