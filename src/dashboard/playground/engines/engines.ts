/** Where a model runs, and which models only the server can run. No React. */
import type { ServerOnlyReason } from '../../engine/refusals.ts';
import type { Configuration } from '../profile.ts';
import type { Predictor } from './predictor.ts';

export type Engine = 'server' | 'browser';
export type Choice = Engine | 'both';

export interface Engines {
  choice: Choice;
  server: Predictor;
  /** Null when only the server can run the model. */
  browser: Predictor | null;
}

/** The selected predictors that can run the model. */
export function chosen({ choice, server, browser }: Engines): { engine: Engine; predictor: Predictor }[] {
  const both = [
    { engine: 'server', predictor: server },
    { engine: 'browser', predictor: browser },
  ] as const;
  return both.flatMap(({ engine, predictor }) =>
    predictor && (choice === engine || choice === 'both') ? [{ engine, predictor }] : [],
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
