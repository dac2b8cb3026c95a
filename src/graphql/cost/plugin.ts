/**
 * The limits as a plugin of yoga. Every transport goes through yoga's pipeline, so they hold for all of them. A transport that does
 * more with an operation than to execute it calls checkOperation() first.
 */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { NotFound } from '../../errors.ts';
import type { GraphQLContext } from '../context.ts';
import { graphQLErrorOf } from '../errors.ts';
import { withHttp } from '../http-status.ts';
import { type Caller, createAllowance } from './allowance.ts';
import { openBudget } from './budget.ts';
import { weigh } from './complexity.ts';
import { checkShape, checkText } from './document.ts';
import { createDocumentCache } from './document-cache.ts';
import { createIntrospectionCache } from './introspection.ts';
import { limits } from './limits.ts';
import { createTurns } from './turns.ts';
import { checkVariables, parseJson } from './variables.ts';

/** Queries of callers who are not signed in that are executed at a time. */
const anonymousQueries = 2;

export interface LimitOptions {
  /** Whether clients may ask about the schema. */
  introspection: boolean;
  /** How long an operation may take. */
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

/** The first limit that an operation exceeds by its variables, or together with them; null: none. */
export function checkOperation(operation: Operation): GraphQLError | null {
  const cost = weighOperation(operation);
  return typeof cost === 'number' ? null : cost;
}

function weighOperation({ schema, document, operationName, variableValues }: Operation): number | GraphQLError {
  const cost = checkVariables(variableValues) ?? weigh(schema, document, operationName, variableValues ?? {});
  return typeof cost === 'number' ? cost : named(cost);
}

/** Pothos finds what is no id while it reads the arguments, and says so without a code. */
function named(error: GraphQLError): GraphQLError {
  const [, id] = /^Invalid global ID: (.*)$/s.exec(error.message) ?? [];
  return id === undefined ? error : graphQLErrorOf(new NotFound(`There is nothing with the id "${id.slice(0, 100)}".`));
}

export interface OperationLimits {
  plugin: Plugin;
  /** Refuses to read a document for callers who have asked for too much; for transports that yoga does not serve. */
  admit: Admit;
}

export type Admit = (text: string, caller: () => Promise<Caller>) => Promise<GraphQLError | null>;

/** @param callerOf who sent what has this context of the server */
export function createOperationLimits(
  { introspection, operationSeconds }: LimitOptions,
  { textOf, callerOf }: { textOf: TextOf; callerOf(serverContext: object): Promise<Caller> },
): OperationLimits {
  const cache = createDocumentCache();
  const allowance = createAllowance();
  const introspections = createIntrospectionCache();
  const turns = createTurns(anonymousQueries);

  /** Why an operation is not to be executed; null: it may be, and has been paid for. */
  function refusalOf(args: ExecutionArgs, isKnown: boolean): GraphQLError | null {
    const cost = weighOperation(args);
    return typeof cost === 'number' ? allowance.take(args, cost, isKnown) : cost;
  }

  // What is too long is not read, and what was read before is at hand with its mistakes.
  const admit: Admit = async (text, caller) => {
    const isFree = text.length > limits.documentCharacters || cache.get(text)?.errors;
    return isFree ? null : allowance.takeReading(await caller(), text.length);
  };

  const plugin: Plugin = {
    async onParams({ params, context, setResult }) {
      if (typeof params.query !== 'string') return; // yoga says what is wrong with it
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
        if (known) known.errors = result as GraphQLError[]; // validation makes no others
      };
    },
    onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const known = introspections.get(args);
      const refusal = refusalOf(args, known !== null);
      if (refusal) return void setResultAndStopExecution({ errors: [refusal] });
      if (known) return void setResultAndStopExecution(known);
      const address = waitsFor(args);
      setExecuteFn(async (given) => {
        const execute = () => executeInTime(executeFn, given, operationSeconds);
        const result = await (address === null ? execute() : turns.take(address, execute));
        introspections.keep(args, result);
        return result;
      });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refusal = refusalOf(args, false);
      if (refusal) return void setResultAndStopExecution({ errors: [refusal] });
      // Each of its events is short; the stream may last for days.
      openBudget(args.contextValue, { paced: true, abort: () => undefined });
    },
  };
  return { plugin, admit };
}

/**
 * Returns the address whose turn an operation waits for, or null when it does not wait. Mutations do not: they would hold a place while
 * they wait for slow work such as password hashing.
 */
function waitsFor({ document, operationName, contextValue }: ExecutionArgs): string | null {
  const { viewer, address } = contextValue as GraphQLContext; // yoga's context is ours
  if (viewer || getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return null;
  return address ?? '';
}

/** Executes within the operation's budget. What ends it early is the answer's only error: half an answer would look whole. */
async function executeInTime(
  execute: (args: ExecutionArgs & { signal: AbortSignal }) => ExecutionResult | Promise<ExecutionResult>,
  args: ExecutionArgs,
  seconds: number,
): Promise<ExecutionResult> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(tooSlow(seconds)), seconds * 1000);
  openBudget(args.contextValue as object, { paced: true, abort: (reason) => ended.abort(reason) });
  try {
    const result = await execute({ ...args, signal: ended.signal });
    return ended.signal.aborted ? { errors: [ended.signal.reason] } : result;
  } catch (error) {
    if (ended.signal.aborted) return { errors: [ended.signal.reason] };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function tooSlow(seconds: number): GraphQLError {
  const message = `The operation was ended after ${seconds} s. Ask for less at once. What a mutation has done by then stays done.`;
  return new GraphQLError(message, { extensions: withHttp({ code: 'DeadlineExceeded' }, { status: 503 }) });
}

const isJson = (contentType: string | null) => /^application\/(graphql\+)?json\b/i.test(contentType ?? '');

/** The operation that a body asks for. Arrays of several are refused by yoga. */
// biome-ignore lint/suspicious/noExplicitAny: yoga checks the parameters
function paramsOf(body: string): any {
  try {
    const given = parseJson(body);
    if (typeof given === 'object' && given !== null) return given;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new GraphQLError('The body is no JSON object. Send { "query": "...", "variables": {} }.', {
    extensions: withHttp({ code: 'BAD_REQUEST' }, { status: 400 }),
  });
}
