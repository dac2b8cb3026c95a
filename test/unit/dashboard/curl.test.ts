import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf } from '../../../src/dashboard/shell/curl.ts';

/** Returns the arguments that a shell gives to curl. */
const argumentsOf = (command: string) =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a pasted command sends the request, whatever quotation marks it has', () => {
  const variables = { input: { rows: [{ name: `it's "$HOME" \`x\`` }] } };
  const query = 'mutation ($input: PredictInput!) {\n  predict(input: $input) { __typename }\n}';
  const [url, ...rest] = argumentsOf(curlOf('http://127.0.0.1:4000/graphql', query, variables));
  expect(url).toBe('http://127.0.0.1:4000/graphql');
  expect(rest.slice(0, -1)).toEqual([
    '-H',
    'Content-Type: application/json',
    '-H',
    'Authorization: Bearer YOUR_TOKEN',
    '-d',
  ]);
  expect(JSON.parse(rest.at(-1) ?? '')).toEqual({ query, variables });
});

test('a subscription is streamed', () => {
  const given = argumentsOf(curlOf('http://x/graphql', 'subscription { a }', {}));
  expect(given.slice(0, 2)).toEqual(['-N', 'http://x/graphql']);
  expect(given).toContain('Accept: text/event-stream');
});
