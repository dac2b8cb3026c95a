/** How tasks survive failures, and how long their events and deleted items are kept. */
import { boundedInteger } from '../setting-types.ts';

export const taskSettings = {
  AIAS_LEASE_SECONDS: boundedInteger(2, 3600)
    .default(15)
    .describe(
      'Lease duration in seconds. A worker without a heartbeat for this long loses its tasks to other workers.',
    ),
  AIAS_MAX_ATTEMPTS: boundedInteger(1, 1000)
    .default(3)
    .describe('Maximum number of attempts before a task fails because its workers died.'),
  AIAS_CHECKPOINT_SECONDS: boundedInteger(1, 3600)
    .default(10)
    .describe(
      'Interval between checkpoints of a running task in seconds. At most this much is recomputed after a crash.',
    ),
  AIAS_MAX_SPOOL_BYTES: boundedInteger(2 ** 20, 2 ** 50)
    .default(2 ** 30)
    .describe(
      'Disk space under AIAS_DATA_DIR for the reports of one running task while the database is unavailable, in bytes.',
    ),
  AIAS_EVENT_RETENTION_DAYS: boundedInteger(0, 36_500)
    .default(30)
    .describe(
      'Days to keep the events of a task after it ends. State changes are kept, metrics are downsampled. 0: keep all events.',
    ),
  AIAS_TRASH_DAYS: boundedInteger(1, 36_500)
    .default(30)
    .describe('Days that deleted items can be restored. After that they are permanently deleted, with their files.'),
  AIAS_STALL_SECONDS: boundedInteger(5, 86_400)
    .default(600)
    .describe('Seconds without a heartbeat after which a trainer process is killed and its task is restarted.'),
};
