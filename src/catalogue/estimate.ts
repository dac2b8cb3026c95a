/**
 * Estimates the resources of a training before it is launched, and rejects configurations that could never run.
 *
 *   memory      process + data + weights x copies + activations of a batch x copies
 *   parameters  number of weights of the network, trainable or not
 *   steps       updates per epoch: ceil(training samples / batch size)
 */
import { InvalidInput } from '../errors.ts';
import type { TrainingOptions } from '../learning/data.ts';
import type { LayerCost } from './layer-costs.ts';

export interface Estimate {
  /** Peak memory of the training process, in bytes. */
  memoryBytes: number;
  parameters: number;
  stepsPerEpoch: number;
}

export interface NetworkCost {
  family: string;
  parts: LayerCost[];
  training: TrainingOptions;
  /** Number of training samples, and floats per sample. */
  trainSamples: number;
  sampleFloats: number;
  /** Size of the whole dataset in bytes, after decoding and encoding. */
  dataBytes: number;
}

const bytesPerFloat = 4;
const MIB = 2 ** 20;
/** Node, TensorFlow.js, the platform's code, and garbage that V8 has not collected yet. */
const processBytes = 384 * MIB;
/** Each replica has its own engine and heap. */
const replicaBytes = 256 * MIB;
/** Weights, gradients and updated weights in the engine; the best weights, a checkpoint and the stored model outside it. */
const weightCopies = 14;
/** The optimizer's accumulators, in the engine and in a checkpoint. */
const slotCopies = 4;
const optimizerSlots = { sgd: 0, momentum: 1, rmsprop: 1, adam: 2 } as const;
/** The value, its gradient, and the copies that kernels make. */
const activationCopies = 4;
/** WebAssembly can address 4 GiB, and a worker without a GPU must be able to take over every task. */
const maxEngineBytes = 4 * 2 ** 30;
const maxDataBytes = 16 * 2 ** 30;
/** Multiplications of a whole run: about a year at 30 billion per second. */
const maxMultiplications = 1e18;

/** Estimates the training of a network. @throws InvalidInput if it could never run, naming the field to reduce */
export function estimateTraining(demand: NetworkCost): Estimate {
  const { parts, training, trainSamples, sampleFloats, dataBytes } = demand;
  const { batchSize, replicas, optimizer } = training;
  const sum = (of: (part: LayerCost) => number) => parts.reduce((total, part) => total + of(part), 0);
  const parameters = sum((part) => part.parameters);
  const activations = sum((part) => part.activations) + sampleFloats;
  const stepsPerEpoch = Math.ceil(trainSamples / batchSize);
  const workspace = sum((part) => part.workspace ?? 0);
  const weightBytes =
    (parameters * (weightCopies + slotCopies * optimizerSlots[optimizer]) + workspace) * bytesPerFloat;
  const sampleBytes = activations * bytesPerFloat * activationCopies;
  const largest = {
    ...demand,
    weightBytes,
    sampleBytes,
    stepsPerEpoch,
    multiplications: sum((p) => p.multiplications),
  };
  assertFeasible(largest);
  const memoryBytes =
    processBytes + (replicas - 1) * replicaBytes + dataBytes + weightBytes * replicas + sampleBytes * batchSize;
  return { memoryBytes: Math.ceil(memoryBytes), parameters, stepsPerEpoch };
}

/** Cost of fitting an estimator, without the data. Counts beyond 2^53 are rounded and never overflow. */
export interface FitCost {
  /** Count of learned and stored numbers. */
  parameters: number;
  /** Count of numbers that the solver holds in memory at once. */
  workspace: number;
  multiplications: number;
  /** Parameter that dominates the cost, with its list index if it is a list. Null if the data dominates. */
  field: string | null;
}

/** The state and its copies in a checkpoint and in the stored model, as doubles and as text. */
const stateCopies = 6;
/** Multiplications of a whole fit: about a month at 400 million per second, the speed of JavaScript. */
const maxFitMultiplications = 1e15;

/** Estimates the fit of an estimator, in doubles. @throws InvalidInput if it could never run, naming the field to reduce */
export function estimateFit(demand: {
  family: string;
  cost: FitCost;
  shape: { inputShape: number[]; trainSamples: number };
  dataBytes: number;
}): Estimate {
  const { family, cost, shape, dataBytes } = demand;
  const bytesPerDouble = 8;
  const matrix = shape.inputShape.reduce((product, side) => product * side, shape.trainSamples);
  const memoryBytes =
    processBytes + dataBytes + bytesPerDouble * (2 * matrix + cost.workspace + stateCopies * cost.parameters);
  const field = cost.field === null ? 'input.datasetId' : `input.parameters.${family}.${cost.field}`;
  if (memoryBytes > maxDataBytes) {
    throw new InvalidInput(
      field,
      `Training would take ${formatGib(memoryBytes)} of memory; the limit is ${formatGib(maxDataBytes)}. Use a smaller value.`,
    );
  }
  if (cost.multiplications > maxFitMultiplications) {
    throw new InvalidInput(
      field,
      `Training would take ${cost.multiplications.toExponential(1)} multiplications, more than the limit of ` +
        `${maxFitMultiplications.toExponential(0)} (about a month on one processor). Use a smaller value.`,
    );
  }
  return { memoryBytes: Math.ceil(memoryBytes), parameters: cost.parameters, stepsPerEpoch: 1 };
}

function assertFeasible(
  demand: NetworkCost & { weightBytes: number; sampleBytes: number; stepsPerEpoch: number; multiplications: number },
): void {
  const { training, weightBytes, sampleBytes, dataBytes, trainSamples, multiplications } = demand;
  const limit = `the limit of ${formatGib(maxEngineBytes)}`;
  if (weightBytes > maxEngineBytes) {
    throw new InvalidInput(
      dominantField(demand, 'parameters'),
      `The network's weights would take ${formatGib(weightBytes)} of memory during training, more than ${limit}. ` +
        'Use a smaller network.',
    );
  }
  const left = maxEngineBytes - weightBytes;
  if (sampleBytes > left) {
    throw new InvalidInput(
      dominantField(demand, 'activations'),
      `A single sample takes ${formatGib(sampleBytes)} of memory in this network; together with the weights, that is more than ` +
        `${limit}. Use a smaller network.`,
    );
  }
  if (sampleBytes * training.batchSize > left) {
    throw new InvalidInput(
      'input.training.batchSize',
      `A batch of ${training.batchSize} takes ${formatGib(sampleBytes * training.batchSize)} of memory; together with ` +
        `the weights, that is more than ${limit}. Use a batch size of at most ${Math.floor(left / sampleBytes)}.`,
    );
  }
  if (dataBytes > maxDataBytes) {
    throw new InvalidInput(
      dominantField(demand, null),
      `The prepared dataset takes ${formatGib(dataBytes)} of memory for this family; the limit is ${formatGib(maxDataBytes)}.`,
    );
  }
  // The backward pass costs twice as much as the forward pass.
  const work = 3 * multiplications * trainSamples * training.epochs;
  if (work > maxMultiplications) {
    throw new InvalidInput(
      'input.training.epochs',
      `The run would take ${work.toExponential(1)} multiplications, more than the limit of ` +
        `${maxMultiplications.toExponential(0)} (about a year on one processor). Use fewer epochs or a smaller network.`,
    );
  }
}

/** Returns the input field that dominates the cost: a parameter of the family, or the dataset. */
function dominantField({ family, parts }: NetworkCost, what: 'parameters' | 'activations' | null): string {
  const [largest] = what === null ? [] : [...parts].sort((a, b) => b[what] - a[what]);
  return largest?.field ? `input.parameters.${family}.${largest.field}` : 'input.datasetId';
}

function formatGib(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}
