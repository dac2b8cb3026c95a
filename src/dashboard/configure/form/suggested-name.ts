/** The name that is suggested for a configuration: it says what differs from the defaults, or from the one it starts from. */
import type { Changes, FormField } from './form-fields.ts';
import { textOf } from './form-fields.ts';

const maxLength = 200;
/** More would be a list, not a name. */
const maxParts = 4;
const separator = ' · ';

export interface Named {
  dataset: string;
  /** Title of the family. */
  family: string;
  /** The target, if it is not the usual one of the dataset. */
  target: string | null;
  formFields: readonly FormField[];
  /** Words for a setting that is on, and for one that is off. */
  states: { on: string; off: string };
}

/** For example "titanic · Gradient boosting · Max depth 5". */
export function suggestedName(named: Named, changes: Changes): string {
  const { dataset, family, target } = named;
  return joined([dataset, family, ...(target === null ? [] : [target]), ...partsOf(named, changes, {})]);
}

/**
 * Returns a name for a configuration that starts from another one. A suggested name is suggested anew; to another name, the
 * difference is added.
 * @param from name and changes of the other one
 */
export function nextName(named: Named, changes: Changes, from: { name: string; changes: Changes }): string {
  const isSuggested = from.name === suggestedName(named, from.changes);
  const parts = partsOf(named, changes, from.changes);
  if (parts.length === 0) return numbered(from.name);
  return isSuggested ? suggestedName(named, changes) : joined([from.name, ...parts]);
}

/** Describes the fields whose values differ from those before. */
function partsOf({ formFields, states }: Named, changes: Changes, before: Changes): string[] {
  return formFields.flatMap(({ path, type, label, fallback, choices }) => {
    const usual = textOf(fallback);
    const text = changes[path] ?? usual;
    if (text === (before[path] ?? usual)) return [];
    const state = type === 'BOOLEAN' ? states[text === 'true' ? 'on' : 'off'] : text;
    return [`${label} ${choices?.find(({ value }) => value === text)?.label ?? state}`.trim()];
  });
}

const joined = ([first = '', ...parts]: string[]): string =>
  [first, ...parts.slice(0, maxParts)].join(separator).slice(0, maxLength);

/** Turns "sides" into "sides (2)", and that into "sides (3)". */
function numbered(name: string): string {
  const [, base = name, number = '1'] = /^(.*) \((\d+)\)$/.exec(name) ?? [];
  return `${base.slice(0, maxLength - 8)} (${Number(number) + 1})`;
}
