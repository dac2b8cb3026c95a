/** Decides which subscriptions can share an execution, and with which others. */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
} from 'graphql';
import type { GraphQLContext } from '../graphql/context.ts';
import type { Broadcast } from './live-source.ts';

/** A subscription as a client sent it, valid for the schema. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  /** Text of the document. */
  query: string;
  operationName: string | null;
  variableValues: Record<string, unknown>;
  contextValue: GraphQLContext;
}

export interface SharedOperation {
  broadcast: Broadcast;
  /** Coerced arguments of the root field. */
  args: Record<string, unknown>;
  /** Equal for operations that produce the same results from one log. */
  key: string;
}

/**
 * Returns null when the operation's field does not opt in, or not for these arguments, or when the variables are invalid;
 * executing the operation on its own then reports the errors.
 */
export function sharedOperation(operation: Operation): SharedOperation | null {
  const { schema, document, operationName, variableValues } = operation;
  const definition = getOperationAST(document, operationName);
  const field = definition && singleRootField(definition.selectionSet.selections);
  const type = schema.getSubscriptionType()?.getFields()[field?.name.value ?? ''];
  const broadcast = type?.extensions.broadcast;
  if (!definition || !field || !type || !broadcast) return null;
  const variables = getVariableValues(schema, definition.variableDefinitions ?? [], variableValues);
  if (!variables.coerced) return null;
  const args = getArgumentValues(type, field, variables.coerced);
  if (!broadcast.isShareable(args)) return null;
  const shared = { ...variableValues };
  const cursor = field.arguments?.find(({ name }) => name.value === broadcast.cursorArgument)?.value;
  if (cursor?.kind === Kind.VARIABLE) delete shared[cursor.name.value];
  const partition = broadcast.partition(operation.contextValue.viewer);
  return {
    broadcast,
    args,
    key: JSON.stringify([operation.query, operationName, shared, partition]),
  };
}

/** Returns the subscription's root field; null when it is inside a fragment or has a directive, so that it is not shared. */
function singleRootField(selections: readonly { kind: string }[]): FieldNode | null {
  const [first] = selections;
  if (selections.length !== 1 || first?.kind !== Kind.FIELD) return null;
  const field = first as FieldNode; // its kind is checked above
  return field.directives?.length ? null : field;
}
