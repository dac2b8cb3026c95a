/** The bare loop in a process of its own: told a number of epochs on a line, it trains them and answers with its speed. */
import { createInterface } from 'node:readline';
import { startBackend } from '../../src/learning/engine/backend.ts';
import { images, runBare } from './bare.ts';

const { device } = await startBackend('wasm');
const data = images();
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ samplesPerSecond: await runBare(data, Number(line)), device }));
}
