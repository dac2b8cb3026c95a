/** Loaded before every test file: a Node.js warning, for example about leaked listeners, fails the file's tests. */
import { afterAll, expect } from 'vitest';

const warnings: string[] = [];
process.on('warning', ({ name, message, stack }) => warnings.push(stack ?? `${name}: ${message}`));

afterAll(() => {
  expect(warnings, 'warnings of this process').toEqual([]);
});

/** Returns the lines of a child's stderr that are Node.js warnings. */
export function warningsIn(output: string): string[] {
  return output.split('\n').filter((line) => /^\(node:\d+\) .*Warning: /.test(line));
}
