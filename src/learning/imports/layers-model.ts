/**
 * A network of layers and its weights as plain data: read from the files of a LayersModel, edited, and written back. Only
 * what the reader understood is written.
 */

import type { NetworkFiles } from '../layers-model-files.ts';
import { elementCount } from '../training/batch.ts';
import { InvalidNetwork } from './invalid-network.ts';
import type { Dimensions } from './layer-rules/layer-rule.ts';
import { layerRules } from './layer-rules/layer-rules.ts';
import { type FlatLayer, readLayers } from './layers-network.ts';
import { floatsOf, readWeights, type StoredWeight } from './weights.ts';

export interface LayersNetwork {
  /** The first layer is the input, the last one the output; each comes after its inputs. */
  layers: FlatLayer[];
  /** Weight values by "layer/weight". */
  weights: Map<string, Float32Array>;
}

/** Contents of a model.json. */
export interface ModelJson {
  modelTopology?: unknown;
  weightsManifest?: unknown;
}

const weightsFile = 'weights.bin';

/**
 * @param read returns a file of the archive by its path in the weightsManifest, or null if it does not exist
 * @throws InvalidNetwork naming the layer, weight or file
 */
export async function readLayersModel(
  json: ModelJson,
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<LayersNetwork> {
  const layers = readLayers(json.modelTopology);
  const stored = await readWeights(json.weightsManifest, read);
  const weights = new Map<string, Float32Array>();
  const left = new Set(stored.keys());
  const find = createWeightLookup(stored);
  for (const layer of layers) {
    for (const [weight, shape] of Object.entries(layer.inferred.weights)) {
      const own = [...layer.path, weight].join('/');
      const found = find(layer.path, weight);
      if (!found) throw new InvalidNetwork('The archive has no weight of this name.', own);
      if (found.shape.join() !== shape.join()) {
        throw new InvalidNetwork(
          `The weight should be ${shape.join(' x ')} according to the layers, and is ${found.shape.join(' x ')}.`,
          own,
        );
      }
      if (!left.delete(found.name)) throw new InvalidNetwork('Two layers use this weight.', found.name);
      weights.set(`${layer.name}/${weight}`, floatsOf(found));
    }
  }
  const [stranger] = left;
  if (stranger !== undefined) throw new InvalidNetwork('No layer uses this weight.', stranger);
  return { layers, weights };
}

/** Reads a network that was trained or imported here. @throws InvalidNetwork when it has layers without a rule */
export function readNetworkFiles(files: NetworkFiles): Promise<LayersNetwork> {
  return readLayersModel(JSON.parse(Buffer.from(files.modelJson).toString('utf8')), async () => files.weights);
}

/**
 * Finds a layer's weight by its name. Depending on the writer, the same weight is "conv1/kernel", "mobilenet/conv1/kernel",
 * "conv1/cell/kernel" or "conv1/kernel:0".
 */
function createWeightLookup(stored: Map<string, StoredWeight>) {
  const named = new Map<string, StoredWeight[]>();
  for (const weight of stored.values()) {
    const steps = weight.name.replace(/:0$/, '').split('/');
    const key = steps.slice(-2).join('/');
    named.set(key, [...(named.get(key) ?? []), weight]);
  }
  return (path: string[], weight: string): StoredWeight | null => {
    // A layer's name may itself contain slashes.
    const own = [...path, weight].join('/').split('/');
    const candidates = named.get(own.slice(-2).join('/')) ?? [];
    if (candidates.length <= 1) return candidates[0] ?? null;
    const within = candidates.filter(({ name }) =>
      `/${name.replace(/:0$/, '')}`.endsWith(`/${own.slice(-3).join('/')}`),
    );
    return within.length === 1 ? (within[0] ?? null) : (stored.get(own.slice(-2).join('/')) ?? null);
  };
}

/** Writes the files that `tf.loadLayersModel` reads. */
export function writeLayersModel({ layers, weights }: LayersNetwork): NetworkFiles {
  const described = layers.map(({ name, className, settings, inputs, inferred }) => ({
    name,
    class_name: className,
    config: {
      ...settings,
      ...(inputs.length === 0 && { batch_input_shape: [null, ...inferred.output], dtype: 'float32' }),
      name,
    },
    inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
  }));
  const [first, last] = [layers[0]?.name, layers.at(-1)?.name];
  const modelTopology = {
    class_name: 'Model',
    config: { name: 'imported', layers: described, input_layers: [[first, 0, 0]], output_layers: [[last, 0, 0]] },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
  const all = layers.flatMap(({ name, inferred }) =>
    Object.entries(inferred.weights).map(([weight, shape]) => ({
      name: `${name}/${weight}`,
      shape: [...shape],
      dtype: 'float32',
    })),
  );
  const values = all.map(({ name }) => weights.get(name) ?? new Float32Array());
  const bytes = Buffer.concat(
    values.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const manifest = {
    format: 'layers-model',
    modelTopology,
    weightsManifest: [{ paths: [weightsFile], weights: all }],
  };
  return { modelJson: Buffer.from(JSON.stringify(manifest)), weights: bytes };
}

/** Shape of one input sample. */
export function inputShapeOf({ layers }: LayersNetwork): Dimensions {
  return layers[0]?.inferred.output ?? [];
}

/** Shape of the output for one sample. */
export function outputShapeOf({ layers }: LayersNetwork): Dimensions {
  return layers.at(-1)?.inferred.output ?? [];
}

/** Returns the network with a layer appended. @param initial the layer's initial weights, by their names within the layer */
export function appendLayer(
  { layers, weights }: LayersNetwork,
  layer: { name: string; className: string; settings: Record<string, unknown> },
  initial: Record<string, Float32Array> = {},
): LayersNetwork {
  const last = layers.at(-1);
  const rule = layerRules[layer.className];
  if (!last || !rule) throw new Error(`A layer of class ${layer.className} cannot be appended.`);
  const settings = rule.config.parse(layer.settings);
  const inferred = rule.infer(settings, [last.inferred.output]);
  let { name } = layer;
  for (let number = 2; layers.some((other) => other.name === name); number++) name = `${layer.name}_${number}`;
  const all = new Map(weights);
  for (const [weight, shape] of Object.entries(inferred.weights)) {
    const values = initial[weight];
    if (values?.length !== elementCount(shape))
      throw new Error(`The weight ${weight} of ${layer.className} is missing or too short.`);
    all.set(`${name}/${weight}`, values);
  }
  const given = Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== null && value !== undefined),
  );
  return {
    layers: [
      ...layers,
      { name, path: [name], className: layer.className, settings: given, inputs: [last.name], inferred },
    ],
    weights: all,
  };
}

const isDense = ({ inferred }: FlatLayer) => Object.keys(inferred.weights).some((weight) => weight.endsWith('kernel'));

/** Returns the network without its last dense or convolutional layer and everything after that. */
export function withoutHead({ layers, weights }: LayersNetwork): LayersNetwork {
  const place = layers.findLastIndex(isDense);
  const head = layers[place];
  if (!head) throw new InvalidNetwork('The network has no dense or convolutional layer that a new head could replace.');
  // Keep only the layers that the head depends on.
  const needed = new Set(head.inputs);
  for (const layer of layers.slice(0, place).reverse()) {
    if (needed.has(layer.name)) for (const input of layer.inputs) needed.add(input);
  }
  const left = layers.filter(({ name }) => needed.has(name));
  const kept = [...weights].filter(([name]) => left.some((layer) => name.startsWith(`${layer.name}/`)));
  return { layers: left, weights: new Map(kept) };
}

/** Returns the network with `input x scale + offset` in front of it. */
export function prependRescaling(
  { layers, weights }: LayersNetwork,
  { scale, offset }: { scale: number; offset: number },
): LayersNetwork {
  const [input, ...rest] = layers;
  if (!input) throw new Error('The network has no input.');
  // The new layer takes the input's name, so that no other layer changes.
  let name = 'pixels';
  for (let number = 2; layers.some((other) => other.name === name); number++) name = `pixels_${number}`;
  const settings = { scale, offset };
  const { output } = input.inferred;
  const inferred = { output, weights: {}, multiplications: elementCount(output) };
  const scaling: FlatLayer = { ...input, className: 'Rescaling', settings, inputs: [name], inferred };
  return { layers: [{ ...input, name, path: [name] }, scaling, ...rest], weights };
}

/** Returns the activation that the network's outputs passed through last. */
export function lastActivation({ layers }: LayersNetwork): string {
  const last = layers.findLast(({ className }) => !['Flatten', 'Reshape', 'Dropout'].includes(className));
  if (last?.className === 'Softmax') return 'softmax';
  return String(last?.settings.activation ?? 'linear');
}

/**
 * Turns one output p into two, 1 - p and p: a sigmoid equals the softmax of two logits of which one is always 0
 * (1 / (1 + e^-z) = e^z / (e^0 + e^z)).
 */
export function sigmoidToSoftmax({ layers, weights }: LayersNetwork): LayersNetwork {
  const place = layers.findLastIndex(isDense);
  const head = layers[place];
  const after = layers.slice(place + 1);
  if (
    head?.className !== 'Dense' ||
    head.inferred.output.length !== 1 ||
    after.some(({ className }) => className !== 'Activation')
  ) {
    throw new InvalidNetwork(
      'A network with one output for two classes must end in a Dense layer.',
      head?.name ?? null,
    );
  }
  const [kernel, bias] = ['kernel', 'bias'].map((weight) => weights.get(`${head.name}/${weight}`));
  const all = new Map(weights);
  all.set(
    `${head.name}/kernel`,
    Float32Array.from({ length: 2 * (kernel?.length ?? 0) }, (_, at) =>
      at % 2 === 0 ? 0 : (kernel?.[(at - 1) / 2] ?? 0),
    ),
  );
  if (bias) all.set(`${head.name}/bias`, Float32Array.of(0, bias[0] ?? 0));
  const settings = { ...head.settings, units: 2, activation: 'softmax' };
  const before = layers.find(({ name }) => name === head.inputs[0])?.inferred.output ?? [];
  const inferred = layerRules.Dense?.infer({ use_bias: true, ...settings }, [before]) ?? head.inferred;
  return { layers: [...layers.slice(0, place), { ...head, settings, inferred }], weights: all };
}
