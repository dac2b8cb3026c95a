/**
 * Reads a TensorFlow.js GraphModel and its weights as plain data, without running anything. A graph that only runs inference
 * needs no control flow, state, functions or file access, so operations for those are rejected.
 */

import { z } from 'zod';
import { quoted } from '../../shared/quote.ts';
import { type GraphNetwork, type GraphNode, sourceOf } from './graph-model.ts';
import { assertFixedSizes } from './graph-sizes.ts';
import { InvalidNetwork } from './invalid-network.ts';
import type { Dimensions } from './layer-rules/layer-rule.ts';
import type { ModelJson } from './layers-model.ts';
import { assertFinite, readWeights } from './weights.ts';

/** Operations that only compute, among those that the converter writes. */
const allowedOperations = new Set(
  `Abs Add AddN AddV2 All Any ArgMax ArgMin AvgPool BatchMatMul BatchMatMulV2 BiasAdd BroadcastTo Cast Ceil ClipByValue Concat
  ConcatV2 Const Conv2D Conv2DBackpropInput Cumsum DepthToSpace DepthwiseConv2d DepthwiseConv2dNative Div DivNoNan Einsum Elu
  Equal Erf Exp ExpandDims Expm1 Fill Floor FloorDiv FloorMod FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3
  FusedDepthwiseConv2dNative Gather GatherNd GatherV2 Greater GreaterEqual Identity IdentityN LeakyRelu Less LessEqual Log Log1p
  LogicalAnd LogicalNot LogicalOr LogSoftmax LRN MatMul Max MaxPool Maximum Mean Min Minimum MirrorPad Mod Mul Neg NoOp NotEqual
  OneHot OnesLike Pack Pad PadV2 Placeholder PlaceholderWithDefault Pow Prelu Prod Range Rank RealDiv Reciprocal Relu Relu6 Reshape
  ResizeBilinear ResizeNearestNeighbor ReverseV2 Round Rsqrt Select SelectV2 Selu Shape Sigmoid Sign Sin Size Slice Softmax
  Softplus SpaceToBatchND BatchToSpaceND SpaceToDepth Split SplitV Sqrt Square SquaredDifference Squeeze StopGradient StridedSlice
  Sub Sum Tan Tanh Tile Transpose Unpack ZerosLike _FusedConv2D _FusedMatMul`.split(/\s+/),
);
const maxNodes = 50_000;

const attrSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const nodeSchema = z.object({
  name: z.string().min(1).max(2000),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: attrSchema.default({}),
});
const graphSchema = z.object({
  node: z.array(nodeSchema).min(1).max(maxNodes),
  library: z.object({ function: z.array(z.unknown()).max(0).optional() }).optional(),
});
const sideSchema = z.object({ size: z.union([z.string(), z.number()]).transform(Number) });
const shapeSchema = z.object({ shape: z.object({ dim: z.array(sideSchema).min(2).max(5) }) });
const signatureSchema = z.object({ outputs: z.record(z.string(), z.object({ name: z.string() })).optional() });

/** @throws InvalidNetwork naming the node, weight or file */
export async function readGraphModel(
  json: ModelJson & {
    signature?: unknown;
    modelInitializer?: unknown;
    initializerSignature?: unknown;
    userDefinedMetadata?: unknown;
  },
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<GraphNetwork> {
  if (json.modelInitializer || json.initializerSignature) {
    throw new InvalidNetwork(
      'The model runs a modelInitializer when it is loaded, which is not supported. Export it without one.',
      'model.json',
    );
  }
  const parsed = graphSchema.safeParse(json.modelTopology);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = ['modelTopology', ...(issue?.path ?? [])].join('.');
    throw new InvalidNetwork(`${at} is not valid: ${issue?.message}.`, 'model.json');
  }
  const nodes = parsed.data.node.filter(({ op }) => op !== 'NoOp');
  validateGraph(nodes);
  const input = onlyInput(nodes);
  assertFixedSizes(nodes, input.input);
  const weights = await readWeights(json.weightsManifest, read);
  const constants = new Set(nodes.filter(({ op }) => op === 'Const').map(({ name }) => name));
  for (const name of constants)
    if (!weights.has(name)) throw new InvalidNetwork('The archive has no values for this Const node.', name);
  for (const weight of weights.values()) assertFinite(weight);
  for (const name of weights.keys())
    if (!constants.has(name)) throw new InvalidNetwork('No Const node uses this weight.', name);
  return {
    nodes,
    weights,
    ...input,
    output: onlyOutput(nodes, json.signature ?? signatureWithin(json.userDefinedMetadata)),
  };
}

/** Reads the signature from where converters before 2.0 wrote it. */
function signatureWithin(metadata: unknown): unknown {
  return z.object({ signature: z.unknown() }).safeParse(metadata).data?.signature;
}

/** Checks that every node has a supported operation and a unique name, that its inputs exist, and that there is no cycle. */
function validateGraph(nodes: GraphNode[]): void {
  const names = new Map<string, GraphNode>();
  for (const node of nodes) {
    if (names.has(node.name)) throw new InvalidNetwork('Two nodes have this name; names must be unique.', node.name);
    if (!allowedOperations.has(node.op)) {
      throw new InvalidNetwork(
        `${quoted(node.op)} is not a supported operation: only operations that compute numbers from numbers are.`,
        node.name,
      );
    }
    names.set(node.name, node);
  }
  const missing = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const { name, input } of nodes) {
    const sources = input.map(sourceOf);
    for (const source of sources) {
      if (!names.has(source))
        throw new InvalidNetwork(`The input ${quoted(source)} of this node does not exist.`, name);
      const own = users.get(source);
      if (own) own.push(name);
      else users.set(source, [name]);
    }
    missing.set(name, sources.length);
  }
  const ready = nodes.filter(({ input }) => input.length === 0).map(({ name }) => name);
  let reached = 0;
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    reached++;
    for (const user of users.get(name) ?? []) {
      const left = (missing.get(user) ?? 0) - 1;
      missing.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  if (reached === nodes.length) return;
  const [stuck] = [...missing].find(([, left]) => left > 0) ?? [];
  throw new InvalidNetwork('The node is part of a cycle.', stuck ?? null);
}

function onlyInput(nodes: GraphNode[]): { input: string; inputShape: Dimensions } {
  const [first, ...others] = nodes.filter(({ op }) => op === 'Placeholder');
  if (!first || others.length > 0) {
    throw new InvalidNetwork(
      `The graph has ${others.length + (first ? 1 : 0)} inputs (Placeholder); it must have one.`,
      others[0]?.name ?? null,
    );
  }
  const shape = shapeSchema.safeParse(first.attr.shape);
  const [, ...sides] = shape.data?.shape.dim.map(({ size }) => size) ?? [];
  if (sides.length === 0 || !sides.every((side) => Number.isInteger(side) && side >= 1 && side <= 100_000)) {
    throw new InvalidNetwork('The input needs a fixed size, such as [-1, 224, 224, 3] in its shape.', first.name);
  }
  return { input: first.name, inputShape: sides };
}

function onlyOutput(nodes: GraphNode[], signature: unknown): string {
  const named = signatureSchema.safeParse(signature).data?.outputs;
  const used = new Set(nodes.flatMap(({ input }) => input.map(sourceOf)));
  const ends = named
    ? Object.values(named).map(({ name }) => name.replace(/:0$/, ''))
    : nodes.filter(({ name }) => !used.has(name)).map(({ name }) => name);
  const [end, ...others] = ends;
  if (end === undefined || others.length > 0) {
    throw new InvalidNetwork(`The graph has ${ends.length} outputs; it must have one.`, others[0] ?? null);
  }
  if (!nodes.some(({ name }) => name === sourceOf(end))) throw new InvalidNetwork('The output does not exist.', end);
  return end;
}
