/** Texts of the catalogue: those of a dictionary, and the API's own where the dictionary has none. */

interface ParameterWords {
  label: string;
  help: string;
}

export interface FamilyWords {
  title: string;
  description: string;
  whenToUse: string;
  whenNotToUse: string;
  /** Keyed by API name. */
  parameters: Readonly<Record<string, ParameterWords>>;
}

type Named = Readonly<Record<string, string>>;

export interface Dictionary {
  families: Readonly<Record<string, FamilyWords>>;
  /** Labels of parameters, keyed by "family.parameter" or "parameter". Labels in `families` take precedence. */
  labels?: Named;
  /** Values of parameters that are enums. */
  choices: Named;
  /** Facts about a trained model, such as its coefficients. */
  facts: Named;
  metrics: Named;
  /** Values of switches. */
  yes: string;
  no: string;
}

type Description = Omit<FamilyWords, 'parameters'>;

export interface CatalogueWords {
  titleOf(family: { name: string; title: string }): string;
  /** The texts of a family. `lang` is set when they are not in the language of the page. */
  wordsOf(family: Description & { name: string }): Description & { lang: 'en' | undefined };
  labelOf(family: string, parameter: string): string;
  helpOf(family: string, parameter: { name: string; description: string }): string;
  choiceOf(value: string): string;
  /** Formats the value of a parameter for display. */
  textOf(value: unknown, number: (value: number) => string): string;
  /** For example "center 0" or "coefficients". */
  factOf(name: string): string;
  metricOf(name: string): string;
}

interface PageOptions {
  /** Joins the items of a list. */
  list(items: readonly string[]): string;
  /** Whether the page is in a language other than English. */
  isForeign: boolean;
}

export function catalogueWords(dictionary: Dictionary, { list, isForeign }: PageOptions): CatalogueWords {
  const choiceOf = (value: string) => own(dictionary.choices, value) ?? value;
  function textOf(value: unknown, number: (value: number) => string): string {
    if (Array.isArray(value)) return list(value.map((item) => textOf(item, number)));
    if (typeof value === 'number') return number(value);
    if (typeof value === 'boolean') return value ? dictionary.yes : dictionary.no;
    return value === null ? '–' : typeof value === 'string' ? choiceOf(value) : JSON.stringify(value);
  }
  const familyOf = (name: string) => own(dictionary.families, name);
  return {
    titleOf: ({ name, title }) => familyOf(name)?.title ?? title,
    wordsOf(family) {
      const known = familyOf(family.name);
      return known ? { ...known, lang: undefined } : { ...family, lang: isForeign ? 'en' : undefined };
    },
    labelOf: (family, parameter) =>
      own(familyOf(family)?.parameters, parameter)?.label ??
      own(dictionary.labels, `${family}.${parameter}`) ??
      own(dictionary.labels, parameter) ??
      splitWords(parameter),
    helpOf: (family, { name, description }) => own(familyOf(family)?.parameters, name)?.help ?? description,
    choiceOf,
    textOf,
    factOf(name) {
      const [, base = name, number = ''] = /^(.*?)( \d+)?$/.exec(name) ?? [];
      const known = own(dictionary.facts, base);
      return known === undefined ? name : known + number;
    },
    metricOf: (name) => own(dictionary.metrics, name) ?? name,
  };
}

/** Looks up own properties only: names of imported models can be anything, even "constructor". */
const own = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;

/** Turns "hiddenUnits" into "Hidden units". */
function splitWords(name: string): string {
  const words = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
