/** Questions about the schema itself: which operations ask them, and answers that were given before, since they never change. */
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

/** Tools ask one question each; the answer to that of GraphiQL is 250 kB of JSON. */
const maxAnswers = 8;

/** In the unit of the complexity. `__schema` usually asks for the whole schema; a cached answer is only sent. */
const costs: ReadonlyMap<string, number> = new Map([
  ['__schema', 20_000],
  ['__type', 2000],
]);
const cachedCost = 1000;

/** Returns whether a field is `__schema` or `__type`. */
export function isIntrospectionField({ name }: FieldNode): boolean {
  return costs.has(name.value);
}

/** What a document's questions cost, whichever of its operations is executed. @param isKnown the answer is at hand */
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

/** Remembers by the parsed document, which the document cache gives again for the same text. */
export function createIntrospectionCache(): IntrospectionCache {
  /** In the order of their last use. */
  const answers = new Map<DocumentNode, ExecutionResult>();
  return {
    get({ document, operationName }) {
      const answer = answers.get(document);
      // A wrong operation name is refused by the execution.
      if (!answer || !getOperationAST(document, operationName)) return null;
      answers.delete(document);
      answers.set(document, answer);
      return answer;
    },
    keep({ document }, result) {
      if (result.errors || !isAboutSchemaAlone(document)) return;
      answers.set(document, result);
      const [oldest] = answers.keys();
      if (answers.size > maxAnswers && oldest) answers.delete(oldest);
    },
  };
}

/** One query without variables that asks for nothing else. */
function isAboutSchemaAlone(document: DocumentNode): boolean {
  const operation = getOperationAST(document); // null where there are several
  return !!operation && !operation.variableDefinitions?.length && hasOnlyIntrospections(operation.selectionSet);
}

function hasOnlyIntrospections({ selections }: SelectionSetNode): boolean {
  return selections.every((selection) => selection.kind === Kind.FIELD && isIntrospectionField(selection));
}
