/** Builds graph models in the format of TensorFlow.js for tests. */
import { type Files, zip } from './imports.ts';

interface Node {
  name: string;
  op: string;
  input?: string[];
  attr?: Record<string, unknown>;
}

const float = { type: 'DT_FLOAT' };
const int = { type: 'DT_INT32' };

function graphOf(nodes: Node[], constants: Record<string, number | number[]>, output: string): Files {
  const input = { shape: { shape: { dim: [-1, 1].map((size) => ({ size: String(size) })) } } };
  const entries = Object.entries(constants);
  const isInt = (name: string) => name.startsWith('int');
  const specs = entries.map(([name, value]) => ({
    name,
    shape: Array.isArray(value) ? [value.length] : [],
    dtype: isInt(name) ? 'int32' : 'float32',
  }));
  const bytes = entries.map(([name, value]) => {
    const list = Array.isArray(value) ? value : [value];
    return Buffer.from((isInt(name) ? Int32Array.from(list) : Float32Array.from(list)).buffer);
  });
  const json = {
    format: 'graph-model',
    signature: { outputs: { answer: { name: `${output}:0` } } },
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder', attr: { dtype: float, ...input } },
        ...entries.map(([name]) => ({ name, op: 'Const', attr: { dtype: isInt(name) ? int : float } })),
        ...nodes.map((node) => ({ attr: { T: float }, ...node })),
      ],
      library: {},
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  };
  return { 'model.json': Buffer.from(JSON.stringify(json)), 'weights.bin': Buffer.concat(bytes) };
}

/** Doubles its input. */
export function doubling(): Uint8Array {
  return zip(graphOf([{ name: 'twice', op: 'Mul', input: ['x', 'two'] }], { two: 2 }, 'twice'));
}

/** Returns one number per sample, but takes long for each: trying a few samples is fast, a thousand take minutes. */
export function laborious(products: number): Uint8Array {
  const wide: Node[] = [
    { name: 'wide', op: 'Tile', input: ['x', 'int_multiples'] },
    { name: 'matrix', op: 'Fill', input: ['int_sides', 'small'] },
  ];
  const matrices = Array.from({ length: products }, (_, step) => ({
    name: `product${step}`,
    op: 'MatMul',
    input: [step === 0 ? 'wide' : `product${step - 1}`, 'matrix'],
    attr: { T: float, transpose_a: { b: false }, transpose_b: { b: false } },
  }));
  const mean: Node = {
    name: 'mean',
    op: 'Mean',
    input: [`product${products - 1}`, 'int_axis'],
    attr: { T: float, keep_dims: { b: true } },
  };
  const constants = { int_multiples: [1, 1000], int_sides: [1000, 1000], small: 0.001, int_axis: [1] };
  return zip(graphOf([...wide, ...matrices, mean], constants, 'mean'));
}

/** Computes the square root of the negated input: NaN for any input but 0. */
export function imaginary(): Uint8Array {
  const nodes = [
    { name: 'minus', op: 'Neg', input: ['x'] },
    { name: 'root', op: 'Sqrt', input: ['minus'] },
  ];
  return zip(graphOf(nodes, {}, 'root'));
}

/** Operations whose output size depends on an input value. */
export const growingOperations = ['Fill', 'Tile', 'Range', 'BroadcastTo', 'Pad', 'OneHot', 'ResizeBilinear'] as const;

/** Creates a tensor as large as the number in the sample, with `operation`. */
export function growing(operation: (typeof growingOperations)[number]): Uint8Array {
  const count: Node[] = [
    { name: 'flat', op: 'Reshape', input: ['x', 'int_all'] },
    { name: 'largest', op: 'Max', input: ['flat', 'int_first'], attr: { T: float, keep_dims: { b: true } } },
    { name: 'count', op: 'Cast', input: ['largest'], attr: { SrcT: float, DstT: int } },
  ];
  const inputs: Record<typeof operation, string[]> = {
    Fill: ['count', 'one'],
    Tile: ['flat', 'count'],
    Range: ['int_zero', 'count', 'int_one'],
    BroadcastTo: ['one', 'count'],
    Pad: ['flat', 'count'],
    OneHot: ['int_first', 'count', 'one', 'one'],
    ResizeBilinear: ['flat', 'count'],
  };
  const nodes = [...count, { name: 'large', op: operation, input: inputs[operation] }];
  const sum = { name: 'sum', op: 'Sum', input: ['large', 'int_first'], attr: { T: float, keep_dims: { b: false } } };
  const answer = { name: 'answer', op: 'Add', input: ['x', 'sum'] };
  const constants = { int_all: [-1], int_first: [0], int_zero: 0, int_one: 1, one: 1 };
  return zip(graphOf([...nodes, sum, answer], constants, 'answer'));
}
