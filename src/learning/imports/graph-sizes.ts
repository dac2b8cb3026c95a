/**
 * The cost of a graph must not depend on the values of a sample: a graph that makes a matrix as large as a pixel is bright is
 * fast when it is verified on zeros, and blocks its process later. Operations that determine sizes must take them from
 * constants or from the shapes of other tensors, never from values that depend on the sample.
 */
import { type GraphNode, sourceOf } from './graph-model.ts';
import { InvalidNetwork } from './invalid-network.ts';

/** The inputs of an operation that determine the size or layout of its result; "last" is the last input. */
const sizeInputs: Record<string, readonly number[] | 'all' | 'last'> = {
  ArgMax: [1],
  ArgMin: [1],
  All: [1],
  Any: [1],
  BatchToSpaceND: [1, 2],
  BroadcastTo: [1],
  Concat: [0],
  ConcatV2: 'last',
  Conv2DBackpropInput: [0],
  Cumsum: [1],
  ExpandDims: [1],
  Fill: [0],
  GatherV2: [2],
  Max: [1],
  Mean: [1],
  Min: [1],
  MirrorPad: [1],
  OneHot: [1],
  Pad: [1],
  PadV2: [1],
  Prod: [1],
  Range: 'all',
  Reshape: [1],
  ResizeBilinear: [1],
  ResizeNearestNeighbor: [1],
  ReverseV2: [1],
  Slice: [1, 2],
  SpaceToBatchND: [1, 2],
  Split: [0],
  SplitV: [1, 2],
  StridedSlice: [1, 2, 3],
  Sum: [1],
  Tile: [1],
  Transpose: [1],
};

/** Operations whose result depends only on the shape of their input, which is the same for every sample. */
const shapeOperations = new Set(['Shape', 'Size', 'Rank', 'OnesLike', 'ZerosLike']);

/** @param input the node that receives the samples. @throws InvalidNetwork naming the node whose size depends on their values */
export function assertFixedSizes(nodes: readonly GraphNode[], input: string): void {
  const named = new Map(nodes.map((node) => [node.name, node]));
  const dependent = dependentOn(nodes, input);
  for (const node of nodes) {
    const sources = node.input.filter((reference) => !reference.startsWith('^')).map(sourceOf);
    const culprit = sizesOf(node.op, sources).find((source) => dependent.has(source));
    if (culprit === undefined) continue;
    throw new InvalidNetwork(
      `The cost of this node (${node.op}) depends on the numbers of the sample, by way of "${culprit}" (${named.get(culprit)?.op}). Sizes must be constants.`,
      node.name,
    );
  }
}

function sizesOf(operation: string, sources: string[]): string[] {
  const deciding = sizeInputs[operation] ?? [];
  if (deciding === 'all') return sources;
  return deciding === 'last' ? sources.slice(-1) : deciding.flatMap((index) => sources[index] ?? []);
}

/** Returns the nodes whose values depend on the values of `input`. */
function dependentOn(nodes: readonly GraphNode[], input: string): Set<string> {
  const users = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    for (const reference of node.input) {
      if (reference.startsWith('^')) continue; // a control dependency carries no values
      const source = sourceOf(reference);
      const known = users.get(source);
      if (known) known.push(node);
      else users.set(source, [node]);
    }
  }
  const dependent = new Set([input]);
  const open = [input];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const user of users.get(name) ?? []) {
      if (dependent.has(user.name) || shapeOperations.has(user.op)) continue;
      dependent.add(user.name);
      open.push(user.name);
    }
  }
  return dependent;
}
