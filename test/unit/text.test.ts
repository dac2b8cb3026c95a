/** User-provided texts: characters are never split, and what the database rejects is replaced. */
import { expect, test } from 'vitest';
import { checkVariables } from '../../src/graphql/cost/variables.ts';
import { beginningOf, quoted, quotedList } from '../../src/shared/quote.ts';
import { isStorable, reasonOf, storable } from '../../src/text.ts';

test.each([
  ['abc', 3, 'abc'],
  ['abc', 2, 'ab'],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
  ['😀', 1, ''],
  ['a\ud83d', 5, 'a\ud83d'],
])('the beginning of %j, at most %d code units, is %j', (text, count, beginning) => {
  expect(beginningOf(text, count)).toBe(beginning);
});

test('a message quotes the beginning of a long name and the first of many', () => {
  expect(quoted('petal length')).toBe('"petal length"');
  expect(quoted('k'.repeat(200_000))).toBe(`"${'k'.repeat(100)}…"`);
  expect(quoted(`${'k'.repeat(99)}😀`)).toBe(`"${'k'.repeat(99)}…"`);
  expect(quotedList(['a, b', 'c'])).toBe('"a, b", "c"');
  expect(quotedList(Array.from({ length: 53 }, (_, at) => `c${at}`))).toMatch(/^"c0", "c1", .*, "c49" and 3 more$/);
});

test('isStorable() rejects texts with NUL or unpaired surrogates', () => {
  expect(['größe 😀', 'a\0', '\ud83d', 'a\udc00b'].map(isStorable)).toEqual([true, false, false, false]);
});

test('storable() replaces them with U+FFFD and keeps everything else', () => {
  const bytes = new Uint8Array([1]);
  expect(storable({ 'a\0': ['\ud83d', 1, null, { b: 'c\0d' }], bytes })).toEqual({
    'a\ufffd': ['\ufffd', 1, null, { b: 'c\ufffdd' }],
    bytes,
  });
});

test.each([
  [{ input: { name: 'a\ud800' } }, 'input.name'],
  [{ rows: [{ x: 1 }, { '\udc00': 2 }] }, 'rows.1.\ufffd'],
])('rejects unpaired surrogates in the variables %j, naming the field', (variables, field) => {
  expect(checkVariables(variables)?.extensions).toMatchObject({ code: 'INVALID_INPUT', field });
  expect(checkVariables({ input: { name: 'a😀' } })).toBeNull();
});

test.each([
  [new Error('Unknown error'), 'its content is damaged'],
  [new Error(' '), 'its content is damaged'],
  [new Error('VipsJpeg: premature end of JPEG image.\n'), 'VipsJpeg: premature end of JPEG image'],
  ['plain', 'plain'],
])("turns a library's error into the end of a sentence: %o", (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
