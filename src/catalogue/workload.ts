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
}

/** A dense layer with its bias. */
export function densePart(field: string | null, inputs: number, units: number): Part {
  return { field, parameters: (inputs + 1) * units, activations: units, multiplications: inputs * units };
}

/** A convolution with its bias: `positions` outputs of `filters` channels, each from `window` inputs. */
export function convolutionPart(field: string, window: number, filters: number, positions: number): Part {
  return {
    field,
    parameters: (window + 1) * filters,
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
