/** One replica of replicas.ts, in a thread of its own. */
import { workerData } from 'node:worker_threads';
import { startBackend } from './engine/backend.ts';
import { createExchange } from './exchange.ts';
import type { ReplicaStart } from './replicas.ts';
import { loadNetwork } from './serialize.ts';
import { createLearner } from './step.ts';
import { allVariables, writeAll } from './variables.ts';

const { learner: options, files, tensors, sizes, memory, replica, backend, blas } = workerData as ReplicaStart;
const exchange = createExchange(sizes, memory);

try {
  await startBackend(backend, { blas });
  const model = await loadNetwork(files);
  const learner = createLearner({ ...options, model });
  writeAll([...allVariables(model), ...learner.state], tensors);
  const sum = new Float32Array(learner.size);
  await exchange.arrive();
  for (let received = await exchange.receive(); received; received = await exchange.receive()) {
    const share = exchange.shareOf(received.batch, replica);
    if (!share) throw new Error(`There is no share for replica ${replica}.`);
    const own = { step: received.options.step, replica };
    const result = await learner.contribute(share.batch, share.part, own, exchange.slot(replica));
    exchange.put(replica, share.from, result);
    if (!(await exchange.arrive())) break;
    exchange.addUp(sum);
    learner.apply(sum, received.options);
  }
} catch (error) {
  exchange.fail(`Replica ${replica} failed: ${error instanceof Error ? error.message : String(error)}`);
}
