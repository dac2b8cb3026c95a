/**
 * Transfer learning: splits a network into frozen layers and trainable ones (Yosinski et al., "How transferable are features in
 * deep neural networks?", 2014). The outputs of the frozen part for a sample never change, so they are computed once.
 *
 *   samples ─> frozen ─> features ─> trainable ─> predictions
 *
 * The cut is made where a single layer separates the graph: a residual block is frozen or trained as a whole.
 */
import type { LayersNetwork } from './layers-model.ts';
import type { FlatLayer } from './layers-network.ts';

export interface SplitNetwork {
  /** Null if every layer is trainable. Its output is the input of `trainable`. */
  frozen: LayersNetwork | null;
  trainable: LayersNetwork;
}

const hasWeights = ({ inferred }: FlatLayer) => Object.keys(inferred.weights).length > 0;

/** @param learning minimum number of layers with weights to train, counted from the last one */
export function splitNetwork(data: LayersNetwork, learning: number): SplitNetwork {
  const { layers } = data;
  const learns = new Set(layers.filter(hasWeights).slice(-learning));
  const cut = findCut(
    layers,
    layers.findIndex((layer) => learns.has(layer)),
  );
  if (!layers.slice(0, cut + 1).some(hasWeights)) return { frozen: null, trainable: data };
  const [frozen, trainable] = [layers.slice(0, cut + 1), layers.slice(cut + 1)];
  const last = frozen.at(-1);
  if (!last) throw new Error('The frozen part has no layers.');
  const input: FlatLayer = {
    ...last,
    className: 'InputLayer',
    settings: {},
    inputs: [],
    inferred: { ...last.inferred, weights: {}, multiplications: 0 },
  };
  return {
    frozen: subnetwork(data, frozen),
    trainable: subnetwork(data, [input, ...trainable]),
  };
}

/** Joins the frozen part and the trainable one, after training. */
export function joinNetworks(frozen: LayersNetwork | null, trainable: LayersNetwork): LayersNetwork {
  if (!frozen) return trainable;
  const own = new Set(trainable.layers.map(({ name }) => name));
  const kept = frozen.layers.filter(({ name }) => !own.has(name));
  // The trainable part begins with an input that has the name of the last frozen layer.
  const last = frozen.layers.slice(-1);
  return {
    layers: [...kept, ...last, ...trainable.layers.slice(1)],
    weights: new Map([...frozen.weights, ...trainable.weights]),
  };
}

function subnetwork({ weights }: LayersNetwork, layers: FlatLayer[]): LayersNetwork {
  const own = layers.flatMap(({ name, inferred }) =>
    Object.keys(inferred.weights).map((weight) => `${name}/${weight}`),
  );
  return { layers, weights: new Map(own.map((name) => [name, weights.get(name) ?? new Float32Array()])) };
}

/** Returns the index of the last layer before `first` that separates all later layers from earlier ones; -1 if none does. */
function findCut(layers: FlatLayer[], first: number): number {
  const place = new Map(layers.map(({ name }, index) => [name, index]));
  /** Index of the last layer that uses each layer's output. */
  const lastUse = layers.map(() => -1);
  for (const [index, { inputs }] of layers.entries()) {
    for (const input of inputs) lastUse[place.get(input) ?? 0] = index;
  }
  let cut = -1;
  let reach = -1;
  for (let index = 0; index < first; index++) {
    if (reach <= index) cut = index;
    reach = Math.max(reach, lastUse[index] ?? -1);
  }
  return cut;
}
