/** Limits of uploads, imports and predictions, and the sandbox that they run in. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { withHome } from '../home-folder.ts';
import { boundedInteger, splitList } from '../setting-types.ts';

export const untrustedDataSettings = {
  AIAS_MAX_UPLOAD_BYTES: boundedInteger(1, 2 ** 40)
    .default(2 * 2 ** 30)
    .describe('Maximum upload size in bytes.'),
  AIAS_UPLOAD_IDLE_SECONDS: boundedInteger(1, 3600)
    .default(60)
    .describe(
      'Seconds without a byte after which an upload is aborted with status 408. The total duration is not limited.',
    ),
  AIAS_INGEST_MEMORY_BYTES: boundedInteger(2 ** 28, 2 ** 50)
    .default(2 * 2 ** 30)
    .describe('Memory limit for reading one upload, in bytes. A file that needs more is rejected.'),
  AIAS_INGEST_SECONDS: boundedInteger(1, 86_400)
    .default(600)
    .describe(
      'Time limit for reading one upload, in seconds per started GiB of its size. On a busy machine, up to five times as long.',
    ),
  AIAS_PREDICTORS: boundedInteger(1, 64)
    .default(4)
    .describe(
      'Number of organizations whose models a gateway keeps loaded at the same time, each in its own process. When more predict at once, they take turns.',
    ),
  AIAS_PREDICTOR_SPARES: boundedInteger(0, 8)
    .default(1)
    .describe(
      'Number of idle processes kept ready, so that the next organization that predicts does not wait for one to start.',
    ),
  AIAS_PREDICTOR_MEMORY_BYTES: boundedInteger(2 ** 28, 2 ** 50)
    .default(2 * 2 ** 30)
    .describe('Memory limit of a process that predicts, reads dataset samples, or tests an import, in bytes.'),
  AIAS_PREDICT_SECONDS: boundedInteger(1, 3600)
    .default(30)
    .describe(
      'Time limit for one prediction, in seconds. While other organizations wait for a process, a third of it applies.',
    ),
  AIAS_IMPORT_SECONDS: boundedInteger(5, 86_400)
    .default(120)
    .describe(
      'Time limit for reading and testing an imported model, in seconds. On a busy machine, up to five times as long.',
    ),
  AIAS_SANDBOX: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'Sandbox of the processes that read uploads, train, and predict. `auto` uses the strongest that works on this machine (see `aias doctor`); `off` disables it, for troubleshooting.',
    ),
  AIAS_SANDBOX_ENVIRONMENT: z
    .string()
    .refine((text) => splitList(text).every((name) => /^\w+$/.test(name)), 'must be names of environment variables')
    .default('')
    .describe(
      'Comma-separated environment variables that sandboxed processes receive, in addition to those of numeric libraries.',
    ),
  AIAS_SANDBOX_READABLE: z
    .string()
    .transform((text, context) => splitList(text).map((item) => withHome(item, context)))
    .refine((paths) => paths.every(isAbsolute), 'must be absolute paths')
    .default([])
    .describe(
      "Comma-separated files and directories that sandboxed processes may read, in addition to the system's programs.",
    ),
};
