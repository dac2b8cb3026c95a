/**
 * A training is preempted again and again, by short tasks of higher priority on a platform whose one worker has one slot, and must
 * end with the weights and the history of a training that nothing disturbed.
 */
import type { ApiClient } from '../../src/demo/client.ts';
import { storedAnswer } from '../answer.ts';
import { noiseImages, zipImages } from '../images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { alone, type Row } from '../report.ts';

const [times, samples, edge, epochs] = [3, 2048, 28, 20];

export async function preemptionRows(): Promise<Row[]> {
  // A worker looks at its heartbeat whether it should make room.
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1', AIAS_WORKER_SLOTS: '1', AIAS_LEASE_SECONDS: '4' });
  try {
    const client = platform.connect();
    const datasetId = await upload(client, 'noise', zipImages(noiseImages(samples, edge)));
    const [long, short] = [await configureFor(client, datasetId, epochs), await configureFor(client, datasetId, 1)];
    const undisturbed = await launch(client, long);
    await watch(client, undisturbed);
    const wanted = await storedAnswer(client, undisturbed);
    const { victim, preemptions } = await disturb(client, long, short);
    const same = (await storedAnswer(client, victim)) === wanted;
    const note = `preempted ${preemptions} times; weights and history compared`;
    return [alone('preemption.equal', same ? 1 : 0, 'of 1', note)];
  } finally {
    await platform.stop();
  }
}

function configureFor(client: ApiClient, datasetId: string, count: number): Promise<string> {
  return configure(client, {
    datasetId,
    parameters: { cnn: {} },
    split: { method: 'RANDOM', validation: 0.2, test: 0.1, seed: 1 },
    training: { epochs: count, batchSize: 32, earlyStopping: null, seed: 7 },
  });
}

/** Launches the long training, and a short one of higher priority each time that the long one makes progress. */
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
