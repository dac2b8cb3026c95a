/**
 * Overhead of the platform: a plain training loop of about a minute in its own process, and the same training as a task of a real
 * platform (gateway, database, worker process), from its launch to the end of its event stream, with 100 subscribers, each on its
 * own socket. The two alternate; medians are compared.
 */
import type { ApiClient } from '../../src/demo/client.ts';
import { zipImages } from '../noise-images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { comparison, median, type Row } from '../report.ts';
import { modulePath, startRunner } from '../runner-process.ts';
import { count, images, split, training } from './training-loop.ts';

const rounds = 3;
const seconds = 60;
const subscribers = 100;
const unit = 'samples/s';

export async function overhead(): Promise<Row[]> {
  const bare = startRunner(process.execPath, [
    '--import',
    'tsx',
    modulePath(import.meta.url, './training-loop-runner.ts'),
  ]);
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1' });
  try {
    const client = platform.connect();
    const clients: [ApiClient, ...ApiClient[]] = [client, ...Array.from({ length: subscribers - 1 }, platform.connect)];
    const datasetId = await upload(client, 'noise', zipImages(images()));
    const configureFor = (epochs: number) => configure(client, { datasetId, ...configuration(epochs) });
    const warm = await bare.measure('2'); // warm-up: compiled and cached, as in a worker after its first task
    await runTask(clients, await configureFor(1), 1);
    const epochs = Math.max(1, Math.round((warm.samplesPerSecond * seconds) / count));
    const configurationId = await configureFor(epochs);
    const [alone, task, loop]: [number[], number[], number[]] = [[], [], []];
    let events = 0;
    for (let round = 0; round < rounds; round++) {
      alone.push((await bare.measure(String(epochs))).samplesPerSecond);
      const run = await runTask(clients, configurationId, epochs);
      task.push(run.task);
      loop.push(run.loop);
      events += run.events;
    }
    const reference = median(alone);
    const note = `${epochs} epochs, ${subscribers} subscribers, ${Math.round(events / rounds / subscribers)} events each`;
    const against = { unit, baseline: 'engine', reference };
    return [
      comparison({ name: 'cnn.platform', value: median(task), ...against, note }),
      comparison({ name: 'cnn.loop', value: median(loop), ...against, note: 'the same task, as it reports itself' }),
    ];
  } finally {
    bare.end();
    await platform.stop();
  }
}

function configuration(epochs: number): object {
  const named = {
    optimizer: training.optimizer.toUpperCase(),
    learningRateSchedule: training.learningRateSchedule.toUpperCase(),
  };
  return { parameters: { cnn: {} }, split, training: { ...training, ...named, epochs } };
}

/** `task`: samples per second from launch to the end of every event stream. `loop`: as the task reports in the end. */
async function runTask(
  clients: [ApiClient, ...ApiClient[]],
  configurationId: string,
  epochs: number,
): Promise<{ task: number; loop: number; events: number }> {
  const started = performance.now();
  const taskId = await launch(clients[0], configurationId);
  let [loop, events] = [Number.NaN, 0];
  const watchers = clients.map((client) =>
    watch(client, taskId, ({ samplesPerSecond }) => {
      loop = samplesPerSecond ?? loop;
      events++;
    }),
  );
  await Promise.all(watchers);
  return { task: (count * epochs * 1000) / (performance.now() - started), loop, events };
}
