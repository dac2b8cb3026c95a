/** The catalogue in another language than the API's English: what a dictionary has, and what is said where it has nothing. */

interface ParameterWords {
  label: string;
  help: string;
}

export interface FamilyWords {
  title: string;
  description: string;
  whenToUse: string;
  whenNotToUse: string;
  /** By their names in the API. */
  parameters: Readonly<Record<string, ParameterWords>>;
}

type Named = Readonly<Record<string, string>>;

export interface Dictionary {
  families: Readonly<Record<string, FamilyWords>>;
  /** Values of parameters. */
  choices: Named;
  /** What can be read off a model. */
  facts: Named;
  metrics: Named;
  /** Of what is on or off. */
  yes: string;
  no: string;
}

type Told = Omit<FamilyWords, 'parameters'>;

export interface CatalogueWords {
  titleOf(family: { name: string; title: string }): string;
  /** What a family says of itself; `lang` where that is not the language of the page. */
  wordsOf(family: Told & { name: string }): Told & { lang: 'en' | undefined };
  labelOf(family: string, parameter: string): string;
  helpOf(family: string, parameter: { name: string; description: string }): string;
  choiceOf(value: string): string;
  /** A value as a person reads it. */
  textOf(value: unknown, number: (value: number) => string): string;
  /** "centre 0", "coefficients". */
  factOf(name: string): string;
  metricOf(name: string): string;
}

/** `dictionary`: null for English, or until it is there. `isForeign`: the page is in another language than English. */
export function catalogueWords(dictionary: Dictionary | null, isForeign: boolean): CatalogueWords {
  const choiceOf = (value: string) => own(dictionary?.choices, value) ?? value;
  function textOf(value: unknown, number: (value: number) => string): string {
    if (Array.isArray(value)) return value.map((item) => textOf(item, number)).join(', ');
    if (typeof value === 'number') return number(value);
    if (typeof value === 'boolean') return value ? (dictionary?.yes ?? 'yes') : (dictionary?.no ?? 'no');
    return value === null ? '–' : typeof value === 'string' ? choiceOf(value) : JSON.stringify(value);
  }
  const familyOf = (name: string) => own(dictionary?.families, name);
  return {
    titleOf: ({ name, title }) => familyOf(name)?.title ?? title,
    wordsOf(family) {
      const known = familyOf(family.name);
      return known ? { ...known, lang: undefined } : { ...family, lang: isForeign ? 'en' : undefined };
    },
    labelOf: (family, parameter) => own(familyOf(family)?.parameters, parameter)?.label ?? apart(parameter),
    helpOf: (family, { name, description }) => own(familyOf(family)?.parameters, name)?.help ?? description,
    choiceOf,
    textOf,
    factOf(name) {
      const [, base = name, number = ''] = /^(.*?)( \d+)?$/.exec(name) ?? [];
      const known = own(dictionary?.facts, base);
      return known === undefined ? name : known + number;
    },
    metricOf: (name) => own(dictionary?.metrics, name) ?? name,
  };
}

/** Imported things may be called anything, "constructor" too. */
const own = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;

/** "hiddenUnits": "Hidden units". */
function apart(name: string): string {
  const words = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
