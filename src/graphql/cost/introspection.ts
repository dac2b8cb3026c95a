/** Introspection: detects it, estimates its cost, and caches responses, since the schema never changes. */
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  getOperationAST,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** Each tool sends one introspection query; the response to that of GraphiQL is 250 kB of JSON. */
const maxResponses = 8;

/** In units of complexity. `__schema` usually requests the complete schema; a cached response only has to be sent. */
const costs: ReadonlyMap<string, number> = new Map([
  ['__schema', 20_000],
  ['__type', 2000],
]);
const cachedCost = 1000;

/** Returns whether a field is `__schema` or `__type`. */
export function isIntrospectionField({ name }: FieldNode): boolean {
  return costs.has(name.value);
}

/** Returns the introspection cost of all operations of a document. @param isKnown whether the response is cached */
export function introspectionCost(document: DocumentNode, isKnown: boolean): number {
  if (isKnown) return cachedCost;
  let cost = 0;
  visit(document, {
    Field({ name }) {
      cost += costs.get(name.value) ?? 0;
    },
  });
  return cost;
}

export interface IntrospectionCache {
  get(args: ExecutionArgs): ExecutionResult | null;
  keep(args: ExecutionArgs, result: ExecutionResult): void;
}

/** Caches responses by parsed document, which the document cache returns again for the same text. */
export function createIntrospectionCache(): IntrospectionCache {
  /** Responses, least recently used first. */
  const responses = new Map<DocumentNode, ExecutionResult>();
  return {
    get({ document, operationName }) {
      const response = responses.get(document);
      // Execution reports a wrong operation name.
      if (!response || !getOperationAST(document, operationName)) return null;
      responses.delete(document);
      responses.set(document, response);
      return response;
    },
    keep({ document }, result) {
      if (result.errors || !isOnlyIntrospection(document)) return;
      responses.set(document, result);
      const [oldest] = responses.keys();
      if (responses.size > maxResponses && oldest) responses.delete(oldest);
    },
  };
}

/** Returns whether the document has a single operation, without variables, that selects only introspection fields. */
function isOnlyIntrospection(document: DocumentNode): boolean {
  const operation = getOperationAST(document); // null when there are several
  return !!operation && !operation.variableDefinitions?.length && hasOnlyIntrospections(operation.selectionSet);
}

function hasOnlyIntrospections({ selections }: SelectionSetNode): boolean {
  return selections.every((selection) => selection.kind === Kind.FIELD && isIntrospectionField(selection));
}
