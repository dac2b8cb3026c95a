/** What a network costs, counted from its parameters alone: before anything is built, however large it would be. */

/** One layer, or several that the same parameter decides. All are plain numbers: beyond 2^53 they round, and never overflow. */
export interface Part {
  /** The family's parameter that makes it large, with its place in a list: "hiddenUnits.0". Null: the data does. */
  field: string | null;
  /** Numbers that the layer keeps: trained ones, and the averages of batch normalisation. */
  parameters: number;
  /** Floats that one sample leaves behind on its way through, kept for the way back. */
  activations: number;
  /** Multiplications for one sample, forward. */
  multiplications: number;
  /** Floats that a batch leaves behind besides, whatever its size. Absent: none. */
  workspace?: number;
}

/** A dense layer with its bias. */
export function densePart(field: string | null, inputs: number, units: number): Part {
  return { field, parameters: (inputs + 1) * units, activations: units, multiplications: inputs * units };
}

/** A convolution: `positions` outputs of `filters` channels, each from `window` inputs. @param bias 1 when it has one, 0 when not */
export function convolutionPart(
  field: string,
  window: number,
  filters: number,
  positions: number,
  bias: 0 | 1 = 1,
): Part {
  return {
    field,
    parameters: (window + bias) * filters,
    activations: positions * filters,
    multiplications: positions * window * filters,
  };
}

/** Batch normalisation of `channels`: scale, shift, mean, variance; its way back keeps the normalised values too. */
export function normalizationPart(field: string, channels: number, positions: number): Part {
  const values = channels * positions;
  return { field, parameters: 4 * channels, activations: 4 * values, multiplications: 2 * values };
}

/** Layers without weights that leave `activations` floats: activations, pooling, dropout. */
export function plainPart(field: string | null, activations: number): Part {
  return { field, parameters: 0, activations, multiplications: activations };
}

/** A layer that does the same at each of `steps` places, with the same weights. */
export function perStep(part: Part, steps: number): Part {
  return { ...part, activations: part.activations * steps, multiplications: part.multiplications * steps };
}

/** `size` numbers for each of `tokens`. Its way back lays out a gradient for all of them. */
export function embeddingPart(field: string, tokens: number, size: number, steps: number): Part {
  return { field, parameters: tokens * size, activations: steps * size, multiplications: steps * size };
}

/** A recurrent layer: gates, hidden values and cells of every step are kept for the way back. */
export function recurrentPart(field: string, gates: number, inputs: number, units: number, steps: number): Part {
  const wide = gates * units;
  return {
    field,
    parameters: wide * (inputs + units + 1),
    // As chained operations each gate leaves its sum, its activation and their product.
    activations: steps * (inputs + 4 * wide + 4 * units),
    multiplications: steps * wide * (inputs + units),
    // TensorFlow.js's GRU divides its recurrent weights anew in every step, and keeps the parts for the way back.
    ...(gates === 3 && { workspace: 4 * steps * wide * units }),
  };
}

/** Self-attention with its two projections; the weights of every pair of steps are kept for the way back. */
export function attentionPart(field: string, width: number, heads: number, steps: number): Part {
  return {
    field,
    parameters: 4 * width * width,
    activations: steps * (8 * width + 3 * heads * steps),
    multiplications: steps * (4 * width * width + 2 * width * steps),
  };
}
