/** A TensorFlow graph and its weights as plain data, and the files that it is written to. */
import type { Dimensions } from './layer-rules/layer-rule.ts';
import type { StoredWeight } from './weights.ts';

export interface GraphNode {
  name: string;
  op: string;
  /** "node", or "node:1" for its second output. */
  input: string[];
  attr: Record<string, unknown>;
}

export interface GraphNetwork {
  nodes: GraphNode[];
  weights: Map<string, StoredWeight>;
  /** The node that receives the samples, and the reference to the output. */
  input: string;
  output: string;
  /** Shape of one sample. */
  inputShape: Dimensions;
}

/** Writes the files that `tf.loadGraphModel` reads. */
export function writeGraphModel({ nodes, weights, input, output, inputShape }: GraphNetwork): {
  modelJson: Uint8Array;
  weights: Uint8Array;
} {
  const all = [...weights.values()];
  const shape = { dim: [-1, ...inputShape].map((size) => ({ size: String(size) })) };
  const json = {
    format: 'graph-model',
    modelTopology: { node: nodes, versions: {} },
    signature: {
      inputs: { input: { name: input, dtype: 'DT_FLOAT', tensorShape: shape } },
      outputs: { output: { name: output, dtype: 'DT_FLOAT' } },
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: all.map(({ name, shape, dtype, quantization }) => ({
          name,
          shape,
          dtype,
          ...(quantization && { quantization }),
        })),
      },
    ],
  };
  return { modelJson: Buffer.from(JSON.stringify(json)), weights: Buffer.concat(all.map(({ bytes }) => bytes)) };
}

/** Returns the node that a reference names: "node", "node:1" for its second output, "^node" for a control dependency. */
export function sourceOf(reference: string): string {
  return reference.replace(/^\^/, '').replace(/:\d+$/, '');
}

/** Returns the operation that computes the output, ignoring operations at the end that only change its shape. */
export function outputOperation({ nodes, output }: GraphNetwork): string {
  const named = new Map(nodes.map((node) => [node.name, node]));
  let node = named.get(sourceOf(output));
  while (node && ['Identity', 'Reshape', 'Squeeze'].includes(node.op)) node = named.get(sourceOf(node.input[0] ?? ''));
  return node?.op ?? '';
}
