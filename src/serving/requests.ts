/** Requests to models, and what they return. */
import type { GenerateOptions } from '../learning/model.ts';
import type { PredictionInput } from './encode-input.ts';

/** Organization and model of a request. */
export interface ModelRequest {
  organizationId: string;
  artifactKey: string;
  /** Aborted when the client disconnects. */
  signal?: AbortSignal | null | undefined;
}

export interface PredictionRequest extends ModelRequest {
  samples: PredictionInput;
}

export interface GenerationRequest extends ModelRequest {
  options: Omit<GenerateOptions, 'prompt' | 'signal'> & { prompt: string | null };
}

export interface GenerationResult {
  /** Generated texts, without the prompt. Empty for images. */
  texts: string[];
  /** Generated images as PNG data URLs. Empty for text. */
  images: string[];
  /** All generated images in one PNG grid, as a data URL. Null for text. */
  grid: string | null;
}
