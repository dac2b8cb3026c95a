/** Bounds on the JSON that clients send: before it is parsed (bodies of requests), and as it stands in variables. */
import type { GraphQLError } from 'graphql';
import { InvalidInput } from '../../errors.ts';
import { graphQLErrorOf } from '../errors.ts';
import { limitExceeded, limits } from './limits.ts';

const [quote, backslash, comma, openBrace, openBracket, closeBrace, closeBracket] = [34, 92, 44, 123, 91, 125, 93];

/**
 * Reads JSON, having counted its values: millions of empty lists fit into a body that may hold images.
 * @throws GraphQLError when it holds too much, SyntaxError when it is no JSON
 */
export function parseJson(text: string): unknown {
  const refusal = checkJson(text);
  if (refusal) throw refusal;
  return JSON.parse(text);
}

/** Why a text of JSON is not to be parsed; null: it may be. */
export function checkJson(text: string): GraphQLError | null {
  let [values, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfText(text, at);
    } else if (code === openBrace || code === openBracket) {
      values++;
      depth++;
    } else if (code === closeBrace || code === closeBracket) {
      depth--;
    } else if (code === comma) {
      values++;
    }
    if (values > limits.variableValues) return tooManyValues();
    // The variables stand in the body's object.
    if (depth > limits.variableDepth + 1) return tooDeep();
  }
  return null;
}

/** Where the text that begins at `start` ends. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** The first limit that variables exceed, or the first of their texts that is none; null: neither. */
export function checkVariables(variables: unknown): GraphQLError | null {
  let [values, characters] = [0, 0];
  const waiting: { inside: object; depth: number }[] = [{ inside: { variables }, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { inside, depth } = next;
    for (const [key, value] of Object.entries(inside)) {
      if (++values > limits.variableValues) return tooManyValues();
      if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) return halfCharacter(variables);
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

/** JSON can write half of a character ("\\ud83d"); it is no text, and nothing that stores or compares texts takes it. */
function halfCharacter(variables: unknown): GraphQLError {
  const field = placeOfHalf(variables)?.join('.') ?? 'variables';
  return graphQLErrorOf(
    new InvalidInput(field, 'The text has half of a character (a lone surrogate). Send whole ones.'),
  );
}

function placeOfHalf(value: unknown): string[] | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : [];
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inside] of Object.entries(value)) {
    const place = key.isWellFormed() ? placeOfHalf(inside) : [];
    if (place) return [key.toWellFormed(), ...place];
  }
  return null;
}

function tooManyValues(): GraphQLError {
  const { variableValues: maximum } = limits;
  return limitExceeded('variableValues', `The variables hold more than ${maximum} values. Send fewer at once.`, 413);
}

function tooDeep(): GraphQLError {
  const { variableDepth: maximum } = limits;
  return limitExceeded(
    'variableDepth',
    `The variables hold more than ${maximum} lists and objects inside each other. Nest less.`,
  );
}
