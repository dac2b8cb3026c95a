/**
 * Limits what an operation uses during execution: values and bytes of its response, and time. Long lists are completed in slices
 * of a few milliseconds, so that a large response does not block the event loop.
 *
 * A budget belongs to the context of one operation. It is reset for each event of a subscription.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  defaultFieldResolver,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { limitExceeded, limits } from './limits.ts';

/** Maximum time before yielding to the event loop. */
const sliceMs = 8;
/** Longer lists are completed in slices; shorter ones at once, which is faster. */
const maxUnpacedLength = { ofCheapOperation: 100, ofOthers: 20 };
/** Operations of at most this estimated cost are cheap: their lists can be completed without pauses. */
export const maxCheapCost = 1000;
/** Approximate size of a number in a response, in bytes. */
const numberBytes = 8;
/** Weight of one value in a list of scalars or in JSON, relative to a field. */
const plainValue = 0.1;

export interface Budget {
  values: number;
  bytes: number;
  /** Longer lists are passed to the executor as promises of their entries. */
  unpacedLength: number;
  /** Aborts the execution. */
  abort(reason: GraphQLError): void;
  /** Number of resolvers that have begun and not settled. */
  pending: number;
  /** Called when none is pending any more. */
  onIdle: (() => void) | null;
}

const budgets = new WeakMap<object, Budget>();

/** Opens the budget of an operation. @param cost its estimate (complexity.ts) */
export function openBudget(context: object, cost: number, abort: Budget['abort']): void {
  const unpacedLength = cost <= maxCheapCost ? maxUnpacedLength.ofCheapOperation : maxUnpacedLength.ofOthers;
  budgets.set(context, { values: 0, bytes: 0, unpacedLength, abort, pending: 0, onIdle: null });
}

/** Resolves when no resolver of an operation is pending. After an abort, those that have begun are still running. */
export function untilIdle(context: object): Promise<void> {
  const budget = budgetOf(context);
  return new Promise((resolve) => {
    if (budget.pending === 0) resolve();
    else budget.onIdle = resolve;
  });
}

function settle(budget: Budget): void {
  budget.pending--;
  if (budget.pending === 0) budget.onIdle?.();
}

function budgetOf(context: object): Budget {
  const known = budgets.get(context);
  if (known) return known;
  const created = {
    ...{ values: 0, bytes: 0, unpacedLength: Number.POSITIVE_INFINITY, abort: () => undefined },
    ...{ pending: 0, onIdle: null },
  };
  budgets.set(context, created);
  return created;
}

/** Makes every field of a schema charge the budget of its operation. Modifies the schema and returns it. */
export function withBudgets(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const startsResponse = type === schema.getSubscriptionType();
    for (const field of Object.values(type.getFields())) {
      field.resolve = charging(field.resolve ?? defaultFieldResolver, field.type, startsResponse);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, object>;

function charging(resolve: Resolver, type: GraphQLOutputType, startsResponse: boolean): Resolver {
  const isLeaf = isLeafType(getNamedType(type));
  const isList = isListType(isNonNullType(type) ? type.ofType : type);
  function finish(budget: Budget, fieldName: string, value: unknown): unknown {
    charge(budget, isLeaf ? value : undefined, fieldName);
    return isList && Array.isArray(value) && value.length > budget.unpacedLength ? paced(value) : value;
  }
  return (source, args, context, info) => {
    const budget = budgetOf(context);
    if (startsResponse) Object.assign(budget, { values: 0, bytes: 0 });
    const value = resolve(source, args, context, info);
    if (!isPromiseLike(value)) return finish(budget, info.fieldName, value);
    budget.pending++;
    return value.then(
      (settled) => {
        settle(budget);
        return finish(budget, info.fieldName, settled);
      },
      (error) => {
        settle(budget);
        throw error;
      },
    );
  };
}

/** Queries of drizzle are thenables, which GraphQL awaits too. */
function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Time at which the current slice of all operations together ends. */
let sliceEnd = 0;
let nextSlice: Promise<void> | null = null;

/** Resolves in the next turn of the event loop, when a new slice begins. */
function untilNextSlice(): Promise<void> {
  nextSlice ??= nextTurn().then(() => {
    nextSlice = null;
    sliceEnd = performance.now() + sliceMs;
  });
  return nextSlice;
}

/**
 * Returns promises of the entries of a list, which resolve one after another, with pauses for the event loop. It is no async
 * iterable: the executor would attach handlers to what it has completed only at the end, and an abort before would reject promises
 * that nothing handles, which ends the process.
 */
function paced<T>(list: readonly T[]): Promise<T>[] {
  const resolvers: (() => void)[] = [];
  const entries = list.map((entry) => new Promise<T>((resolve) => resolvers.push(() => resolve(entry))));
  void release(resolvers);
  return entries;
}

async function release(resolvers: readonly (() => void)[]): Promise<void> {
  for (const resolve of resolvers) {
    while (performance.now() > sliceEnd) await untilNextSlice();
    resolve();
    await undefined; // the entry is completed before the time is read again
  }
}

/** Charges one field. @throws GraphQLError when the response is too large */
function charge(budget: Budget, leaf: unknown, fieldName: string): void {
  budget.values++;
  budget.bytes += fieldName.length + 4;
  if (typeof leaf === 'string') budget.bytes += Buffer.byteLength(leaf);
  else if (typeof leaf === 'object' && leaf !== null && !(leaf instanceof Date)) chargeTree(budget, leaf);
  else budget.bytes += numberBytes;
  if (budget.values > limits.responseValues) throw refuse(budget, 'responseValues', 'values');
  if (budget.bytes > limits.responseBytes) throw refuse(budget, 'responseBytes', 'bytes');
}

/** Charges a list or a JSON value. Stops counting once a limit is exceeded. */
function chargeTree(budget: Budget, tree: object): void {
  const waiting: object[] = [tree];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    // The keys of an array are not sent, but they are short.
    for (const [key, value] of Object.entries(next)) {
      budget.values += plainValue;
      budget.bytes += key.length + 1;
      if (typeof value === 'string') budget.bytes += Buffer.byteLength(value);
      else if (typeof value === 'object' && value !== null) waiting.push(value);
      else budget.bytes += numberBytes;
    }
    if (budget.values > limits.responseValues || budget.bytes > limits.responseBytes) return;
  }
}

function refuse(budget: Budget, limit: 'responseValues' | 'responseBytes', what: string): GraphQLError {
  const message = `The response has more than ${limits[limit]} ${what}. Request fewer entries at once, or fewer fields of each.`;
  const error = limitExceeded(limit, message);
  budget.abort(error);
  return error;
}
