/** What distinguishes a configuration from the others of its family: the settings that differ from the defaults. */
import { isDeepStrictEqual } from 'node:util';
import { parseParameters } from '../catalogue/parameters.ts';
import { findFamily } from '../catalogue/registry.ts';
import type { ListedConfiguration } from './configuration.ts';
import { parseSplit, parseTraining } from './options.ts';

export interface SettingChange {
  /** "parameters", "training" or "split", and the name of the setting. */
  path: string;
  value: unknown;
  default: unknown;
}

/** Returns the settings that differ from the defaults of the family, in the order of the form. */
export function changesOf(
  configuration: Pick<ListedConfiguration, 'family' | 'parameters' | 'training' | 'split' | 'modality' | 'target'>,
): SettingChange[] {
  const family = findFamily(configuration.family);
  if (!family) throw new Error(`The family "${configuration.family}" is no longer in the catalog.`);
  const defaults = {
    parameters: parseParameters(family, {}, 'parameters'),
    training: parseTraining(null, family, 'training'),
    split: parseSplit(null, family, configuration, 'split'),
  };
  return (['parameters', 'training', 'split'] as const).flatMap((part) => {
    const usual: Readonly<Record<string, unknown>> = { ...defaults[part] };
    return Object.entries(configuration[part])
      .filter(([name, value]) => !isDeepStrictEqual(value ?? null, usual[name] ?? null))
      .map(([name, value]) => ({ path: `${part}.${name}`, value: value ?? null, default: usual[name] ?? null }));
  });
}
