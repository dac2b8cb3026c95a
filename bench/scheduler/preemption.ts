/**
 * A training is preempted repeatedly, by short tasks of higher priority on a platform with one worker and one slot, and must end
 * with the weights and history of an undisturbed training.
 */
import type { ApiClient } from '../../src/demo/client.ts';
import { noiseImages, zipImages } from '../noise-images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { measurement, type Row } from '../report.ts';
import { readStoredResult } from '../stored-result.ts';

const [times, samples, edge, epochs] = [3, 2048, 28, 20];

export async function preemptionRows(): Promise<Row[]> {
  // A worker learns with its heartbeat whether it should preempt a task.
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1', AIAS_WORKER_SLOTS: '1', AIAS_LEASE_SECONDS: '4' });
  try {
    const client = platform.connect();
    const datasetId = await upload(client, 'noise', zipImages(noiseImages(samples, edge)));
    const [long, short] = [await configureFor(client, datasetId, epochs), await configureFor(client, datasetId, 1)];
    const undisturbed = await launch(client, long);
    await watch(client, undisturbed);
    const wanted = await readStoredResult(client, undisturbed);
    const { victim, preemptions } = await disturb(client, long, short);
    const same = (await readStoredResult(client, victim)) === wanted;
    const note = `preempted ${preemptions} times; weights and history compared`;
    return [measurement('preemption.equal', same ? 1 : 0, 'of 1', note)];
  } finally {
    await platform.stop();
  }
}

function configureFor(client: ApiClient, datasetId: string, count: number): Promise<string> {
  return configure(client, {
    datasetId,
    parameters: { cnn: {} },
    split: { method: 'RANDOM', validationFraction: 0.2, testFraction: 0.1, seed: 1 },
    training: { epochs: count, batchSize: 32, earlyStopping: null, seed: 7 },
  });
}

/** Launches the long training, and, whenever it makes progress, a short one of higher priority. */
async function disturb(client: ApiClient, long: string, short: string) {
  const victim = await launch(client, long);
  const shorts: Promise<void>[] = [];
  let [preemptions, disturbed] = [0, false];
  await watch(client, victim, ({ __typename: type, to, reason }) => {
    if (to === 'RUNNING') disturbed = false;
    if (to === 'QUEUED' && reason?.startsWith('Preempted')) preemptions++;
    if (type !== 'TrainingProgressed' || disturbed || shorts.length === times) return;
    disturbed = true;
    shorts.push(launch(client, short, 10).then((taskId) => watch(client, taskId)));
  });
  await Promise.all(shorts);
  return { victim, preemptions };
}
