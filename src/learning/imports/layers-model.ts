/**
 * A network of layers with its weights, as plain data: read from the files of a LayersModel, changed, and written again. What is
 * written holds only what was understood.
 */
import { sizeOf } from '../batch.ts';
import type { NetworkFiles } from '../serialize.ts';
import { InvalidNetwork } from './invalid-network.ts';
import { layerRules, type Sides } from './layer-rules.ts';
import { type FlatLayer, readLayers } from './layers-network.ts';
import { floatsOf, readWeights, type StoredWeight } from './weights.ts';

export interface LayersData {
  /** The first is the input, the last the output; each comes after its inputs. */
  layers: FlatLayer[];
  /** By "layer/weight". */
  weights: Map<string, Float32Array>;
}

/** What a model.json holds. */
export interface ModelJson {
  modelTopology?: unknown;
  weightsManifest?: unknown;
}

const weightsFile = 'weights.bin';

/**
 * @param read a file of the archive by the path in the weightsManifest; null: there is none
 * @throws InvalidNetwork naming the layer, weight or file
 */
export async function readLayersModel(
  json: ModelJson,
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<LayersData> {
  const layers = readLayers(json.modelTopology);
  const stored = await readWeights(json.weightsManifest, read);
  const weights = new Map<string, Float32Array>();
  const left = new Set(stored.keys());
  const find = finder(stored);
  for (const layer of layers) {
    for (const [weight, shape] of Object.entries(layer.facts.weights)) {
      const own = [...layer.path, weight].join('/');
      const found = find(layer.path, weight);
      if (!found) throw new InvalidNetwork('The archive has no such weight.', own);
      if (found.shape.join() !== shape.join()) {
        throw new InvalidNetwork(
          `The weight should be ${shape.join(' x ')} after what the layers say, and is ${found.shape.join(' x ')}.`,
          own,
        );
      }
      if (!left.delete(found.name)) throw new InvalidNetwork('Two layers would have this weight.', found.name);
      weights.set(`${layer.name}/${weight}`, floatsOf(found));
    }
  }
  const [stranger] = left;
  if (stranger !== undefined) throw new InvalidNetwork('No layer has this weight.', stranger);
  return { layers, weights };
}

/** Of a model of ours, or one that was taken. @throws InvalidNetwork when it has layers that the rules do not know */
export function readFiles(files: NetworkFiles): Promise<LayersData> {
  return readLayersModel(JSON.parse(Buffer.from(files.modelJson).toString('utf8')), async () => files.weights);
}

/**
 * Finds a layer's weight by its name. Depending on who wrote them the same weight is "conv1/kernel", "mobilenet/conv1/kernel",
 * "conv1/cell/kernel" or "conv1/kernel:0".
 */
function finder(stored: Map<string, StoredWeight>) {
  const named = new Map<string, StoredWeight[]>();
  for (const weight of stored.values()) {
    const steps = weight.name.replace(/:0$/, '').split('/');
    const key = steps.slice(-2).join('/');
    named.set(key, [...(named.get(key) ?? []), weight]);
  }
  return (path: string[], weight: string): StoredWeight | null => {
    // A layer's own name may have slashes in it.
    const own = [...path, weight].join('/').split('/');
    const candidates = named.get(own.slice(-2).join('/')) ?? [];
    if (candidates.length <= 1) return candidates[0] ?? null;
    const within = candidates.filter(({ name }) =>
      `/${name.replace(/:0$/, '')}`.endsWith(`/${own.slice(-3).join('/')}`),
    );
    return within.length === 1 ? (within[0] ?? null) : (stored.get(own.slice(-2).join('/')) ?? null);
  };
}

/** As `tf.loadLayersModel` reads it. */
export function writeLayersModel({ layers, weights }: LayersData): NetworkFiles {
  const described = layers.map(({ name, className, settings, inputs, facts }) => ({
    name,
    class_name: className,
    config: {
      ...settings,
      ...(inputs.length === 0 && { batch_input_shape: [null, ...facts.output], dtype: 'float32' }),
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
  const all = layers.flatMap(({ name, facts }) =>
    Object.entries(facts.weights).map(([weight, shape]) => ({
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

/** Of one sample. */
export function inputShapeOf({ layers }: LayersData): Sides {
  return layers[0]?.facts.output ?? [];
}

/** Of one sample. */
export function outputShapeOf({ layers }: LayersData): Sides {
  return layers.at(-1)?.facts.output ?? [];
}

/** The network with a layer at its end. @param initial the layer's weights, by their names within it */
export function append(
  { layers, weights }: LayersData,
  layer: { name: string; className: string; settings: Record<string, unknown> },
  initial: Record<string, Float32Array> = {},
): LayersData {
  const last = layers.at(-1);
  const rule = layerRules[layer.className];
  if (!last || !rule) throw new Error(`A ${layer.className} cannot be added.`);
  const settings = rule.settings.parse(layer.settings);
  const facts = rule.infer(settings, [last.facts.output]);
  let { name } = layer;
  for (let number = 2; layers.some((other) => other.name === name); number++) name = `${layer.name}_${number}`;
  const all = new Map(weights);
  for (const [weight, shape] of Object.entries(facts.weights)) {
    const values = initial[weight];
    if (values?.length !== sizeOf(shape))
      throw new Error(`The weight ${weight} of ${layer.className} is missing or too short.`);
    all.set(`${name}/${weight}`, values);
  }
  const given = Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== null && value !== undefined),
  );
  return {
    layers: [
      ...layers,
      { name, path: [name], className: layer.className, settings: given, inputs: [last.name], facts },
    ],
    weights: all,
  };
}

const isDense = ({ facts }: FlatLayer) => Object.keys(facts.weights).some((weight) => weight.endsWith('kernel'));

/** The network as it is before its last dense layer or convolution: that and what comes after it are gone. */
export function withoutHead({ layers, weights }: LayersData): LayersData {
  const place = layers.findLastIndex(isDense);
  const head = layers[place];
  if (!head) throw new InvalidNetwork('The network has no dense layer or convolution that a new one could replace.');
  // What leads to the head, and nothing else.
  const needed = new Set(head.inputs);
  for (const layer of layers.slice(0, place).reverse()) {
    if (needed.has(layer.name)) for (const input of layer.inputs) needed.add(input);
  }
  const left = layers.filter(({ name }) => needed.has(name));
  const kept = [...weights].filter(([name]) => left.some((layer) => name.startsWith(`${layer.name}/`)));
  return { layers: left, weights: new Map(kept) };
}

/** The network behind `input x scale + offset`. */
export function rescaled(
  { layers, weights }: LayersData,
  { scale, offset }: { scale: number; offset: number },
): LayersData {
  const [input, ...rest] = layers;
  if (!input) throw new Error('The network has no input.');
  // The new layer takes the input's name, so that all others go on as they are.
  let name = 'pixels';
  for (let number = 2; layers.some((other) => other.name === name); number++) name = `pixels_${number}`;
  const settings = { scale, offset };
  const facts = { output: input.facts.output, weights: {}, multiplications: sizeOf(input.facts.output) };
  const scaling = { ...input, className: 'Rescaling', settings, inputs: [name], facts };
  return { layers: [{ ...input, name, path: [name] }, scaling, ...rest], weights };
}

/** What the numbers at the network's end went through last. */
export function lastActivation({ layers }: LayersData): string {
  const last = layers.findLast(({ className }) => !['Flatten', 'Reshape', 'Dropout'].includes(className));
  if (last?.className === 'Softmax') return 'softmax';
  return String(last?.settings.activation ?? 'linear');
}

/**
 * One number p in the end, as two, 1 - p and p: the layer that ends in a sigmoid is the softmax of two, one of which is always 0
 * before it (1 / (1 + e^-z) = e^z / (e^0 + e^z)).
 */
export function asTwoClasses({ layers, weights }: LayersData): LayersData {
  const place = layers.findLastIndex(isDense);
  const head = layers[place];
  const after = layers.slice(place + 1);
  if (
    head?.className !== 'Dense' ||
    head.facts.output.length !== 1 ||
    after.some(({ className }) => className !== 'Activation')
  ) {
    throw new InvalidNetwork(
      'A network that answers two classes with one number must end in a Dense layer.',
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
  const before = layers.find(({ name }) => name === head.inputs[0])?.facts.output ?? [];
  const facts = layerRules.Dense?.infer({ use_bias: true, ...settings }, [before]) ?? head.facts;
  return { layers: [...layers.slice(0, place), { ...head, settings, facts }], weights: all };
}
