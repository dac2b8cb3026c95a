import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description: 'Point in time in ISO 8601 format, in UTC: `2026-01-31T12:00:00.000Z`.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const date = typeof value === 'string' ? new Date(value) : null;
    // Postgres and ISO 8601 without an agreement have no other years.
    if (date && date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999) return date;
    throw new GraphQLError('DateTime must be an ISO 8601 string such as "2026-01-31T12:00:00Z".');
  },
});

builder.scalarType('BigInt', {
  description: 'Integer with an absolute value below 2^53, such as a size in bytes.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (Number.isSafeInteger(value)) return value as number;
    throw new GraphQLError('BigInt must be an integer with an absolute value below 2^53.');
  },
});

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => parseJsonLiteral(node, variables ?? {}),
});

/** Parses a literal of the document, including the variables in it. */
function parseJsonLiteral(node: ValueNode, variables: Record<string, unknown>): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, parseJsonLiteral(value, variables)]));
    case Kind.LIST:
      return node.values.map((value) => parseJsonLiteral(value, variables));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.VARIABLE:
      return variables[node.name.value] ?? null;
    case Kind.NULL:
      return null;
    default:
      return node.value;
  }
}
