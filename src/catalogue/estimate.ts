/**
 * What a training will need, told before it is launched, and the bounds of what can run at all.
 *
 *   memory      process + data + weights x copies + activations of a batch x copies
 *   parameters  of the network, trained or not
 *   steps       updates in an epoch: ceil(training samples / batch size)
 */
import { InvalidInput } from '../errors.ts';
import type { TrainingOptions } from '../learning/data.ts';
import type { Shape } from './family.ts';
import type { Part } from './workload.ts';

export interface Estimate {
  /** Most that the training process takes at once, in bytes. */
  memoryBytes: number;
  parameters: number;
  stepsPerEpoch: number;
}

export interface Demand {
  family: string;
  parts: Part[];
  training: TrainingOptions;
  /** Samples that are learned from, and floats of one. */
  trainSamples: number;
  sampleFloats: number;
  /** The whole dataset, decoded and encoded. */
  dataBytes: number;
}

const float = 4; // bytes
const mebi = 2 ** 20;
/** Node, TensorFlow.js, the platform's code and the garbage that V8 keeps for a while. */
const processBytes = 384 * mebi;
/** An engine and a heap of its own. */
const replicaBytes = 256 * mebi;
/** Weights, gradients and the update's result in the engine; the best weights, a checkpoint and the stored model outside. */
const weightCopies = 14;
/** The optimizer's accumulators, in the engine and in a checkpoint. */
const copiesOfSlot = 4;
const slots = { sgd: 0, momentum: 1, rmsprop: 1, adam: 2 } as const;
/** A value, its gradient, and what a kernel lays out anew. */
const activationCopies = 4;
/** WebAssembly addresses 4 GiB, and every task must be one that a worker without a GPU can take over. */
const largestEngineBytes = 4 * 2 ** 30;
const largestDataBytes = 16 * 2 ** 30;
/** Multiplications of a whole run: more than a year of 30 billion a second. */
const mostMultiplications = 1e18;

/** @throws InvalidInput naming the field that asks for more than can ever run */
export function estimateTraining(demand: Demand): Estimate {
  const { parts, training, trainSamples, sampleFloats, dataBytes } = demand;
  const { batchSize, replicas, optimizer } = training;
  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const parameters = sum((part) => part.parameters);
  const activations = sum((part) => part.activations) + sampleFloats;
  const stepsPerEpoch = Math.ceil(trainSamples / batchSize);
  const workspace = sum((part) => part.workspace ?? 0);
  const weightBytes = (parameters * (weightCopies + copiesOfSlot * slots[optimizer]) + workspace) * float;
  const sampleBytes = activations * float * activationCopies;
  const largest = {
    ...demand,
    weightBytes,
    sampleBytes,
    stepsPerEpoch,
    multiplications: sum((p) => p.multiplications),
  };
  assertPossible(largest);
  const memoryBytes =
    processBytes + (replicas - 1) * replicaBytes + dataBytes + weightBytes * replicas + sampleBytes * batchSize;
  return { memoryBytes: Math.ceil(memoryBytes), parameters, stepsPerEpoch };
}

/** What fitting takes besides the data; all are plain numbers, which round beyond 2^53 and never overflow. */
export interface FitCost {
  /** Numbers that are learned and kept. */
  parameters: number;
  /** Numbers that the method holds at once. */
  workspace: number;
  multiplications: number;
  /** The parameter that makes it large, with its place in a list; null: the data does. */
  field: string | null;
}

/** A state, its copies in a checkpoint and in the stored model, as doubles and as text. */
const stateCopies = 6;
/** Multiplications of a whole fit: a month of 400 million a second, which JavaScript does. */
const mostFitMultiplications = 1e15;

/** Of a method that works on doubles. @throws InvalidInput naming the field that asks for more than can ever run */
export function estimateFit(demand: { family: string; cost: FitCost; shape: Shape; dataBytes: number }): Estimate {
  const { family, cost, shape, dataBytes } = demand;
  const double = 8; // bytes
  const matrix = shape.inputShape.reduce((product, side) => product * side, shape.trainSamples);
  const memoryBytes = processBytes + dataBytes + double * (2 * matrix + cost.workspace + stateCopies * cost.parameters);
  const field = cost.field === null ? 'input.datasetId' : `input.parameters.${family}.${cost.field}`;
  if (memoryBytes > largestDataBytes) {
    throw new InvalidInput(
      field,
      `Fitting this takes ${gibi(memoryBytes)} of memory; at most ${gibi(largestDataBytes)} is possible. Make it smaller.`,
    );
  }
  if (cost.multiplications > mostFitMultiplications) {
    throw new InvalidInput(
      field,
      `Fitting this takes ${cost.multiplications.toExponential(1)} multiplications, more than the ` +
        `${mostFitMultiplications.toExponential(0)} that a processor does in a month. Make it smaller.`,
    );
  }
  return { memoryBytes: Math.ceil(memoryBytes), parameters: cost.parameters, stepsPerEpoch: 1 };
}

function assertPossible(
  demand: Demand & { weightBytes: number; sampleBytes: number; stepsPerEpoch: number; multiplications: number },
): void {
  const { training, weightBytes, sampleBytes, dataBytes, trainSamples, multiplications } = demand;
  const limit = `the ${gibi(largestEngineBytes)} that an engine can address`;
  if (weightBytes > largestEngineBytes) {
    throw new InvalidInput(
      fieldOf(demand, 'parameters'),
      `Training this network's weights takes ${gibi(weightBytes)} of memory, more than ${limit}. Make it smaller.`,
    );
  }
  const left = largestEngineBytes - weightBytes;
  if (sampleBytes > left) {
    throw new InvalidInput(
      fieldOf(demand, 'activations'),
      `One sample alone takes ${gibi(sampleBytes)} of memory in this network; with its weights that is more than ${limit}. Make it smaller.`,
    );
  }
  if (sampleBytes * training.batchSize > left) {
    throw new InvalidInput(
      'input.training.batchSize',
      `A batch of ${training.batchSize} takes ${gibi(sampleBytes * training.batchSize)} of memory in this network, more than ` +
        `${limit}. Give at most ${Math.floor(left / sampleBytes)}.`,
    );
  }
  if (dataBytes > largestDataBytes) {
    throw new InvalidInput(
      fieldOf(demand, null),
      `The dataset takes ${gibi(dataBytes)} of memory when it is made ready for this family; at most ${gibi(largestDataBytes)} is possible.`,
    );
  }
  // Forward, and twice as much back.
  const work = 3 * multiplications * trainSamples * training.epochs;
  if (work > mostMultiplications) {
    throw new InvalidInput(
      'input.training.epochs',
      `The run would take ${work.toExponential(1)} multiplications, more than the ${mostMultiplications.toExponential(0)} ` +
        'that a processor does in a year. Give fewer epochs, or a smaller network.',
    );
  }
}

/** The parameter that makes `what` largest; where it is the data, the dataset, or the size that images are brought to. */
function fieldOf({ family, parts }: Demand, what: 'parameters' | 'activations' | null): string {
  const [largest] = what === null ? [] : [...parts].sort((a, b) => b[what] - a[what]);
  return largest?.field ? `input.parameters.${family}.${largest.field}` : 'input.datasetId';
}

function gibi(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}
