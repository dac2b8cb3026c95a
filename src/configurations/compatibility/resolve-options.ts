/** Checks a configuration against the profile of its dataset, before anything is launched, and makes every open choice. */
import type { DatasetProfile } from '../../datasets/profile.ts';
import { resolveImages } from './image.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns, ResolvedOptions } from './requirements.ts';
import { countSamples, countTrainSamples } from './sample-count.ts';
import { resolveSeries } from './series.ts';
import { resolveTable } from './table.ts';
import { resolveTexts } from './text.ts';

/** Makes every open choice from the profile. @throws IncompatibleOption naming the option and what to change */
export function resolveAgainstProfile(profile: DatasetProfile, requirements: DataRequirements): ResolvedOptions {
  if (requirements.futureCovariates && requirements.modality !== 'TIME_SERIES') {
    throw new IncompatibleOption(
      'futureCovariates',
      'Future covariates require a time series. Remove `futureCovariates`.',
    );
  }
  const resolved = resolveColumns(profile, requirements);
  const text = requirements.text?.(resolved.objective) ?? null;
  const { window, modality, family } = requirements;
  const { isSemiSupervised } = family;
  const samples = countSamples(profile, { ...resolved, modality, isSemiSupervised, text, window });
  return { ...resolved, trainSamples: countTrainSamples(samples, requirements) };
}

function resolveColumns(profile: DatasetProfile, requirements: DataRequirements): ResolvedColumns {
  if (profile.kind === 'images') return resolveImages(profile, requirements);
  if (requirements.modality === 'TEXT') return resolveTexts(profile, requirements);
  return requirements.modality === 'TIME_SERIES'
    ? resolveSeries(profile, requirements)
    : resolveTable(profile, requirements);
}
