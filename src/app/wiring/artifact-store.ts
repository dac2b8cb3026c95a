import { join } from 'node:path';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log.ts';
import type { RetryOptions } from '../../retry.ts';

/** How long a trainer retries an unavailable store. Waiting costs less than computing the lost work again. */
export const storeRetrySeconds = 120;

/** Opens the S3 store, or the filesystem store when no S3 endpoint is set. Only the code of the chosen one is loaded. */
export async function openStore(config: Config): Promise<ArtifactStore> {
  if (config.s3) return (await import('../../artifacts/minio.ts')).createMinioStore(config.s3);
  return (await import('../../artifacts/filesystem.ts')).createFilesystemStore(join(config.dataDir, 'artifacts'));
}

/** Returns how long to retry an unavailable store. Each retry is logged. */
export function storePatience(maxSeconds: number, log: Logger): RetryOptions {
  return {
    maxSeconds,
    onRetry: (error) => log.warn({ err: error }, 'the artifact store does not respond; retrying'),
  };
}
