/**
 * Estimates the number of fields of a response before the operation is executed. A list counts as many entries as its arguments
 * request, or else `assumedListLength`; nested lists multiply. Responses that exceed the estimate are stopped by budget.ts.
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
/** List length assumed for complexity when neither the arguments nor the field give one. */
export const assumedListLength = 20;

/** Returns the default complexity of a field, from its type. */
export function complexityOfType(type: GraphQLOutputType): FieldComplexityValue {
  const length = assumedListLength ** listDepth(type);
  const named = getNamedType(type);
  // A JSON value is a tree of values.
  if (isLeafType(named)) return { field: named.name === 'JSON' ? length * assumedListLength : length, multiplier: 1 };
  return { field: 1, multiplier: length };
}

function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType);
  return isListType(type) ? 1 + listDepth(type.ofType) : 0;
}

/**
 * Returns the estimated cost of an operation, or an error for the first exceeded limit or invalid variable. 0 when the document
 * has no such operation.
 */
export function weigh(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Record<string, unknown>,
): number | GraphQLError {
  const operation = getOperationAST(document, operationName);
  // Execution reports a missing operation.
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
    // The arguments of a field are invalid, so its cost is unknown and the operation is not executed.
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/**
 * Returns an error for the first invalid variable, or null. Stops at the first one and shortens its message, because a message
 * contains the complete value and there may be hundreds of thousands of errors.
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
    return `The operation has ${count} levels of nested fields; the maximum is ${maximum}. Split it into several requests.`;
  if (limit === 'breadth')
    return `The operation has ${count} fields; the maximum is ${maximum}. Split it into several requests.`;
  return (
    `The response may have ${count} fields (a list counts once per entry); the maximum is ${maximum}. ` +
    'Request fewer entries (`first`, `maxPoints`) or fewer fields of each.'
  );
}
