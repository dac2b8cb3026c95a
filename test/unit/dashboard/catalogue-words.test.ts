/** Compares the catalogue of every language with the registry: no text is missing and none is left over. */
import { describe, expect, test } from 'vitest';
import {
  languagesFolder,
  languageTags,
  pathOf,
  readLanguage,
  sourceLanguage,
} from '../../../scripts/dashboard/language-files.ts';
import { describeParameters } from '../../../src/catalogue/parameters.ts';
import { families } from '../../../src/catalogue/registry.ts';
import { catalogueWords } from '../../../src/dashboard/i18n/catalogue/words.ts';
import { createFormat } from '../../../src/dashboard/i18n/format.ts';
import { textsOf } from '../../support/texts.ts';

const isChinese = (text: string) => /\p{Script=Han}/u.test(text);
const apiOf = (tag: string) => readLanguage(pathOf(languagesFolder, tag)).api;
const listOf = (tag: string) => createFormat(tag, textsOf(tag).format).list;
const chinese = apiOf('zh-Hans').catalogue;
const translations = languageTags(languagesFolder).filter((tag) => tag !== sourceLanguage);

describe.each(translations)('the catalogue in %s', (tag) => {
  const { catalogue, problems } = apiOf(tag);
  const english = apiOf(sourceLanguage).catalogue;

  test('has every family of the registry', () => {
    expect(Object.keys(catalogue.families).sort()).toEqual(families.map(({ name }) => name).sort());
  });

  test.each(families)('has the parameters of $name', (family) => {
    const words = catalogue.families[family.name]?.parameters ?? {};
    expect(Object.keys(words).sort()).toEqual(
      describeParameters(family)
        .map(({ name }) => name)
        .sort(),
    );
    for (const [name, { label }] of Object.entries(words)) expect(label, name).not.toBe('');
  });

  test('has every choice of a parameter and no other', () => {
    const choices = families.flatMap((family) => describeParameters(family).flatMap(({ choices }) => choices ?? []));
    expect(Object.keys(catalogue.choices).sort()).toEqual([...new Set(choices)].sort());
  });

  test('has the facts and metrics that English has, and the errors that Chinese has', () => {
    expect(Object.keys(catalogue.facts).sort()).toEqual(Object.keys(english.facts).sort());
    expect(Object.keys(catalogue.metrics).sort()).toEqual(Object.keys(english.metrics).sort());
    expect(Object.keys(problems).sort()).toEqual(Object.keys(apiOf('zh-Hans').problems).sort());
  });
});

test('the Chinese catalogue is in Chinese', () => {
  for (const [name, { parameters, ...texts }] of Object.entries(chinese.families)) {
    expect(Object.values(texts).filter(isChinese), name).toHaveLength(4);
    for (const { help } of Object.values(parameters)) expect(help, name).toSatisfy(isChinese);
  }
});

describe('an entry missing from the dictionary', () => {
  const imported = { name: 'constructor', title: 'Imported', description: 'd', whenToUse: 'w', whenNotToUse: 'n' };
  const words = catalogueWords(chinese, { list: listOf('zh-Hans'), isForeign: true });

  test("falls back to the server's text, marked as English", () => {
    expect(words.titleOf(imported)).toBe('Imported');
    expect(words.wordsOf(imported)).toMatchObject({ description: 'd', whenToUse: 'w', whenNotToUse: 'n', lang: 'en' });
    expect(words.labelOf('constructor', 'hiddenUnits')).toBe('Hidden units');
    expect(words.helpOf('mlp', { name: 'toString', description: 'Help.' })).toBe('Help.');
    expect([words.choiceOf('swish'), words.factOf('valueOf'), words.metricOf('f2')]).toEqual([
      'swish',
      'valueOf',
      'f2',
    ]);
  });

  test('is every family in English', () => {
    const english = catalogueWords(apiOf('en').catalogue, { list: listOf('en'), isForeign: false });
    const [family] = families;
    expect(family && english.titleOf(family)).toBe(family?.title);
    expect(english.wordsOf(imported).lang).toBeUndefined();
    expect(english.labelOf('mlp', 'l2')).toBe('L2 regularization');
    expect(english.labelOf('mlp', 'batchNormalization')).toBe('Batch normalization');
    expect(english.textOf([1, true], String)).toBe('1, on');
    expect(words.textOf([1, true], String)).toBe('1、开');
  });
});

test('a fact name keeps its number', () => {
  const words = catalogueWords(chinese, { list: listOf('zh-Hans'), isForeign: true });
  expect([words.factOf('center 12'), words.factOf('coefficients')]).toEqual(['簇中心 12', '系数']);
});
