/** Runs the training loop in its own process: reads a number of epochs per line, trains them and prints the throughput. */
import { createInterface } from 'node:readline';
import { startBackend } from '../../src/learning/engine/backend.ts';
import { images, runTrainingLoop } from './training-loop.ts';

const { device } = await startBackend('wasm');
const data = images();
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ samplesPerSecond: await runTrainingLoop(data, Number(line)), device }));
}
