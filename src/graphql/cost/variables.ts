/** Limits on client JSON: on request bodies before they are parsed, and on variables. */
import type { GraphQLError } from 'graphql';
import { InvalidInput } from '../../errors.ts';
import { toGraphQLError } from '../errors.ts';
import { limitExceeded, limits } from './limits.ts';

const [quote, backslash, comma, openBrace, openBracket, closeBrace, closeBracket] = [34, 92, 44, 123, 91, 125, 93];

/**
 * Parses JSON after checking the number and nesting of its values: a body large enough for images could have millions of empty
 * lists.
 * @throws GraphQLError when a limit is exceeded
 * @throws SyntaxError when the text is not valid JSON
 */
export function parseJson(text: string): unknown {
  const refusal = checkJson(text);
  if (refusal) throw refusal;
  return JSON.parse(text);
}

/** Returns an error if JSON text exceeds a limit, or null. Does not check the syntax. */
export function checkJson(text: string): GraphQLError | null {
  let [values, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
    } else if (code === openBrace || code === openBracket) {
      values++;
      depth++;
    } else if (code === closeBrace || code === closeBracket) {
      depth--;
    } else if (code === comma) {
      values++;
    }
    if (values > limits.variableValues) return tooManyValues();
    // The variables are one level inside the body's object.
    if (depth > limits.variableDepth + 1) return tooDeep();
  }
  return null;
}

/** Returns the index of the quote that closes the string starting at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** Returns an error for the first limit that variables exceed, or for the first malformed string; otherwise null. */
export function checkVariables(variables: unknown): GraphQLError | null {
  let [values, characters] = [0, 0];
  const waiting: { inside: object; depth: number }[] = [{ inside: { variables }, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { inside, depth } = next;
    for (const [key, value] of Object.entries(inside)) {
      if (++values > limits.variableValues) return tooManyValues();
      if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) return loneSurrogate(variables);
      if (typeof value === 'string') characters += value.length;
      else if (typeof value === 'object' && value !== null) waiting.push({ inside: value, depth: depth + 1 });
    }
    if (depth > limits.variableDepth) return tooDeep();
  }
  if (characters <= limits.variableCharacters) return null;
  const { variableCharacters: maximum } = limits;
  return limitExceeded(
    'variableCharacters',
    `The variables have ${characters} characters; the maximum is ${maximum}. Send less at once.`,
    413,
  );
}

/** JSON can contain a lone surrogate ("\\ud83d"), which is not valid Unicode and cannot be stored. */
function loneSurrogate(variables: unknown): GraphQLError {
  const field = pathOfLoneSurrogate(variables)?.join('.') ?? 'variables';
  return toGraphQLError(
    new InvalidInput(field, 'The text has a lone surrogate (half of a character). Send valid Unicode.'),
  );
}

function pathOfLoneSurrogate(value: unknown): string[] | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : [];
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inside] of Object.entries(value)) {
    const path = key.isWellFormed() ? pathOfLoneSurrogate(inside) : [];
    if (path) return [key.toWellFormed(), ...path];
  }
  return null;
}

function tooManyValues(): GraphQLError {
  const { variableValues: maximum } = limits;
  return limitExceeded('variableValues', `The variables have more than ${maximum} values. Send fewer at once.`, 413);
}

function tooDeep(): GraphQLError {
  const { variableDepth: maximum } = limits;
  return limitExceeded(
    'variableDepth',
    `The variables have more than ${maximum} levels of nested lists and objects. Nest less.`,
  );
}
