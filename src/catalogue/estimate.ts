/**
 * What a training will need, told before it is launched, and the bounds of what can run at all.
 *
 *   memory      process + data + weights x copies + activations of a batch x copies
 *   parameters  of the network, trained or not
 *   steps       updates in an epoch: ceil(training samples / batch size)
 */
import { InvalidInput } from '../errors.ts';
import type { TrainingOptions } from '../learning/data.ts';
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
  const weightBytes = parameters * float * (weightCopies + copiesOfSlot * slots[optimizer]);
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
