/** Adds operations to a graph: before its input, and after its output. */
import type { GraphNetwork, GraphNode } from './graph-model.ts';
import type { StoredWeight } from './weights.ts';

const float = { type: 'DT_FLOAT' };

/** Returns the graph with `input x scale + offset` in front of it. */
export function prependGraphRescaling(
  graph: GraphNetwork,
  { scale, offset }: { scale: number; offset: number },
): GraphNetwork {
  const free = createUniqueName(graph);
  const [pixels, factor, product, shift] = ['pixels', 'scale', 'scaled', 'offset'].map(free) as [
    string,
    string,
    string,
    string,
  ];
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    if (node.name !== graph.input) return [node];
    return [
      { ...node, name: pixels },
      constant(factor),
      constant(shift),
      { name: product, op: 'Mul', input: [pixels, factor], attr: { T: float } },
      // The sum takes the input's name, so that no other node changes.
      { name: node.name, op: 'AddV2', input: [product, shift], attr: { T: float } },
    ];
  });
  const weights = new Map([...graph.weights, [factor, scalar(factor, scale)], [shift, scalar(shift, offset)]]);
  return { ...graph, nodes, weights, input: pixels };
}

/** Returns the graph with a softmax after its output. */
export function appendSoftmax(graph: GraphNetwork): GraphNetwork {
  const name = createUniqueName(graph)('probabilities');
  return {
    ...graph,
    nodes: [...graph.nodes, { name, op: 'Softmax', input: [graph.output], attr: { T: float } }],
    output: name,
  };
}

/** Turns a graph with one output p, [B, 1], into one with two outputs: 1 - p and p. */
export function appendTwoClasses(graph: GraphNetwork): GraphNetwork {
  const free = createUniqueName(graph);
  const [one, other, axis, both] = ['one', 'other', 'axis', 'probabilities'].map(free) as [
    string,
    string,
    string,
    string,
  ];
  const nodes: GraphNode[] = [
    ...graph.nodes,
    constant(one),
    { name: other, op: 'Sub', input: [one, graph.output], attr: { T: float } },
    { name: axis, op: 'Const', input: [], attr: { dtype: { type: 'DT_INT32' } } },
    {
      name: both,
      op: 'ConcatV2',
      input: [other, graph.output, axis],
      attr: { T: float, N: { i: '2' }, Tidx: { type: 'DT_INT32' } },
    },
  ];
  const last: StoredWeight = {
    name: axis,
    shape: [],
    dtype: 'int32',
    quantization: null,
    bytes: new Uint8Array(Int32Array.of(-1).buffer),
  };
  return { ...graph, nodes, weights: new Map([...graph.weights, [one, scalar(one, 1)], [axis, last]]), output: both };
}

function constant(name: string): GraphNode {
  return { name, op: 'Const', input: [], attr: { dtype: float } };
}

function scalar(name: string, value: number): StoredWeight {
  return {
    name,
    shape: [],
    dtype: 'float32',
    quantization: null,
    bytes: new Uint8Array(Float32Array.of(value).buffer),
  };
}

function createUniqueName({ nodes }: GraphNetwork): (wanted: string) => string {
  const taken = new Set(nodes.map(({ name }) => name));
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    return name;
  };
}
