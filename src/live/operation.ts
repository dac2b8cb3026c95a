/** Which subscriptions may share, and with whom. */
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
  /** The document's text. */
  query: string;
  operationName: string | null;
  variableValues: Record<string, unknown>;
  contextValue: GraphQLContext;
}

export interface SharedOperation {
  broadcast: Broadcast;
  /** Of its field, coerced. */
  args: Record<string, unknown>;
  /** Equal for operations that see the same of one log. */
  key: string;
}

/** Null when the operation's field does not opt in, or not for such arguments, or its variables are wrong: what executes it says how. */
export function sharedOperation(operation: Operation): SharedOperation | null {
  const { schema, document, operationName, variableValues } = operation;
  const definition = getOperationAST(document, operationName);
  const field = definition && onlyField(definition.selectionSet.selections);
  const type = schema.getSubscriptionType()?.getFields()[field?.name.value ?? ''];
  const broadcast = type?.extensions.broadcast;
  if (!definition || !field || !type || !broadcast) return null;
  const variables = getVariableValues(schema, definition.variableDefinitions ?? [], variableValues);
  if (!variables.coerced) return null;
  const args = getArgumentValues(type, field, variables.coerced);
  if (!broadcast.mayShare(args)) return null;
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

/** A subscription has one field. Behind a fragment or a directive it is left to be executed ordinarily. */
function onlyField(selections: readonly { kind: string }[]): FieldNode | null {
  const [first] = selections;
  if (selections.length !== 1 || first?.kind !== Kind.FIELD) return null;
  const field = first as FieldNode; // its kind says so
  return field.directives?.length ? null : field;
}
