/** Checks a document: its text before it is parsed, its shape before it is validated. Every check takes linear time. */
import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import { withHttp } from '../http-status.ts';
import { introspectionCost, isIntrospectionField } from './introspection.ts';
import { type Limit, limitExceeded, limits } from './limits.ts';

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Counts the tokens of a document. The parser recurses on every bracket, so their nesting is limited before it runs. Syntax
 * errors are left to the parser, which reports them.
 * @throws GraphQLError when the text exceeds a limit
 */
export function checkText(text: string): { tokens: number } {
  if (text.length > limits.documentCharacters) {
    const message = `The document has ${text.length} characters; the maximum is ${limits.documentCharacters}. Send long values as variables.`;
    throw limitExceeded('documentCharacters', message, 413);
  }
  const lexer = new Lexer(new Source(text));
  let [tokens, nesting] = [0, 0];
  for (let kind = nextKind(lexer); kind !== TokenKind.EOF; kind = nextKind(lexer)) {
    tokens++;
    if (opening.has(kind)) nesting++;
    if (closing.has(kind)) nesting--;
    if (tokens > limits.tokens) {
      throw limitExceeded(
        'tokens',
        `The document has more than ${limits.tokens} tokens. Split it into several requests.`,
      );
    }
    if (nesting > limits.nesting) {
      throw limitExceeded(
        'nesting',
        `The document has more than ${limits.nesting} levels of nested brackets. Nest less.`,
      );
    }
  }
  return { tokens };
}

/** Returns the kind of the next token; EOF on a lexical error. */
function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch (error) {
    if (error instanceof GraphQLError) return TokenKind.EOF;
    throw error;
  }
}

/** Returns an error for the first limit that a parsed document exceeds, or null. @param introspection whether it is enabled */
export function checkShape(document: DocumentNode, introspection: boolean): GraphQLError | null {
  return (
    checkCount(document, Kind.OPERATION_DEFINITION, 'operations') ??
    checkCount(document, Kind.FRAGMENT_DEFINITION, 'fragments') ??
    checkFields(document, introspection) ??
    checkDepth(document)
  );
}

function checkCount(document: DocumentNode, kind: Kind, limit: 'operations' | 'fragments'): GraphQLError | null {
  const count = document.definitions.filter((definition) => definition.kind === kind).length;
  if (count <= limits[limit]) return null;
  return limitExceeded(limit, `The document has ${count} ${limit}; the maximum is ${limits[limit]}. Split it.`);
}

function checkFields(document: DocumentNode, introspection: boolean): GraphQLError | null {
  const counts = { aliases: 0, directives: 0, introspections: 0, fields: 0, spreads: 0 };
  let insideIntrospection = 0;
  let found: GraphQLError | null = null;
  const count = (what: keyof typeof counts) => {
    if (++counts[what] > limits[what]) found ??= tooMany(what, counts[what]);
  };
  visit(document, {
    enter(node) {
      if (isIntrospection(node)) insideIntrospection++;
      if (node.kind === Kind.FRAGMENT_SPREAD || node.kind === Kind.INLINE_FRAGMENT) count('spreads');
      if (node.kind === Kind.FIELD) {
        count('fields');
        if (node.alias) count('aliases');
        if (isIntrospectionField(node)) {
          count('introspections');
          if (!introspection) found ??= introspectionDisabled(node);
        }
        if (node.alias && insideIntrospection > 0) found ??= introspectionAlias(node);
      }
      if (node.kind === Kind.SELECTION_SET) found ??= checkSelection(node);
      if ('directives' in node && node.directives) {
        for (const _ of node.directives) count('directives');
        if (node.directives.length > limits.directivesPerNode) {
          found ??= tooMany('directivesPerNode', node.directives.length);
        }
      }
      return found ? BREAK : undefined;
    },
    leave(node) {
      if (isIntrospection(node)) insideIntrospection--;
    },
  });
  return found;
}

const words: Partial<Record<Limit, string>> = {
  aliases: 'aliases',
  fields: 'fields',
  spreads: 'fragment spreads',
  directives: 'directives',
  directivesPerNode: 'directives at one location',
  introspections: '`__schema` and `__type` fields',
};

function tooMany(limit: Limit, count: number): GraphQLError {
  const message = `The document has ${count} or more ${words[limit]}; the maximum is ${limits[limit]}. Split it into several requests.`;
  return limitExceeded(limit, message);
}

/** Limits how often a selection set has the same field or response name. */
function checkSelection({ selections }: SelectionSetNode): GraphQLError | null {
  const counts = new Map<string, number>();
  const repeats = new Map<string, number>();
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const { value: name } = selection.name;
    const responseName = selection.alias?.value ?? name;
    const repeated = (repeats.get(responseName) ?? 0) + 1;
    repeats.set(responseName, repeated);
    if (repeated > limits.repeats) {
      const message = `One selection has "${responseName.slice(0, 100)}" more than ${limits.repeats} times. Select it once.`;
      return limitExceeded('repeats', message);
    }
    if (!selection.alias) continue;
    const times = (counts.get(name) ?? 0) + 1;
    counts.set(name, times);
    if (times <= limits.aliasesPerField) continue;
    const message = `The field "${name}" has more than ${limits.aliasesPerField} aliases. Split it into several requests.`;
    return limitExceeded('aliasesPerField', message);
  }
  return null;
}

/** Returns whether everything inside a node is introspection. */
function isIntrospection(node: ASTNode): boolean {
  if (node.kind === Kind.FIELD) return isIntrospectionField(node);
  if (node.kind !== Kind.FRAGMENT_DEFINITION && node.kind !== Kind.INLINE_FRAGMENT) return false;
  return node.typeCondition?.name.value.startsWith('__') ?? false;
}

function introspectionDisabled(node: FieldNode): GraphQLError {
  return new GraphQLError(
    `Introspection (\`${node.name.value}\`) is disabled by AIAS_INTROSPECTION. The schema is in the documentation.`,
    { nodes: node, extensions: withHttp({ code: 'INTROSPECTION_DISABLED' }, { status: 400 }) },
  );
}

function introspectionAlias(node: FieldNode): GraphQLError {
  const message = `\`${node.name.value}\` has an alias. Aliases are not allowed in introspection. Remove it.`;
  return limitExceeded('introspections', message);
}

/** Limits the nesting of fields, including fragments. A recursive fragment is left to validation, which reports it. */
function checkDepth(document: DocumentNode): GraphQLError | null {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const known = new Map<SelectionSetNode, number>();
  const depthOf = (set: SelectionSetNode | undefined): number => {
    if (!set) return 0;
    const depth = known.get(set);
    if (depth !== undefined) return depth;
    known.set(set, 0); // ends the recursion on a cycle
    const deepest = Math.max(
      0,
      ...set.selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return 1 + depthOf(selection.selectionSet);
        return depthOf(
          selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value),
        );
      }),
    );
    known.set(set, deepest);
    return deepest;
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const depth = depthOf(definition.selectionSet);
    if (depth <= limits.introspectionDepth) continue;
    const limit = introspectionCost(document, false) > 0 ? 'introspectionDepth' : 'depth';
    const message = `The operation has ${depth} levels of nested fields; the maximum is ${limits[limit]}. Split it into several requests.`;
    return limitExceeded(limit, message);
  }
  return null;
}
