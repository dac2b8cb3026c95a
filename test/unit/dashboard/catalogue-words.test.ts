/** Compares the Chinese catalogue with the registry: no text is missing and none is left over. */
import { describe, expect, test } from 'vitest';
import { describeParameters } from '../../../src/catalogue/parameters.ts';
import { families } from '../../../src/catalogue/registry.ts';
import { chinese } from '../../../src/dashboard/i18n/catalogue/chinese.ts';
import { catalogueWords } from '../../../src/dashboard/i18n/catalogue/words.ts';

const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

describe('the catalogue in Chinese', () => {
  test('has every family of the registry with all of its texts', () => {
    expect(Object.keys(chinese.families).sort()).toEqual(families.map(({ name }) => name).sort());
    for (const [name, { title, description, whenToUse, whenNotToUse }] of Object.entries(chinese.families)) {
      expect([title, description, whenToUse, whenNotToUse].filter(isChinese), name).toHaveLength(4);
    }
  });

  test.each(families)('has the parameters of $name', (family) => {
    const words = chinese.families[family.name]?.parameters ?? {};
    const described = describeParameters(family);
    expect(Object.keys(words).sort()).toEqual(described.map(({ name }) => name).sort());
    for (const [name, { label, help }] of Object.entries(words)) {
      expect(label, name).not.toBe('');
      expect(help, name).toSatisfy(isChinese);
    }
  });

  test('has every choice of a parameter and no other', () => {
    const choices = families.flatMap((family) => describeParameters(family).flatMap(({ choices }) => choices ?? []));
    expect(Object.keys(chinese.choices).sort()).toEqual([...new Set(choices)].sort());
  });
});

describe('an entry missing from the dictionary', () => {
  const imported = { name: 'constructor', title: 'Imported', description: 'd', whenToUse: 'w', whenNotToUse: 'n' };
  const words = catalogueWords(chinese, true);

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

  test('is every entry in English', () => {
    const english = catalogueWords(null, false);
    const [family] = families;
    expect(family && english.titleOf(family)).toBe(family?.title);
    expect(english.wordsOf(imported).lang).toBeUndefined();
    expect(english.labelOf('mlp', 'l2')).toBe('L2');
  });
});

test('a fact name keeps its number', () => {
  const words = catalogueWords(chinese, true);
  expect([words.factOf('center 12'), words.factOf('coefficients')]).toEqual(['簇中心 12', '系数']);
});
