/** Where a model is put to work, and which models only the server can. No React. */
import type { ServerOnlyReason } from '../engine/refusals.ts';
import type { Predictor } from './predictor.ts';
import type { Configuration } from './profile.ts';

export type Place = 'server' | 'browser';
export type Choice = Place | 'both';

export interface Places {
  choice: Choice;
  server: Predictor;
  /** null: the server alone can. */
  browser: Predictor | null;
}

/** Those that were chosen and can. */
export function chosen({ choice, server, browser }: Places): { place: Place; predictor: Predictor }[] {
  const both = [
    { place: 'server', predictor: server },
    { place: 'browser', predictor: browser },
  ] as const;
  return both.flatMap(({ place, predictor }) =>
    predictor && (choice === place || choice === 'both') ? [{ place, predictor }] : [],
  );
}

/** Why this browser will not compute it, as far as that shows before its files are there. */
export function serverOnlyReason(configuration: Configuration | null): ServerOnlyReason | null {
  if (!configuration) return null;
  const { modality, objective, training } = configuration;
  if (modality === 'TIME_SERIES') return 'ofSeries';
  if (objective === 'GENERATION') return 'generates';
  // Networks alone are trained with a rate; what else learns is stored in a form of its own.
  return training.learningRate === null ? 'noNetwork' : null;
}
