/** Costs of a network, computed from its hyperparameters, so that a network of any size is estimated without building it. */

/** Cost of a layer, or of several layers with the same size parameter. Counts beyond 2^53 are rounded and never overflow. */
export interface LayerCost {
  /** Family parameter that determines the size, with its list index: "hiddenUnits.0". Null if the data determines it. */
  field: string | null;
  /** Number of weights, including the running averages of batch normalization. */
  parameters: number;
  /** Floats per sample that are kept for the backward pass. */
  activations: number;
  /** Multiplications per sample in the forward pass. */
  multiplications: number;
  /** Further floats per batch, independent of its size. Default: 0. */
  workspace?: number;
}

/** Cost of a dense layer with bias. */
export function denseCost(field: string | null, inputs: number, units: number): LayerCost {
  return { field, parameters: (inputs + 1) * units, activations: units, multiplications: inputs * units };
}

/** Cost of a convolution with `positions` outputs of `filters` channels, each from `window` inputs. @param bias 1 or 0 */
export function convolutionCost(
  field: string,
  window: number,
  filters: number,
  positions: number,
  bias: 0 | 1 = 1,
): LayerCost {
  return {
    field,
    parameters: (window + bias) * filters,
    activations: positions * filters,
    multiplications: positions * window * filters,
  };
}

/** Cost of batch normalization: scale, shift, mean, variance. Its backward pass also keeps the normalized values. */
export function normalizationCost(field: string, channels: number, positions: number): LayerCost {
  const values = channels * positions;
  return { field, parameters: 4 * channels, activations: 4 * values, multiplications: 2 * values };
}

/** Cost of layers without weights (activation, pooling, dropout) that keep `activations` floats. */
export function activationCost(field: string | null, activations: number): LayerCost {
  return { field, parameters: 0, activations, multiplications: activations };
}

/** Cost of a layer that is applied at each of `steps` positions with shared weights. */
export function timeDistributed(part: LayerCost, steps: number): LayerCost {
  return { ...part, activations: part.activations * steps, multiplications: part.multiplications * steps };
}

/** Cost of an embedding of `tokens` tokens in `size` dimensions. Its gradient is dense. */
export function embeddingCost(field: string, tokens: number, size: number, steps: number): LayerCost {
  return { field, parameters: tokens * size, activations: steps * size, multiplications: steps * size };
}

/** Cost of a recurrent layer. Gates, hidden states and cell states of every step are kept for the backward pass. */
export function recurrentCost(field: string, gates: number, inputs: number, units: number, steps: number): LayerCost {
  const wide = gates * units;
  return {
    field,
    parameters: wide * (inputs + units + 1),
    // Each gate keeps its sum, its activation and their product.
    activations: steps * (inputs + 4 * wide + 4 * units),
    multiplications: steps * wide * (inputs + units),
    // TensorFlow.js's GRU splits its recurrent weights in every step and keeps the parts for the backward pass.
    ...(gates === 3 && { workspace: 4 * steps * wide * units }),
  };
}

/** Cost of self-attention with its two projections. The weights of every pair of steps are kept for the backward pass. */
export function attentionCost(field: string, width: number, heads: number, steps: number): LayerCost {
  return {
    field,
    parameters: 4 * width * width,
    activations: steps * (8 * width + 3 * heads * steps),
    multiplications: steps * (4 * width * width + 2 * width * steps),
  };
}
