/** Where a model runs, and which models only the server can run. No React. */
import type { ServerOnlyReason } from '../engine/refusals.ts';
import type { Predictor } from './predictor.ts';
import type { Configuration } from './profile.ts';

export type Place = 'server' | 'browser';
export type Choice = Place | 'both';

export interface Places {
  choice: Choice;
  server: Predictor;
  /** Null when only the server can run the model. */
  browser: Predictor | null;
}

/** The selected predictors that can run the model. */
export function chosen({ choice, server, browser }: Places): { place: Place; predictor: Predictor }[] {
  const both = [
    { place: 'server', predictor: server },
    { place: 'browser', predictor: browser },
  ] as const;
  return both.flatMap(({ place, predictor }) =>
    predictor && (choice === place || choice === 'both') ? [{ place, predictor }] : [],
  );
}

/** Why this browser cannot run the model, as far as it is known before its files are loaded. */
export function serverOnlyReason(configuration: Configuration | null): ServerOnlyReason | null {
  if (!configuration) return null;
  const { modality, objective, training } = configuration;
  if (modality === 'TIME_SERIES') return 'ofSeries';
  if (objective === 'GENERATION') return 'generates';
  // Only neural networks have a learning rate. Other models are stored in their own formats.
  return training.learningRate === null ? 'noNetwork' : null;
}
