/**
 * A network of layers as plain data: what a Keras or TensorFlow.js LayersModel says of itself, read with nothing built and nothing
 * run. Networks within networks are laid out flat; what cannot be understood is refused.
 */

import { z } from 'zod';
import { quoted } from '../../text.ts';
import { InvalidNetwork } from './invalid-network.ts';
import type { LayerFacts, Sides } from './layer-rules.ts';
import { irrelevant, LayerError, layerRules } from './layer-rules.ts';

export interface FlatLayer {
  /** Unique in the network. */
  name: string;
  /** Its own name after those of the networks that it lies in: ["mobilenet", "conv1"]. */
  path: string[];
  className: string;
  settings: Record<string, unknown>;
  /** Names of the layers whose outputs it takes; none for the input. */
  inputs: string[];
  facts: LayerFacts;
}

const mostLayers = 5000;
const deepestNesting = 8;

const layerSchema = z.object({
  class_name: z.string(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.unknown().optional(),
});
type Layer = z.infer<typeof layerSchema>;

const containerNames = ['Sequential', 'Model', 'Functional'];
const reference = z.tuple([z.string(), z.int(), z.int()]).rest(z.unknown());
/** One call of the layer, with its inputs. */
const callSchema = z.array(reference).min(1);
const graphSchema = z.object({
  layers: z.array(layerSchema).min(1).max(mostLayers),
  input_layers: z.array(z.unknown()),
  output_layers: z.array(z.unknown()),
});
const batchShape = z.tuple([z.null()], z.int().min(1).max(100_000));

/**
 * The layers in an order in which each comes after its inputs: the first is the input, the last the output.
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
      `The model was made by Keras ${version}, whose layout TensorFlow.js does not read. Save it with Keras 2 (the package tf_keras).`,
    );
  }
  const root = layerSchema.safeParse(outer.data?.model_config ?? topology);
  if (!root.success || !containerNames.includes(root.data.class_name)) {
    throw new InvalidNetwork('The topology is no Sequential or Functional model of Keras.', 'model.json');
  }
  const layers: FlatLayer[] = [];
  const reader = createReader(layers);
  const output = reader.container(root.data, [], null);
  const used = new Set(layers.flatMap(({ inputs }) => inputs));
  const stray = layers.find(({ name }) => name !== output && !used.has(name));
  if (stray) {
    throw new InvalidNetwork('Nothing uses what this layer gives: a network has one output.', stray.path.join('/'));
  }
  // Everything leads to the output, so it was laid out last.
  return layers;
}

function createReader(layers: FlatLayer[]) {
  const shapes = new Map<string, Sides>();

  function add(layer: Omit<FlatLayer, 'name'>): string {
    const own = (layer.path.at(-1) ?? '').replace(/[^\w.-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'layer';
    let name = own;
    for (let number = 2; shapes.has(name); number++) name = `${own}_${number}`;
    if (layers.length >= mostLayers) throw new InvalidNetwork(`The network has more than ${mostLayers} layers.`);
    for (const side of layer.facts.output) {
      if (!Number.isSafeInteger(side) || side < 1 || side > 2 ** 31) {
        throw new InvalidNetwork(`The layer gives ${layer.facts.output.join(' x ')}: that is no possible size.`, own);
      }
    }
    layers.push({ ...layer, name });
    shapes.set(name, layer.facts.output);
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
    const facts = { output: sides, weights: {}, multiplications: 0 };
    return add({ path, className: 'InputLayer', settings: {}, inputs: [], facts });
  }

  function plain({ class_name: className, config }: Layer, path: string[], inputs: string[]): string {
    const own = path.join('/');
    const rule = Object.hasOwn(layerRules, className) ? layerRules[className] : undefined;
    if (!rule) {
      const known = Object.keys(layerRules).join(', ');
      throw new InvalidNetwork(
        `${quoted(className)} is not a layer that can be taken. Those that can are ${known}.`,
        own,
      );
    }
    const relevant = Object.fromEntries(
      Object.entries(config).filter(([key]) => Object.hasOwn(rule.settings.shape, key) || !irrelevant.test(key)),
    );
    const settings = rule.settings.strict().safeParse(relevant);
    if (!settings.success) {
      const [issue] = settings.error.issues;
      const at = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
      const why = issue?.code === 'unrecognized_keys' ? 'it is not known' : issue?.message;
      throw new InvalidNetwork(`${className} cannot be taken with this ${quoted(at ?? '')}: ${why}.`, own);
    }
    if (rule.inputs === 'one' && inputs.length !== 1) {
      throw new InvalidNetwork(`${className} takes one input, and gets ${inputs.length}.`, own);
    }
    try {
      const facts = rule.infer(
        settings.data,
        inputs.map((name) => shapes.get(name) ?? []),
      );
      const given = Object.entries({ ...settings.data, ...facts.settled }).filter(
        ([, value]) => value !== null && value !== undefined,
      );
      return add({ path, className, settings: Object.fromEntries(given), inputs, facts });
    } catch (error) {
      if (error instanceof LayerError) throw new InvalidNetwork(`${className} ${error.message}`, own);
      throw error;
    }
  }

  /** A network, with what it is fed by; null: by an input of its own. Gives the name of the layer that it ends with. */
  function container(layer: Layer, path: string[], fedBy: string | null): string {
    if (path.length > deepestNesting)
      throw new InvalidNetwork('Networks lie too deep within one another.', path.join('/'));
    return layer.class_name === 'Sequential' ? sequential(layer, path, fedBy) : graph(layer, path, fedBy);
  }

  function sequential({ config }: Layer, path: string[], fedBy: string | null): string {
    const list = z.array(layerSchema).min(1).max(mostLayers).safeParse(config.layers);
    if (!list.success)
      throw new InvalidNetwork('A Sequential model has no list of layers.', path.join('/') || 'model.json');
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
    if (last === null) throw new InvalidNetwork('A Sequential model is empty.', path.join('/') || 'model.json');
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
    const first = onlyEnd(input_layers, 'input', own);
    const last = onlyEnd(output_layers, 'output', own);
    const waiting = new Map<string, { layer: Layer; inputs: string[] }>();
    for (const layer of list) {
      const name = nameOf(layer);
      if (waiting.has(name)) throw new InvalidNetwork('Two layers have this name.', [...path, name].join('/'));
      waiting.set(name, { layer, inputs: callOf(layer, [...path, name].join('/')) });
    }
    // Layer after layer whose inputs are there, in the order in which they are written.
    const made = new Map<string, string>();
    while (waiting.size > 0) {
      const before = waiting.size;
      for (const [name, { layer, inputs }] of waiting) {
        const from = inputs.map((input) => made.get(input));
        if (from.includes(undefined)) continue;
        waiting.delete(name);
        made.set(name, place(name, layer, from as string[])); // none is undefined
      }
      if (waiting.size === before) {
        const [stuck = ''] = waiting.keys();
        throw new InvalidNetwork(
          'The inputs of this layer do not exist, or lead back to it.',
          [...path, stuck].join('/'),
        );
      }
    }
    const output = made.get(last);
    if (output === undefined) throw new InvalidNetwork(`There is no layer ${quoted(last)} to answer with.`, own);
    return output;

    function place(name: string, layer: Layer, from: string[]): string {
      const inner = [...path, name];
      if (layer.class_name === 'InputLayer') {
        if (name !== first || from.length > 0) {
          throw new InvalidNetwork('The network must have one input, and this is another.', inner.join('/'));
        }
        return fedBy ?? input(inner, layer.config);
      }
      if (from.length === 0) throw new InvalidNetwork('The layer has no input.', inner.join('/'));
      if (!containerNames.includes(layer.class_name)) return plain(layer, inner, from);
      const [only, ...others] = from;
      if (only === undefined || others.length > 0) {
        throw new InvalidNetwork('A network within a network takes one input.', inner.join('/'));
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

/** Names of the layers that a layer takes its inputs from. */
function callOf({ inbound_nodes: calls }: Layer, own: string): string[] {
  const parsed = z.array(callSchema).safeParse(calls ?? []);
  if (!parsed.success) throw new InvalidNetwork('The inbound_nodes of the layer cannot be read.', own);
  if (parsed.data.length > 1) {
    throw new InvalidNetwork('The layer is used in several places; shared layers cannot be taken.', own);
  }
  const [call = []] = parsed.data;
  return call.map(([name, , tensor]) => {
    if (tensor !== 0)
      throw new InvalidNetwork(`The layer takes output ${tensor} of ${quoted(name)}; layers have one output.`, own);
    return name;
  });
}

/** The one layer that a model begins or ends with: [["name", 0, 0]], or ["name", 0, 0]. */
function onlyEnd(ends: unknown[], what: string, own: string): string {
  const list = typeof ends[0] === 'string' ? [ends] : ends;
  const [end, ...others] = list.map((one) => reference.safeParse(one));
  if (end?.success && others.length === 0) return end.data[0];
  throw new InvalidNetwork(`The model has ${list.length} ${what}s; it must have one.`, own);
}
