/** Entry point of a replica's thread (replicas.ts). */
import { workerData } from 'node:worker_threads';
import { startBackend } from '../engine/backend.ts';
import { loadNetwork } from '../layers-model-files.ts';
import { createAllReduce } from './all-reduce.ts';
import type { ReplicaInit } from './replicas.ts';
import { createLearner } from './step.ts';
import { allVariables, writeVariables } from './variables.ts';

const { learner: options, files, tensors, sizes, memory, replica, backend, blas } = workerData as ReplicaInit;
const allReduce = createAllReduce(sizes, memory);

try {
  await startBackend(backend, { blas });
  const model = await loadNetwork(files);
  const learner = createLearner({ ...options, model });
  writeVariables([...allVariables(model), ...learner.state], tensors);
  const sum = new Float32Array(learner.size);
  await allReduce.barrier();
  for (let received = await allReduce.receiveBatch(); received; received = await allReduce.receiveBatch()) {
    const shard = allReduce.shardOf(received.batch, replica);
    if (!shard) throw new Error(`Replica ${replica} has no shard of the batch.`);
    const own = { step: received.options.step, replica };
    const result = await learner.contribute(shard.batch, shard.weight, own, allReduce.slot(replica));
    allReduce.publishResult(replica, shard.from, result);
    if (!(await allReduce.barrier())) break;
    allReduce.reduce(sum);
    learner.apply(sum, received.options);
  }
} catch (error) {
  allReduce.fail(`Replica ${replica} failed: ${error instanceof Error ? error.message : String(error)}`);
}
