/**
 * Transfer learning: the layers that stay as they are, and those that learn (Yosinski et al., "How transferable are features in
 * deep neural networks?", 2014). What the frozen part answers for a sample never changes, so it is computed once.
 *
 *   samples ─> stem, frozen ─> features ─> rest, which learns ─> answers
 *
 * They are divided where everything passes through one layer: of a block that a path leads around, all learns or nothing.
 */
import type { LayersData } from './layers-model.ts';
import type { FlatLayer } from './layers-network.ts';

export interface Divided {
  /** Null: everything learns. Its output is the input of `rest`. */
  stem: LayersData | null;
  rest: LayersData;
}

const hasWeights = ({ facts }: FlatLayer) => Object.keys(facts.weights).length > 0;

/** @param learning layers with weights that learn at least, counted from the last */
export function divide(data: LayersData, learning: number): Divided {
  const { layers } = data;
  const learns = new Set(layers.filter(hasWeights).slice(-learning));
  const cut = cutBefore(
    layers,
    layers.findIndex((layer) => learns.has(layer)),
  );
  if (!layers.slice(0, cut + 1).some(hasWeights)) return { stem: null, rest: data };
  const [stem, rest] = [layers.slice(0, cut + 1), layers.slice(cut + 1)];
  const last = stem.at(-1);
  if (!last) throw new Error('A stem has layers.');
  const input: FlatLayer = {
    ...last,
    className: 'InputLayer',
    settings: {},
    inputs: [],
    facts: { ...last.facts, weights: {}, multiplications: 0 },
  };
  return {
    stem: part(data, stem),
    rest: part(data, [input, ...rest]),
  };
}

/** The stem with the rest behind it, as it has become. */
export function join(stem: LayersData | null, rest: LayersData): LayersData {
  if (!stem) return rest;
  const own = new Set(rest.layers.map(({ name }) => name));
  const kept = stem.layers.filter(({ name }) => !own.has(name));
  // The rest begins with an input that has the name of the stem's last layer.
  const last = stem.layers.slice(-1);
  return { layers: [...kept, ...last, ...rest.layers.slice(1)], weights: new Map([...stem.weights, ...rest.weights]) };
}

function part({ weights }: LayersData, layers: FlatLayer[]): LayersData {
  const own = layers.flatMap(({ name, facts }) => Object.keys(facts.weights).map((weight) => `${name}/${weight}`));
  return { layers, weights: new Map(own.map((name) => [name, weights.get(name) ?? new Float32Array()])) };
}

/** The last layer before `first` that everything after it depends on through it alone; -1: there is none. */
function cutBefore(layers: FlatLayer[], first: number): number {
  const place = new Map(layers.map(({ name }, index) => [name, index]));
  /** The latest layer that uses each. */
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
