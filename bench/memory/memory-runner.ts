/**
 * Trains one random configuration for a few steps, as a trainer process would: memory-runner.ts <seed>. Prints one line of JSON:
 * the estimate, and this process's peak resident set size, in bytes.
 */

import { startBackend } from '../../src/learning/engine/backend.ts';
import { saveNetwork } from '../../src/learning/layers-model-files.ts';
import { createRandom } from '../../src/learning/random.ts';
import { train } from '../../src/learning/train.ts';
import { randomConfiguration } from './random-configuration.ts';

const drawn = randomConfiguration(createRandom(Number(process.argv[2])));
await startBackend('wasm');
const model = drawn.family.build(drawn.shape, drawn.parameters);
const { data, split, training } = drawn;
const batcher = drawn.family.createBatcher(data, drawn.shape, drawn.parameters);
const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
await train({ model, batcher, split, training, context: { ...context, checkpointSeconds: 0 } });
const { weights } = await saveNetwork(model);
const { maxRSS } = process.resourceUsage(); // KiB
console.log(
  JSON.stringify({
    family: drawn.family.name,
    parameters: drawn.parameters,
    batchSize: training.batchSize,
    weightBytes: weights.length,
    counted: model.countParams(),
    estimate: drawn.estimate,
    peakBytes: maxRSS * 1024,
  }),
);
process.exit(0);
