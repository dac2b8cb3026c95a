/** Number, size, placement and engine of the workers. */
import { z } from 'zod';
import { labelPattern, labelRule } from '../labels.ts';
import { boundedInteger, splitList } from '../setting-types.ts';

/** The compute engines of a worker. `auto` uses the first that starts, in this order. */
const backendNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

export const workerSettings = {
  AIAS_WORKERS: boundedInteger(0, 64).default(1).describe('Number of worker processes that `aias start` runs.'),
  AIAS_WORKER_SLOTS: boundedInteger(1, 64)
    .default(1)
    .describe('Number of tasks that a worker process runs concurrently.'),
  AIAS_WORKER_MEMORY_BYTES: boundedInteger(2 ** 28, 2 ** 50)
    .optional()
    .describe(
      "Memory limit of all tasks of a worker process together, in bytes. Default: an equal share of 80% of the machine's memory.",
    ),
  AIAS_WORKER_INGESTIONS: boundedInteger(0, 64)
    .optional()
    .describe(
      'Number of uploads that a worker process reads concurrently, beside its tasks. One more is read for an organization that has none in progress. Default: 2, or 1 with fewer than four processors.',
    ),
  AIAS_WORKER_HEALTH_PORT: boundedInteger(1, 65535)
    .optional()
    .describe('Port on which `aias worker` serves GET /healthz once its engine has started. Default: no health port.'),
  AIAS_WORKER_POOL: z
    .string()
    .regex(labelPattern, `must have ${labelRule}`)
    .default('default')
    .describe('Pool of the workers. They run tasks that require this pool and tasks that require none.'),
  AIAS_WORKER_LABELS: z
    .string()
    .refine((text) => splitList(text).every((label) => labelPattern.test(label)), `each must have ${labelRule}`)
    .default('')
    .describe(
      'Comma-separated labels of the workers that tasks can require. `gpu` or `cpu` is added according to the device.',
    ),
  AIAS_SHUTDOWN_GRACE_SECONDS: boundedInteger(2, 3600)
    .default(25)
    .describe(
      'Grace period of a worker in seconds. When asked to stop, it checkpoints its tasks, requeues them, and exits within this time.',
    ),
  AIAS_BACKEND: z
    .enum(['auto', ...backendNames])
    .default('auto')
    .describe('Compute engine of the workers. `auto` uses the first that starts: tensorflow, webgpu, wasm, cpu.'),
};
