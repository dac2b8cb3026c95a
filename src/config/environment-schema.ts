import { z } from 'zod';
import { boundedInteger } from './setting-types.ts';
import { gatewaySettings } from './settings/gateway.ts';
import { storageSettings } from './settings/storage.ts';
import { taskSettings } from './settings/tasks.ts';
import { untrustedDataSettings } from './settings/untrusted-data.ts';
import { workerSettings } from './settings/workers.ts';

/**
 * Every setting of the platform. The `describe` text of a variable is its documentation: `aias --help` and the table in the
 * README are generated from it.
 */
export const environmentSchema = z.object({
  ...storageSettings,
  ...gatewaySettings,
  ...workerSettings,
  ...taskSettings,
  ...untrustedDataSettings,
  AIAS_SESSION_DAYS: boundedInteger(1, 365).default(30).describe('Days until an unused session expires.'),
  AIAS_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Minimum log level.'),
});

/** Values of the settings, by the names of their environment variables. */
export type Environment = z.infer<typeof environmentSchema>;
