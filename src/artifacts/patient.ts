/**
 * A store that is away for a moment, or has no room for a moment, should cost a computation nothing but that moment: whoever has time
 * tries again. What is known to be wrong for good (there is no such artifact, the key is none) is said at once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AiasError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

const [firstMilliseconds, longestMilliseconds] = [250, 5000];

/** The system and S3 servers name what they failed with. What has no name is a defect, or a want of memory. */
const mayPass = (error: unknown) =>
  !(error instanceof AiasError) && typeof (error as { code?: unknown } | null)?.code === 'string';

/**
 * @param seconds for which one operation is tried before its error is thrown
 * @param onRetry told each time what went wrong
 */
export function createPatientStore(
  store: ArtifactStore,
  { seconds, onRetry }: { seconds: number; onRetry(error: unknown): void },
): ArtifactStore {
  async function patiently<T>(operation: () => Promise<T>): Promise<T> {
    const end = performance.now() + seconds * 1000;
    for (let wait = firstMilliseconds; ; wait = Math.min(2 * wait, longestMilliseconds)) {
      try {
        return await operation();
      } catch (error) {
        if (!mayPass(error) || performance.now() + wait > end) throw error;
        onRetry(error);
        await delay(wait);
      }
    }
  }

  return {
    ...store,
    // A stream cannot be sent again.
    put: (key, body, size) =>
      body instanceof Uint8Array ? patiently(() => store.put(key, body, size)) : store.put(key, body, size),
    get: (key, range) => patiently(() => store.get(key, range)),
    stat: (key) => patiently(() => store.stat(key)),
  };
}
