/**
 * How many fields the answer to an operation may have, estimated before it is executed. A list counts for as many entries as its
 * arguments ask for, or else for `assumedListLength`; the lists inside it multiply. What the estimate misses, budget.ts stops.
 */
import { complexityFromQuery, type FieldComplexityValue } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { limitExceeded, limits } from './limits.ts';

const maxMessageCharacters = 1000;
/** Entries that a list is taken to have when neither its arguments nor its field say. */
export const assumedListLength = 20;

/** What a field costs that does not say so itself: by its type alone. */
export function complexityOfType(type: GraphQLOutputType): FieldComplexityValue {
  const length = assumedListLength ** listDepth(type);
  const named = getNamedType(type);
  // A JSON value is a whole tree.
  if (isLeafType(named)) return { field: named.name === 'JSON' ? length * assumedListLength : length, multiplier: 1 };
  return { field: 1, multiplier: length };
}

function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType);
  return isListType(type) ? 1 + listDepth(type.ofType) : 0;
}

/**
 * The estimated cost of an operation, or the first limit that it exceeds, or what is wrong with its variables. 0: there is no such
 * operation.
 */
export function weigh(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Record<string, unknown>,
): number | GraphQLError {
  const operation = getOperationAST(document, operationName);
  // An operation that is not there is refused by its execution.
  if (!operation) return 0;
  const mistake = checkVariableTypes(schema, operation, variables);
  if (mistake) return mistake;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const weighed: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  try {
    const found = complexityFromQuery(weighed, { schema, variables });
    for (const limit of ['depth', 'breadth', 'complexity'] as const) {
      const maximum = limits[limit];
      if (found[limit] > maximum) return limitExceeded(limit, describe(limit, found[limit], maximum));
    }
    return found.complexity;
  } catch (error) {
    // The arguments of a field are wrong, so it cannot be weighed; what cannot be weighed is not executed.
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/**
 * What is wrong with the variables; null: nothing. Looks no further than the first mistake, and says it shortly: a message holds the
 * whole value, and there may be hundreds of thousands of mistakes.
 */
function checkVariableTypes(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): GraphQLError | null {
  const [error] = getVariableValues(schema, variableDefinitions, variables, { maxErrors: 1 }).errors ?? [];
  if (!error) return null;
  const { message, nodes } = error;
  if (message.length <= maxMessageCharacters) return error;
  const [start, end] = [message.slice(0, maxMessageCharacters / 2), message.slice(-maxMessageCharacters / 2)];
  return new GraphQLError(`${start} … ${end}`, { nodes });
}

function describe(limit: 'depth' | 'breadth' | 'complexity', count: number, maximum: number): string {
  if (limit === 'depth')
    return `The operation has ${count} fields inside each other; the maximum is ${maximum}. Ask for less at once.`;
  if (limit === 'breadth')
    return `The operation has ${count} fields; the maximum is ${maximum}. Split it into several requests.`;
  return (
    `The answer may have ${count} fields (a list counts once for each entry); the maximum is ${maximum}. ` +
    'Ask for fewer entries (`first`, `maxPoints`) or fewer fields of each.'
  );
}
