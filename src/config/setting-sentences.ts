/** Error messages for invalid settings. */
import type { z } from 'zod';

/** The `error` option of zod's parse. @returns undefined when the schema's own message or zod's default applies */
export function settingSentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string'
        ? `must have at least ${characters(issue.minimum)}`
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${characters(issue.maximum)}`
        : `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${listOf(issue.values.map(String))}`;
    case 'invalid_type':
      return issue.expected === 'int' ? 'must be a whole number' : `must be a ${issue.expected}`;
    default:
      return undefined;
  }
}

function characters(count: number | bigint): string {
  return `${count} character${Number(count) === 1 ? '' : 's'}`;
}

function listOf(names: string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' or ');
}
