/** Languages of the dashboard: how messages are formatted, which language is chosen, and what the check of the files finds. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problemsInLanguages } from '../../../scripts/dashboard/check-languages.ts';
import { compile, shapeOf } from '../../../scripts/dashboard/icu.ts';
import { compileRooms } from '../../../scripts/dashboard/texts-plugin.ts';
import { chooseLanguage } from '../../../src/dashboard/i18n/choose-language.ts';
import { createFormat } from '../../../src/dashboard/i18n/format.ts';
import { createTexts } from '../../../src/dashboard/i18n/texts.ts';
import { textsOf } from '../../support/texts.ts';

/** A function that formats one message. */
function formatter<Values extends object>(tag: string, message: string) {
  type Texts = { room: { message(values: Values): React.ReactNode } };
  return createTexts<Texts>(tag, compileRooms({ room: { message } })).room.message;
}

describe('a message', () => {
  test('without placeholders is its text', () => expect(textsOf('en').common.overview).toBe('Overview'));

  test('chooses the plural and formats the number by the rules of its language', () => {
    const polish = formatter<{ n: number }>(
      'pl',
      '{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}',
    );
    expect([1, 3, 5, 12_345].map((n) => polish({ n }))).toEqual([
      '1 plik',
      '3 pliki',
      '5 plików',
      '12\u00a0345 plików',
    ]);
    expect(textsOf('en').datasets.rowsRead({ rows: 1 })).toBe('1 row read');
    expect(textsOf('en').datasets.rowsRead({ rows: 12_345 })).toBe('12,345 rows read');
  });

  test('has all decimal places when it asks for them', () => {
    expect(formatter<{ rate: number }>('de', '{rate, number} {rate, number, exact}')({ rate: 0.000125 })).toBe(
      '0 0,000125',
    );
    expect(formatter<{ share: number }>('en', '{share, number, percent}')({ share: 0.25 })).toBe('25%');
  });

  test('selects a case', () => {
    const select = formatter<{ kind: string }>('en', 'A {kind, select, TRAIN {training} other {run}}');
    expect([select({ kind: 'TRAIN' }), select({ kind: 'TUNE' })]).toEqual(['A training', 'A run']);
  });

  test('with tags wraps their text, and takes values as text', () => {
    const rich = formatter<{ name: string; link: (text: string) => React.ReactNode }>(
      'en',
      'Open <link>{name}</link>.',
    );
    const node = rich({ name: 'a <b>&</b> <link>', link: (text) => createElement('a', { href: '/x' }, text) });
    expect(renderToStaticMarkup(node)).toBe('Open <a href="/x">a &lt;b&gt;&amp;&lt;/b&gt; &lt;link&gt;</a>.');
  });

  test('is compiled by the build', () => {
    expect(compile('Plain')).toBe('Plain');
    expect(compile('{n, number} of {all}')).toEqual([['n', 'number'], ' of ', ['all']]);
  });

  test.each([
    ['an unpaired brace', '{name', /./],
    ['a brace without its counterpart', 'a {name} {', /brace/],
    ['a placeholder of two types', '{n} {n, number}', /both/],
    ['an unknown format', '{n, currency}', /unknown format/],
    ['an unknown format of numbers', '{n, number, money}', /no format of numbers/],
    ['a tag that is not closed', '<link>a', /not closed/],
    ['a tag in another', '<a><b>x</b></a>', /not expected/],
  ])('is malformed with %s', (_, message, says) => expect(() => shapeOf(message)).toThrow(says));
});

test('durations, lists and sentences are in the language', () => {
  const [english, chinese] = ['en', 'zh-Hans'].map((tag) => createFormat(tag, textsOf(tag).format));
  expect([0.42, 59, 61, 3720].map((seconds) => english?.duration(seconds))).toEqual([
    '0.4 s',
    '59 s',
    '1 min 1 s',
    '1 h 2 min',
  ]);
  expect(chinese?.duration(3720)).toBe('1小时 2分钟');
  expect([english?.list(['a', 'b', 'c']), chinese?.list(['a', 'b', 'c']), english?.list([])]).toEqual([
    'a, b, c',
    'a、b、c',
    '',
  ]);
  expect([english?.sentences(['A.', 'B.']), chinese?.sentences(['甲。', '乙。'])]).toEqual(['A. B.', '甲。乙。']);
});

test.each([
  ['the first wanted one', ['zh-Hans', 'en'], 'zh-Hans'],
  ['one of the same script', ['zh-CN'], 'zh-Hans'],
  ['another script rather than none', ['zh-TW'], 'zh-Hans'],
  ['a regional variant', ['pt-PT', 'en'], 'pt-BR'],
  ['the next wanted one', ['fr', 'ar-EG'], 'ar'],
  ['the fallback', ['fr'], 'en'],
  ['the next one when the stored one is not a tag', ['-', 'ar'], 'ar'],
  ['what an earlier version stored', ['zh'], 'zh-Hans'],
])('chooses %s', (_, wanted, chosen) => {
  expect(chooseLanguage(wanted, ['en', 'zh-Hans', 'pt-BR', 'ar'])).toBe(chosen);
});

describe('the check of the language files', () => {
  let folder: string;
  const write = (tag: string, messages: Record<string, string>) =>
    writeFileSync(
      join(folder, `${tag}.json`),
      JSON.stringify({
        shell: { room: messages },
        pages: {},
        api: { problems: {}, catalogue: { families: {}, choices: {}, facts: {}, metrics: {}, yes: 'on', no: 'off' } },
      }),
    );
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aias-languages-'));
    write('en', {
      files: '{n, plural, one {# file} other {# files}}',
      open: '<link>Open</link> {name}',
      close: 'Close',
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('finds nothing in a complete language, which may leave out a placeholder', () => {
    write('pl', {
      files: '{n, plural, one {a} few {b} many {c} other {d}}',
      open: '<link>Otwórz</link>',
      close: 'Zamknij',
    });
    expect(problemsInLanguages(folder)).toEqual([]);
  });

  test.each([
    ['a missing message', { close: undefined }, 'room.close is missing'],
    ['an empty message', { close: ' ' }, 'room.close is empty'],
    ['a surplus message', { extra: 'x' }, 'room.extra does not exist in English'],
    ['a surplus placeholder', { close: '{name}' }, 'room.close has the placeholder name'],
    ['a placeholder of another type', { files: '{n}' }, 'room.files uses n as string'],
    ['a missing tag', { open: 'Otwórz {name}' }, 'room.open lacks the tag <link>'],
    ['a missing plural', { files: '{n, plural, one {a} other {b}}' }, 'room.files lacks the plural few, many'],
    ['a malformed message', { close: '{' }, 'room.close is malformed'],
  ])('finds %s', (_, change, says) => {
    const complete = { files: '{n, number}', open: '<link>Otwórz</link>', close: 'Zamknij' };
    write('pl', JSON.parse(JSON.stringify({ ...complete, ...change })));
    expect(problemsInLanguages(folder)).toEqual([expect.stringContaining(`pl.json: ${says}`)]);
  });

  test('rejects a file with another structure', () => {
    writeFileSync(join(folder, 'pl.json'), readFileSync(join(folder, 'en.json'), 'utf8').replace('"pages"', '"page"'));
    expect(() => problemsInLanguages(folder)).toThrow(/pl\.json/);
  });
});
