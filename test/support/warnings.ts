/** Loaded before every test file: a warning of Node, such as one of a listener that is never removed, fails the file's tests. */
import { afterAll, expect } from 'vitest';

const warnings: string[] = [];
process.on('warning', ({ name, message, stack }) => warnings.push(stack ?? `${name}: ${message}`));

afterAll(() => {
  expect(warnings, 'warnings of this process').toEqual([]);
});

/** Lines of a child's error output in which Node warns of something. */
export function warningsIn(output: string): string[] {
  return output.split('\n').filter((line) => /^\(node:\d+\) .*Warning: /.test(line));
}
