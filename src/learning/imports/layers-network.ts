/**
 * Reads the layers of a Keras or TensorFlow.js LayersModel as plain data, without building or running anything. Nested networks
 * are flattened; anything that is not understood is rejected.
 */

import { z } from 'zod';
import { quoted } from '../../shared/quote.ts';
import { InvalidNetwork } from './invalid-network.ts';
import { type Dimensions, type InferredLayer, LayerError } from './layer-rules/layer-rule.ts';
import { ignoredConfig, layerRules } from './layer-rules/layer-rules.ts';

export interface FlatLayer {
  /** Unique within the network. */
  name: string;
  /** The layer's own name, preceded by those of the networks that it is nested in: ["mobilenet", "conv1"]. */
  path: string[];
  className: string;
  settings: Record<string, unknown>;
  /** Names of the layers whose outputs it uses; empty for the input. */
  inputs: string[];
  inferred: InferredLayer;
}

const maxLayers = 5000;
const maxNesting = 8;

const layerSchema = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.unknown().optional(),
});
type Layer = z.infer<typeof layerSchema>;

const containerNames = ['Sequential', 'Model', 'Functional'];
const reference = z.tuple([z.string(), z.int(), z.int()]).rest(z.unknown());
/** The inputs of one call of the layer. */
const callSchema = z.array(reference).min(1);
const graphSchema = z.object({
  layers: z.array(layerSchema).min(1).max(maxLayers),
  input_layers: z.array(z.unknown()),
  output_layers: z.array(z.unknown()),
});
const batchShape = z.tuple([z.null()], z.int().min(1).max(100_000));

/**
 * Returns the layers in topological order: the first is the input, the last the output.
 * @param topology `modelTopology` of a model.json
 * @throws InvalidNetwork naming the layer
 */
export function readLayers(topology: unknown): FlatLayer[] {
  const outer = z
    .object({ keras_version: z.string().optional(), model_config: z.unknown().optional() })
    .safeParse(topology);
  const version = outer.data?.keras_version ?? '';
  if (/^3\./.test(version)) {
    throw new InvalidNetwork(
      `The model was saved by Keras ${version}, whose format TensorFlow.js cannot read. Save it with Keras 2 (package tf_keras).`,
    );
  }
  const root = layerSchema.safeParse(outer.data?.model_config ?? topology);
  if (!root.success || !containerNames.includes(root.data.class_name)) {
    throw new InvalidNetwork('The topology is not a Sequential or Functional Keras model.', 'model.json');
  }
  const layers: FlatLayer[] = [];
  const reader = createFlattener(layers);
  const output = reader.container(root.data, [], null);
  const used = new Set(layers.flatMap(({ inputs }) => inputs));
  const stray = layers.find(({ name }) => name !== output && !used.has(name));
  if (stray) {
    throw new InvalidNetwork(
      'No layer uses the output of this layer, and a network must have one output.',
      stray.path.join('/'),
    );
  }
  // Every layer leads to the output, so the output was added last.
  return layers;
}

function createFlattener(layers: FlatLayer[]) {
  const shapes = new Map<string, Dimensions>();

  function add(layer: Omit<FlatLayer, 'name'>): string {
    const own = (layer.path.at(-1) ?? '').replace(/[^\w.-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'layer';
    let name = own;
    for (let number = 2; shapes.has(name); number++) name = `${own}_${number}`;
    if (layers.length >= maxLayers)
      throw new InvalidNetwork(`The network has more than ${maxLayers} layers, the maximum.`);
    for (const side of layer.inferred.output) {
      if (!Number.isSafeInteger(side) || side < 1 || side > 2 ** 31) {
        throw new InvalidNetwork(
          `The output shape ${layer.inferred.output.join(' x ')} of the layer is not valid.`,
          own,
        );
      }
    }
    layers.push({ ...layer, name });
    shapes.set(name, layer.inferred.output);
    return name;
  }

  function input(path: string[], config: Record<string, unknown>): string {
    const shape = batchShape.safeParse(config.batch_input_shape);
    if (!shape.success) {
      throw new InvalidNetwork(
        'The input needs a fixed size, such as [null, 224, 224, 3] in its batch_input_shape.',
        path.at(-1) ?? 'input',
      );
    }
    const [, ...sides] = shape.data;
    const inferred = { output: sides, weights: {}, multiplications: 0 };
    return add({ path, className: 'InputLayer', settings: {}, inputs: [], inferred });
  }

  function plain({ class_name: className, config }: Layer, path: string[], inputs: string[]): string {
    const own = path.join('/');
    const rule = Object.hasOwn(layerRules, className) ? layerRules[className] : undefined;
    if (!rule) {
      const known = Object.keys(layerRules).join(', ');
      throw new InvalidNetwork(`${quoted(className)} is not a supported layer class. Supported are ${known}.`, own);
    }
    const relevant = Object.fromEntries(
      Object.entries(config).filter(([key]) => Object.hasOwn(rule.config.shape, key) || !ignoredConfig.test(key)),
    );
    const settings = rule.config.strict().safeParse(relevant);
    if (!settings.success) {
      const [issue] = settings.error.issues;
      const at = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
      const why = issue?.code === 'unrecognized_keys' ? 'it is unknown' : issue?.message;
      throw new InvalidNetwork(`${className} does not support this ${quoted(at ?? '')}: ${why}.`, own);
    }
    if (rule.inputs === 'one' && inputs.length !== 1) {
      throw new InvalidNetwork(`${className} takes one input, but gets ${inputs.length}.`, own);
    }
    try {
      const inferred = rule.infer(
        settings.data,
        inputs.map((name) => shapes.get(name) ?? []),
      );
      const given = Object.entries({ ...settings.data, ...inferred.resolvedConfig }).filter(
        ([, value]) => value !== null && value !== undefined,
      );
      return add({ path, className, settings: Object.fromEntries(given), inputs, inferred });
    } catch (error) {
      if (error instanceof LayerError) throw new InvalidNetwork(`${className} ${error.message}`, own);
      throw error;
    }
  }

  /** Adds a nested network. `fedBy` is null if it has its own input. Returns the name of its last layer. */
  function container(layer: Layer, path: string[], fedBy: string | null): string {
    if (path.length > maxNesting) throw new InvalidNetwork('Networks are nested too deeply.', path.join('/'));
    return layer.class_name === 'Sequential' ? sequential(layer, path, fedBy) : graph(layer, path, fedBy);
  }

  function sequential({ config }: Layer, path: string[], fedBy: string | null): string {
    const list = z.array(layerSchema).min(1).max(maxLayers).safeParse(config.layers);
    if (!list.success)
      throw new InvalidNetwork('This Sequential model has no list of layers.', path.join('/') || 'model.json');
    let last = fedBy;
    for (const layer of list.data) {
      const own = [...path, nameOf(layer)];
      const [isInput, isContainer] = [layer.class_name === 'InputLayer', containerNames.includes(layer.class_name)];
      if (isInput) last ??= input(own, layer.config);
      else if (isContainer) last = container(layer, own, last);
      else {
        last ??= input([...path, 'input'], layer.config);
        last = plain(layer, own, [last]);
      }
    }
    if (last === null) throw new InvalidNetwork('This Sequential model has no layers.', path.join('/') || 'model.json');
    return last;
  }

  function graph({ config }: Layer, path: string[], fedBy: string | null): string {
    const own = path.join('/') || 'model.json';
    const parsed = graphSchema.safeParse(config);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new InvalidNetwork(`The model's "${issue?.path.join('.')}" cannot be read: ${issue?.message}.`, own);
    }
    const { layers: list, input_layers, output_layers } = parsed.data;
    const first = singleEndpoint(input_layers, 'input', own);
    const last = singleEndpoint(output_layers, 'output', own);
    const waiting = new Map<string, { layer: Layer; inputs: string[] }>();
    for (const layer of list) {
      const name = nameOf(layer);
      if (waiting.has(name)) throw new InvalidNetwork('Two layers have this name.', [...path, name].join('/'));
      waiting.set(name, { layer, inputs: inboundLayers(layer, [...path, name].join('/')) });
    }
    // Add the layers whose inputs have been added, in the order in which they are written, until none is left.
    const made = new Map<string, string>();
    while (waiting.size > 0) {
      const before = waiting.size;
      for (const [name, { layer, inputs }] of waiting) {
        const from = inputs.map((input) => made.get(input));
        if (from.includes(undefined)) continue;
        waiting.delete(name);
        made.set(name, place(name, layer, from as string[])); // checked above: none is undefined
      }
      if (waiting.size === before) {
        const [stuck = ''] = waiting.keys();
        throw new InvalidNetwork(
          'The inputs of this layer do not exist, or form a cycle with it.',
          [...path, stuck].join('/'),
        );
      }
    }
    const output = made.get(last);
    if (output === undefined) throw new InvalidNetwork(`The output layer ${quoted(last)} does not exist.`, own);
    return output;

    function place(name: string, layer: Layer, from: string[]): string {
      const inner = [...path, name];
      if (layer.class_name === 'InputLayer') {
        if (name !== first || from.length > 0) {
          throw new InvalidNetwork('The network must have one input, and this is a second one.', inner.join('/'));
        }
        return fedBy ?? input(inner, layer.config);
      }
      if (from.length === 0) throw new InvalidNetwork('The layer has no input.', inner.join('/'));
      if (!containerNames.includes(layer.class_name)) return plain(layer, inner, from);
      const [only, ...others] = from;
      if (only === undefined || others.length > 0) {
        throw new InvalidNetwork('A nested network must have one input.', inner.join('/'));
      }
      return container(layer, inner, only);
    }
  }

  return { container };
}

function nameOf({ name, config }: Layer): string {
  const found = name ?? config.name;
  if (typeof found === 'string' && found.length > 0 && found.length <= 500) return found;
  throw new InvalidNetwork('A layer has no name.', 'model.json');
}

/** Returns the names of the layers whose outputs this layer uses. */
function inboundLayers({ inbound_nodes: calls }: Layer, own: string): string[] {
  const parsed = z.array(callSchema).safeParse(calls ?? []);
  if (!parsed.success) throw new InvalidNetwork('The inbound_nodes of the layer cannot be read.', own);
  if (parsed.data.length > 1) {
    throw new InvalidNetwork('The layer is called more than once; shared layers are not supported.', own);
  }
  const [call = []] = parsed.data;
  return call.map(([name, , tensor]) => {
    if (tensor !== 0)
      throw new InvalidNetwork(
        `The layer uses output ${tensor} of ${quoted(name)}, but layers have one output, 0.`,
        own,
      );
    return name;
  });
}

/** Returns the single input or output layer of a model, written as [["name", 0, 0]] or ["name", 0, 0]. */
function singleEndpoint(ends: unknown[], what: string, own: string): string {
  const list = typeof ends[0] === 'string' ? [ends] : ends;
  const [end, ...others] = list.map((one) => reference.safeParse(one));
  if (end?.success && others.length === 0) return end.data[0];
  throw new InvalidNetwork(`The model has ${list.length} ${what}s; it must have one.`, own);
}
