/**
 * What an operation may use while it is executed: values and bytes of its answer, and time. Long lists are completed in slices of
 * a few milliseconds, so that a large answer does not keep the event loop from everyone else.
 *
 * A budget belongs to the context of one operation. Each event of a subscription is an answer of its own, and has a new one.
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

/** The event loop is given back after this long. */
const sliceMilliseconds = 8;
/** Shorter lists are completed at once. */
const minPacedLength = 20;
/** A number takes about this many bytes in an answer. */
const numberBytes = 8;
/** What one value of a list of numbers, or of JSON, counts, compared with a field. */
const plainValue = 0.1;

export interface Budget {
  values: number;
  bytes: number;
  /** Whether lists may be handed to the executor piece by piece: ours takes async iterables, that of broadcasts does not. */
  paced: boolean;
  /** Ends the execution. */
  abort(reason: GraphQLError): void;
}

const budgets = new WeakMap<object, Budget>();

export function openBudget(context: object, budget: Pick<Budget, 'paced' | 'abort'>): void {
  budgets.set(context, { values: 0, bytes: 0, ...budget });
}

function budgetOf(context: object): Budget {
  const known = budgets.get(context);
  if (known) return known;
  const made = { values: 0, bytes: 0, paced: false, abort: () => undefined };
  budgets.set(context, made);
  return made;
}

/** Has every field of a schema spend its operation's budget. Changes the schema, and returns it. */
export function withBudgets(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const startsAnswer = type === schema.getSubscriptionType();
    for (const field of Object.values(type.getFields())) {
      field.resolve = spending(field.resolve ?? defaultFieldResolver, field.type, startsAnswer);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, object>;

function spending(resolve: Resolver, type: GraphQLOutputType, startsAnswer: boolean): Resolver {
  const isLeaf = isLeafType(getNamedType(type));
  const isList = isListType(isNonNullType(type) ? type.ofType : type);
  return (source, args, context, info) => {
    const budget = budgetOf(context);
    if (startsAnswer) Object.assign(budget, { values: 0, bytes: 0 });
    const finish = (value: unknown) => {
      spend(budget, isLeaf ? value : undefined, info.fieldName);
      return isList && budget.paced && Array.isArray(value) && value.length > minPacedLength ? paced(value) : value;
    };
    const value = resolve(source, args, context, info);
    return value instanceof Promise ? value.then(finish) : finish(value);
  };
}

/** Gives the entries one after the other, and the event loop to others in between. */
async function* paced<T>(list: readonly T[]): AsyncGenerator<T, void> {
  let sliceEnd = performance.now() + sliceMilliseconds;
  for (const entry of list) {
    if (performance.now() > sliceEnd) {
      await nextTurn();
      sliceEnd = performance.now() + sliceMilliseconds;
    }
    yield entry;
  }
}

/** @throws GraphQLError when the answer has become too large */
function spend(budget: Budget, leaf: unknown, fieldName: string): void {
  budget.values++;
  budget.bytes += fieldName.length + 4;
  if (typeof leaf === 'string') budget.bytes += leaf.length;
  else if (typeof leaf === 'object' && leaf !== null && !(leaf instanceof Date)) spendTree(budget, leaf);
  else budget.bytes += numberBytes;
  if (budget.values > limits.responseValues) throw refuse(budget, 'responseValues', 'values');
  if (budget.bytes > limits.responseBytes) throw refuse(budget, 'responseBytes', 'bytes');
}

/** Of a list, or of JSON: stops counting once it is too much. */
function spendTree(budget: Budget, tree: object): void {
  const waiting: object[] = [tree];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    // Of an array the keys are not written, but they are short.
    for (const [key, value] of Object.entries(next)) {
      budget.values += plainValue;
      budget.bytes += key.length + 1;
      if (typeof value === 'string') budget.bytes += value.length;
      else if (typeof value === 'object' && value !== null) waiting.push(value);
      else budget.bytes += numberBytes;
    }
    if (budget.values > limits.responseValues || budget.bytes > limits.responseBytes) return;
  }
}

function refuse(budget: Budget, limit: 'responseValues' | 'responseBytes', what: string): GraphQLError {
  const message = `The answer has more than ${limits[limit]} ${what}. Ask for fewer entries at once, or fewer fields of each.`;
  const error = limitExceeded(limit, message);
  budget.abort(error);
  return error;
}
